"""Comments in reading order.

A comment's path is its parent's path followed by its own number in six digits. So the database sorts a
whole thread depth first, a page of it starts at any path, and a path's length tells the depth. The
opening text has no parent and neither have the first-level replies: it simply comes first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

DIGITS = 6
# Below this the lines no longer fit a phone; deeper replies stand beside the one they answer.
MAX_DEPTH = 5


OPENING_PATH = f"{1:0{DIGITS}d}"


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
