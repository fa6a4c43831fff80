"""What readers see of the house rules."""

from dataclasses import dataclass
from datetime import datetime

from forum.lib.differences import Piece


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the list. `published_at` None: what the forum starts with, not agreed to by anybody.

    `held_until`: when the next version took its place, None for the one that holds.
    """

    number: int
    published_at: datetime | None
    held_until: datetime | None
    changes: str
    has_earlier: bool

    @property
    def is_current(self) -> bool:
        return self.held_until is None


@dataclass(frozen=True, slots=True)
class RulesPage:
    """One version to read, and all of them newest first."""

    version: VersionLine
    locale: str
    html: str
    versions: tuple[VersionLine, ...]

    @property
    def others(self) -> tuple[VersionLine, ...]:
        return tuple(one for one in self.versions if one.number != self.version.number)


@dataclass(frozen=True, slots=True)
class RulesChanges:
    """What a version changed in the one before it."""

    version: VersionLine
    locale: str
    differences: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class RulesNews:
    """What somebody has not read yet. `changes`: a sentence or two of each version since, oldest first.

    `is_first`: they never agreed to any, so it is no change to them.
    """

    number: int
    published_at: datetime | None
    changes: tuple[str, ...]
    is_first: bool


@dataclass(frozen=True, slots=True)
class RulesSource:
    """The rules that hold, to edit. `texts`: by locale, in Markdown."""

    number: int
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class RulesLetter:
    """What a mail tells of a version."""

    number: int
    published_at: datetime
    changes: str
