"""The lessons that a thread is tagged with."""

from collections.abc import Iterable

import sqlalchemy as sa

from forum.articles.models import Lesson, Question, QuestionLesson
from forum.discussion.models import Thread, ThreadLesson
from forum.lib.db import db
from forum.lib.errors import Conflict
from forum.lib.i18n import _


def known_lessons(article_id: int) -> dict[str, int]:
    """The ids of an article's lessons by slug, retired ones included. 1 statement."""
    rows = db.session.execute(sa.select(Lesson.slug, Lesson.id).where(Lesson.article_id == article_id))
    return {slug: id for slug, id in rows}  # noqa: C416


def tags_of(thread: Thread) -> dict[str, int]:
    """The ids of its lessons by slug, in the order of their numbers. 1 statement."""
    rows = db.session.execute(
        sa.select(Lesson.slug, Lesson.id)
        .join(ThreadLesson, ThreadLesson.lesson_id == Lesson.id)
        .where(ThreadLesson.thread_id == thread.id)
        .order_by(Lesson.number, Lesson.id)
    )
    return {slug: id for slug, id in rows}  # noqa: C416


def put_tags(thread: Thread, lesson_ids: Iterable[int]) -> None:
    """These, and no others."""
    db.session.execute(sa.delete(ThreadLesson).where(ThreadLesson.thread_id == thread.id))
    db.session.add_all(ThreadLesson(thread_id=thread.id, lesson_id=id) for id in sorted(set(lesson_ids)))
    db.session.flush()


def fit_tags(thread: Thread, question: Question) -> None:
    """Keep the lessons that belong to the article of this question; when there are none, take its own.

    Raises Conflict when it has none either.
    """
    known = set(known_lessons(question.article_id).values())
    tags = tags_of(thread).values()
    kept = [id for id in tags if id in known] or _lessons_of(question)
    if not kept:
        raise Conflict(_("That question is about no lesson, and every conversation needs one."))
    put_tags(thread, kept)


def _lessons_of(question: Question) -> list[int]:
    of_question = QuestionLesson.question_id == question.id
    return list(db.session.scalars(sa.select(QuestionLesson.lesson_id).where(of_question)))
