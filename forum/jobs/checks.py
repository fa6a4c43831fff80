"""Does anything wait in the outbox that nobody will deliver?"""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from forum.jobs.models import OutboxMessage
from forum.lib import clock
from forum.lib.db import db

TOO_LONG = timedelta(hours=1)


def problems() -> Iterator[str]:
    is_dead = sa.and_(OutboxMessage.dead_at.is_not(None), OutboxMessage.done_at.is_(None))
    dead = db.session.scalar(sa.select(sa.func.count()).where(is_dead))
    if dead:
        yield f"outbox: {dead} messages could not be delivered and were given up"
    late = db.session.scalar(
        sa.select(sa.func.count()).where(
            OutboxMessage.done_at.is_(None),
            OutboxMessage.dead_at.is_(None),
            OutboxMessage.attempts == 0,
            OutboxMessage.due_at < clock.now() - TOO_LONG,
        )
    )
    if late:
        yield f"outbox: {late} messages wait for over an hour; is a worker running?"
