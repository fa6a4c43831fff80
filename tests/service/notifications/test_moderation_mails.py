"""What people hear by mail of decisions and appeals."""

from typing import Any

import pytest
import sqlalchemy as sa

from forum.jobs import deliver_all
from forum.lib.db import atomic
from forum.moderation.declaring import action_named
from forum.moderation.events import AppealDecided, AppealMade, DecisionMade, QueueNeglected
from forum.moderation.kinds import Ground
from forum.moderation.models import Decision
from forum.moderation.service import make_appeal, perform
from forum.notifications.moderation import (
    mail_appeal_answer,
    mail_appeal_received,
    mail_decision,
    mail_reminder,
)
from forum.permissions import SYSTEM
from forum.positions.models import Position
from tests.factories import a_comment, a_flag, a_position, a_thread, a_user, an_item, as_actor
from tests.letters import html_of, sent_by, text_of

REASON = "A client can be recognised by this. Leave out the street."
BOB, ALICE = "bob@example.nl", "alice@example.nl"


@pytest.fixture(autouse=True)
def in_english(db, alice, bob, mo):
    @atomic
    def put():
        for each in (alice, bob, mo):
            db.session.merge(each).locale = "en"

    put()


@pytest.fixture
def do(mo):
    def run(action: str, ref: str, *, by=None, ground: str = "", **options: Any) -> Decision:
        ground = ground or action_named(action).grounds[0].value
        options.setdefault("reason", REASON)
        return perform(as_actor(by or mo), action, ref, ground=ground, **options)

    return run


@pytest.fixture
def mia(db):
    return a_user("mia", role="moderator")


@pytest.fixture
def ref(thread, bob) -> str:
    return f"comment:{a_comment(bob, thread, 'Mrs J. of Church Street waited for weeks.').public_id}"


def subjects(mailbox, address: str) -> list[str]:
    return [str(message["Subject"]) for message in sent_by(mailbox, address)]


def test_a_restriction_comes_with_its_whole_statement_of_reasons(do, ref, mailbox):
    decision = do("hide", ref, ground="client_data")
    (message,) = sent_by(mailbox, BOB)
    assert message["Subject"] == "Your comment was taken away"
    assert message["Message-ID"] == f"<decision-{decision.id}@localhost>"
    for text in (text_of(message), html_of(message)):
        for part in (
            "Mrs J. of Church Street",
            "Others no longer see it",
            REASON,
            "Personal data of a client",
            "This is a rule of law.",
            "A moderator came across it.",
            "You can object until May 25, 2027.",
            f"http://localhost/decisions/{decision.public_id}/appeal",
            "out-of-court dispute settlement",
        ):
            assert part in text
        assert " Mo " not in text


def test_it_comes_in_the_language_of_the_receiver(db, do, ref, bob, mailbox):
    @atomic
    def speak_dutch():
        db.session.merge(bob).locale = "nl"

    speak_dutch()
    do("hide", ref, ground="client_data")
    (message,) = sent_by(mailbox, BOB)
    assert message["Content-Language"] == "nl"
    assert "25 mei 2027" in text_of(message)


def test_it_says_that_somebody_reported_it_and_never_who(do, ref, comment, alice, mailbox):
    a_flag(comment, Ground.HATEFUL, by=alice, explanation="This is about my neighbour.")
    do("hide", f"comment:{comment.public_id}")
    text = text_of(sent_by(mailbox, BOB)[0])
    assert "Somebody had reported it." in text
    assert "Alice" not in text
    assert "neighbour" not in text


def test_what_the_forum_does_by_itself_says_so(ref, mailbox):
    perform(SYSTEM, "hold", ref, ground="tender", reason="Somebody reported an ongoing tender.")
    (message,) = sent_by(mailbox, BOB)
    assert message["Subject"] == "Your comment is held back"
    assert "by itself, because of a report" in text_of(message)


def test_a_suspension_says_how_long_it_lasts(do, bob, mailbox):
    do("suspend", f"account:{bob.public_id}", fields={"scope": ["writing"], "until": ["2026-12-31"]})
    text = text_of(sent_by(mailbox, BOB)[0])
    assert "write nothing" in text
    assert "up to and including December 31, 2026" in text


@pytest.mark.parametrize("action", ["suspend", "close"])
def test_who_is_suspended_or_closed_out_still_gets_mail(do, bob, ref, mailbox, action, mia):
    fields = {"scope": ["everything"], "until": [""]} if action == "suspend" else {}
    decision = do(action, f"account:{bob.public_id}", fields=fields)
    appeal = make_appeal(as_actor(bob), decision.public_id, "I did not do that.")
    do("hide", ref)
    do("uphold", f"appeal:{appeal.public_id}", by=mia)
    assert len(sent_by(mailbox, BOB)) == 4


def test_putting_in_order_is_told_in_a_few_friendly_lines(do, thread, mailbox):
    do("move", f"thread:{thread.public_id}", fields={"question": ["one-budget"]}, ground="order")
    (message,) = sent_by(mailbox, BOB)
    text = text_of(message)
    assert message["Subject"] == "Your conversation moved to another question"
    assert "It says nothing about what you wrote." in text
    assert f"http://localhost/threads/{thread.public_id}" in text
    assert "/appeal" not in text
    assert "court" not in text


def test_what_is_given_back_is_told_in_a_few_lines_too(do, ref, mailbox):
    do("hide", ref)
    do("restore", ref, reason="We looked again, and it is fine.")
    message = sent_by(mailbox, BOB)[-1]
    assert message["Subject"] == "Your comment is back"
    assert "We looked again, and it is fine." in text_of(message)
    assert "/appeal" not in text_of(message)


def test_a_first_post_that_was_let_through_is_told(do, ref, mailbox):
    do("hold", ref)
    do("approve", ref)
    assert subjects(mailbox, BOB)[-1] == "Your comment can be read by everybody"


def test_nobody_hears_that_they_were_reported_in_vain(do, comment, alice, mailbox):
    a_flag(comment, by=alice)
    do("approve", f"comment:{comment.public_id}")
    assert sent_by(mailbox, BOB) == []


def test_nobody_is_told_what_they_did_themselves(do, mo, article, mailbox):
    do("pin", f"thread:{a_thread(mo).public_id}")
    assert sent_by(mailbox, "mo@example.nl") == []


def test_what_came_with_the_article_has_nobody_to_tell(do, db, position, mailbox):
    @atomic
    def forget_author():
        db.session.execute(sa.update(Position).values(author_id=None))

    forget_author()
    do("hide", f"position:{position.public_id}")
    deliver_all()
    assert mailbox.messages == []


def test_the_same_event_twice_is_the_same_message(do, ref, bob, mia, mailbox):
    decision = do("hide", ref)
    appeal = make_appeal(as_actor(bob), decision.public_id, "No.")
    do("uphold", f"appeal:{appeal.public_id}", by=mia)
    for _ in range(2):
        mail_decision(DecisionMade(decision.id))
        mail_appeal_received(AppealMade(appeal.id))
        mail_appeal_answer(AppealDecided(appeal.id))
    assert len({message["Message-ID"] for message in mailbox.messages}) == 3


def test_events_of_what_is_gone_are_no_trouble(app, mailbox):
    mail_decision(DecisionMade(999))
    mail_appeal_received(AppealMade(999))
    mail_appeal_answer(AppealDecided(999))
    mail_reminder(QueueNeglected(999, "2026-11-23T09:00:00+00:00"))
    assert mailbox.messages == []


def test_who_objects_gets_a_receipt_with_their_own_words(do, ref, bob, mailbox):
    make_appeal(as_actor(bob), do("hide", ref).public_id, "I named nobody.\n\nPlease look again.")
    message = sent_by(mailbox, BOB)[-1]
    assert message["Subject"] == "We have received your objection"
    for text in (text_of(message), html_of(message)):
        assert "Please look again." in text
        assert "Another moderator than the one who decided" in text


def test_the_answer_tells_what_happened_so_that_no_second_mail_has_to(do, ref, bob, mia, mailbox):
    appeal = make_appeal(as_actor(bob), do("hide", ref).public_id, "I named nobody.")
    mailbox.messages.clear()
    deliver_all()
    mailbox.messages.clear()
    do("reverse", f"appeal:{appeal.public_id}", by=mia, reason="Nobody can be recognised here.")
    (message,) = sent_by(mailbox, BOB)
    assert message["Subject"] == "Your objection: the decision was reversed"
    assert "Your comment is back." in text_of(message)
    assert "Nobody can be recognised here." in text_of(message)
    assert "Mia" not in text_of(message)


def test_a_decision_that_stands_names_what_else_one_can_do(do, ref, bob, mia, mailbox):
    appeal = make_appeal(as_actor(bob), do("hide", ref).public_id, "I named nobody.")
    do("uphold", f"appeal:{appeal.public_id}", by=mia, reason="You named the street.")
    message = sent_by(mailbox, BOB)[-1]
    assert message["Subject"] == "Your objection: the decision stands"
    assert "out-of-court dispute settlement" in text_of(message)


def test_when_who_reported_was_right_both_hear_what_concerns_them(do, ref, comment, bob, alice, mia, mailbox):
    a_flag(comment, Ground.CLIENT_DATA, by=alice)
    left = do("approve", f"comment:{comment.public_id}")
    appeal = make_appeal(as_actor(alice), left.public_id, "It still names her.")
    do("reverse", f"appeal:{appeal.public_id}", by=mia)
    answer = "Your objection: the decision was reversed"
    (told,) = [message for message in sent_by(mailbox, ALICE) if message["Subject"] == answer]
    assert "Held back until a moderator looks" in text_of(told)
    (message,) = sent_by(mailbox, BOB)
    assert message["Subject"] == "Your comment is held back"
    assert "Personal data of a client" in text_of(message)
    assert "/appeal" in text_of(message)
    assert "names her" not in text_of(message)


def test_a_hostile_reason_is_text_and_nothing_else(do, ref, mailbox):
    do("hide", ref, reason="<script>alert(1)</script> because of this")
    (message,) = sent_by(mailbox, BOB)
    assert "<script>" not in html_of(message)
    assert "<script>alert(1)</script>" in text_of(message)


@pytest.mark.parametrize("action", ["hide", "hold", "withdraw", "approve", "supersede", "join"])
def test_a_position_is_quoted_as_its_sentence(do, bob, mailbox, position, action):
    other = a_position(bob)
    if action == "approve":
        do("hold", f"position:{position.public_id}")
    fields = {"supersede": {"statement": ["Clients decide."]}, "join": {"into": [other.public_id]}}
    do(action, f"position:{position.public_id}", fields=fields.get(action, {}))
    assert "Clients decide with us." in text_of(sent_by(mailbox, BOB)[-1])


# Reminders


def test_the_reminder_tells_how_many_wait_and_how_long_the_oldest_did(comment, thread, mo, mailbox, clock):
    an_item(comment)
    an_item(thread)
    clock.advance(days=2, hours=5)
    mail_reminder(QueueNeglected(mo.id, "2026-11-25T14:00:00+00:00"))
    (message,) = mailbox.to("mo@example.nl")
    assert message["Subject"] == "2 things wait for a moderator"
    assert "The oldest has waited for 2 days." in text_of(message)
    assert "http://localhost/moderation" in text_of(message)


def test_a_reminder_that_came_too_late_is_not_sent(comment, mo, mailbox, clock):
    an_item(comment, closed_at=clock())
    clock.advance(days=2)
    mail_reminder(QueueNeglected(mo.id, "2026-11-25T09:00:00+00:00"))
    assert mailbox.messages == []
