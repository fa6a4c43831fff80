"""What counts mean: SQL counts votes, and only this file says how to read, compare and show the counts."""

from dataclasses import dataclass

ALL = "all"
REST = "rest"
NO_PERSPECTIVE = "role:"
"""The key of voters who chose no perspective: never a row, always part of REST."""


def role_key(slug: str | None) -> str:
    """The key of a perspective's row."""
    return f"role:{slug or ''}"


def group_key(group: int) -> str:
    """The key of an opinion group's row."""
    return f"group:{group}"


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes of some people on one position."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def voters(self) -> int:
        return self.agree + self.disagree + self.passed

    @property
    def opinions(self) -> int:
        """Those who chose a side; passes do not."""
        return self.agree + self.disagree

    def towards(self, direction: int) -> int:
        """How many chose this side: 1 agree, -1 disagree."""
        return self.agree if direction > 0 else self.disagree

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.agree + other.agree, self.disagree + other.disagree, self.passed + other.passed)

    def distance(self, other: "Tally") -> int:
        """By how many votes the counts differ; a changed vote counts twice."""
        return (
            abs(self.agree - other.agree)
            + abs(self.disagree - other.disagree)
            + abs(self.passed - other.passed)
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of results, as it is shown and stored.

    `key`: ALL, a perspective as `role:<slug>`, an opinion group as `group:<number>`, or REST: together, the
    perspectives too small to be shown by themselves. `lower` and `upper`: between which shares (0 to 1) of
    the row's voters probably agree, the band of uncertainty in the pictures.
    """

    key: str
    agree: int
    disagree: int
    passed: int
    lower: float
    upper: float

    @property
    def tally(self) -> Tally:
        return Tally(self.agree, self.disagree, self.passed)

    @property
    def voters(self) -> int:
        return self.tally.voters


@dataclass(frozen=True, slots=True)
class Missing:
    """What a core perspective still lacks before the position can be shared: `votes` more agrees or disagrees
    (0 when there are enough, but not yet in clear agreement)."""

    key: str
    votes: int
