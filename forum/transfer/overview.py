"""Articles as administrators look after them: where each came from, and how its questions do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum.articles.models import Article, ArticleFile, ArticleText, Origin, Question, QuestionText
from forum.articles.queries import lost_anchors
from forum.articles.rules import checked_slug
from forum.articles.views import LostAnchor
from forum.discussion.queries import counts_by_question
from forum.discussion.views import Counts
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.wording import preferred
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.positions.models import Position, PositionState


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """`origin`: where its text was last changed, None when no file was kept; `name`: of that file."""

    slug: str
    title: str
    is_featured: bool
    loaded_at: datetime
    origin: Origin | None
    name: str
    questions: int


@dataclass(frozen=True, slots=True)
class QuestionState:
    """`positions`: that are open to votes. `lost`: the languages in which its passage is gone."""

    slug: str
    number: int
    title: str
    is_retired: bool
    is_concluded: bool
    comments: int
    positions: int
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleState:
    line: ArticleLine
    questions: Sequence[QuestionState]


def article_lines(viewer: Actor, locale: str) -> list[ArticleLine]:
    """The featured one first. 1 statement. Raises SignInNeeded and Refused."""
    require(viewer, P.ARTICLE_LOAD)
    return _lines(locale)


def article_state(viewer: Actor, slug: str, locale: str) -> ArticleState:
    """4 statements. Raises SignInNeeded, Refused and NotFound."""
    require(viewer, P.ARTICLE_LOAD)
    lines = _lines(locale, Article.slug == checked_slug(slug))
    if not lines:
        raise NotFound
    title = preferred(QuestionText.title, QuestionText.question_id == Question.id, locale)
    positions = (
        sa.select(sa.func.count(Position.id))
        .where(
            Position.question_id == Question.id,
            Position.superseded_by_id.is_(None),
            Position.state == PositionState.VISIBLE,
        )
        .correlate(Question)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(Question, title.label("title"), positions.label("positions"))
        .join(Article, Article.id == Question.article_id)
        .where(Article.slug == slug)
        .order_by(Question.is_retired, Question.number, Question.id)
    ).all()
    counts = counts_by_question([row.Question.id for row in rows])
    lost: dict[int, list[str]] = {}
    for one in lost_anchors(locale):
        lost.setdefault(one.question_id, []).append(one.locale)
    return ArticleState(
        lines[0],
        [
            QuestionState(
                slug=row.Question.slug,
                number=row.Question.number,
                title=row.title,
                is_retired=row.Question.is_retired,
                is_concluded=row.Question.concluded_at is not None,
                comments=counts.get(row.Question.id, Counts()).comments,
                positions=row.positions,
                lost=tuple(lost.get(row.Question.id, ())),
            )
            for row in rows
        ],
    )


def lost_passages(viewer: Actor, locale: str) -> tuple[LostAnchor, ...]:
    """1 statement. Raises SignInNeeded and Refused."""
    require(viewer, P.ARTICLE_LOAD)
    return lost_anchors(locale)


def _lines(locale: str, *conditions: sa.ColumnElement[bool]) -> list[ArticleLine]:
    title = preferred(ArticleText.title, ArticleText.article_id == Article.id, locale)
    questions = (
        sa.select(sa.func.count(Question.id))
        .where(Question.article_id == Article.id, Question.is_retired.is_(False))
        .correlate(Article)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(
            Article.slug,
            title.label("title"),
            Article.is_featured,
            Article.loaded_at,
            ArticleFile.origin,
            ArticleFile.name,
            questions.label("questions"),
        )
        .outerjoin(ArticleFile, ArticleFile.article_id == Article.id)
        .where(*conditions)
        .order_by(Article.is_featured.desc(), Article.id)
    )
    return [ArticleLine(*row) for row in rows]
