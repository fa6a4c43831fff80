"""Reasons that voters gave, without their names."""

import hashlib
from functools import cache
from typing import Any

import sqlalchemy as sa

from forum.lib.db import db
from forum.positions.models import Choice, Vote
from forum.positions.tally import ALL, Row
from forum.positions.views import PositionView
from forum.settings import settings

# As many of each choice as one reads; a table of all reasons would be a text of its own.
SHOWN_AT_MOST = 50


def reasons_of(position: PositionView) -> tuple[tuple[Choice, str], ...]:
    """Reasons of those who were counted in the shown rows: agree, disagree, pass. At most 1 statement.

    Only of a choice that so many made that none can be told apart, in an order that tells nothing about when
    or by whom they were given.
    """
    enough = _shown_choices(position.result.rows if position.result else ())
    if position.result is None or not enough:
        return ()
    values = {"position_id": position.id, "choices": enough, "until": position.result.assessed_at}
    given = {(Choice(choice), reason) for choice, reason in db.session.execute(_drawn(), values)}
    return tuple(sorted(given, key=_place))


@cache
def _drawn() -> sa.Select[*tuple[Any, ...]]:
    """Of each choice at most SHOWN_AT_MOST reasons, drawn by a mixed number and not by who came first."""
    mixed = (Vote.user_id % 10007 * 7919 + Vote.position_id) % 10007
    drawn = (
        sa.select(
            Vote.choice,
            Vote.reason,
            sa.func.row_number().over(partition_by=Vote.choice, order_by=(mixed, Vote.user_id)).label("turn"),
        )
        .where(
            Vote.position_id == sa.bindparam("position_id"),
            Vote.choice.in_(sa.bindparam("choices", expanding=True)),
            Vote.reason.is_not(None),
            Vote.voted_at <= sa.bindparam("until"),
        )
        .subquery()
    )
    return sa.select(drawn.c.choice, drawn.c.reason).where(drawn.c.turn <= SHOWN_AT_MOST)


def _shown_choices(rows: tuple[Row, ...]) -> list[Choice]:
    least = settings().shown_voters
    counts = {
        choice: count
        for row in rows
        if row.key == ALL
        for choice, count in (
            (Choice.AGREE, row.agree),
            (Choice.DISAGREE, row.disagree),
            (Choice.PASS, row.passed),
        )
    }
    return [choice for choice, count in counts.items() if count >= least]


def _place(pair: tuple[Choice, str]) -> tuple[int, bytes]:
    choice, reason = pair
    order = (Choice.AGREE, Choice.DISAGREE, Choice.PASS)
    return order.index(choice), hashlib.sha256(reason.encode()).digest()
