"""What people follow, by its name in their language; and what a mail about something is for."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from forum.articles.models import Lesson, LessonText, Question, QuestionText
from forum.discussion.models import Thread, ThreadLesson
from forum.following.mailing import followed_of
from forum.following.models import FollowKind
from forum.lib.db import db
from forum.lib.wording import preferred
from forum.notifications.views import Thing
from forum.positions.models import Position
from forum.positions.selects import statement_of

Name = tuple[FollowKind, int]


def thing(kind: FollowKind, id: int, locale: str) -> Thing | None:
    """None when it is gone. 1 statement."""
    row = db.session.execute(_things(locale)[kind], {"id": id}).one_or_none()
    return Thing(kind, id, row.key, row.name) if row else None


@cache
def _things(locale: str) -> dict[FollowKind, sa.Select[*tuple[Any, ...]]]:
    id = sa.bindparam("id", type_=sa.Integer)
    question = preferred(QuestionText.title, QuestionText.question_id == Question.id, locale)
    lesson = preferred(LessonText.title, LessonText.lesson_id == Lesson.id, locale)
    statement = statement_of(Position.id, locale)
    return {
        FollowKind.QUESTION: sa.select(Question.slug.label("key"), question.label("name")).where(
            Question.id == id
        ),
        FollowKind.LESSON: sa.select(Lesson.slug.label("key"), lesson.label("name")).where(Lesson.id == id),
        FollowKind.THREAD: sa.select(Thread.public_id.label("key"), Thread.title.label("name")).where(
            Thread.id == id
        ),
        FollowKind.POSITION: sa.select(Position.public_id.label("key"), statement.label("name")).where(
            Position.id == id
        ),
    }


def first_followed(user_id: int, things: Sequence[Name], locale: str) -> Thing | None:
    """For which of these somebody gets a mail: the first that they follow. 2 statements."""
    followed = followed_of(user_id, things)
    name = next((each for each in things if each in followed), None)
    return thing(*name, locale) if name else None


def lessons_of(thread_id: int, locale: str) -> list[Thing]:
    """In their order. 1 statement."""
    title = preferred(LessonText.title, LessonText.lesson_id == Lesson.id, locale)
    rows = db.session.execute(
        sa.select(Lesson.id, Lesson.slug, title.label("title"))
        .join(ThreadLesson, ThreadLesson.lesson_id == Lesson.id)
        .where(ThreadLesson.thread_id == thread_id)
        .order_by(Lesson.number)
    )
    return [Thing(FollowKind.LESSON, row.id, row.slug, row.title) for row in rows]
