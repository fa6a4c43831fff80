"""Do the counts that are kept agree with what is counted?"""

from collections.abc import Iterator

import sqlalchemy as sa

from forum.discussion.models import Comment, CommentState, Thread
from forum.lib.db import db


def problems() -> Iterator[str]:
    replies = (
        sa.select(sa.func.count())
        .where(Comment.thread_id == Thread.id, Comment.number > 1, Comment.state == CommentState.VISIBLE)
        .correlate(Thread)
        .scalar_subquery()
    )
    last = (
        sa.select(sa.func.max(Comment.number))
        .where(Comment.thread_id == Thread.id)
        .correlate(Thread)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(
            Thread.public_id,
            Thread.comment_count,
            replies.label("replies"),
            Thread.last_number,
            last.label("last"),
        )
    )
    for row in rows:
        if row.comment_count != row.replies:
            yield f"thread {row.public_id}: says {row.comment_count} replies, has {row.replies}"
        if row.last_number != row.last:
            yield f"thread {row.public_id}: counts to {row.last_number}, has comments up to {row.last}"
