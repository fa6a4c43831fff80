"""Commands on articles: what a content file says becomes what readers see."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from forum.accounts.perspectives import Perspective
from forum.articles.events import ArticleLoaded
from forum.articles.models import Article, ArticleText, Lesson, Question, QuestionText
from forum.articles.passages import spans_of_marks
from forum.articles.placing import KnownAnchor, PlacedText, check_placing, place
from forum.articles.problems import Findings, Place
from forum.articles.quotes import Quote, quoted
from forum.articles.source import ArticleSource
from forum.articles.storing import put_body, put_head, put_lessons, put_questions, put_texts
from forum.audit import recorded
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db, serialise
from forum.lib.rendered import ARTICLE, RENDERER_VERSION, rendered
from forum.permissions import Actor, require
from forum.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class Stored:
    """`question_ids` by slug, of the questions in the file."""

    is_new: bool
    question_ids: Mapping[str, int]


def fingerprint(source: ArticleSource) -> str:
    """The same for two files that say the same, whatever their layout."""

    def without_places(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return {key: value for key, value in pairs if key != "place"}

    content = asdict(source, dict_factory=without_places)
    canonical = json.dumps(content, sort_keys=True)
    return hashlib.sha256(f"{RENDERER_VERSION}\n{canonical}".encode()).hexdigest()


def is_current(source: ArticleSource) -> bool:
    """Whether all that the file says is stored already."""
    stored = db.session.scalar(sa.select(Article.content_hash).where(Article.slug == source.slug))
    return stored == fingerprint(source)


@atomic
def put_article(
    actor: Actor,
    source: ArticleSource,
    texts: Mapping[str, PlacedText],
    findings: Findings,
    *,
    reason: str | None = None,
) -> Stored:
    """Store an article with its lessons and questions, new or again.

    texts: from `place_all` with `known_anchors`. Raises UnusableSource when an anchor does not fit or a short
    name belongs to another article. What an edit of a stored article moved or lost becomes a warning in
    `findings`.
    """
    require(actor, P.ARTICLE_LOAD)
    serialise("articles")
    article = db.session.scalar(sa.select(Article).where(Article.slug == source.slug))
    is_new = article is None
    check_placing(source, texts, findings, known_anchors(source.slug))
    check_names(source, findings)
    findings.stop_on_errors()
    if article is None:
        article = Article(slug=source.slug, loaded_at=clock.now())
        db.session.add(article)
        db.session.flush()
    with recorded(actor, "article.load", article, reason):
        put_head(article, source)
        article.content_hash, article.loaded_at = fingerprint(source), clock.now()
    put_texts(article, source, texts)
    lesson_ids = put_lessons(article, source)
    question_ids = put_questions(article, source, lesson_ids, texts)
    emit(ArticleLoaded(article.id))
    return Stored(is_new, question_ids)


def rerender_articles(actor: Actor) -> int:
    """Render again what an older renderer made. Returns how many texts; safe to run at any time."""
    require(actor, P.ARTICLE_LOAD)
    outdated = (
        sa.select(ArticleText.article_id, Article.slug, ArticleText.locale, ArticleText.body)
        .join(Article, Article.id == ArticleText.article_id)
        .where(ArticleText.renderer_version < RENDERER_VERSION)
    )
    rows = db.session.execute(outdated).all()
    for article_id, slug, locale, body in rows:
        anchors = {question: known for (question, of), known in known_anchors(slug).items() if of == locale}
        quotes = {question: known.quote for question, known in anchors.items()}
        _replace_body(article_id, locale, place(rendered(body, ARTICLE), quotes, anchors))
    return len(rows)


@atomic
def _replace_body(article_id: int, locale: str, placed: PlacedText) -> None:
    row = db.session.get(ArticleText, (article_id, locale))
    if row is not None and row.body == placed.body.source:  # otherwise a load came between
        put_body(row, placed)


def known_anchors(article_slug: str) -> dict[tuple[str, str], KnownAnchor]:
    """The stored anchors of an article, and where they stand in the stored texts. 2 statements."""
    of_article = Article.slug == article_slug
    blocks = db.session.execute(
        sa.select(ArticleText.locale, ArticleText.blocks)
        .join(Article, Article.id == ArticleText.article_id)
        .where(of_article)
    )
    stood: dict[tuple[str, str], Quote] = {}
    for locale, stored in blocks:
        text, spans = spans_of_marks(block["html"] for block in stored)
        stood.update({(slug, locale): quoted(text, span) for slug, span in spans.items()})
    anchors = db.session.execute(
        sa.select(
            Question.slug, QuestionText.locale, QuestionText.exact, QuestionText.prefix, QuestionText.suffix
        )
        .join(QuestionText, QuestionText.question_id == Question.id)
        .join(Article, Article.id == Question.article_id)
        .where(of_article, Question.is_retired.is_(False), QuestionText.exact != "")
    )
    return {
        (slug, locale): KnownAnchor(Quote(*quote), stood.get((slug, locale)))
        for slug, locale, *quote in anchors
    }


def check_names(source: ArticleSource, findings: Findings) -> None:
    """Addresses are shared by all articles, and perspectives by the whole forum."""
    for table, what, named in ((Lesson, "lesson", source.lessons), (Question, "question", source.questions)):
        elsewhere = dict(
            db.session.execute(
                sa.select(table.slug, Article.slug)
                .join(Article, Article.id == table.article_id)
                .where(Article.slug != source.slug, table.slug.in_([one.slug for one in named]))
            ).all()
        )
        for one in named:
            if one.slug in elsewhere:
                owner = elsewhere[one.slug]
                findings.error(one.place, f"the {what} '{one.slug}' belongs to the article '{owner}' already")
    perspectives = set(db.session.scalars(sa.select(Perspective.slug)))
    perspectives |= {one.slug for one in source.perspectives or ()}
    if not perspectives:
        findings.error(Place(), "the forum has no perspectives yet, so this file must list them")
    for question in source.questions:
        for slug in set(question.core_perspectives or ()) - perspectives:
            findings.error(question.place, f"unknown perspective '{slug}' in '{question.slug}'")
