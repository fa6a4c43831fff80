"""Organisations and mandates as their readers see them: frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

from forum.mandates.models import MandateState
from forum.mandates.scopes import ScopeView


@dataclass(frozen=True, slots=True)
class OrganisationRef:
    """`slug`: of its page, "" as long as no mandate of it was confirmed and it has none."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """In the list. `speakers`: how many people may speak for it now."""

    name: str
    slug: str
    perspective: str | None
    described: str
    speakers: int


@dataclass(frozen=True, slots=True)
class OrganisationView:
    id: int
    name: str
    slug: str
    perspective: str | None
    website: str
    described: str


@dataclass(frozen=True, slots=True)
class MandateLine:
    """What everybody may know of a mandate. `is_ended`: its last day is over; `holds`: now. `is_paused`, for
    moderators only: its holder cannot take part now."""

    public_id: str
    organisation: OrganisationRef
    holder: str
    scope: ScopeView
    starts_on: date
    ends_on: date
    state: MandateState
    settled_at: datetime | None
    holds: bool
    is_ended: bool
    is_own: bool
    is_paused: bool = False

    @property
    def word(self) -> str:
        """One name for how it stands: a state, `ended`, or `later` when it has yet to begin."""
        if self.state is not MandateState.CONFIRMED:
            return self.state.value
        return "ended" if self.is_ended else "confirmed" if self.holds else "later"

    @property
    def is_alive(self) -> bool:
        return self.word in ("asked", "confirmed", "later")


@dataclass(frozen=True, slots=True)
class MandateView:
    """A mandate with what only its holder and whoever decides about it see; and what
    `can('mandate.withdraw', …)` looks at."""

    line: MandateLine
    about: OrganisationView
    asked_at: datetime
    evidence: str
    link: str
    contact: str
    author_id: int
    confirmer_ids: frozenset[int]
    overseer_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class OwnMandates:
    """Of one person. `to_confirm`: asked by colleagues, theirs to confirm. `colleagues`: of others, theirs
    to withdraw for who speaks for the whole organisation."""

    own: tuple[MandateLine, ...]
    to_confirm: tuple[MandateLine, ...]
    colleagues: tuple[MandateLine, ...]


@dataclass(frozen=True, slots=True)
class Usable:
    """A mandate that fits the place where somebody is about to write or vote. `slug`: of the organisation."""

    public_id: str
    organisation: str
    slug: str
    scope: ScopeView
    ends_on: date
