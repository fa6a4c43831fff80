"""Where a feed is cut: cursors to go on from, and the borders of its archives."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from forum.lib.errors import NotFound
from forum.lib.paging import decode, encode


class Cursor(NamedTuple):
    """The place of an entry: what comes after it is older. With `source` and `id` 0: all before a moment."""

    at: datetime
    source: int = 0
    id: int = 0

    def __str__(self) -> str:
        return encode([self.at.isoformat(), self.source, self.id])


def cursor_from(text: str) -> Cursor:
    """Raises NotFound for anything we did not make."""
    moment, source, id = decode(text, str, int, int)
    try:
        at = datetime.fromisoformat(moment)
    except ValueError as error:
        raise NotFound from error
    if at.tzinfo is None or at.isoformat() != moment:
        raise NotFound
    return Cursor(at, source, id)


def border(newest: datetime, oldest: Cursor) -> Cursor:
    """Where the archive begins that goes on from a document with entries from `newest` to `oldest`.

    A cursor that follows the entries moves with each new one, so every visit would find an archive that it
    does not know. The roundest moment between the two is the same for everybody and for good: the beginning
    of a month, or else of a day, an hour … The two documents overlap a little, and miss nothing.
    """
    month = _next_month(oldest.at)
    if month <= newest:
        return Cursor(month)
    for step in _STEPS:
        at = _BEGINNING + (1 + (oldest.at - _BEGINNING) // step) * step
        if at <= newest:
            return Cursor(at)
    return oldest


def _next_month(moment: datetime) -> datetime:
    first = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)


# Each a multiple of the next, so that of two neighbours one is the rounder.
_STEPS = (
    *(timedelta(days=days) for days in (8, 4, 2, 1)),
    *(timedelta(hours=hours) for hours in (12, 6, 3, 1)),
    *(timedelta(minutes=minutes) for minutes in (30, 15, 5, 1)),
    *(timedelta(seconds=seconds) for seconds in (15, 5, 1)),
)
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
