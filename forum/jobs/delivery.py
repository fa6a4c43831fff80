"""Emptying the outbox: claim a message, call its subscriber, note how it went.

Delivery is at least once: a worker that dies between the work and the note does it again.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from forum.jobs.events import revive, subscriber_named
from forum.jobs.models import OutboxMessage
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.masking import masked_addresses
from forum.settings import settings

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(hours=48)
LONGEST_PAUSE = timedelta(hours=1)
KEEP_DONE = timedelta(days=7)


class GivenUp(Exception):
    """Raised by a subscriber when trying again cannot help, and nobody has to look at it."""


def pause_after(attempts: int) -> timedelta:
    """How long to wait before the next attempt: 10 seconds, doubling, at most an hour."""
    return min(timedelta(seconds=10 * 2 ** min(attempts - 1, 12)), LONGEST_PAUSE)


def deliver_due(most: int = 100, *, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Deliver what is due now, at most `most` messages. Returns how many were tried.

    A worker that has to stop finishes the message in its hands and takes no other.
    """
    for tried in range(most):
        message_id = None if is_stopping() else _claim()
        if message_id is None:
            return tried
        _deliver(message_id)
    return most


def deliver_all() -> int:
    """Deliver until nothing is due: for tests and for a command line that has no worker."""
    total = 0
    while tried := deliver_due():
        total += tried
    return total


@atomic
def _claim() -> int | None:
    now = clock.now()
    message = db.session.scalar(
        sa.select(OutboxMessage)
        .where(OutboxMessage.done_at.is_(None), OutboxMessage.dead_at.is_(None), OutboxMessage.due_at <= now)
        .where(sa.or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now))
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if message is None:
        return None
    message.attempts += 1
    message.dedupe_key = None
    # Longer each time: a message on which the worker dies must not kill it every five minutes.
    message.leased_until = now + max(LEASE, pause_after(message.attempts))
    return message.id


def _deliver(message_id: int) -> None:
    message = db.session.get_one(OutboxMessage, message_id)
    subscriber = subscriber_named(message.event, message.subscriber)
    try:
        if subscriber is not None:
            subscriber(revive(message.event, message.payload))
    except GivenUp as error:
        db.session.rollback()
        _note_given_up(message_id, str(error)[:500])
    except Exception as error:
        db.session.rollback()
        # An error can name the address of a person, as mail servers do; where it happened is no secret.
        told = masked_addresses(f"{type(error).__name__}: {error}")[:500]
        where = "".join(traceback.format_tb(error.__traceback__))
        log.warning("%s of %s failed: %s\n%s", message.subscriber, message.event, told, where)
        _note_failure(message_id, told)
    else:
        _note_done(message_id)


@atomic
def _note_done(message_id: int) -> None:
    db.session.get_one(OutboxMessage, message_id).done_at = clock.now()


@atomic
def _note_given_up(message_id: int, error: str) -> None:
    """Done with, without success: unlike what is only dead, it is forgotten with what was delivered."""
    message = db.session.get_one(OutboxMessage, message_id)
    message.last_error = error
    message.dead_at = message.done_at = clock.now()


@atomic
def _note_failure(message_id: int, error: str) -> None:
    now = clock.now()
    message = db.session.get_one(OutboxMessage, message_id)
    message.last_error = error
    message.leased_until = None
    message.due_at = now + pause_after(message.attempts)
    if message.due_at - (message.retried_at or message.created_at) > GIVE_UP_AFTER:
        message.dead_at = now


@atomic
def forget_done(before: datetime | None = None) -> None:
    """Remove what was delivered a week ago, and what was given up as long ago as the settings say."""
    before = before or clock.now() - KEEP_DONE
    db.session.execute(sa.delete(OutboxMessage).where(OutboxMessage.done_at < before))
    given_up_before = clock.now() - timedelta(days=settings().keep_dead_letters)
    db.session.execute(sa.delete(OutboxMessage).where(OutboxMessage.dead_at < given_up_before))
