"""Reading articles, lessons and questions. Each query takes a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import aliased

from forum.accounts.perspectives import PerspectiveView, perspectives
from forum.articles.models import (
    Article,
    Question,
    QuestionPerspective,
    QuestionText,
)
from forum.articles.rules import checked_slug, combined, is_number
from forum.articles.selects import (
    ARTICLE_BY_SLUG,
    IS_FEATURED,
    LESSON_BY_SLUGS,
    LESSON_IN_USE,
    LESSON_OF_ARTICLE,
    QUESTION_BY_SLUG,
    QUESTION_IN_USE,
    QUESTION_OF_ARTICLE,
    Conditions,
    about_article,
    article_select,
    lesson_select,
    question_lesson_select,
    question_select,
)
from forum.articles.views import (
    ArticlePage,
    Credit,
    LessonCard,
    LostAnchor,
    PageBlock,
    QuestionLine,
    QuestionPage,
)
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.wording import by_preference, first_of_each


def has_articles() -> bool:
    return db.session.scalar(sa.select(Article.id).limit(1)) is not None


def article_page(slug: str | None, locale: str) -> ArticlePage:
    """An article with its questions at their passages; without a slug the featured one. 4 statements.

    Raises NotFound, also when there is no featured article.
    """
    if slug is None:
        row = db.session.execute(article_select(locale, IS_FEATURED)).first()
    else:
        row = db.session.execute(
            article_select(locale, ARTICLE_BY_SLUG), {"slug": checked_slug(slug)}
        ).first()
    if row is None:
        raise NotFound
    lessons = _lessons(locale, LESSON_OF_ARTICLE, LESSON_IN_USE, article_id=row.id)
    questions = _questions(locale, QUESTION_OF_ARTICLE, QUESTION_IN_USE, article_id=row.id)
    credit = Credit(row.credit_name, row.credit_url, row.credit_year, row.credit_authors)
    return ArticlePage(
        id=row.id,
        slug=row.slug,
        locale=row.locale,
        title=row.title,
        intro=row.intro,
        credit=credit if credit.name else None,
        blocks=_blocks(row.blocks, lessons, questions),
        lessons=lessons,
        questions=questions,
    )


def question_list(locale: str) -> tuple[QuestionLine, ...]:
    """All that stand in an article, by article and number, the featured one's first. 2 statements."""
    return _questions(locale, QUESTION_IN_USE)


def question_page(slug: str, locale: str) -> QuestionPage:
    """One question and where it comes from. 5 statements. Raises NotFound."""
    found = _questions(locale, QUESTION_BY_SLUG, slug=checked_slug(slug))
    if not found:
        raise NotFound
    question = found[0]
    about = db.session.execute(about_article(locale), {"slug": question.article_slug}).one()
    return QuestionPage(
        id=question.id,
        slug=question.slug,
        number=question.number,
        title=question.title,
        intro=question.intro,
        locale=question.locale,
        passage=question.passage,
        article_slug=question.article_slug,
        article_title=about.title,
        is_article_featured=about.is_featured,
        lessons=question.lessons,
        core_perspectives=_core_perspectives(question.id, locale),
        is_retired=question.is_retired,
        concluded_at=question.concluded_at,
        outcome=question.outcome,
    )


def lesson_list(locale: str) -> tuple[LessonCard, ...]:
    """All lessons one can choose, those of the featured article first. 1 statement."""
    return _lessons(locale, LESSON_IN_USE)


def lessons_by_slugs(slugs: Iterable[str], locale: str) -> tuple[LessonCard, ...]:
    """These lessons, by number; a number stands for that lesson of the featured article. 2 statements.

    Raises NotFound when one of them does not exist, or none is asked for.
    """
    wanted = {checked_slug(slug) for slug in slugs}
    numbers = {int(slug) for slug in wanted if is_number(slug)}
    numbered = {
        str(card.number): card.slug
        for card in _lessons(locale, IS_FEATURED, LESSON_IN_USE)
        if card.number in numbers
    }
    wanted = {numbered.get(slug, slug) for slug in wanted}
    cards = _lessons(locale, LESSON_BY_SLUGS, slugs=sorted(wanted))
    if not wanted or len(cards) < len(wanted):
        raise NotFound
    return cards


def lesson_combination(terms: str, locale: str) -> tuple[LessonCard, ...]:
    """The lessons of an address like `2+4` or `wie-is-wij+gedeelde-waarden`, as `lessons_by_slugs`."""
    return lessons_by_slugs(combined(terms), locale)


def lost_anchors(locale: str) -> tuple[LostAnchor, ...]:
    """Open questions whose passage an edit took away, in any language. 1 statement."""
    shown = aliased(QuestionText)
    rows = db.session.execute(
        sa.select(
            Question.id, Question.slug, shown.title, Article.slug, QuestionText.locale, QuestionText.exact
        )
        .join(Article, Article.id == Question.article_id)
        .join(QuestionText, QuestionText.question_id == Question.id)
        .join(shown, shown.question_id == Question.id)
        .where(QuestionText.is_anchor_lost, Question.is_retired.is_(False))
        .order_by(Article.id, Question.number, QuestionText.locale, by_preference(shown.locale, locale))
    )
    found = (LostAnchor(*row) for row in rows)
    return tuple(first_of_each(found, lambda one: (one.question_id, one.locale)).values())


def _lessons(locale: str, *conditions: Any, **values: Any) -> tuple[LessonCard, ...]:
    rows = db.session.execute(lesson_select(locale, conditions), values)
    return tuple(first_of_each((LessonCard(*row) for row in rows), lambda card: card.id).values())


def _questions(locale: str, *conditions: Any, **values: Any) -> tuple[QuestionLine, ...]:
    """Questions with their lessons. 2 statements."""
    rows = db.session.execute(question_select(locale, conditions), values)
    lessons = _lessons_by_question(locale, conditions, values)
    return tuple(
        QuestionLine(**row._mapping, lessons=tuple(lessons[row.id]))
        for row in first_of_each(rows, lambda row: row.id).values()
    )


def _lessons_by_question(
    locale: str, conditions: Conditions, values: dict[str, Any]
) -> dict[int, list[LessonCard]]:
    rows = db.session.execute(question_lesson_select(locale, conditions), values)
    lessons: dict[int, list[LessonCard]] = defaultdict(list)
    for row in first_of_each(rows, lambda row: (row.question_id, row.id)).values():
        lessons[row.question_id].append(LessonCard(*row[1:]))
    return lessons


def _core_perspectives(question_id: int, locale: str) -> tuple[PerspectiveView, ...]:
    own = set(
        db.session.scalars(
            sa.select(QuestionPerspective.perspective_id).where(
                QuestionPerspective.question_id == question_id
            )
        )
    )
    return tuple(one for one in perspectives(locale) if (one.id in own if own else one.is_core))


def _blocks(
    stored: Sequence[dict[str, Any]], lessons: Iterable[LessonCard], questions: Iterable[QuestionLine]
) -> tuple[PageBlock, ...]:
    lesson_by_slug = {lesson.slug: lesson for lesson in lessons}
    question_by_slug = {question.slug: question for question in questions}
    return tuple(
        PageBlock(
            html=Markup(block["html"]),  # noqa: S704  (sanitised by the renderer, marks are ours)
            lesson=lesson_by_slug.get(block["lesson"]),
            questions=tuple(
                question_by_slug[slug] for slug in block["questions"] if slug in question_by_slug
            ),
        )
        for block in stored
    )
