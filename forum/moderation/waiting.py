"""What waits in the queue for longer than people should, and what waits without standing in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.discussion.tree import OPENING_PATH
from forum.lib import clock
from forum.lib.db import db
from forum.moderation.kinds import Kind, Waits
from forum.moderation.models import Item
from forum.positions.models import Position, PositionState
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


def forgotten(before: datetime) -> Iterator[tuple[Kind, int, str]]:
    """(kind, id, public id) of what was written before that moment, is held, and does not stand in the queue.
    An opening text that its author withdrew leaves nothing to look at. 3 statements."""
    opening_is_gone = sa.exists().where(
        Comment.thread_id == Thread.id,
        Comment.path == OPENING_PATH,
        Comment.state == CommentState.WITHDRAWN,
    )
    held: tuple[tuple[Kind, Any, sa.ColumnElement[bool]], ...] = (
        (Kind.COMMENT, Comment, Comment.state == CommentState.HELD),
        (Kind.THREAD, Thread, sa.and_(Thread.state == ThreadState.HELD, ~opening_is_gone)),
        (Kind.POSITION, Position, Position.state == PositionState.HELD),
    )
    for kind, model, is_held in held:
        stands_there = sa.exists().where(
            Item.kind == kind,
            Item.target_id == model.id,
            Item.closed_at.is_(None),
            Item.waits.in_((Waits.HELD, Waits.FLAGS)),
        )
        found = sa.select(model.id, model.public_id).where(is_held, model.created_at < before, ~stands_there)
        for target_id, public_id in db.session.execute(found):
            yield kind, target_id, public_id
