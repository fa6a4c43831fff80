from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from forum import ROOT
from forum.accounts.queries import Recipient
from forum.accounts.security_events import Happened, SecurityLine
from forum.following.models import FollowKind, What
from forum.mandates.letters import MandateLetter
from forum.mandates.models import MandateState
from forum.moderation.decision_views import DecisionView
from forum.moderation.flag_queries import Answer, Receipt
from forum.moderation.kinds import Ground, Kind
from forum.notifications.digests import Conversation, Counts, QuestionNews
from forum.notifications.incoming.answering import Notes
from forum.notifications.mailer import FileMailer
from forum.notifications.messages import Subscribed, one_line, write
from forum.notifications.unsubscribing import Subscription
from forum.notifications.views import (
    QuestionRef,
    SynthesisPart,
    Text,
    Thing,
    ToldComment,
    ToldStanding,
    ToldSynthesis,
)
from forum.positions.notices import News
from forum.positions.tally import Row
from tests.conftest import START
from tests.letters import html_of, text_of

RECEIPT = Receipt(
    public_id="abc",
    kind=Kind.COMMENT,
    target_public_id="xyz",
    ground=Ground.ILLEGAL,
    at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    hid=False,
    days=1,
    is_told=True,
    answers=(),
)
ANSWER = Answer(
    public_id="def",
    done="Taken away",
    ground=Ground.ILLEGAL,
    reason="It is a threat.",
    at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
    is_restriction=False,
    is_automated=False,
    addressee_ids=frozenset(),
)
DECISION = DecisionView(
    id=1,
    public_id="abc",
    at=START,
    action="suspend",
    kind=Kind.ACCOUNT,
    target_id=1,
    target_public_id="abc",
    addressee_id=1,
    ground=Ground.HATEFUL,
    reason="You attack a person here.\n\nWrite about the matter.",
    scope="writing",
    until=START,
    is_automated=False,
    is_restriction=True,
    was_reported=True,
    is_undone=False,
    thing=None,
)
QUESTION = QuestionRef(1, "who-is-we", "Who is we?")
TOLD = ToldComment(
    what=What.REPLY,
    id=1,
    public_id="abc",
    author="Bob",
    role="Provider",
    organisation="Care Ltd",
    thread_id=1,
    thread_public_id="xyz",
    title="What do we mean by we?",
    opening_public_id="def",
    parent_public_id=None,
    question=QUESTION,
)
TEXT = Text("<p>We all <strong>agree</strong>.</p>", "We all **agree**.")
CHANGE = ToldStanding(
    id=1,
    news=News.SHARED,
    direction=1,
    position_id=1,
    public_id="abc",
    statement="Clients decide.",
    everybody=Row("all", 20, 3, 1, 0.7, 0.9),
    question=QUESTION,
)
TALK = Conversation(
    title="What do we mean by we?",
    link="http://localhost/threads/xyz",
    first_link="http://localhost/comments/abc",
    is_new=True,
    comments=(TOLD,),
    more=12,
)
MANDATE = MandateLetter(
    public_id="abc",
    organisation="Care Ltd",
    holder="Bob",
    holder_id=2,
    ends_on=date(2027, 11, 23),
    state=MandateState.CONFIRMED,
    holds=True,
)
NEEDS = {
    "confirm": {"link": "http://localhost/account/confirm/secret", "hours": 24},
    "reset": {"link": "http://localhost/account/reset/secret", "minutes": 30},
    "known-address": {
        "login": "http://localhost/login?next=/a&draft=b",
        "forgot": "http://localhost/account/forgot",
    },
    "password-changed": {"forgot": "http://localhost/account/forgot"},
    "standing": {
        "news": "shared",
        "direction": 1,
        "everybody": Row("all", 20, 3, 1, 0.7, 0.9),
        "statement": "Clients decide.",
        "link": "http://localhost/positions/abc?results=1",
    },
    "source": {
        "quote": "Let them decide.",
        "statement": "Clients decide.",
        "link": "http://localhost/positions/abc?results=1#source-xyz",
    },
    "flag-receipt": {"receipt": RECEIPT, "link": "http://localhost/flags/abc"},
    "flag-answer": {
        "receipt": RECEIPT,
        "answer": ANSWER,
        "link": "http://localhost/flags/abc",
        "objection": "http://localhost/decisions/def/appeal",
        "contact": "forum@example.nl",
    },
    "decision": {
        "decision": DECISION,
        "tone": "restriction",
        "link": "http://localhost/decisions/abc",
        "thing": "http://localhost/comments/abc",
        "objection": "http://localhost/decisions/abc/appeal",
    },
    "appeal-received": {
        "title": "Taken away",
        "text": "I named nobody.",
        "link": "http://localhost/decisions/abc",
    },
    "appeal-answer": {
        "outcome": "reversed",
        "title": "Taken away",
        "reason": "Nobody can be recognised.",
        "follow_up": "Put back",
        "link": "http://localhost/decisions/abc",
    },
    "queue-reminder": {"count": 5, "days": 2, "hours": 51, "link": "http://localhost/moderation"},
    "comment": {"comment": TOLD, "text": TEXT, "lessons": [Thing(FollowKind.LESSON, 1, "we", "We")]},
    "position": {"change": CHANGE},
    "synthesis": {
        "synthesis": ToldSynthesis(1, 2, QUESTION),
        "parts": [SynthesisPart("agree", TEXT, (("Clients decide.", "http://localhost/positions/abc"),))],
    },
    "digest": {
        "counts": Counts(comments=13, threads=1, shared=3, syntheses=1, others=1),
        "shared": [CHANGE],
        "others": [replace(CHANGE, news=News.NO_LONGER_SHARED)],
        "syntheses": [ToldSynthesis(1, 2, QUESTION)],
        "by_question": [QuestionNews(QUESTION, (TALK,))],
        "threads_left_out": 2,
        "lines": {1: "We all agree."},
        "notifications": "http://localhost/account/notifications",
    },
    "reply-placed": {"notes": Notes(is_held=True, attached=2), "link": "http://localhost/comments/abc"},
    "reply-refused": {
        "reason": "This conversation is closed.",
        "typed": "I agree.",
        "link": "http://localhost/comments/abc",
    },
    "invitation": {"link": "http://localhost/register?invitation=abc", "days": 14},
    "mandate-asked": {"letter": MANDATE, "link": "http://localhost/account/mandates/abc"},
    "mandate-confirmed": {"letter": MANDATE, "link": "http://localhost/account/mandates/abc"},
    "mandate-ends": {"letter": MANDATE, "again": "http://localhost/account/mandates/new"},
    "mandate-withdrawn": {"letter": MANDATE, "link": "http://localhost/account/mandates/abc"},
    "data-ready": {
        "link": "http://localhost/account/data",
        "forgot": "http://localhost/account/forgot",
        "until": "30 november 2026",
    },
    "erasure-asked": {"link": "http://localhost/login?next=/account/erase", "day": "7 december 2026"},
    "erasure-near": {"link": "http://localhost/login?next=/account/erase", "day": "7 december 2026"},
    "erasure-done": {},
    "email-change": {"link": "http://localhost/account/email/confirm/secret", "hours": 24},
    "email-changed": {"link": "http://localhost/account/email/undo/secret", "days": 7},
    "security": {
        "line": SecurityLine(1, Happened.PASSKEY_ADDED, "My phone", START),
        "security": "http://localhost/account/security",
        "forgot": "http://localhost/account/forgot",
        "few_codes": False,
    },
    "guessing": {
        "line": SecurityLine(1, Happened.GUESSED, "", START),
        "security": "http://localhost/account/security",
        "forgot": "http://localhost/account/forgot",
        "knows_password": False,
    },
    "dead-letters": {"link": "http://localhost/admin/jobs", "count": 3},
    "trial": {},
    "doubt": {
        "before": "open",
        "after": "shared",
        "statement": "Clients decide.",
        "link": "http://localhost/positions/abc?results=1",
    },
    "rules": {
        "published_at": datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        "changes": "Being kind is a rule now.",
        "rules": "http://localhost/rules",
        "differences": "http://localhost/rules/2/changes",
    },
}


WITHOUT_GREETING = {"comment", "position", "synthesis"}


def dana(locale="nl", name="Dana O'Brien-Müller"):
    return Recipient(user_id=1, name=name, email="dana@example.nl", locale=locale)


def a_mail(name="confirm", to=None):
    return write(name, to or dana(), key="key", **NEEDS[name])


def test_every_mail_is_tried_below():
    folders = {path.name for path in (ROOT / "templates" / "mail").iterdir() if path.is_dir()}
    assert folders == set(NEEDS)


@pytest.mark.parametrize("locale", ["nl", "en"])
@pytest.mark.parametrize("name", NEEDS)
def test_every_mail_says_the_same_in_text_and_in_html(db, name, locale):
    message = a_mail(name, dana(locale))
    assert message["Subject"].strip()
    assert message["Content-Language"] == locale
    for link in NEEDS[name].values():
        if str(link).startswith("http"):
            assert link in text_of(message)
            assert f'href="{link.replace("&", "&amp;")}"' in html_of(message)
    if name not in WITHOUT_GREETING:
        assert "Dana O'Brien-Müller" in text_of(message)
    assert f'<html lang="{locale}">' in html_of(message)
    assert "\n\n\n" not in text_of(message)


def test_a_mail_tells_machines_what_it_is(db, clock):
    message = a_mail()
    assert message["From"] == "Samenspraak <noreply@localhost>"
    assert message["To"].addresses[0].addr_spec == "dana@example.nl"
    assert message["Message-ID"] == "<key@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == clock()


def test_headers_for_programs_stay_whole_however_long_they_are(db):
    slug = "a-question-with-a-long-name-" * 3
    subscribed = Subscribed(
        Subscription(2**31 - 1, "question", 2**31 - 1),
        f"question-{slug}",
        Thing(FollowKind.QUESTION, 1, slug, "A question"),
    )
    answers = [f"comment-{number}{'x' * 60}.1" for number in range(3)]
    message = write("comment", dana(), key="key", subscribed=subscribed, answers=answers, **NEEDS["comment"])
    raw = message.as_bytes().decode()
    assert f"List-Unsubscribe: <{subscribed.link_to_stop}>\r\n" in raw
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert f"List-Id: <question-{slug}.localhost>\r\n" in raw
    ids = [f"<{answer}@localhost>" for answer in answers]
    assert "References: " + "\r\n ".join(ids) + "\r\n" in raw
    assert f"In-Reply-To: {ids[-1]}\r\n" in raw
    read = message_from_bytes(message.as_bytes(), policy=default)
    assert read["References"].split() == ids


def test_a_mail_that_nobody_subscribed_to_has_no_link_to_stop_it(db):
    message = a_mail("decision")
    assert message["List-Unsubscribe"] is None
    assert "/unsubscribe/" not in text_of(message) + html_of(message)


def test_a_name_cannot_become_markup_or_a_header(db):
    hostile = "</p><script>alert(1)</script>"
    assert "<script" not in html_of(a_mail(to=dana(name=hostile)))
    with pytest.raises(ValueError, match="one line"):
        a_mail(to=dana(name="Dana\r\nBcc: bob@example.nl"))


@pytest.mark.parametrize("value", ["", "a\nb", "a\r\nBcc: b", "a\x00b", "a\u2028b"])
def test_a_header_is_one_line(value):
    with pytest.raises(ValueError, match="one line"):
        one_line(value)


def test_files_hold_whole_mails_one_each(db, tmp_path: Path):
    mailer = FileMailer(tmp_path / "mail")
    for name in NEEDS:
        mailer.send(a_mail(name))
    files = sorted((tmp_path / "mail").iterdir())
    assert len(files) == len(NEEDS)
    assert all(file.suffix == ".eml" for file in files)
    read = message_from_bytes(files[0].read_bytes(), policy=default)
    assert read["Subject"] == a_mail("confirm")["Subject"]
    # Who opens the file without a mail reader finds the link whole.
    assert NEEDS["confirm"]["link"] in files[0].read_text()
