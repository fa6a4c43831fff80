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


@dataclass(frozen=True, slots=True)
class QueueNeglected:
    """Things wait too long: remind this moderator. `at`: when that was found, in ISO 8601, so that the mail
    of one reminder is the same when it is sent again."""

    user_id: int
    at: str
