"""Which position is offered next to whom."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from math import log
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.articles.models import Question
from forum.articles.selects import QUESTION_IS_OPEN
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.permissions import Actor
from forum.positions.models import Position, PositionResult, Vote
from forum.positions.selects import (
    IS_LISTED,
    own_vote,
    position_select,
    position_view,
    positions_by_ids,
)
from forum.positions.views import Ballot, PositionView

# What the formula of OPINION.md, 1, comes to without votes: (1 − ½)·(0 + 1)·½, times 1 + 8, squared.
UNSEEN_PRIORITY = 5.0625
# The part of all offers that is spread evenly, so that also what seems settled is seen now and then.
EVENLY = 0.2


def ballot(question_id: int, viewer: Actor, locale: str, *, skipped: Collection[str] = ()) -> Ballot:
    """The next position of a question for this viewer, apart from the public ids they skipped.

    None when only skipped ones are left, or nothing. 2 statements.
    """
    rows = _open_positions([question_id], viewer)
    left = [row for row in rows if row.choice is None and row.public_id not in skipped]
    position_id = next_of(left, _seed(viewer)).id if left else None
    return Ballot(
        position=_views([position_id], viewer, locale)[position_id] if position_id else None,
        done=sum(row.choice is not None for row in rows),
        total=len(rows),
    )


def ballot_after(
    voted: str, viewer: Actor, locale: str, *, skipped: Collection[str] = ()
) -> tuple[PositionView, Ballot]:
    """The position with this public id, just voted on, and the ballot of its question that goes on there.

    1 statement, so that a vote and the page that follows it stay within six. Raises NotFound.
    """
    rows = db.session.execute(_ballot_select(locale), {"voted": voted, "viewer_id": viewer.id or 0}).all()
    mine = next((row for row in rows if row.public_id == voted), None)
    if mine is None:
        raise NotFound
    listed = [row for row in rows if row.is_listed and row.is_question_open]
    left = [row for row in listed if row.choice is None and row.public_id not in skipped]
    return position_view(mine), Ballot(
        position=position_view(next_of(left, _seed(viewer))) if left else None,
        done=sum(row.choice is not None for row in listed),
        total=len(listed),
    )


def offers_by_question(question_ids: Sequence[int], viewer: Actor, locale: str) -> dict[int, PositionView]:
    """The one position to vote on beside each question; none where all is done. 2 statements."""
    left: dict[int, list[Any]] = defaultdict(list)
    for row in _open_positions(question_ids, viewer):
        if row.choice is None:
            left[row.question_id].append(row)
    ids = [next_of(rows, _seed(viewer)).id for rows in left.values()]
    views = _views(ids, viewer, locale)
    return {view.question.id: view for view in views.values()}


def next_of(rows: Sequence[Any], seed: str) -> Any:
    """One of at least one rows (`public_id`, and `priority` or None), the same one for the same seed.

    Drawn with odds by priority, for a part evenly. The order of the draws is that of weighted sampling
    without replacement (Efraimidis and Spirakis 2006), so voting or skipping leads on to the next draw.
    """
    weights = [UNSEEN_PRIORITY if row.priority is None else max(row.priority, 0.0) for row in rows]
    total = sum(weights) or 1.0
    shares = [(1 - EVENLY) * weight / total + EVENLY / len(rows) for weight in weights]
    # The logarithm of u^(1/share): among thousands of rows the power itself is too small for a number.
    drawn = [
        log(_uniform(f"{seed}:{row.public_id}")) / share for row, share in zip(rows, shares, strict=True)
    ]
    return max(zip(drawn, rows, strict=True), key=lambda pair: pair[0])[1]


def _uniform(text: str) -> float:
    """A number above 0 and up to 1 that looks drawn at random but is always the same for this text."""
    return (int.from_bytes(hashlib.sha256(text.encode()).digest()[:7]) + 1) / 2**56


def _seed(viewer: Actor) -> str:
    """Visitors without an account see another one each day."""
    return str(viewer.id) if viewer.is_signed_in else clock.now().date().isoformat()


def _open_positions(question_ids: Sequence[int], viewer: Actor) -> list[Any]:
    values = {"ids": list(question_ids), "viewer_id": viewer.id or 0}
    return list(db.session.execute(_open_select(), values))


def _views(ids: list[int], viewer: Actor, locale: str) -> dict[int, PositionView]:
    if not ids:
        return {}
    rows = db.session.execute(positions_by_ids(locale), {"ids": ids, "viewer_id": viewer.id or 0})
    return {row.id: position_view(row) for row in rows}


@cache
def _ballot_select(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """All listed positions of the question that `voted` belongs to, and that one itself."""
    voted = aliased(Position)
    is_voted = Position.public_id == sa.bindparam("voted")
    question = sa.select(voted.question_id).where(voted.public_id == sa.bindparam("voted")).scalar_subquery()
    return (
        position_select(locale)
        .add_columns(PositionResult.priority, IS_LISTED.label("is_listed"))
        .where(Position.question_id == question, sa.or_(IS_LISTED, is_voted))
        .order_by(Position.id)
    )


@cache
def _open_select() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(Position.id, Position.public_id, Position.question_id, PositionResult.priority, Vote.choice)
        .join(Question, Question.id == Position.question_id)
        .outerjoin(PositionResult, PositionResult.position_id == Position.id)
        .outerjoin(Vote, own_vote())
        .where(Position.question_id.in_(sa.bindparam("ids", expanding=True)))
        .where(IS_LISTED, QUESTION_IS_OPEN)
        .order_by(Position.id)
    )
