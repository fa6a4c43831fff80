"""The content file of an article as it is kept, or made of its rows where none was kept."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forum.accounts.perspectives import Perspective
from forum.articles.models import (
    Article,
    ArticleFile,
    ArticleText,
    Lesson,
    LessonText,
    Origin,
    Question,
    QuestionLesson,
    QuestionPerspective,
    QuestionText,
)
from forum.articles.parsing import parse_source
from forum.articles.problems import Findings, UnusableSource
from forum.articles.quotes import Quote
from forum.articles.rules import checked_slug
from forum.articles.source import (
    Anchor,
    ArticleSource,
    CreditSource,
    LessonSource,
    QuestionSource,
)
from forum.articles.writing import written
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.positions.models import Position, PositionText


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`origin` None and `version` 0: made of the rows, since no file was kept."""

    article_id: int
    slug: str
    text: str
    version: int
    origin: Origin | None
    name: str
    at: datetime


def stored_file(slug: str) -> StoredFile:
    """1 statement, or 9 for an article without a kept file. Raises NotFound."""
    row = db.session.execute(
        sa.select(Article, ArticleFile)
        .outerjoin(ArticleFile, ArticleFile.article_id == Article.id)
        .where(Article.slug == checked_slug(slug))
    ).one_or_none()
    if row is None:
        raise NotFound
    article, file = row
    if file is None:
        text = written(source_of_rows(article))
        return StoredFile(article.id, article.slug, text, 0, None, "", article.loaded_at)
    return StoredFile(article.id, article.slug, file.text, file.version, file.origin, file.name, file.kept_at)


def source_now(stored: StoredFile) -> ArticleSource:
    """What the article is made of now."""
    try:
        return parse_source(stored.text, Findings(stored.slug))
    except UnusableSource:  # made of rows that no file could have made
        return source_of_rows(db.session.get_one(Article, stored.article_id))


def source_of_rows(article: Article) -> ArticleSource:
    """What a content file would have to say to make this article. It says nothing of perspectives: those are
    the forum's. 8 statements."""
    texts = db.session.scalars(sa.select(ArticleText).where(ArticleText.article_id == article.id)).all()
    credit = CreditSource(
        article.credit_name, article.credit_url, article.credit_year, article.credit_authors
    )
    return ArticleSource(
        slug=article.slug,
        is_featured=article.is_featured,
        credit=credit if credit.name else None,
        title={one.locale: one.title for one in texts},
        intro={one.locale: one.intro for one in texts},
        perspectives=None,
        lessons=_lessons(article.id),
        questions=_questions(article.id),
        bodies={one.locale: one.body for one in texts},
    )


def _lessons(article_id: int) -> tuple[LessonSource, ...]:
    of_article = Lesson.article_id == article_id, Lesson.is_retired.is_(False)
    texts: dict[int, list[LessonText]] = defaultdict(list)
    for row in db.session.scalars(sa.select(LessonText).join(Lesson).where(*of_article)):
        texts[row.lesson_id].append(row)
    return tuple(
        LessonSource(
            slug=one.slug,
            number=one.number,
            title={text.locale: text.title for text in texts[one.id]},
            summary={text.locale: text.summary for text in texts[one.id]},
        )
        for one in db.session.scalars(sa.select(Lesson).where(*of_article).order_by(Lesson.number))
    )


def _questions(article_id: int) -> tuple[QuestionSource, ...]:
    of_article = Question.article_id == article_id, Question.is_retired.is_(False)
    texts: dict[int, list[QuestionText]] = defaultdict(list)
    for row in db.session.scalars(sa.select(QuestionText).join(Question).where(*of_article)):
        texts[row.question_id].append(row)
    lessons = _slugs(QuestionLesson, Lesson, Lesson.number, article_id)
    perspectives = _slugs(QuestionPerspective, Perspective, Perspective.position, article_id)
    positions = _positions(article_id)
    return tuple(
        QuestionSource(
            slug=one.slug,
            lessons=tuple(lessons[one.id]),
            title={text.locale: text.title for text in texts[one.id]},
            intro={text.locale: text.intro for text in texts[one.id]},
            anchors={
                text.locale: Anchor(Quote(text.exact, text.prefix, text.suffix))
                for text in texts[one.id]
                if text.exact
            },
            positions=positions[one.id],
            core_perspectives=tuple(perspectives[one.id]) or None,
        )
        for one in db.session.scalars(sa.select(Question).where(*of_article).order_by(Question.number))
    )


def _slugs(link: Any, thing: Any, order: Any, article_id: int) -> dict[int, list[str]]:
    """The slugs of what is linked to each question of the article."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = (
        sa.select(link.question_id, thing.slug)
        .select_from(link)
        .join(thing)
        .join(Question, Question.id == link.question_id)
        .where(Question.article_id == article_id)
        .order_by(order)
    )
    for question_id, slug in db.session.execute(rows):
        found[question_id].append(slug)
    return found


def _positions(article_id: int) -> dict[int, tuple[dict[str, str], ...]]:
    """What each question begins with. One that people replaced or moderators took away stays as it is,
    whatever a file says."""
    rows = (
        sa.select(Position, PositionText)
        .join(PositionText, PositionText.position_id == Position.id)
        .join(Question, Question.id == Position.question_id)
        .where(Question.article_id == article_id, Position.is_seed)
        .order_by(Position.id, PositionText.locale.desc())
    )
    texts: dict[int, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for position, text in db.session.execute(rows):
        if position.is_open and position.is_visible:
            texts[position.question_id][position.id][text.locale] = text.statement
    found: dict[int, tuple[dict[str, str], ...]] = defaultdict(tuple)
    return found | {question: tuple(one.values()) for question, one in texts.items()}
