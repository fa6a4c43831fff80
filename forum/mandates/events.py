"""What happened to mandates."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MandateAsked:
    mandate_id: int


@dataclass(frozen=True, slots=True)
class MandateConfirmed:
    """By somebody who holds one of the same organisation; what moderators decide, they tell themselves."""

    mandate_id: int


@dataclass(frozen=True, slots=True)
class MandateWithdrawn:
    """`is_by_holder`: else by somebody who speaks for the whole organisation."""

    mandate_id: int
    is_by_holder: bool


@dataclass(frozen=True, slots=True)
class MandateEndsSoon:
    """`days`: one of rules.REMINDERS."""

    mandate_id: int
    days: int
