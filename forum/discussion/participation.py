"""How many threads, comments and people there are: the statements behind those numbers."""

from functools import cache
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.discussion.selects import perspective_label


@cache
def question_counts() -> sa.Select[*tuple[Any, ...]]:
    """Of each question in `ids`: its visible threads, and their comments."""
    return (
        sa.select(Thread.question_id, sa.func.count(), sa.func.sum(Thread.comment_count))
        .where(Thread.question_id.in_(sa.bindparam("ids", expanding=True)))
        .where(Thread.state == ThreadState.VISIBLE)
        .group_by(Thread.question_id)
    )


@cache
def people_select(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """Perspectives of those who wrote about `question_id`, with how many they are; the most first."""
    people = sa.func.count(sa.distinct(Comment.author_id))
    return (
        sa.select(perspective_label(locale), people)
        .select_from(Comment)
        .join(Thread, Thread.id == Comment.thread_id)
        .join(User, User.id == Comment.author_id)
        .where(Thread.question_id == sa.bindparam("question_id"), Thread.state == ThreadState.VISIBLE)
        .where(Comment.state == CommentState.VISIBLE, User.perspective_id.is_not(None))
        .group_by(User.perspective_id)
        .order_by(people.desc(), User.perspective_id)
    )
