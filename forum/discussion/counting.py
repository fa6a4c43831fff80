"""What a thread keeps about its comments."""

import sqlalchemy as sa

from forum.discussion.models import Comment, CommentState, Thread
from forum.lib.db import db

IS_REPLY = sa.and_(Comment.number > 1, Comment.state == CommentState.VISIBLE)
# What was withdrawn did happen; what was taken away, or nobody has read yet, moves no thread up.
IS_ACTIVITY = Comment.state.in_((CommentState.VISIBLE, CommentState.WITHDRAWN))


def recount(thread: Thread) -> None:
    """Make `comment_count`, `last_number` and `last_activity_at` agree with the comments. 1 statement."""
    db.session.flush()
    count, last, activity = db.session.execute(
        sa.select(
            sa.func.count().filter(IS_REPLY),
            sa.func.coalesce(sa.func.max(Comment.number), 0),
            sa.func.max(Comment.created_at).filter(IS_ACTIVITY),
        ).where(Comment.thread_id == thread.id)
    ).one()
    thread.comment_count, thread.last_number = count, last
    thread.last_activity_at = activity or thread.created_at
