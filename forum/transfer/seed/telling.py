"""Saying how far it is, and doing much in pieces."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

Tell = Callable[[int, int], None]
"""Called with how many are done, of how many."""

BATCH = 2_000
"""Rows in one statement or transaction: short enough for others to get their turn."""


def in_batches(things: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    waiting = iter(things)
    while batch := list(islice(waiting, size)):
        yield batch
