"""From the dataclasses of a content file to rows. Parts of `put_article`, inside its transaction.

Texts and links are replaced as a whole; lessons and questions keep their rows, since others point to them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

import sqlalchemy as sa

from forum.accounts.perspectives import Perspective
from forum.articles.events import AnchorLost
from forum.articles.models import (
    Article,
    ArticleText,
    Lesson,
    LessonText,
    Question,
    QuestionLesson,
    QuestionPerspective,
    QuestionText,
)
from forum.articles.placing import Fate, PlacedText
from forum.articles.quotes import Quote
from forum.articles.source import ArticleSource, CreditSource, QuestionSource
from forum.jobs import emit
from forum.lib.db import db
from forum.lib.wording import text_in

_NO_QUOTE = Quote("")
_NO_CREDIT = CreditSource("")


def put_head(article: Article, source: ArticleSource) -> None:
    if source.is_featured:
        db.session.execute(sa.update(Article).where(Article.id != article.id).values(is_featured=False))
    credit = source.credit or _NO_CREDIT
    article.is_featured = source.is_featured
    article.credit_name, article.credit_url = credit.name, credit.url
    article.credit_year, article.credit_authors = credit.year, credit.authors


def put_texts(article: Article, source: ArticleSource, texts: Mapping[str, PlacedText]) -> None:
    db.session.execute(sa.delete(ArticleText).where(ArticleText.article_id == article.id))
    for locale, placed in texts.items():
        row = ArticleText(
            article_id=article.id,
            locale=locale,
            title=text_in(source.title, locale),
            intro=text_in(source.intro, locale),
        )
        put_body(row, placed)
        db.session.add(row)


def put_body(row: ArticleText, placed: PlacedText) -> None:
    row.body = placed.body.source
    row.blocks = [asdict(block) for block in placed.blocks]
    row.renderer_version = placed.body.version


def put_lessons(article: Article, source: ArticleSource) -> dict[str, int]:
    """The ids of the lessons in the file, by slug."""
    known = {
        row.slug: row for row in db.session.scalars(sa.select(Lesson).where(Lesson.article_id == article.id))
    }
    for row in known.values():
        row.is_retired = True
    for one in source.lessons:
        row = known.setdefault(one.slug, Lesson(article_id=article.id, slug=one.slug))
        row.number, row.is_retired = one.number, False
        db.session.add(row)
    db.session.flush()
    ids = {one.slug: known[one.slug].id for one in source.lessons}
    db.session.execute(sa.delete(LessonText).where(LessonText.lesson_id.in_(ids.values())))
    for one in source.lessons:
        for locale, title in one.title.items():
            row = LessonText(lesson_id=ids[one.slug], locale=locale, title=title)
            row.summary = text_in(one.summary, locale)
            db.session.add(row)
    return ids


def put_questions(
    article: Article, source: ArticleSource, lesson_ids: Mapping[str, int], texts: Mapping[str, PlacedText]
) -> dict[str, int]:
    """The ids of the questions in the file, by slug."""
    known = {
        row.slug: row
        for row in db.session.scalars(sa.select(Question).where(Question.article_id == article.id))
    }
    for row in known.values():
        row.is_retired = True
    for number, one in enumerate(source.questions, start=1):
        row = known.setdefault(one.slug, Question(article_id=article.id, slug=one.slug))
        row.number, row.is_retired = number, False
        db.session.add(row)
    db.session.flush()
    ids = {one.slug: known[one.slug].id for one in source.questions}
    _put_question_texts(ids, source, texts)
    _put_links(ids, source, lesson_ids)
    return ids


def _put_question_texts(
    ids: Mapping[str, int], source: ArticleSource, texts: Mapping[str, PlacedText]
) -> None:
    of_these = QuestionText.question_id.in_(ids.values())
    lost_before = set(
        db.session.execute(
            sa.select(QuestionText.question_id, QuestionText.locale).where(
                of_these, QuestionText.is_anchor_lost
            )
        )
    )
    db.session.execute(sa.delete(QuestionText).where(of_these))
    for one in source.questions:
        for row in _texts_of(one, texts):
            row.question_id = ids[one.slug]
            db.session.add(row)
            if row.is_anchor_lost and (row.question_id, row.locale) not in lost_before:
                emit(AnchorLost(row.question_id, row.locale))


def _texts_of(one: QuestionSource, texts: Mapping[str, PlacedText]) -> Iterator[QuestionText]:
    for locale in one.title.keys() | one.anchors.keys():
        quote = one.anchors[locale].quote if locale in one.anchors else _NO_QUOTE
        placed = texts.get(locale)
        passage = placed.passages.get(one.slug) if placed else None
        yield QuestionText(
            locale=locale,
            title=text_in(one.title, locale),
            intro=text_in(one.intro, locale),
            exact=quote.exact,
            prefix=quote.prefix,
            suffix=quote.suffix,
            passage=passage.words if passage else "",
            is_anchor_lost=passage is not None and passage.fate is Fate.LOST,
        )


def _put_links(ids: Mapping[str, int], source: ArticleSource, lesson_ids: Mapping[str, int]) -> None:
    for link in (QuestionLesson, QuestionPerspective):
        db.session.execute(sa.delete(link).where(link.question_id.in_(ids.values())))
    perspective_ids = dict(db.session.execute(sa.select(Perspective.slug, Perspective.id)).all())
    for one in source.questions:
        for slug in one.lessons:
            db.session.add(QuestionLesson(question_id=ids[one.slug], lesson_id=lesson_ids[slug]))
        for slug in one.core_perspectives or ():
            link = QuestionPerspective(question_id=ids[one.slug], perspective_id=perspective_ids[slug])
            db.session.add(link)
