"""Syntheses as their readers see them: frozen values, so that no template can run SQL."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from forum.discussion.views import Author
from forum.lib.differences import Piece
from forum.positions.models import Choice, Standing
from forum.synthesis.models import Mark, RemarkState, Slot


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a position came to at some moment."""

    standing: Standing
    direction: Choice

    def looks_like(self, other: "Outcome") -> bool:
        """Only of what is shared one sees whether people agree or disagree with it."""
        is_shared = self.standing is Standing.SHARED
        return self.standing is other.standing and (not is_shared or self.direction is other.direction)


@dataclass(frozen=True, slots=True)
class LinkedPosition:
    """A position in a synthesis. `then`: what it had come to when that was published; `now`: today.

    A position that was taken away since has no statement.
    """

    public_id: str
    statement: str
    language: str
    then: Outcome
    now: Outcome
    is_visible: bool

    @property
    def has_changed(self) -> bool:
        return self.is_visible and not self.then.looks_like(self.now)


@dataclass(frozen=True, slots=True)
class SlotView:
    """One of the four parts. Both may be empty."""

    slot: Slot
    html: Markup
    positions: tuple[LinkedPosition, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """How many participants said what of a version."""

    recognisable: int = 0
    with_remark: int = 0
    not_recognisable: int = 0

    @property
    def total(self) -> int:
        return self.recognised + self.not_recognisable

    @property
    def recognised(self) -> int:
        """With or without a remark."""
        return self.recognisable + self.with_remark

    @property
    def remarks(self) -> int:
        return self.with_remark + self.not_recognisable


@dataclass(frozen=True, slots=True)
class OwnMark:
    """What the viewer said. `is_hidden`: a moderator took the remark away."""

    mark: Mark
    remark: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class SynthesisView:
    """One version for its reader. `latest`: the number of the last one. `is_participant`: of the viewer."""

    id: int
    version: int
    latest: int
    author: str
    author_id: int
    published_at: datetime
    slots: tuple[SlotView, ...]
    marks: Marks
    mine: OwnMark | None
    is_participant: bool

    @property
    def is_latest(self) -> bool:
        return self.version == self.latest


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A remark under a version; also what `can('flag.raise', remark)` looks at.

    `text` is "" for who may not read what a moderator hid.
    """

    id: int
    public_id: str
    mark: Mark
    text: str
    author: Author
    author_id: int
    at: datetime
    state: RemarkState

    @property
    def is_visible(self) -> bool:
        return self.state is RemarkState.VISIBLE


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list of all of them."""

    version: int
    author: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class SynthesisSource:
    """A version as its author typed it, for the next one and for comparing. `positions`: by slot."""

    version: int
    author: str
    published_at: datetime
    texts: dict[Slot, str]
    positions: dict[Slot, tuple[LinkedPosition, ...]]


@dataclass(frozen=True, slots=True)
class SlotChange:
    """What changed in a part between two versions. `pieces` make up both texts. `changed`: positions that
    stayed and had come to something else, as (before, after)."""

    slot: Slot
    pieces: tuple[Piece, ...]
    added: tuple[LinkedPosition, ...]
    removed: tuple[LinkedPosition, ...]
    changed: tuple[tuple[LinkedPosition, LinkedPosition], ...]

    @property
    def has_changed(self) -> bool:
        has_new_words = any(piece.kind != "same" for piece in self.pieces)
        return has_new_words or bool(self.added or self.removed or self.changed)
