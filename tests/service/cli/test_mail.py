"""`forum mail receive`: what a mail server sees of it."""

import contextvars
import os
from dataclasses import replace
from functools import partial

import pytest
from click.testing import CliRunner, Result

from forum.cli import commands
from forum.lib.errors import Busy
from forum.notifications.return_addresses import reply_address
from forum.settings import settings
from tests.incoming_mails import mail


@pytest.fixture
def wired(app, monkeypatch):
    configured = replace(settings(), reply_address="reply@forum.example.nl")
    monkeypatch.setitem(app.extensions, "forum.settings", configured)


@pytest.fixture
def receive(app, db):
    def run(raw: bytes, *arguments: str, make=None) -> Result:
        db.session.rollback()
        command = ["mail", "receive", *arguments]
        invoke = partial(CliRunner().invoke, commands, command, input=raw, obj=make or (lambda: app))
        return contextvars.Context().run(invoke)

    return run


def test_an_answer_is_dealt_with(receive, wired, alice, comment):
    raw = mail("Yes.", sender=alice.email)
    done = receive(raw, "--recipient", reply_address(alice.id, comment.public_id), "--sender", alice.email)
    assert done.exit_code == 0
    assert done.output.startswith("posted ")


def test_what_is_dropped_is_dealt_with_too(receive, wired):
    assert receive(mail("Yes.", to="x@example.nl")).exit_code == 0
    assert receive(mail("Yes."), "--sender", "").exit_code == 0
    assert receive(b"\xff\x00junk").exit_code == 0


def test_without_a_mailbox_the_mail_is_kept(receive, app):
    done = receive(mail("Yes."))
    assert done.exit_code == os.EX_TEMPFAIL == 75
    assert "FORUM_REPLY_ADDRESS" in done.output


@pytest.mark.parametrize("error", [Busy("busy"), OSError("no disk"), RuntimeError("a bug")])
def test_when_we_fail_the_mail_is_kept(receive, error):
    def make():
        raise error

    done = receive(mail("Yes."), make=make)
    assert done.exit_code == 75
    assert "Traceback" not in done.output


def test_a_wrong_call_is_a_mistake_of_who_called(receive, wired):
    assert receive(b"").exit_code == 2
    assert receive(mail("x"), "--nonsense").exit_code == 2
