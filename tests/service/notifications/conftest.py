"""What mails about what people follow are tried with."""

import contextlib

import pytest

from forum.following.models import Cadence
from forum.following.service import follow
from forum.jobs import deliver_all, emit
from forum.lib.db import atomic
from forum.notifications.due import hand_on_due
from forum.positions.events import StandingChanged
from forum.positions.models import PositionTransition, Standing
from tests.factories import as_actor

EVERYBODY = {"key": "all", "agree": 20, "disagree": 2, "passed": 1, "lower": 0.7, "upper": 0.9}


@pytest.fixture
def follows(db):
    """`follows(alice, "thread:abc", "daily")`; she reads English."""

    def start(user, ref: str, cadence: str = "at_once"):
        @atomic
        def reads_english():
            db.session.merge(user).locale = "en"

        reads_english()
        follow(as_actor(user), ref, Cadence(cadence))

    return start


@pytest.fixture
def mailed(mailbox):
    """`mailed(alice)`: all that she got, after the worker did what it does by itself and by the clock."""

    def work(user):
        deliver_all()
        hand_on_due()
        deliver_all()
        return mailbox.to(user.email)

    return work


@pytest.fixture
def away(app, mailbox, clock):
    """`with away(): …` no mail leaves; what was tried in there is tried again afterwards."""

    class Away:
        def send(self, _message, **_options):
            raise OSError("the mail server is away")

    @contextlib.contextmanager
    def leave():
        app.extensions["forum.mailer"] = Away()
        try:
            yield
        finally:
            app.extensions["forum.mailer"] = mailbox
        clock.advance(hours=1)

    return leave


@pytest.fixture
def standing(clock, db):
    """As if the analysis had found it."""

    @atomic
    def stored(position, after: str = "shared", before: str = "open"):
        transition = PositionTransition(
            position_id=position.id,
            before=Standing(before),
            after=Standing(after),
            direction=1,
            is_doubted=False,
            voters=23,
            rows=[EVERYBODY],
            at=clock(),
        )
        db.session.add(transition)
        db.session.flush()
        emit(StandingChanged(transition.id))
        return transition

    return stored
