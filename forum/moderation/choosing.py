"""What a moderator can choose from in the form of an action."""

from dataclasses import dataclass

import sqlalchemy as sa

from forum.accounts.models import User
from forum.articles.models import Lesson, Question
from forum.discussion.models import Comment, CommentState, Thread, ThreadLesson, ThreadState
from forum.discussion.tree import OPENING_PATH, depth
from forum.lib.db import db
from forum.lib.rendered import plain
from forum.lib.text import excerpt
from forum.moderation.kinds import Kind
from forum.moderation.things import BEGINNING
from forum.moderation.views import Thing
from forum.positions.models import Position
from forum.positions.selects import IS_LISTED, statement_of

MOST_COMMENTS = 500
MOST_BESIDE = 200


@dataclass(frozen=True, slots=True)
class Option:
    """`level`: how deep a comment stands below those it answers."""

    slug: str
    label: str
    level: int = 0


def comments_to_split(thread_id: int) -> tuple[Option, ...]:
    """The comments below the opening text, in reading order. 1 statement."""
    rows = db.session.execute(
        sa.select(Comment.public_id, Comment.path, sa.func.substr(Comment.html, 1, BEGINNING), User.name)
        .join(User, User.id == Comment.author_id)
        .where(Comment.thread_id == thread_id, Comment.path != OPENING_PATH)
        .where(Comment.state != CommentState.WITHDRAWN)
        .order_by(Comment.path)
        .limit(MOST_COMMENTS)
    )
    return tuple(
        Option(public_id, f"{name}: {excerpt(plain(html), most=90)}", min(depth(path), 5))
        for public_id, path, html, name in rows
    )


def lessons_of_thread(thread_id: int) -> list[str]:
    """Their slugs. 1 statement."""
    tagged = sa.select(Lesson.slug).join(ThreadLesson, ThreadLesson.lesson_id == Lesson.id)
    return list(db.session.scalars(tagged.where(ThreadLesson.thread_id == thread_id).order_by(Lesson.number)))


def beside(thing: Thing, locale: str) -> tuple[Option, ...]:
    """What a thread or a position can be merged into: others on the same question. 1 statement."""
    if thing.question is None:
        return ()
    is_same = sa.select(Question.id).where(Question.slug == thing.question.slug).scalar_subquery()
    if thing.kind is Kind.THREAD:
        statement = (
            sa.select(Thread.public_id, Thread.title)
            .where(Thread.question_id == is_same, Thread.state == ThreadState.VISIBLE, Thread.id != thing.id)
            .order_by(Thread.last_activity_at.desc(), Thread.id.desc())
        )
    else:
        statement = (
            sa.select(Position.public_id, statement_of(Position.id, locale))
            .where(IS_LISTED, Position.question_id == is_same, Position.id != thing.id)
            .order_by(Position.id.desc())
        )
    return tuple(Option(*row) for row in db.session.execute(statement.limit(MOST_BESIDE)))
