"""Reading positions."""

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa

from forum.lib.db import db
from forum.lib.wording import by_preference, first_of_each
from forum.positions.models import Position, PositionText


def first_positions(question_ids: Sequence[int], locale: str) -> dict[int, str]:
    """For each question the wording of its oldest position. 1 statement."""
    rows = db.session.execute(_first_select(locale), {"ids": question_ids})
    return {key: row.statement for key, row in first_of_each(rows, lambda row: row.question_id).items()}


@cache
def _first_select(locale: str) -> sa.Select[int, str]:
    return (
        sa.select(Position.question_id, PositionText.statement)
        .join(PositionText, PositionText.position_id == Position.id)
        .where(Position.question_id.in_(sa.bindparam("ids", expanding=True)))
        .order_by(Position.question_id, Position.id, by_preference(PositionText.locale, locale))
    )
