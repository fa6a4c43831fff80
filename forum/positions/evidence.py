"""How strongly the votes speak for a majority in each perspective, however often one looks at them.

An e-value tests "at most half of this perspective agrees" by betting at every vote; a perspective that is
evenly split ever reaches e with probability 1/e at most (Ville's inequality). See docs/positions.md.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

PRIOR_STRENGTH = 8
"""Votes that the rate suggested by the other perspectives counts for."""

SUREST_BET = 0.95
LARGEST_LOG = 700.0
"""Larger numbers do not fit a float; nobody needs them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """E-values for "more than half agrees" and for "more than half disagrees"."""

    agree: float = 1.0
    disagree: float = 1.0

    def towards(self, direction: int) -> float:
        """direction: 1 agree, -1 disagree."""
        return self.agree if direction > 0 else self.disagree


def evidence(votes: Iterable[tuple[int, int]], perspectives: int) -> list[Evidence]:
    """The evidence in each perspective, from the votes on one position in the order of their last change.

    votes: the number of the voter's perspective, and 1, 0 or -1; each person once.
    """
    agrees, disagrees = [0] * perspectives, [0] * perspectives
    for_agree, for_disagree = [0.0] * perspectives, [0.0] * perspectives  # logarithms
    all_agrees = all_disagrees = 0
    for own, choice in votes:
        if choice == 0:
            continue
        a, d = agrees[own], disagrees[own]
        other_a, other_d = all_agrees - a, all_disagrees - d
        for_agree[own] += _gain(a, d, other_a, other_d, choice > 0)
        for_disagree[own] += _gain(d, a, other_d, other_a, choice < 0)
        if choice > 0:
            agrees[own] += 1
            all_agrees += 1
        else:
            disagrees[own] += 1
            all_disagrees += 1
    return [Evidence(_exp(up), _exp(down)) for up, down in zip(for_agree, for_disagree, strict=True)]


def _gain(hits: int, misses: int, other_hits: int, other_misses: int, is_hit: bool) -> float:
    """What the bet before this vote brings, as a logarithm."""
    suggested = (other_hits + 1) / (other_hits + other_misses + 2)
    rate = (PRIOR_STRENGTH * suggested + hits) / (PRIOR_STRENGTH + hits + misses)
    bet = min(max(rate, 0.5), SUREST_BET)
    return math.log(2 * (bet if is_hit else 1 - bet))


def _exp(value: float) -> float:
    return math.exp(min(value, LARGEST_LOG))
