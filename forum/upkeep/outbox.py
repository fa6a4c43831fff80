"""What waits in the outbox, what fails, and what was given up, as administrators see it. Ids only: never what
somebody wrote, nor where they live."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forum.jobs.models import OutboxMessage
from forum.lib import clock
from forum.lib.db import db
from forum.lib.masking import masked_addresses

MOST_SHOWN = 100
TOO_LONG = timedelta(hours=1)

IS_DEAD = sa.and_(OutboxMessage.dead_at.is_not(None), OutboxMessage.done_at.is_(None))
IS_WAITING = sa.and_(OutboxMessage.dead_at.is_(None), OutboxMessage.done_at.is_(None))


@dataclass(frozen=True, slots=True)
class Message:
    """`about`: ids of what it tells of. `next_at`: when it is tried again, None when it is not."""

    id: int
    event: str
    subscriber: str
    about: str
    attempts: int
    created_at: datetime
    next_at: datetime | None
    dead_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """`waiting`: not tried yet, `oldest_due_at` since when the oldest could have been. Lists hold
    MOST_SHOWN, the counts are of all."""

    waiting: int
    oldest_due_at: datetime | None
    failing: list[Message]
    failing_count: int
    dead: list[Message]
    dead_count: int


def outbox() -> Outbox:
    """3 statements."""
    counts = db.session.execute(
        sa.select(
            _count(IS_WAITING, OutboxMessage.attempts == 0),
            _count(IS_WAITING, OutboxMessage.attempts > 0),
            _count(IS_DEAD),
            _oldest_due(),
        ).where(OutboxMessage.done_at.is_(None))
    ).one()
    fails = sa.and_(IS_WAITING, OutboxMessage.attempts > 0)
    return Outbox(
        waiting=counts[0],
        failing_count=counts[1],
        dead_count=counts[2],
        oldest_due_at=counts[3],
        failing=_messages(fails, OutboxMessage.due_at),
        dead=_messages(IS_DEAD, OutboxMessage.dead_at.desc()),
    )


def waiting_since() -> datetime | None:
    """Since when the oldest message could have been delivered that nobody tried. 1 statement."""
    return db.session.scalar(sa.select(_oldest_due()).where(OutboxMessage.done_at.is_(None)))


def dead_count() -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(IS_DEAD)) or 0


def _count(*conditions: sa.ColumnElement[bool]) -> Any:
    return sa.func.count().filter(*conditions)


def _oldest_due() -> Any:
    is_ignored = sa.and_(IS_WAITING, OutboxMessage.attempts == 0, OutboxMessage.due_at <= clock.now())
    return sa.func.min(OutboxMessage.due_at).filter(is_ignored)


def _messages(condition: sa.ColumnElement[bool], order: Any) -> list[Message]:
    rows = db.session.scalars(
        sa.select(OutboxMessage).where(condition).order_by(order, OutboxMessage.id).limit(MOST_SHOWN)
    )
    return [message_of(row) for row in rows]


def message_of(row: OutboxMessage) -> Message:
    return Message(
        id=row.id,
        event=row.event,
        subscriber=row.subscriber,
        about=", ".join(f"{name} {value}" for name, value in row.payload.items() if isinstance(value, int)),
        attempts=row.attempts,
        created_at=row.created_at,
        next_at=None if row.dead_at else max(row.due_at, row.leased_until or row.due_at),
        dead_at=row.dead_at,
        error=masked_addresses(row.last_error or ""),
    )
