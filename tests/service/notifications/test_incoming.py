"""One mail comes in: an answer becomes a comment, or its author hears why not."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from forum.accounts.mailboxes import ANSWERS_A_DAY, mail_is_stopped
from forum.accounts.models import Suspension
from forum.accounts.suspending import suspend
from forum.discussion.curation import lock_thread
from forum.discussion.models import Comment, CommentState
from forum.discussion.service import withdraw_comment
from forum.notifications import links
from forum.notifications.incoming.receiving import Fate, receive
from forum.notifications.return_addresses import bounce_address, reply_address
from forum.settings import settings
from tests.factories import a_comment, a_thread, as_actor, concluded, curated
from tests.incoming_mails import QUOTED, alternative, mail
from tests.letters import html_of, text_of

MAILBOXES = {"reply_address": "reply@forum.example.nl", "bounce_address": "bounce@forum.example.nl"}


@pytest.fixture(autouse=True)
def wired(app, monkeypatch):
    monkeypatch.setitem(app.extensions, "forum.settings", replace(settings(), **MAILBOXES))


@pytest.fixture
def answer(alice, comment):
    """alice answers bob's comment by mail: `answer("Yes.")`, with other headers as wanted."""

    def send(text: str = "Yes.", **headers):
        envelope = headers.pop("envelope", None)
        headers = {"sender": alice.email, "to": reply_address(alice.id, comment.public_id)} | headers
        return receive(mail(text, **headers), envelope_sender=envelope)

    return send


def comments_of(db, user) -> list[Comment]:
    return list(db.session.scalars(sa.select(Comment).filter_by(author_id=user.id).order_by(Comment.id)))


def test_an_answer_becomes_a_reply(db, alice, comment, answer, mailbox):
    received = answer(f"Yes, **and** us.\n\nOp 23-11-2026 om 09:12 schreef Samenspraak:\n{QUOTED}")
    (reply,) = comments_of(db, alice)
    assert received.fate is Fate.POSTED
    assert received.public_id == reply.public_id
    assert reply.parent_id == comment.id
    assert reply.source == "Yes, **and** us."
    assert "<strong>and</strong>" in reply.html
    assert mailbox.messages == []


def test_the_envelope_tells_more_than_the_headers(db, alice, comment):
    raw = mail("Yes.", sender=alice.email, to="somebody@example.nl")
    received = receive(raw, recipient_address=reply_address(alice.id, comment.public_id).upper())
    assert received.fate is Fate.POSTED


def test_the_same_mail_delivered_twice_posts_once(db, alice, answer):
    assert answer("Yes.").public_id == answer("Yes.", Received="by another server").public_id
    assert len(comments_of(db, alice)) == 1


def test_another_mail_with_the_same_words_posts_again(db, alice, answer):
    answer("Yes.")
    answer("Yes.", message_id="<2@example.nl>")
    assert len(comments_of(db, alice)) == 2


def test_what_is_written_stays_text(db, alice, answer):
    answer('<script>alert(1)</script> <img src=x onerror="alert(1)">')
    assert "<script" not in comments_of(db, alice)[0].html
    assert "<img" not in comments_of(db, alice)[0].html


@pytest.mark.parametrize("secret", ["reply", "stop"])
def test_nothing_secret_lands_on_a_page_though_no_sign_tells_that_it_is_quoted(
    db, alice, comment, answer, secret
):
    shown = {
        "reply": reply_address(alice.id, comment.public_id),
        "stop": links.absolute(links.UNSUBSCRIBE, secret="made-for-alice"),
    }
    answer(f"Yes.\n\nSomebody says: {shown[secret]}\nHallo Alice")
    assert comments_of(db, alice)[0].source == "Yes."


def refused(mailbox, alice) -> str:
    """The one mail to alice, in both its forms."""
    (message,) = mailbox.to(alice.email)
    assert len(mailbox.messages) == 1
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["In-Reply-To"] == "<1@example.nl>"
    assert message["Subject"] == "Uw antwoord is niet geplaatst" or "not placed" in message["Subject"]
    return text_of(message) + html_of(message)


def test_a_closed_conversation_is_told_with_what_was_typed(db, alice, thread, answer, mailbox):
    curated(lock_thread, thread)
    assert answer("My <b>long</b> thought.").fate is Fate.REFUSED
    letter = refused(mailbox, alice)
    assert "My <b>long</b> thought." in letter
    assert "My &lt;b&gt;long&lt;/b&gt; thought." in letter
    assert comments_of(db, alice) == []


def test_a_concluded_question_is_told(alice, answer, mailbox):
    concluded("who-is-we")
    assert answer().fate is Fate.REFUSED
    assert "Yes." in refused(mailbox, alice)


@pytest.mark.parametrize("scope", [Suspension.WRITING, Suspension.EVERYTHING])
def test_who_is_suspended_is_told(db, alice, answer, mailbox, scope):
    curated(suspend, alice, scope, None)
    assert answer().fate is Fate.REFUSED
    assert "Yes." in refused(mailbox, alice)
    assert comments_of(db, alice) == []


def test_too_long_a_text_is_told_with_the_whole_of_it(alice, answer, mailbox):
    text = "\n\n".join(f"Paragraph {number}. " + "word " * 40 for number in range(120))
    assert answer(text).fate is Fate.REFUSED
    assert "Paragraph 119." in refused(mailbox, alice)


@pytest.mark.parametrize("text", ["", QUOTED, "-- \nAlice", "Verstuurd vanaf mijn iPhone"])
def test_nothing_typed_is_told(alice, answer, mailbox, text):
    assert answer(text).fate is Fate.REFUSED
    refused(mailbox, alice)


def test_a_text_that_nobody_can_read_any_more_is_told(alice, bob, comment, thread, answer, mailbox, do):
    do("hide", f"thread:{thread.public_id}")
    assert answer().fate is Fate.REFUSED
    assert "Yes." in refused(mailbox, alice)


def test_a_withdrawn_comment_can_still_be_answered_in_its_conversation(bob, comment, answer):
    withdraw_comment(as_actor(bob), comment.public_id)
    assert answer().fate is Fate.POSTED


def test_who_writes_too_much_is_told(alice, thread, answer, mailbox, clock):
    for _number in range(10):
        a_comment(alice, thread)
    assert answer().fate is Fate.REFUSED
    assert "Yes." in refused(mailbox, alice)
    clock.advance(hours=1)
    assert answer(message_id="<2@example.nl>").fate is Fate.POSTED


def test_too_large_a_mail_is_told(alice, answer, mailbox):
    file = "\n--\n" + "A" * 2_000_000
    assert answer("Short." + file).fate is Fate.REFUSED
    assert "Short." in refused(mailbox, alice)


def test_files_are_left_out_and_that_is_told(db, alice, comment, mailbox):
    file = "Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\nJVBERi0="
    raw = alternative("Yes.", "<p>Yes.</p>", attachment=file)
    received = receive(raw, recipient_address=reply_address(alice.id, comment.public_id))
    assert received.fate is Fate.POSTED
    (message,) = mailbox.to(alice.email)
    assert message["Auto-Submitted"] == "auto-replied"
    assert f"/comments/{received.public_id}" in text_of(message)


def test_a_first_text_that_waits_is_told(app, db, alice, answer, mailbox, monkeypatch):
    monkeypatch.setitem(app.extensions, "forum.settings", replace(settings(), hold_first_posts=1))
    assert answer().fate is Fate.POSTED
    assert comments_of(db, alice)[0].state is CommentState.HELD
    assert len(mailbox.to(alice.email)) == 1


def test_another_address_is_refused_to_the_account_and_never_to_a_stranger(db, alice, answer, mailbox):
    assert answer("My secret.", sender="mallory@example.org").fate is Fate.REFUSED
    assert "My secret." not in refused(mailbox, alice)
    assert comments_of(db, alice) == []


@pytest.mark.parametrize("sender", ["bob@example.nl", "", "alice@example.nl, bob@example.nl", "alice"])
def test_somebody_elses_address_posts_in_nobodys_name(db, alice, bob, answer, sender):
    before = len(comments_of(db, bob))
    assert answer(From=sender).fate is Fate.REFUSED
    assert len(comments_of(db, bob)) == before
    assert comments_of(db, alice) == []


def test_a_forged_address_is_told_to_an_account_without_the_text(db, alice, answer, mailbox):
    forged = "reply+" + "a" * 39 + "@forum.example.nl"
    assert answer("Buy this!", to=forged).fate is Fate.REFUSED
    assert "Buy this!" not in refused(mailbox, alice)


def test_a_forged_address_from_a_stranger_is_dropped(answer, mailbox):
    assert answer(to="reply+forged@forum.example.nl", sender="m@example.org").fate is Fate.FORGED
    assert mailbox.messages == []


def test_a_mail_to_somebody_else_is_dropped(answer, mailbox):
    assert answer(to="info@forum.example.nl").fate is Fate.NOT_OURS
    assert mailbox.messages == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Precedence": "junk"},
        {"Return_Path": "<>"},
        {"X_Auto_Response_Suppress": "OOF"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<x.example.nl>"},
        {"envelope": ""},
        {"envelope": "MAILER-DAEMON"},
        {"sender": "noreply@localhost"},
        {"sender": "reply@forum.example.nl"},
        {"sender": "bounce+x@forum.example.nl"},
    ],
)
def test_machines_get_no_answer_and_post_nothing(db, alice, answer, mailbox, headers):
    assert answer("I am away.", **headers).fate is Fate.AUTOMATIC
    assert comments_of(db, alice) == []
    assert mailbox.messages == []


def test_a_loop_ends_by_itself(alice, thread, answer, mailbox):
    curated(lock_thread, thread)
    for number in range(ANSWERS_A_DAY + 5):
        answer(message_id=f"<{number}@example.nl>")
    assert len(mailbox.messages) == ANSWERS_A_DAY


def test_two_people_at_one_thread_each_write_in_their_own_name(db, alice, bob, answer):
    other = a_thread(alice)
    to = reply_address(
        bob.id, db.session.scalars(sa.select(Comment).filter_by(thread_id=other.id)).one().public_id
    )
    before = len(comments_of(db, bob))
    assert receive(mail("From bob.", sender=bob.email, to=to)).fate is Fate.POSTED
    assert len(comments_of(db, bob)) == before + 1


REPORT = """\
--b
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.nl. I'm sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.nl
Arrival-Date: Mon, 23 Nov 2026 09:12:00 +0100

Final-Recipient: rfc822; alice@example.nl
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {told}

--b
Content-Type: message/rfc822

Subject: Nieuw

Hallo
--b--
"""


def bounce(user, *, action="failed", status="5.1.1", told="550 5.1.1 No such user"):
    raw = mail(
        REPORT.format(action=action, status=status, told=told),
        sender="MAILER-DAEMON@mx.example.nl",
        to="bounce@forum.example.nl",
        kind='multipart/report; report-type=delivery-status; boundary="b"',
        Auto_Submitted="auto-replied",
    )
    return receive(raw, recipient_address=bounce_address(user.id), envelope_sender="")


def test_a_mailbox_that_does_not_exist_stops_mail(alice, bob, mailbox):
    assert bounce(alice).fate is Fate.BOUNCED
    assert mail_is_stopped(alice.id)
    assert not mail_is_stopped(bob.id)
    assert mailbox.messages == []


def test_a_status_that_says_nothing_is_read_from_the_words_behind_it(alice):
    bounce(alice, status="5.0.0")
    assert mail_is_stopped(alice.id)


@pytest.mark.parametrize(
    ("action", "status"),
    [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delivered", "2.0.0"), ("relayed", "2.0.0")],
)
def test_what_may_still_arrive_does_not_count(alice, clock, action, status):
    for _day in range(5):
        assert bounce(alice, action=action, status=status, told="later").fate is Fate.AUTOMATIC
        clock.advance(days=1)
    assert not mail_is_stopped(alice.id)


def test_a_full_mailbox_stops_mail_on_the_third_day(alice, clock):
    for _day in range(3):
        assert not mail_is_stopped(alice.id)
        bounce(alice, status="5.2.2", told="552 5.2.2 Mailbox full")
        clock.advance(days=1)
    assert mail_is_stopped(alice.id)


def test_an_old_report_in_plain_words_counts(alice):
    raw = mail("<alice@example.nl>: host mx said: 550 5.1.1 unknown", sender="MAILER-DAEMON@mx.example.nl")
    assert receive(raw, recipient_address=bounce_address(alice.id), envelope_sender="").fate is Fate.BOUNCED
    assert mail_is_stopped(alice.id)


@pytest.mark.parametrize("headers", [{"Auto_Submitted": "auto-replied"}, {}])
def test_who_is_on_holiday_still_gets_mail(alice, headers):
    raw = mail("I am away until 5.1.2027. Call 550 123.", sender=alice.email, **headers)
    assert receive(raw, recipient_address=bounce_address(alice.id)).fate is Fate.AUTOMATIC
    assert not mail_is_stopped(alice.id)


def test_a_forged_bounce_stops_nobodys_mail(alice):
    raw = mail(
        REPORT.format(action="failed", status="5.1.1", told="no"), kind='multipart/report; boundary="b"'
    )
    forged = bounce_address(alice.id).replace("bounce+a", "bounce+b")
    assert receive(raw, recipient_address=forged, envelope_sender="").fate is Fate.AUTOMATIC
    assert not mail_is_stopped(alice.id)
