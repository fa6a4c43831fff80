"""All mandates, as those see them who look after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

import sqlalchemy as sa

from forum.lib.errors import NotFound
from forum.lib.paging import Page, decode, page
from forum.mandates.holding import day_now, holds_on
from forum.mandates.models import Mandate, MandateState, Organisation, ScopeKind
from forum.mandates.queries import lines_of, mandate_rows
from forum.mandates.rules import REMINDERS, name_key
from forum.mandates.views import MandateLine
from forum.permissions import Actor, require
from forum.permissions import Permission as P

MANDATES_ON_PAGE = 50
SOON = timedelta(days=max(REMINDERS))
LONGEST_SEARCH = 200  # characters


class Standing(Enum):
    """What one looks for in mandates."""

    WAITING = "waiting"
    HOLDS = "holds"
    SOON = "soon"  # holds, and ends within a month
    LATER = "later"  # confirmed, and has yet to begin
    ENDED = "ended"  # by itself, with its last day
    STOPPED = "stopped"  # refused, withdrawn, or ended by moderators


@dataclass(frozen=True, slots=True)
class Wanted:
    """`search`: words in the name of the organisation. None: any."""

    standing: Standing | None = None
    search: str = ""
    scope: ScopeKind | None = None
    organisation_id: int | None = None


def mandate_list(
    viewer: Actor, locale: str, wanted: Wanted, *, after: str | None = None
) -> Page[MandateLine]:
    """The last asked first; of those that end soon, the first to end. 4 statements at most.

    Raises SignInNeeded and Refused, and NotFound for a cursor that is none.
    """
    require(viewer, P.QUEUE_WORK)
    ends_first = wanted.standing is Standing.SOON
    conditions = _conditions(wanted)
    if after:
        conditions.append(_beyond(after, ends_first=ends_first))
    rows = mandate_rows(
        *conditions,
        most=MANDATES_ON_PAGE + 1,
        order=(Mandate.ends_on, Mandate.id) if ends_first else (Mandate.id.desc(),),
    )
    slice = page(rows, MANDATES_ON_PAGE, _end_and_id if ends_first else _id)
    return Page(lines_of(slice.rows, viewer, locale), slice.next)


def is_standing(standing: Standing, day: date) -> sa.ColumnElement[bool]:
    """For WHERE: mandates that stand so on this day."""
    state = Mandate.state
    match standing:
        case Standing.WAITING:
            return state == MandateState.ASKED
        case Standing.HOLDS:
            return holds_on(day)
        case Standing.SOON:
            return sa.and_(holds_on(day), Mandate.ends_on <= day + SOON)
        case Standing.LATER:
            return sa.and_(state == MandateState.CONFIRMED, Mandate.starts_on > day)
        case Standing.ENDED:
            return sa.and_(state == MandateState.CONFIRMED, Mandate.ends_on < day)
        case Standing.STOPPED:
            return state.in_((MandateState.REFUSED, MandateState.WITHDRAWN, MandateState.REVOKED))


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.standing is not None:
        conditions.append(is_standing(wanted.standing, day_now()))
    if wanted.scope is not None:
        conditions.append(Mandate.scope == wanted.scope)
    if wanted.organisation_id is not None:
        conditions.append(Mandate.organisation_id == wanted.organisation_id)
    words = name_key(wanted.search[:LONGEST_SEARCH]).split()
    return conditions + [Organisation.key.contains(word, autoescape=True) for word in words]


def _beyond(cursor: str, *, ends_first: bool) -> sa.ColumnElement[bool]:
    if not ends_first:
        return Mandate.id < decode(cursor, int)[0]
    ends_on, id = decode(cursor, str, int)
    try:
        last = sa.tuple_(sa.literal(date.fromisoformat(ends_on), sa.Date), sa.literal(id))
    except ValueError as error:
        raise NotFound from error
    return sa.tuple_(Mandate.ends_on, Mandate.id) > last


def _id(row: Any) -> Sequence[Any]:
    return [row[0].id]


def _end_and_id(row: Any) -> Sequence[Any]:
    return [row[0].ends_on.isoformat(), row[0].id]
