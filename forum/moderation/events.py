"""What happened in moderation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ItemOpened:
    item_id: int


@dataclass(frozen=True, slots=True)
class Flagged:
    flag_id: int


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """Tell who it is about, and who reported it."""

    decision_id: int


@dataclass(frozen=True, slots=True)
class AppealMade:
    appeal_id: int


@dataclass(frozen=True, slots=True)
class AppealDecided:
    appeal_id: int
