"""What could not be delivered is seen, tried again or given up; the register knows by whom."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from forum.audit import AuditEntry
from forum.jobs import OutboxMessage, deliver_all
from forum.lib.db import atomic, db
from forum.lib.errors import Conflict, NotFound, Refused, SignInNeeded
from forum.permissions import ANONYMOUS, SYSTEM
from forum.upkeep.outbox import outbox, waiting_since
from forum.upkeep.service import discard_message, retry_all, retry_message
from tests.factories import as_actor


@atomic
def a_message(clock, **fields) -> OutboxMessage:
    now = clock()
    values = {
        "event": "accounts.PasswordChanged",
        "subscriber": "notifications.mail_password_changed",
        "payload": {"user_id": 7, "key": "k"},
        "created_at": now,
        "due_at": now,
        "attempts": 0,
    }
    message = OutboxMessage(**(values | fields))
    db.session.add(message)
    return message


@pytest.fixture
def dead(clock, alice):
    return a_message(
        clock,
        payload={"user_id": alice.id, "key": "k"},
        attempts=56,
        dead_at=clock(),
        last_error="SMTPRecipientsRefused: dana.smit@example.nl",
    )


def test_what_waits_what_fails_and_what_was_given_up_are_told_apart(clock, dead):
    a_message(clock, due_at=clock() - timedelta(minutes=2))
    a_message(clock, due_at=clock() + timedelta(hours=1))
    a_message(clock, attempts=3, due_at=clock() + timedelta(minutes=1), last_error="OSError: away")
    a_message(clock, done_at=clock())
    a_message(clock, done_at=clock(), dead_at=clock())
    now = outbox()
    assert (now.waiting, now.failing_count, now.dead_count) == (2, 1, 1)
    assert now.oldest_due_at == waiting_since() == clock() - timedelta(minutes=2)
    [failing] = now.failing
    assert (failing.error, failing.next_at) == ("OSError: away", clock() + timedelta(minutes=1))
    [given_up] = now.dead
    assert given_up.id == dead.id
    assert "dana" not in given_up.error


def test_it_costs_three_statements(clock, dead, statements):
    for _number in range(5):
        a_message(clock, attempts=2)
    with statements() as counted:
        outbox()
    assert len(counted) == 3


def test_trying_again_delivers_it_when_the_mail_server_is_back(ada, alice, dead, mailbox):
    retry_message(as_actor(ada), dead.id)
    deliver_all()
    assert len(mailbox.to(alice.email)) == 1
    assert outbox().dead == []


def test_what_is_tried_again_gets_two_more_days(app, ada, dead, clock, mailbox, monkeypatch):
    def refuse(*_args, **_options):
        raise ConnectionRefusedError("still away")

    monkeypatch.setattr(mailbox, "send", refuse)
    clock.advance(days=10)
    retry_message(as_actor(ada), dead.id)
    hours = 0
    while not outbox().dead:
        deliver_all()
        clock.advance(hours=1)
        hours += 1
    assert 47 <= hours <= 50


def test_all_can_be_tried_again_at_once(ada, dead, clock):
    a_message(clock, dead_at=clock())
    assert retry_all(as_actor(ada)) == 2
    assert retry_all(as_actor(ada)) == 0


def test_what_is_discarded_is_gone_from_the_list_and_never_delivered(ada, alice, dead, mailbox):
    discard_message(as_actor(ada), dead.id)
    deliver_all()
    assert outbox().dead == []
    assert mailbox.to(alice.email) == []


def test_the_register_says_who_did_it(ada, dead, clock):
    other = a_message(clock, dead_at=clock())
    retry_message(as_actor(ada), dead.id)
    discard_message(SYSTEM, other.id)
    entries = db.session.execute(
        sa.select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.target_id, AuditEntry.reason).order_by(
            AuditEntry.id
        )
    ).all()
    what = "accounts.PasswordChanged for notifications.mail_password_changed"
    assert [tuple(entry) for entry in entries] == [
        ("outbox.retry", ada.id, dead.id, what),
        ("outbox.discard", None, other.id, what),
    ]


@pytest.mark.parametrize("command", [retry_message, discard_message])
def test_only_administrators_do_and_only_with_what_was_given_up(command, alice, mo, ada, dead, clock):
    for person in (alice, mo):
        with pytest.raises(Refused):
            command(as_actor(person), dead.id)
    with pytest.raises(SignInNeeded):
        command(ANONYMOUS, dead.id)
    with pytest.raises(NotFound):
        command(as_actor(ada), 10**6)
    waiting = a_message(clock, attempts=2)
    with pytest.raises(Conflict):
        command(as_actor(ada), waiting.id)
    command(as_actor(ada), dead.id)
    with pytest.raises(Conflict):
        command(as_actor(ada), dead.id)


def test_a_second_administrator_at_the_same_moment_is_told(ada, dead):
    discard_message(as_actor(ada), dead.id)
    with pytest.raises(Conflict, match="does not wait"):
        retry_message(as_actor(ada), dead.id)
