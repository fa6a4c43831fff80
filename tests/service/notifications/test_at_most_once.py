"""Each mail leaves the house once at most, and none is lost because the mail server is away."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from forum import ROOT
from forum.accounts.mailboxes import mail_is_stopped
from forum.accounts.queries import Recipient
from forum.accounts.service import request_reset
from forum.jobs import Jobs, OutboxMessage, deliver_all
from forum.jobs.checks import problems
from forum.jobs.delivery import GIVE_UP_AFTER
from forum.lib.db import atomic
from forum.notifications.mailer import SmtpMailer
from forum.notifications.models import SentMail
from forum.notifications.return_addresses import read_bounce_address
from forum.notifications.sending import forget_old, send, uncertain_mails, undeliverable_mails
from forum.settings import settings
from tests.mail_server import Inbox, mail_server

SECRET = "a secret for tests that is long enough"


@pytest.fixture
def serving(app, mailbox):
    """`with serving(inbox): …` the forum's mail goes to a server in this mood."""

    @contextmanager
    def start(inbox, **options):
        with mail_server(inbox) as port:
            app.extensions["forum.mailer"] = SmtpMailer("127.0.0.1", port, **options)
            try:
                yield port
            finally:
                app.extensions["forum.mailer"] = mailbox

    return start


def to(user) -> Recipient:
    return Recipient(user.id, user.name, user.email, "en")


def letter(db) -> OutboxMessage:
    db.session.rollback()
    return db.session.scalars(sa.select(OutboxMessage)).one()


def noted(db) -> list[SentMail]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(SentMail)))


def try_for(clock, **span):
    clock.advance(**span)
    deliver_all()


def test_a_mail_that_was_taken_is_not_sent_again(db, alice, mailbox, clock):
    request_reset(alice.email)
    deliver_all()

    @atomic
    def forget_that_it_was_done():
        letter(db).done_at = None

    forget_that_it_was_done()
    try_for(clock, hours=1)
    assert len(mailbox.messages) == 1
    assert letter(db).done_at is not None
    assert uncertain_mails() == 0


@pytest.mark.parametrize("where", ["RCPT", "DATA"])
def test_a_mail_that_is_refused_for_now_goes_out_later_once(db, alice, clock, serving, where):
    inbox = Inbox({where: "451 4.7.1 greylisted, come back later"})
    with serving(inbox):
        request_reset(alice.email)
        deliver_all()
        assert inbox.taken == []
        assert noted(db) == []
        inbox.answers.clear()
        try_for(clock, minutes=1)
        try_for(clock, hours=1)
    assert len(inbox.taken) == 1
    assert uncertain_mails() == 0


def test_a_server_that_is_away_for_a_day_loses_nothing(db, app, alice, clock, serving, mailbox):
    app.extensions["forum.mailer"] = SmtpMailer("127.0.0.1", 1)
    request_reset(alice.email)
    for _hour in range(24):
        try_for(clock, hours=1)
    assert letter(db).attempts == 24
    inbox = Inbox()
    with serving(inbox):
        try_for(clock, hours=1)
    assert len(inbox.taken) == 1


def test_after_two_days_it_is_given_up_for_somebody_to_look_at(db, app, alice, clock, mailbox):
    app.extensions["forum.mailer"] = SmtpMailer("127.0.0.1", 1)
    request_reset(alice.email)
    for _hour in range(GIVE_UP_AFTER.days * 24 + 2):
        try_for(clock, hours=1)
    app.extensions["forum.mailer"] = mailbox
    try_for(clock, hours=1)
    assert letter(db).dead_at is not None
    assert mailbox.messages == []
    assert list(problems()) == ["outbox: 1 messages could not be delivered and were given up"]


@pytest.mark.parametrize("where", ["RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "code"), [("550 5.1.1 nobody here", "550 5.1.1"), ("554 go away", "554"), ("552 full", "552")]
)
def test_a_mail_that_is_refused_for_good_is_not_tried_again(db, alice, clock, serving, where, answer, code):
    inbox = Inbox({where: answer})
    with serving(inbox):
        request_reset(alice.email)
        deliver_all()
        assert letter(db).dead_at is not None
        inbox.answers.clear()
        try_for(clock, hours=1)
    assert inbox.taken == []
    assert (letter(db).attempts, noted(db)[0].refusal) == (1, code)
    assert (undeliverable_mails(), uncertain_mails()) == (1, 0)
    assert list(problems()) == [], "a mistyped address is nothing to mend"


@pytest.mark.parametrize("answer", ["550 5.7.1 relaying denied", "530 authentication required"])
def test_a_refusal_that_is_about_us_is_tried_until_somebody_mended_it(db, alice, clock, serving, answer):
    inbox = Inbox({"RCPT": answer})
    with serving(inbox):
        request_reset(alice.email)
        deliver_all()
        inbox.answers.clear()
        try_for(clock, hours=1)
    assert len(inbox.taken) == 1


def test_what_may_have_been_taken_is_not_sent_again(db, alice, clock, serving):
    inbox = Inbox({"DATA": None})
    with serving(inbox):
        request_reset(alice.email)
        deliver_all()
        assert uncertain_mails() == 0, "it may still be under way"
        inbox.answers.clear()
        for _hour in range(50):
            try_for(clock, hours=1)
    assert inbox.taken == []
    assert uncertain_mails() == 1
    assert letter(db).done_at is not None


def test_nor_when_the_server_falls_silent_after_the_text(alice, clock, serving):
    inbox = Inbox({"DATA": Inbox.HANG})
    with serving(inbox, timeout=0.3):
        request_reset(alice.email)
        deliver_all()
        inbox.answers.clear()
        try_for(clock, hours=1)
    assert inbox.taken == []
    assert uncertain_mails() == 1


def test_but_when_it_falls_silent_before_the_text_it_is(alice, clock, serving):
    inbox = Inbox({"RCPT": Inbox.HANG})
    with serving(inbox, timeout=0.3):
        request_reset(alice.email)
        deliver_all()
    after = Inbox()
    with serving(after):
        try_for(clock, hours=1)
    assert len(after.taken) == 1
    assert uncertain_mails() == 0


def test_a_quarrel_in_saying_goodbye_sends_nothing_twice(db, alice, clock, serving):
    class Rude(Inbox):
        async def handle_QUIT(self, _server, _session, _envelope):
            return "451 not yet"

    inbox = Rude()
    with serving(inbox):
        request_reset(alice.email)
        deliver_all()
        try_for(clock, hours=1)
    assert len(inbox.taken) == 1
    assert noted(db)[0].finished_at is not None


def test_the_sender_on_the_envelope_hears_what_comes_back(app, alice, serving, monkeypatch):
    wired = replace(settings(), bounce_address="bounce@localhost")
    monkeypatch.setitem(app.extensions, "forum.settings", wired)
    inbox = Inbox()
    with serving(inbox):
        request_reset(alice.email)
        deliver_all()
    assert read_bounce_address(inbox.taken[0][1].mail_from) == alice.id
    assert inbox.message()["From"].addresses[0].addr_spec == "noreply@localhost"


def test_an_address_that_does_not_exist_gets_no_more_news(alice, serving):
    with serving(Inbox({"RCPT": "550 5.1.1 nobody here"})):
        request_reset(alice.email)
        deliver_all()
    assert mail_is_stopped(alice.id)


def test_a_text_that_is_refused_says_nothing_about_the_address(alice, serving):
    with serving(Inbox({"DATA": "550 5.1.1 nobody here"})):
        request_reset(alice.email)
        deliver_all()
    assert not mail_is_stopped(alice.id)


def test_two_workers_with_one_mail_send_it_once(app, db, alice, mailbox):
    """The second comes when the first has the server's ear already."""

    class Slow:
        def send(self, message, *, sender="", handing_over):
            app.extensions["forum.mailer"] = mailbox
            send("password-changed", to(alice), key="a", forgot="http://localhost/account/forgot")
            handing_over()
            mailbox.messages.append(message)

    app.extensions["forum.mailer"] = Slow()
    send("password-changed", to(alice), key="a", forgot="http://localhost/account/forgot")
    assert len(mailbox.messages) == 1
    assert [one.finished_at is not None for one in noted(db)] == [True]


def test_a_mail_inside_a_command_is_refused(alice):
    @atomic
    def command():
        send("password-changed", to(alice), key="a", forgot="http://localhost/account/forgot")

    with pytest.raises(RuntimeError, match="inside a command"):
        command()


def test_what_was_noted_is_forgotten_after_a_week(db, alice, clock, mailbox):
    request_reset(alice.email)
    deliver_all()
    clock.advance(days=6)
    forget_old()
    assert len(noted(db)) == 1
    clock.advance(days=2)
    forget_old()
    assert noted(db) == []


@pytest.mark.slow
@pytest.mark.parametrize(("killed_at", "sent_later"), [("RCPT", 1), ("DATA", 0)])
def test_a_worker_that_is_killed_sends_nothing_twice(
    forum, db, alice, clock, mailbox, tmp_path, killed_at, sent_later
):
    """Before the text went to the server the mail waits for the next worker; after that, nobody knows."""
    clock.moment = datetime.now(UTC)
    request_reset(alice.email)
    db.session.rollback()
    inbox = Inbox({killed_at: Inbox.HANG})
    with mail_server(inbox) as port:
        jobs_url = f"sqlite:///{tmp_path / 'jobs.db'}"
        worker = a_worker(forum, tmp_path, jobs_url, port)
        try:
            Jobs(jobs_url, app_context=forum.app.app_context).nudge()
            assert inbox.reached.wait(60)
        finally:
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
    try_for(clock, hours=1)
    try_for(clock, hours=1)
    assert inbox.taken == []
    assert len(mailbox.messages) == sent_later
    assert uncertain_mails() == 1 - sent_later


def a_worker(forum, folder, jobs_url: str, port: int) -> subprocess.Popen:
    settings = {
        "FORUM_INSTANCE": str(folder / "instance"),
        "FORUM_DATABASE_URL": forum.database.url,
        "FORUM_JOBS_URL": jobs_url,
        "FORUM_MAIL_URL": f"smtp://127.0.0.1:{port}",
        "FORUM_SECRET_KEY": SECRET,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "forum.command", "worker"], cwd=ROOT, env=os.environ | settings
    )
