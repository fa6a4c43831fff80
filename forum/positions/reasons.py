"""Reasons that voters gave, without their names."""

import hashlib

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
    rows = db.session.execute(
        sa.select(Vote.choice, Vote.reason).where(
            Vote.position_id == position.id,
            Vote.choice.in_(enough),
            Vote.reason.is_not(None),
            Vote.voted_at <= position.result.assessed_at,
        )
    )
    given = {(Choice(choice), reason or "") for choice, reason in rows}
    return tuple(
        pair
        for choice in (Choice.AGREE, Choice.DISAGREE, Choice.PASS)
        for pair in sorted((pair for pair in given if pair[0] is choice), key=_shuffled)[:SHOWN_AT_MOST]
    )


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


def _shuffled(pair: tuple[Choice, str]) -> bytes:
    return hashlib.sha256(pair[1].encode()).digest()
