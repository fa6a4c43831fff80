"""Which notifications become mails, and when."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from forum.following.models import Cadence, Notification
from forum.jobs import OutboxMessage, deliver_all
from forum.lib.db import atomic
from forum.lib.errors import Invalid, SignInNeeded
from forum.notifications import due
from forum.notifications.due import hand_on_due
from forum.notifications.queries import wishes_of
from forum.notifications.service import choose_mails, stop
from forum.notifications.unsubscribing import Subscription
from forum.permissions import ANONYMOUS
from forum.settings import settings
from tests.factories import a_comment, a_thread, a_user, as_actor


def ref(thread) -> str:
    return f"thread:{thread.public_id}"


def wants(user, wanted="all", quiet_hours: str | None = None, weekend=False):
    choose_mails(as_actor(user), wanted=wanted, quiet_hours=quiet_hours, is_weekend_quiet=weekend)


def at(clock, text: str) -> None:
    clock.moment = datetime.fromisoformat(text).astimezone(UTC)


def test_at_once_waits_for_no_clock(alice, bob, thread, follows, mailbox, mailed):
    follows(alice, ref(thread))
    a_comment(bob, thread)
    deliver_all()
    assert len(mailbox.to(alice.email)) == 1
    assert len(mailed(alice)) == 1


def test_an_answer_too(alice, bob, thread, follows, mailbox):
    mine = a_comment(alice, thread)
    deliver_all()
    follows(alice, ref(thread))
    a_comment(bob, thread, parent=mine)
    deliver_all()
    assert len(mailbox.to(alice.email)) == 1


def test_in_quiet_hours_it_waits_for_their_end(alice, bob, thread, follows, mailed, clock):
    wants(alice, quiet_hours="20:00-07:00")
    follows(alice, ref(thread))
    at(clock, "2026-11-23T22:00+01:00")
    a_comment(bob, thread)
    assert mailed(alice) == []
    at(clock, "2026-11-24T06:59+01:00")
    assert mailed(alice) == []
    at(clock, "2026-11-24T07:00+01:00")
    assert len(mailed(alice)) == 1


def test_the_forum_has_quiet_hours_for_who_said_nothing(
    app, alice, bob, thread, follows, mailed, clock, monkeypatch
):
    monkeypatch.setitem(app.extensions, "forum.settings", replace(settings(), quiet_hours="20:00-07:00"))
    carol = a_user("carol")
    wants(carol, quiet_hours="")
    for person in (alice, carol):
        follows(person, ref(thread))
    at(clock, "2026-11-23T22:00+01:00")
    a_comment(bob, thread)
    assert (len(mailed(alice)), len(mailed(carol))) == (0, 1)


def test_decisions_do_not_wait(alice, comment, do, mailed, clock, bob):
    wants(bob, quiet_hours="00:00-23:59", weekend=True)
    at(clock, "2026-11-28T12:00+01:00")
    do("hide", f"comment:{comment.public_id}", ground="hateful")
    assert len(mailed(bob)) == 1


def test_who_gives_up_quiet_hours_gets_what_waited(alice, bob, thread, follows, mailed, clock):
    wants(alice, quiet_hours="20:00-07:00")
    follows(alice, ref(thread))
    at(clock, "2026-11-23T22:00+01:00")
    a_comment(bob, thread)
    assert mailed(alice) == []
    wants(alice, quiet_hours="")
    assert len(mailed(alice)) == 1


def test_a_quiet_weekend_is_quiet_for_digests_too(alice, bob, thread, follows, mailed, clock):
    wants(alice, weekend=True)
    follows(alice, ref(thread), "daily")
    at(clock, "2026-11-27T22:00+01:00")
    a_comment(bob, thread)
    for moment in ("2026-11-28T07:00+01:00", "2026-11-29T12:00+01:00", "2026-11-30T06:59+01:00"):
        at(clock, moment)
        assert mailed(alice) == []
    at(clock, "2026-11-30T07:00+01:00")
    assert len(mailed(alice)) == 1


def test_who_wants_no_mails_gets_none_and_none_later(alice, bob, thread, follows, mailed):
    wants(alice, "none")
    follows(alice, ref(thread))
    a_comment(bob, thread)
    assert mailed(alice) == []
    wants(alice, "all")
    assert mailed(alice) == []
    a_comment(bob, thread)
    assert len(mailed(alice)) == 1


@pytest.mark.parametrize(("what", "at_once", "daily"), [("digests", 1, 0), ("all", 0, 0), ("thread", 0, 1)])
def test_a_link_at_the_foot_stops_what_it_names(
    alice, bob, article, thread, follows, mailed, clock, what, at_once, daily
):
    follows(alice, ref(thread))
    follows(alice, "question:who-is-we", "daily")
    for _time in range(2):
        stop(Subscription(alice.id, what, thread.id if what == "thread" else 0))
    a_comment(bob, thread)
    a_thread(bob)
    assert len(mailed(alice)) == at_once
    clock.advance(days=1)
    assert len(mailed(alice)) == at_once + daily


def test_stopping_digests_does_not_bring_back_what_was_stopped_before(alice):
    stop(Subscription(alice.id, "all"))
    stop(Subscription(alice.id, "digests"))
    assert wishes_of([alice.id])[alice.id].wanted.value == "none"


def test_stopping_keeps_the_quiet_hours(alice):
    wants(alice, quiet_hours="20:00-07:00", weekend=True)
    stop(Subscription(alice.id, "all"))
    wishes = wishes_of([alice.id])[alice.id]
    assert (wishes.quiet_hours, wishes.is_weekend_quiet) == ("20:00-07:00", True)


def test_wishes_are_ones_own_and_one_of_those_offered(alice):
    with pytest.raises(SignInNeeded):
        choose_mails(ANONYMOUS, wanted="all", quiet_hours=None, is_weekend_quiet=False)
    with pytest.raises(Invalid):
        wants(alice, "sometimes")


@pytest.fixture
def many(db, clock, article):
    """So many notifications that are due, of one person each."""

    @atomic
    def waiting(count: int, cadence: Cadence):
        people = [a_user() for _each in range(count)]
        db.session.flush()
        for person in people:
            db.session.add(
                Notification(
                    user_id=person.id,
                    what="comment",
                    subject_id=1,
                    key="comment:1",
                    cadence=cadence,
                    created_at=clock(),
                    mail_due_at=clock(),
                )
            )

    return waiting


@pytest.mark.parametrize("cadence", [Cadence.AT_ONCE, Cadence.DAILY])
def test_many_are_handed_on_in_short_transactions_each_once(db, many, cadence, statements, monkeypatch):
    monkeypatch.setattr(due, "AT_ONCE", 10)
    many(21, cadence)
    with statements() as counted:
        hand_on_due()
    hand_on_due()
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) == 21
    # Four turns of one kind, the last without anything, and one of the other kind.
    assert len(counted) <= 30
    deliver_all()


def test_a_daily_and_a_weekly_digest_on_monday_are_one_mail(
    alice, bob, article, thread, follows, mailed, clock
):
    follows(alice, ref(thread), "weekly")
    follows(alice, "question:who-is-we", "daily")
    at(clock, "2026-11-29T12:00+01:00")
    a_comment(bob, thread)
    a_thread(bob)
    deliver_all()
    at(clock, "2026-11-30T07:00+01:00")
    assert len(mailed(alice)) == 1
