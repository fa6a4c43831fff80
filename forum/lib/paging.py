"""Paging by cursor: a page costs the same wherever it is, and nothing is shown twice or missed."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from forum.lib.errors import NotFound

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A slice of a list. `next` is the cursor to what comes after, None on the last page."""

    rows: Sequence[Row]
    next: str | None = None


def page(rows: Sequence[Row], size: int, cursor_of: Callable[[Row], Sequence[Any]]) -> Page[Row]:
    """Cut a list of at most size + 1 rows, and point to the rest when there is one."""
    if len(rows) <= size:
        return Page(rows)
    return Page(rows[:size], encode(cursor_of(rows[size - 1])))


def encode(values: Sequence[Any]) -> str:
    raw = json.dumps(list(values), separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(cursor: str, *types: type) -> tuple[Any, ...]:
    """The values of a cursor, checked against `types`. Raises NotFound for anything we did not make."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise NotFound from error
    if not isinstance(values, list) or len(values) != len(types):
        raise NotFound
    if any(type(value) is not kind for value, kind in zip(values, types, strict=True)):
        raise NotFound
    if any(isinstance(value, int) and abs(value) >= 2**63 for value in values):
        raise NotFound
    if any(isinstance(value, str) and "\x00" in value for value in values):
        raise NotFound
    return tuple(values)


def moment(text: str) -> datetime:
    """A moment in a cursor, put there by `isoformat()`. Raises NotFound for anything we did not make."""
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            raise NotFound
        return found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NotFound from error
