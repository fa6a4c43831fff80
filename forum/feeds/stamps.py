"""Whether anything changed in a feed: its stamp, from as little as one can read."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from forum import __version__
from forum.feeds.columns import STAMP

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""Of a forum in which nothing ever happened."""
_MOMENTS = ("at", "removed_at", "edited_at", "moderated_at", "placed_at")


@dataclass(frozen=True, slots=True)
class Stamp:
    """`digest`: another one whenever the document is. `changed_at`: its newest change; a new name is none."""

    digest: str
    changed_at: datetime

    @classmethod
    def of(cls, rows: Iterable[Any]) -> "Stamp":
        """Of the rows of an `entry_select`, whole or not."""
        found = list(rows)
        moments = (getattr(row, name) for row in found for name in _MOMENTS)
        values = sorted(repr(tuple(row)[: len(STAMP)]) for row in found)
        digest = hashlib.sha256("\n".join([__version__, *values]).encode())
        return cls(digest.hexdigest(), max((one for one in moments if one), default=BEGINNING))
