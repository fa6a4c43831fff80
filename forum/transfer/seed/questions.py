"""The questions that are there, and how much attention each gets."""

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa

from forum.articles.models import Lesson, Question, QuestionLesson
from forum.articles.selects import QUESTION_IS_OPEN
from forum.lib.db import db

POPULARITY = (10, 4, 6, 2, 5, 4, 7, 3, 9, 8)
"""Share of threads and votes, in the order of the questions, over and over."""
POSITIONS = (8, 6, 6, 5, 5, 5, 5, 5, 8, 7)
"""Share of positions: those that were written for the starter article fit exactly."""


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """`lesson_ids`: its own, which its threads get; all of its article's for a question without any."""

    id: int
    slug: str
    popularity: int
    positions: int
    lesson_ids: tuple[int, ...]


def open_questions() -> list[QuestionPlan]:
    """In the order of their articles. 3 statements."""
    of_article: dict[int, list[int]] = defaultdict(list)
    for article_id, lesson_id in db.session.execute(
        sa.select(Lesson.article_id, Lesson.id).where(Lesson.is_retired.is_(False)).order_by(Lesson.number)
    ):
        of_article[article_id].append(lesson_id)
    of_question: dict[int, list[int]] = defaultdict(list)
    for question_id, lesson_id in db.session.execute(
        sa.select(QuestionLesson.question_id, QuestionLesson.lesson_id).order_by(QuestionLesson.lesson_id)
    ):
        of_question[question_id].append(lesson_id)
    rows = db.session.execute(
        sa.select(Question.id, Question.slug, Question.article_id)
        .where(QUESTION_IS_OPEN)
        .order_by(Question.article_id, Question.number)
    )
    return [
        QuestionPlan(
            id=row.id,
            slug=row.slug,
            popularity=POPULARITY[index % len(POPULARITY)],
            positions=POSITIONS[index % len(POSITIONS)],
            lesson_ids=tuple(of_question[row.id] or of_article[row.article_id]),
        )
        for index, row in enumerate(rows)
    ]
