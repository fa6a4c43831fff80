"""Who takes part in a question: who wrote in its conversations, proposed a position, or voted on one."""

from typing import Any

import sqlalchemy as sa

from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.positions.models import Position, PositionState, Vote


def takes_part(question_id: Any, user_id: Any) -> sa.ColumnElement[bool]:
    """As a condition on values or columns. What is hidden, held or withdrawn does not count."""
    wrote = (
        sa.exists()
        .where(Comment.author_id == user_id, Comment.state == CommentState.VISIBLE)
        .where(Thread.id == Comment.thread_id, Thread.question_id == question_id)
        .where(Thread.state == ThreadState.VISIBLE)
    )
    proposed = sa.exists().where(
        Position.author_id == user_id,
        Position.question_id == question_id,
        Position.state == PositionState.VISIBLE,
    )
    voted = (
        sa.exists()
        .where(Vote.user_id == user_id, Position.id == Vote.position_id)
        .where(Position.question_id == question_id)
    )
    return sa.or_(wrote, proposed, voted)
