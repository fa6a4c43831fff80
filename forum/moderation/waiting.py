"""What waits in the queue for longer than this forum wants people to wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from forum.lib import clock
from forum.lib.db import db
from forum.moderation.models import Item
from forum.settings import settings


@dataclass(frozen=True, slots=True)
class Waiting:
    """`since`: when the oldest came. `reminded_at`: when moderators were last told of any of them."""

    count: int
    since: datetime
    reminded_at: datetime | None


def patience() -> timedelta:
    """After how long moderators are reminded; none at all for never."""
    return timedelta(hours=settings().queue_reminder)


def is_overdue() -> sa.ColumnElement[bool]:
    return sa.and_(Item.closed_at.is_(None), Item.opened_at <= clock.now() - patience())


def overdue() -> Waiting | None:
    """None when nothing waits that long, or nobody wants to be reminded. 1 statement."""
    if not patience():
        return None
    count, since, reminded_at = db.session.execute(
        sa.select(sa.func.count(), sa.func.min(Item.opened_at), sa.func.max(Item.reminded_at)).where(
            is_overdue()
        )
    ).one()
    return Waiting(count, since, reminded_at) if count else None
