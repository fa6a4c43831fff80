"""The table of a position's votes in an entry: rows as they were stored, by the names of the roles."""

from collections.abc import Iterable, Mapping
from typing import Any

from forum.lib.i18n import _
from forum.positions.selects import rows_of
from forum.positions.tally import ALL, REST, Row

Line = tuple[str, Row]
"""Who, and their votes."""


def table_of(stored: Iterable[Mapping[str, Any]], roles: Mapping[str, str]) -> list[Line]:
    """Everybody, each role in the order of `roles`, and the smaller ones together. Opinion groups are for the
    page, which explains them."""
    rows = {row.key: row for row in rows_of([dict(each) for each in stored])}
    names = {ALL: _("Everybody"), **roles, REST: _("Smaller roles together")}
    return [(name, rows[key]) for key, name in names.items() if key in rows]
