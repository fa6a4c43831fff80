"""What is worth writing to people about positions, read when the mail is written."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

import sqlalchemy as sa

from forum.lib.db import db
from forum.positions.models import Answer, Position, PositionSource, PositionTransition, Standing
from forum.positions.selects import IS_LISTED, rows_of, statement_of
from forum.positions.sources import comments, is_shown, threads
from forum.positions.tally import ALL, Row

CONTESTED_AGAIN_AFTER = timedelta(days=30)
"""A difference between groups can come and go; what is shared has to be lost first."""

ANNOUNCED = frozenset({Standing.SHARED, Standing.CONTESTED})


class News(Enum):
    SHARED = "shared"
    NO_LONGER_SHARED = "no_longer_shared"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class StandingNews:
    """For a position's author. everybody: the votes as they were shown at that moment."""

    position_id: int
    public_id: str
    author_id: int
    news: News
    direction: int
    everybody: Row | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """For moderators: a change that only new or unconfirmed accounts would make."""

    position_id: int
    public_id: str
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class SourceQuestion:
    """For a comment's author: is this what you meant?"""

    position_id: int
    public_id: str
    comment_public_id: str
    author_id: int
    quote: str


def news_of(before: Standing, after: Standing) -> News | None:
    """None for what is not announced: provisional is for the page only."""
    if after is Standing.SHARED:
        return News.SHARED
    if before is Standing.SHARED:
        return News.NO_LONGER_SHARED
    return News.CONTESTED if after is Standing.CONTESTED else None


def standing_news(transition_id: int) -> StandingNews | None:
    """None when there is nobody to tell, or nothing: it changed again since, or they know. 2 statements."""
    row = db.session.execute(
        sa.select(PositionTransition, Position.public_id, Position.author_id)
        .join(Position, Position.id == PositionTransition.position_id)
        .where(
            PositionTransition.id == transition_id,
            PositionTransition.is_doubted.is_(False),
            Position.author_id.is_not(None),
            IS_LISTED,
        )
    ).one_or_none()
    news = news_of(row[0].before, row[0].after) if row else None
    if row is None or news is None:
        return None
    change = row[0]
    others = db.session.scalars(
        sa.select(PositionTransition).where(
            PositionTransition.position_id == change.position_id,
            PositionTransition.id != change.id,
            PositionTransition.is_doubted.is_(False),
        )
    ).all()
    if any(other.id > change.id for other in others):
        return None
    since = change.at - CONTESTED_AGAIN_AFTER
    if news is News.CONTESTED and any(other.after is change.after and other.at > since for other in others):
        return None
    rows = rows_of(change.rows)
    return StandingNews(
        position_id=change.position_id,
        public_id=row.public_id,
        author_id=row.author_id,
        news=news,
        direction=change.direction,
        everybody=next((each for each in rows if each.key == ALL), None),
    )


def doubt(transition_id: int) -> Doubt | None:
    """None when it is about nothing that is announced. 1 statement."""
    row = db.session.execute(
        sa.select(PositionTransition, Position.public_id)
        .join(Position, Position.id == PositionTransition.position_id)
        .where(PositionTransition.id == transition_id, PositionTransition.is_doubted, IS_LISTED)
    ).one_or_none()
    if row is None or not ANNOUNCED & {row[0].before, row[0].after}:
        return None
    return Doubt(row[0].position_id, row.public_id, row[0].before, row[0].after)


def source_question(position_id: int, comment_id: int) -> SourceQuestion | None:
    """None when it was answered, or there is nothing to look at any more. 1 statement."""
    row = db.session.execute(
        sa.select(Position.public_id, comments.c.public_id, comments.c.author_id, PositionSource.quote)
        .join(PositionSource, PositionSource.position_id == Position.id)
        .join(comments, comments.c.id == PositionSource.comment_id)
        .join(threads, threads.c.id == comments.c.thread_id)
        .where(
            Position.id == position_id,
            comments.c.id == comment_id,
            PositionSource.answer == Answer.ASKED,
            IS_LISTED,
            is_shown,
        )
    ).one_or_none()
    return SourceQuestion(position_id, row[0], row[1], row[2], row[3]) if row else None


def statement_for(position_id: int, locale: str) -> str:
    """The wording in somebody's language, or else in another. 1 statement."""
    return db.session.scalar(sa.select(statement_of(position_id, locale))) or ""
