"""Comments in reading order.

A comment's path is its parent's path followed by its own number in six digits. So the database sorts a
whole thread depth first, a page of it starts at any path, and a path's length tells the depth. The
opening text has no parent and neither have the first-level replies: it simply comes first.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from typing import Generic, Protocol, TypeVar

DIGITS = 6
# Below this the lines no longer fit a phone; deeper replies stand beside the one they answer.
MAX_DEPTH = 5


OPENING_PATH = f"{1:0{DIGITS}d}"


Answered = Mapping[int, int | None]
"""The ids of comments in the order of their numbers, each to the id of the comment it answers."""


class Placed(Protocol):
    @property
    def path(self) -> str: ...


C = TypeVar("C", bound=Placed)


def path_below(parent_path: str, number: int) -> str:
    """Where a reply stands: below its parent, or beside it when the parent is as deep as it gets."""
    if depth(parent_path) >= MAX_DEPTH:
        parent_path = parent_path[:-DIGITS]
    return f"{parent_path}{number:0{DIGITS}d}"


def depth(path: str) -> int:
    """1 for the opening text and first-level replies, one more for each level below."""
    return len(path) // DIGITS


@dataclass(frozen=True, slots=True)
class Place:
    number: int
    path: str


def places(answered: Answered) -> dict[int, Place]:
    """Where comments stand that make up a whole thread; the first is its opening text."""
    found: dict[int, Place] = {}
    opening = next(iter(answered), None)
    for number, (one, parent) in enumerate(answered.items(), start=1):
        above = found.get(parent) if parent is not None and parent != opening else None
        found[one] = Place(number, path_below(above.path if above else "", number))
    return found


def with_replies(chosen: Collection[int], answered: Answered) -> set[int]:
    """These comments, and every reply below them."""
    taken: set[int] = set()
    for one, parent in answered.items():
        if one in chosen or parent in taken:
            taken.add(one)
    return taken


class Written(Protocol):
    @property
    def created_at(self) -> datetime: ...


W = TypeVar("W", bound=Written)


def in_order_of_time(first: Iterable[W], second: Iterable[W]) -> list[W]:
    """Two series of comments as one, by when they were written; each series keeps its own order."""

    def timed(series: Iterable[W]) -> Iterator[tuple[datetime, W]]:
        latest: datetime | None = None
        for one in series:
            latest = max(latest, one.created_at) if latest else one.created_at
            yield latest, one

    return [one for _moment, one in merge(timed(first), timed(second), key=lambda pair: pair[0])]


@dataclass(slots=True)
class Node(Generic[C]):
    """A comment with the replies below it. `total` counts all of them, at every level."""

    comment: C
    replies: list["Node[C]"] = field(default_factory=list)
    total: int = 0


def grow(comments: Iterable[C]) -> list[Node[C]]:
    """Nest comments that come in the order of their paths.

    When a page starts in the middle of a branch, the comments whose parents are on the page before
    become the first nodes of this one.
    """
    roots: list[Node[C]] = []
    branch: list[Node[C]] = []
    for comment in comments:
        while branch and not comment.path.startswith(branch[-1].comment.path):
            branch.pop()
        node = Node(comment)
        (branch[-1].replies if branch else roots).append(node)
        for ancestor in branch:
            ancestor.total += 1
        branch.append(node)
    return roots
