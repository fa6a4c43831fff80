"""Who finds which thread and which comment, whatever is shown of it then."""

from typing import Any

import sqlalchemy as sa

from forum.discussion.models import Comment, CommentState, ThreadState
from forum.permissions import Actor, moderates


def may_read_thread(viewer: Actor, state: ThreadState, author_id: int) -> bool:
    if state is ThreadState.HELD and author_id == viewer.id:
        return True
    return state is ThreadState.VISIBLE or moderates(viewer, None)


def may_find(viewer: Actor, row: Any) -> bool:
    """Whether there is a comment for this viewer, be it only its place: what waits is nowhere for others.

    row: of `comment_select`.
    """
    is_there = row.state is not CommentState.HELD or row.number == 1 or row.author_id == viewer.id
    return may_read_thread(viewer, row.thread_state, row.thread_author_id) and (
        is_there or moderates(viewer, None)
    )


# As `may_find`, for the comments of one thread. An opening text keeps its place, as the thread hangs on it.
IS_FOUND = sa.or_(
    Comment.state != CommentState.HELD,
    Comment.number == 1,
    Comment.author_id == sa.bindparam("viewer_id", type_=sa.Integer),
    sa.bindparam("sees_all", type_=sa.Boolean),
)


def sight(viewer: Actor) -> dict[str, Any]:
    """The values in IS_FOUND."""
    return {"viewer_id": viewer.id or 0, "sees_all": moderates(viewer, None)}
