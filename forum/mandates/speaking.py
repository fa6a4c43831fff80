"""For whom somebody spoke in a text, as everybody sees it beside their name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from forum.mandates.holding import day_now
from forum.mandates.models import Mandate, MandateState, Organisation


@dataclass(frozen=True, slots=True)
class SpokenFor:
    """`ended_on`: the last day of a mandate that is over; `withdrawn_at`: of one that was taken back."""

    name: str
    slug: str
    ended_on: date | None = None
    withdrawn_at: datetime | None = None


SPOKEN_FOR = (
    Organisation.name.label("organisation_name"),
    Organisation.slug.label("organisation_slug"),
    Mandate.state.label("mandate_state"),
    Mandate.ends_on.label("mandate_ends_on"),
    Mandate.settled_at.label("mandate_settled_at"),
)
"""Columns for `spoken_for`, of a statement that went through `with_mandate`."""


def with_mandate(statement: Any, mandate_id: Any) -> sa.Select[*tuple[Any, ...]]:
    return statement.outerjoin(Mandate, Mandate.id == mandate_id).outerjoin(
        Organisation, Organisation.id == Mandate.organisation_id
    )


def spoken_for(row: Any) -> SpokenFor | None:
    """row: with SPOKEN_FOR. None for who spoke in a personal capacity."""
    if row.organisation_name is None:
        return None
    is_over = row.mandate_state is MandateState.CONFIRMED and row.mandate_ends_on < day_now()
    return SpokenFor(
        name=row.organisation_name,
        slug=row.organisation_slug,
        ended_on=row.mandate_ends_on if is_over else None,
        withdrawn_at=None if row.mandate_state is MandateState.CONFIRMED else row.mandate_settled_at,
    )
