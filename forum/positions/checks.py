"""Do stored results fit what they are of?"""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.lib import clock
from forum.lib.db import db
from forum.positions.models import Position, PositionResult, PositionTransition, Standing, Vote
from forum.positions.selects import IS_LISTED, rows_of
from forum.positions.tally import ALL, Tally

TOO_LONG = timedelta(hours=1)


def problems() -> Iterator[str]:
    yield from _results()
    yield from _never_assessed()
    yield from _unlike_last_transition()
    yield from _leading_astray()


def _results() -> Iterator[str]:
    results = db.session.execute(
        sa.select(
            Position.public_id,
            Position.question_id.label("own_question"),
            PositionResult.question_id,
            PositionResult.voters,
            PositionResult.rows,
        )
        .join(Position, Position.id == PositionResult.position_id)
        .order_by(Position.id)
    )
    for row in results:
        if row.question_id != row.own_question:
            yield f"position {row.public_id}: its result is filed under another question"
        rows = rows_of(row.rows)
        everyone = sum((each.tally for each in rows if each.key == ALL), Tally())
        if row.voters != everyone.voters:
            yield f"position {row.public_id}: says {row.voters} voters, its rows have {everyone.voters}"
        parts = (each.tally for each in rows if each.key != ALL and not each.key.startswith("group:"))
        if sum(parts, Tally()) != everyone:
            yield f"position {row.public_id}: its rows do not add up to everybody"


def _never_assessed() -> Iterator[str]:
    """Votes that no job ever looked at, though the outbox is empty: see the check of the outbox."""
    forgotten = (
        sa.select(Position.public_id)
        .join(Vote, Vote.position_id == Position.id)
        .outerjoin(PositionResult, PositionResult.position_id == Position.id)
        .where(IS_LISTED, PositionResult.position_id.is_(None), Position.frozen_at < clock.now() - TOO_LONG)
        .group_by(Position.id, Position.public_id)
        .order_by(Position.id)
    )
    for public_id in db.session.scalars(forgotten):
        yield f"position {public_id}: has votes that were never analysed; is a worker running?"


def _unlike_last_transition() -> Iterator[str]:
    last = (
        sa.select(PositionTransition.after)
        .where(
            PositionTransition.position_id == PositionResult.position_id,
            PositionTransition.is_doubted.is_(False),
        )
        .order_by(PositionTransition.id.desc())
        .limit(1)
        .correlate(PositionResult)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(Position.public_id, PositionResult.standing, last.label("last"))
        .join(Position, Position.id == PositionResult.position_id)
        .order_by(Position.id)
    )
    for row in rows:
        if row.standing is not (row.last or Standing.OPEN):
            told = (row.last or Standing.OPEN).value
            yield f"position {row.public_id}: is {row.standing.value}, its last change was to {told}"


def _leading_astray() -> Iterator[str]:
    """What took the place of a position stands at the same question, and a merged one leads somewhere."""
    better = aliased(Position)
    rows = db.session.execute(
        sa.select(Position.public_id, better.public_id.label("better"))
        .outerjoin(better, better.id == Position.superseded_by_id)
        .where(
            sa.or_(
                better.question_id != Position.question_id,
                sa.and_(Position.is_merged, Position.superseded_by_id.is_(None)),
            )
        )
        .order_by(Position.id)
    )
    for row in rows:
        if row.better is None:
            yield f"position {row.public_id}: is merged, with nothing"
        else:
            yield f"position {row.public_id}: leads to {row.better}, which is about another question"
