"""What seeded people think: a hidden truth for each position, so that every standing comes about."""

from dataclasses import dataclass
from enum import Enum


class Leaning(Enum):
    """How opinions on a position are spread. `+` and `-`: which side agrees."""

    AGREED = "agreed"
    REFUSED = "refused"
    ROLES = "roles+"  # the first half of the core perspectives agrees, the others do not
    ROLES_TURNED = "roles-"
    CAMPS = "camps+"  # one of two camps agrees, in every perspective alike
    CAMPS_TURNED = "camps-"
    LIKED = "liked"  # a majority everywhere, and few votes yet: provisional
    UNKNOWN = "unknown"  # hardly anybody saw it yet
    UNCLEAR = "unclear"  # many pass


@dataclass(frozen=True, slots=True)
class Chances:
    agree: float
    disagree: float


def chances(leaning: Leaning, side: int, camp: int) -> Chances:
    """Of one person; what is left over passes.

    `side`: 1 or -1 for who speaks from the first or the second half of the core perspectives, 0 for all
    others. `camp`: 1 or -1.
    """
    match leaning:
        case Leaning.AGREED:
            return Chances(0.89 + 0.02 * camp, 0.05)
        case Leaning.REFUSED:
            return Chances(0.05, 0.88 + 0.02 * camp)
        case Leaning.ROLES:
            return _divided(side)
        case Leaning.ROLES_TURNED:
            return _divided(-side)
        case Leaning.CAMPS:
            return _divided(camp)
        case Leaning.CAMPS_TURNED:
            return _divided(-camp)
        case Leaning.LIKED:
            return Chances(0.85, 0.07)
        case Leaning.UNKNOWN:
            return Chances(0.55, 0.30)
        case Leaning.UNCLEAR:
            return Chances(0.21, 0.19)


def _divided(sign: int) -> Chances:
    if sign == 0:
        return Chances(0.46, 0.44)
    return Chances(0.87, 0.07) if sign > 0 else Chances(0.08, 0.86)


SHARE_OF_VOTES = {Leaning.LIKED: 0.22, Leaning.UNKNOWN: 0.03}
"""How much of the votes such a position gets, beside 1 for the others."""
