"""The statements behind the queries.

A statement takes longer to put together than to run, so each is made once for each language and each of
these conditions, with its values bound at each use.
"""

from functools import cache
from typing import Any

import sqlalchemy as sa

from forum.articles.models import (
    Article,
    ArticleText,
    Lesson,
    LessonText,
    Question,
    QuestionLesson,
    QuestionText,
)
from forum.lib.wording import by_preference

IS_FEATURED = Article.is_featured
ARTICLE_BY_SLUG = Article.slug == sa.bindparam("slug")
LESSON_IN_USE = Lesson.is_retired.is_(False)
LESSON_OF_ARTICLE = Lesson.article_id == sa.bindparam("article_id")
LESSON_BY_SLUGS = Lesson.slug.in_(sa.bindparam("slugs", expanding=True))
QUESTION_IN_USE = Question.is_retired.is_(False)
QUESTION_IS_OPEN = sa.and_(QUESTION_IN_USE, Question.concluded_at.is_(None))
QUESTION_OF_ARTICLE = Question.article_id == sa.bindparam("article_id")
QUESTION_BY_SLUG = Question.slug == sa.bindparam("slug")

Conditions = tuple[Any, ...]
"""Some of those above."""


_LESSON = (
    Lesson.id,
    Lesson.slug,
    Lesson.number,
    LessonText.title,
    LessonText.summary,
    LessonText.locale,
    Lesson.is_retired,
)


@cache
def article_select(locale: str, condition: Any) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Article.id,
            Article.slug,
            Article.credit_name,
            Article.credit_url,
            Article.credit_year,
            Article.credit_authors,
            ArticleText.locale,
            ArticleText.title,
            ArticleText.intro,
            ArticleText.blocks,
        )
        .join(ArticleText, ArticleText.article_id == Article.id)
        .where(condition)
        .order_by(by_preference(ArticleText.locale, locale))
        .limit(1)
    )


@cache
def about_article(locale: str) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(ArticleText.title, Article.is_featured)
        .join(Article, Article.id == ArticleText.article_id)
        .where(ARTICLE_BY_SLUG)
        .order_by(by_preference(ArticleText.locale, locale))
        .limit(1)
    )


@cache
def lesson_select(locale: str, conditions: Conditions) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(*_LESSON)
        .join(LessonText, LessonText.lesson_id == Lesson.id)
        .join(Article, Article.id == Lesson.article_id)
        .where(*conditions)
        .order_by(Article.is_featured.desc(), Article.id, Lesson.number, Lesson.id)
        .order_by(by_preference(LessonText.locale, locale))
    )


@cache
def question_select(locale: str, conditions: Conditions) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Question.id,
            Question.slug,
            Question.number,
            QuestionText.title,
            QuestionText.intro,
            QuestionText.locale,
            QuestionText.passage,
            Article.slug.label("article_slug"),
            Question.is_retired,
            Question.concluded_at,
            Question.outcome,
        )
        .join(QuestionText, QuestionText.question_id == Question.id)
        .join(Article, Article.id == Question.article_id)
        .where(*conditions)
        .order_by(Article.is_featured.desc(), Article.id, Question.number, Question.id)
        .order_by(by_preference(QuestionText.locale, locale))
    )


@cache
def question_lesson_select(locale: str, conditions: Conditions) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(QuestionLesson.question_id, *_LESSON)
        .join(Question, Question.id == QuestionLesson.question_id)
        .join(Lesson, Lesson.id == QuestionLesson.lesson_id)
        .join(LessonText, LessonText.lesson_id == Lesson.id)
        .where(*conditions)
        .order_by(Lesson.number, Lesson.id, by_preference(LessonText.locale, locale))
    )
