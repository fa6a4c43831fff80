"""The lessons that threads are tagged with, as their readers see them."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from forum.articles.models import Lesson, LessonText
from forum.discussion.models import ThreadLesson
from forum.discussion.views import LessonTag
from forum.lib.db import db
from forum.lib.wording import preferred


def lessons_of(thread_ids: Sequence[int], locale: str) -> dict[int, tuple[LessonTag, ...]]:
    lessons: dict[int, list[LessonTag]] = {}
    for thread_id, slug, number, title in db.session.execute(_lessons_select(locale), {"ids": thread_ids}):
        lessons.setdefault(thread_id, []).append(LessonTag(slug, number, title))
    return {thread_id: tuple(tags) for thread_id, tags in lessons.items()}


@cache
def _lessons_select(locale: str) -> sa.Select[*tuple[Any, ...]]:
    title = preferred(LessonText.title, LessonText.lesson_id == Lesson.id, locale)
    return (
        sa.select(ThreadLesson.thread_id, Lesson.slug, Lesson.number, title)
        .join(Lesson, Lesson.id == ThreadLesson.lesson_id)
        .where(ThreadLesson.thread_id.in_(sa.bindparam("ids", expanding=True)))
        .order_by(ThreadLesson.thread_id, Lesson.number)
    )
