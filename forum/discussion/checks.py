"""Does what threads keep agree with their comments, and does every comment stand where it belongs?"""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.discussion.counting import IS_ACTIVITY, IS_REPLY
from forum.discussion.models import Comment, Thread, ThreadState
from forum.discussion.tree import DIGITS, MAX_DEPTH, OPENING_PATH
from forum.lib.db import db


def problems() -> Iterator[str]:
    yield from _counts()
    yield from _merged()
    yield from _places()


def _counts() -> Iterator[str]:
    counted = (
        sa.select(
            Comment.thread_id,
            sa.func.count().filter(IS_REPLY).label("replies"),
            sa.func.max(Comment.number).label("last"),
            sa.func.count().filter(Comment.path == OPENING_PATH, Comment.number == 1).label("openings"),
            sa.func.max(Comment.created_at).filter(IS_ACTIVITY).label("activity"),
        )
        .group_by(Comment.thread_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(
            Thread.public_id,
            Thread.state,
            Thread.comment_count,
            Thread.last_number,
            sa.func.coalesce(counted.c.replies, 0).label("replies"),
            sa.func.coalesce(counted.c.last, 0).label("last"),
            sa.func.coalesce(counted.c.openings, 0).label("openings"),
            (Thread.last_activity_at != sa.func.coalesce(counted.c.activity, Thread.created_at)).label(
                "is_time_wrong"
            ),
        ).outerjoin(counted, counted.c.thread_id == Thread.id)
    )
    for row in rows:
        if row.comment_count != row.replies:
            yield f"thread {row.public_id}: says {row.comment_count} replies, has {row.replies}"
        if row.last_number != row.last:
            yield f"thread {row.public_id}: counts to {row.last_number}, has comments up to {row.last}"
        if row.state is not ThreadState.MERGED and row.openings != 1:
            yield f"thread {row.public_id}: has no opening text"
        if row.state is not ThreadState.MERGED and row.is_time_wrong:
            yield f"thread {row.public_id}: says another time of its last activity than its comments"


def _merged() -> Iterator[str]:
    """A merged thread is an address only, which leads to a comment."""
    into = aliased(Thread)
    rows = db.session.execute(
        sa.select(Thread.public_id, Thread.state, Thread.last_number, Thread.merged_comment_id, into.id).join(
            into, into.id == Thread.merged_into_id, isouter=True
        )
    )
    for public_id, state, last_number, comment_id, into_id in rows:
        is_merged = state is ThreadState.MERGED
        if is_merged != (into_id is not None) or is_merged != (comment_id is not None):
            yield f"thread {public_id}: is {state.value}, which does not fit with where it leads"
        if is_merged and last_number:
            yield f"thread {public_id}: is merged, and still counts comments"


def _places() -> Iterator[str]:
    """Each comment stands below the one it answers: see tree.py."""
    parent = aliased(Comment)
    above = sa.case(
        (sa.or_(parent.id.is_(None), parent.number == 1), ""),
        (
            sa.func.length(parent.path) >= MAX_DEPTH * DIGITS,
            sa.func.substr(parent.path, 1, sa.func.length(parent.path) - DIGITS),
        ),
        else_=parent.path,
    )
    end = sa.func.length(Comment.path) - DIGITS
    rows = db.session.execute(
        sa.select(Comment.public_id)
        .outerjoin(parent, parent.id == Comment.parent_id)
        .where(
            sa.or_(
                parent.thread_id != Comment.thread_id,
                sa.func.substr(Comment.path, 1, end) != above,
                sa.cast(sa.func.substr(Comment.path, end + 1), sa.Integer) != Comment.number,
            )
        )
    )
    for (public_id,) in rows:
        yield f"comment {public_id}: does not stand below what it answers"
