"""How a room's personal data is declared: see declared/. A column that leads to an account and stands in no
declaration fails a test of the house (tests/house/test_own_data.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import sqlalchemy as sa

from forum.own_data.kinds import Kind


class Fate(Enum):
    """What becomes of the rows that lead to an account when it is erased."""

    GONE = "gone"  # deleted
    CLEARED = "cleared"  # they stay, and lead to nobody
    STAYS = "stays"  # they stay, and lead to what is left of the account: no name, no address
    OWN_WAY = "own way"  # a step in erasing.py does it


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """Rows of one table, and how they are somebody's.

    name: in the copy, and in docs/own-data.md. title: above them in the readable page. of: the column that
    leads to the account. erased, because: what becomes of them, and why; "" for what is deleted. shows: what
    the copy says, by name; words.py has a heading for each. joined: tables that this needs, and on what.
    where: only these rows. hides: columns that the copy leaves out, by the reason. is_part: of rows that
    another declaration has already, so that erasing leaves them to that one.
    """

    name: str
    title: Any
    kind: Kind
    of: Any
    erased: Fate
    because: str = ""
    shows: Mapping[str, Any] = field(default_factory=dict)
    joined: tuple[tuple[Any, Any], ...] = ()
    where: tuple[Any, ...] = ()
    hides: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    is_part: bool = False

    @property
    def table(self) -> sa.Table:
        return self.of.property.columns[0].table

    @property
    def column(self) -> sa.Column[Any]:
        return self.of.property.columns[0]
