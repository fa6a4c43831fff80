"""What people hear by mail of what they reported."""

import re

import pytest

from forum.jobs import OutboxMessage, deliver_all
from forum.lib.db import atomic, db
from forum.lib.i18n import force_locale
from forum.moderation.events import DecisionMade, Flagged
from forum.moderation.service import give_notice, perform, raise_flag
from forum.notifications.flags import answer_reporters, mail_receipt
from tests.factories import a_user, as_actor
from tests.letters import html_of, sent_by, text_of

REASON = "You attack a person here, not what they say."
ROBIN = "robin@example.nl"


@pytest.fixture
def ref(comment) -> str:
    return f"comment:{comment.public_id}"


@pytest.fixture
def notice(ref):
    return give_notice(
        ref, explanation="This is a threat.", name="Robin Smit", email=ROBIN, is_good_faith=True
    )


def words(text: str) -> str:
    return " ".join(text.split())


def decide(person, ref, action="hide", *, ground="hateful"):
    return perform(as_actor(person), action, ref, ground=ground, reason=REASON)


def test_who_has_no_account_gets_a_receipt_with_the_link_at_once(mailbox, notice):
    (message,) = sent_by(mailbox, ROBIN)
    assert message["Subject"] == "We received your report"
    for text in (text_of(message), html_of(message)):
        assert "Hello Robin Smit," in text
        assert f"http://localhost/flags/{notice.public_id}" in text
        assert "November 23, 2026" in words(text)
        assert "Illegal content" in text
        assert "within one day" in words(text)
    # A form that mails what a stranger typed to an address that a stranger typed is a gift to spammers.
    assert "This is a threat." not in text_of(message)


def test_who_has_an_account_has_seen_the_receipt(mailbox, alice, ref):
    raise_flag(as_actor(alice), ref, ground="spam")
    assert sent_by(mailbox, alice.email) == []


def test_the_receipt_twice_is_the_same_message(mailbox, notice):
    mail_receipt(Flagged(notice.id))
    mail_receipt(Flagged(notice.id))
    assert len({message["Message-ID"] for message in mailbox.to(ROBIN)}) == 1


def test_everybody_who_reported_it_hears_once_what_was_decided_and_why(mailbox, alice, ada, mo, ref, notice):
    flags = {ROBIN: notice}
    for person in (alice, ada):
        flags[person.email] = raise_flag(as_actor(person), ref, ground="hateful")
    deliver_all()
    mailbox.messages.clear()
    decide(mo, ref)
    deliver_all()
    for address, flag in flags.items():
        (message,) = mailbox.to(address)
        assert message["Subject"] == "What was decided about your report"
        for text in (text_of(message), html_of(message)):
            assert "Taken away" in text
            assert "Hateful or insulting" in text
            assert REASON in text
            assert "A person took this decision; no computer did." in words(text)
            assert f"http://localhost/flags/{flag.public_id}" in text
            assert not re.search(r"\bMo\b", text)


def test_what_goes_out_of_sight_at_once_is_no_answer_yet(mailbox, alice, mo, ref):
    raise_flag(as_actor(alice), ref, ground="client_data")
    assert sent_by(mailbox, alice.email) == []
    decide(mo, ref, ground="client_data")
    assert len(sent_by(mailbox, alice.email)) == 1


def test_a_decision_that_answers_no_report_is_told_to_no_reporter(mailbox, alice, mo, ref):
    raise_flag(as_actor(alice), ref, ground="spam")
    decide(mo, ref, "approve", ground="review")
    deliver_all()
    mailbox.messages.clear()
    decide(mo, ref)
    assert sent_by(mailbox, alice.email) == []


def test_who_reported_in_vain_hears_how_to_object(mailbox, alice, mo, ref, notice):
    raise_flag(as_actor(alice), ref, ground="hateful")
    decision = decide(mo, ref, "approve", ground="review")
    (to_alice,) = sent_by(mailbox, alice.email)
    assert "Until six months from now you can object" in words(text_of(to_alice))
    assert f"http://localhost/decisions/{decision.public_id}/appeal" in text_of(to_alice)
    to_robin = mailbox.to(ROBIN)[-1]
    assert "out-of-court dispute settlement" in words(text_of(to_robin))


def test_who_was_right_need_not_object(mailbox, alice, mo, ref):
    raise_flag(as_actor(alice), ref, ground="hateful")
    decide(mo, ref)
    (message,) = sent_by(mailbox, alice.email)
    assert "object" not in text_of(message)


def test_each_is_written_to_in_the_language_in_which_they_reported(mailbox, alice, mo, ref):
    with force_locale("nl"):
        raise_flag(as_actor(alice), ref, ground="hateful")
    decide(mo, ref)
    (message,) = sent_by(mailbox, alice.email)
    assert message["Content-Language"] == "nl"


def test_one_message_each_in_the_outbox(alice, ada, mo, ref):
    for person in (alice, ada):
        raise_flag(as_actor(person), ref, ground="hateful")
    decision = decide(mo, ref)
    answer_reporters(DecisionMade(decision.id))
    answer_reporters(DecisionMade(decision.id))
    db.session.rollback()
    waiting = db.session.query(OutboxMessage).filter_by(event="notifications.AnswerToTell").count()
    assert waiting == 2


def test_nobody_writes_to_who_gave_no_name_or_is_a_pseudonym(mailbox, alice, mo, ref):
    give_notice(ref, explanation="It shows a child.", name="", email="", is_good_faith=True, is_nameless=True)
    imported = a_user()
    raise_flag(as_actor(imported), ref, ground="spam")

    @atomic
    def make_pseudonym():
        db.session.merge(imported).is_pseudonym = True

    make_pseudonym()
    decide(mo, ref)
    deliver_all()
    assert mailbox.to(imported.email) == []
    assert all(message["To"] for message in mailbox.messages)
