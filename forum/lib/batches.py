"""Doing much in pieces."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

BATCH = 2_000
"""Rows in one statement: few enough that no database minds, and the memory stays flat."""


def in_batches(things: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    waiting = iter(things)
    while batch := list(islice(waiting, size)):
        yield batch
