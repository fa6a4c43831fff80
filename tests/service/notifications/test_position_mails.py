"""What people hear of positions by mail."""

import pytest
import sqlalchemy as sa

from forum.jobs import deliver_all
from forum.lib.db import atomic
from forum.notifications.positions import mail_source, mail_standing
from forum.positions.events import SourceAsked, StandingChanged
from forum.positions.models import Position, PositionTransition, Standing
from forum.positions.notices import News, news_of
from forum.positions.service import answer_source, supersede_position
from tests.factories import a_comment, a_position, as_actor
from tests.letters import html_of, sent_by, text_of

OPEN, SHARED, CONTESTED, PROVISIONAL = (
    Standing.OPEN,
    Standing.SHARED,
    Standing.CONTESTED,
    Standing.PROVISIONAL,
)
ROW = {"key": "all", "agree": 20, "disagree": 2, "passed": 1, "lower": 0.7, "upper": 0.9}


@pytest.fixture(autouse=True)
def in_english(db, alice, bob):
    @atomic
    def put():
        for each in (alice, bob):
            db.session.merge(each).locale = "en"

    put()


@pytest.fixture
def change(db, clock, position):
    """As if the analysis had found it: returns the event that tells of it."""

    @atomic
    def stored(before, after, *, is_doubted=False, of=position):
        transition = PositionTransition(
            position_id=of.id,
            before=before,
            after=after,
            direction=1,
            is_doubted=is_doubted,
            voters=23,
            rows=[ROW],
            at=clock(),
        )
        db.session.add(transition)
        db.session.flush()
        return StandingChanged(transition.id)

    return stored


def told(mailbox):
    return [str(message["Subject"]) for message in mailbox.to("bob@example.nl")]


def test_the_author_hears_that_the_position_is_shared(change, mailbox, position):
    mail_standing(change(OPEN, SHARED))
    (message,) = mailbox.to("bob@example.nl")
    assert message["Subject"] == "Your position is shared now"
    for text in (text_of(message), html_of(message)):
        assert "Clients decide with us." in text
        assert f"http://localhost/positions/{position.public_id}?results=1" in text
        assert "20" in text


def test_and_that_it_no_longer_is_or_that_groups_differ(change, mailbox, clock):
    for before, after in ((OPEN, SHARED), (SHARED, CONTESTED), (OPEN, CONTESTED)):
        mail_standing(change(before, after))
        clock.advance(days=31)
    assert len(set(told(mailbox))) == 3


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        (OPEN, PROVISIONAL, None),
        (PROVISIONAL, OPEN, None),
        (CONTESTED, OPEN, None),
        (PROVISIONAL, SHARED, News.SHARED),
        (SHARED, PROVISIONAL, News.NO_LONGER_SHARED),
        (SHARED, CONTESTED, News.NO_LONGER_SHARED),
        (PROVISIONAL, CONTESTED, News.CONTESTED),
    ],
)
def test_not_every_change_is_news(before, after, news):
    assert news_of(before, after) is news


def test_the_same_event_twice_is_the_same_message(change, mailbox):
    event = change(OPEN, SHARED)
    mail_standing(event)
    mail_standing(event)
    assert len({message["Message-ID"] for message in mailbox.messages}) == 1


def test_what_changed_again_in_the_meantime_is_not_told(change, mailbox):
    first = change(OPEN, SHARED)
    second = change(SHARED, OPEN)
    mail_standing(first)
    mail_standing(second)
    assert len(told(mailbox)) == 1
    assert "no longer shared" in text_of(mailbox.messages[0])


def test_a_difference_that_comes_and_goes_is_told_once_a_month(change, mailbox, clock):
    mail_standing(change(OPEN, CONTESTED))
    mail_standing(change(CONTESTED, OPEN))
    clock.advance(days=29)
    mail_standing(change(OPEN, CONTESTED))
    assert len(told(mailbox)) == 1
    mail_standing(change(CONTESTED, OPEN))
    clock.advance(days=31)
    mail_standing(change(OPEN, CONTESTED))
    assert len(told(mailbox)) == 2


def test_doubted_changes_and_positions_without_an_author_are_told_to_nobody(change, mailbox, db, position):
    mail_standing(change(OPEN, SHARED, is_doubted=True))

    @atomic
    def forget_author():
        db.session.execute(sa.update(Position).where(Position.id == position.id).values(author_id=None))

    forget_author()
    mail_standing(change(OPEN, SHARED))
    assert mailbox.messages == []


def test_a_superseded_position_is_no_news(change, mailbox, position, bob):
    supersede_position(as_actor(bob), position.public_id, statement="Clients decide, we help.")
    mail_standing(change(OPEN, SHARED))
    assert mailbox.messages == []


def test_a_pseudonym_gets_no_mail(change, mailbox, bob, db):
    @atomic
    def make_pseudonym():
        db.session.merge(bob).is_pseudonym = True

    make_pseudonym()
    mail_standing(change(OPEN, SHARED))
    assert mailbox.messages == []


@pytest.fixture
def source(thread, alice, bob):
    """A position that bob took from alice's words."""
    comment = a_comment(alice, thread, "Let the clients decide. We listen.")
    position = a_position(
        bob, "Clients should decide.", source_comment=comment.public_id, quote="Let the clients decide."
    )
    return position, comment


def test_who_wrote_the_source_is_asked_whether_they_meant_it(source, mailbox):
    position, comment = source
    (message,) = sent_by(mailbox, "alice@example.nl")
    text = text_of(message)
    assert "Let the clients decide." in text
    assert "Clients should decide." in text
    link = f"/positions/{position.public_id}?results=1#source-{comment.public_id}"
    assert link in text
    assert link in html_of(message)


def test_the_link_leads_to_where_one_answers(source, mailbox, app, alice):
    from tests.browsing import Person

    position, comment = source
    page = Person(app, alice).get(f"/positions/{position.public_id}?results=1")
    assert page.status_code == 200
    assert f'id="source-{comment.public_id}"' in page.text


def test_who_answered_already_is_not_asked(source, mailbox, alice):
    position, comment = source
    answer_source(as_actor(alice), position.public_id, comment.public_id, is_meant=True)
    deliver_all()
    assert mailbox.messages == []


def test_nobody_is_asked_about_ones_own_words(thread, bob, mailbox):
    comment = a_comment(bob, thread, "Let the clients decide.")
    a_position(bob, "Clients should decide.", source_comment=comment.public_id)
    deliver_all()
    assert mailbox.messages == []


def test_events_of_what_is_gone_are_no_trouble(app, mailbox):
    mail_standing(StandingChanged(999))
    mail_source(SourceAsked(999, 999))
    assert mailbox.messages == []
