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


class Bets:
    """The bets on one position so far. Votes come in the order of their last change, each person once."""

    def __init__(self, perspectives: int) -> None:
        self._agrees, self._disagrees = [0] * perspectives, [0] * perspectives
        self._for_agree, self._for_disagree = [0.0] * perspectives, [0.0] * perspectives  # logarithms
        self._all_agrees = self._all_disagrees = 0

    def add(self, own: int, choice: int) -> None:
        """own: the number of the voter's perspective. choice: 1, 0 or -1."""
        if choice == 0:
            return
        a, d = self._agrees[own], self._disagrees[own]
        other_a, other_d = self._all_agrees - a, self._all_disagrees - d
        self._for_agree[own] += _gain(a, d, other_a, other_d, choice > 0)
        self._for_disagree[own] += _gain(d, a, other_d, other_a, choice < 0)
        if choice > 0:
            self._agrees[own] += 1
            self._all_agrees += 1
        else:
            self._disagrees[own] += 1
            self._all_disagrees += 1

    def evidence(self) -> list[Evidence]:
        """In each perspective."""
        both = zip(self._for_agree, self._for_disagree, strict=True)
        return [Evidence(_exp(up), _exp(down)) for up, down in both]


def evidence(votes: Iterable[tuple[int, int]], perspectives: int) -> list[Evidence]:
    """The evidence in each perspective: `Bets` on all these votes, each (own, choice)."""
    bets = Bets(perspectives)
    for own, choice in votes:
        bets.add(own, choice)
    return bets.evidence()


def _gain(hits: int, misses: int, other_hits: int, other_misses: int, is_hit: bool) -> float:
    """What the bet before this vote brings, as a logarithm."""
    suggested = (other_hits + 1) / (other_hits + other_misses + 2)
    rate = (PRIOR_STRENGTH * suggested + hits) / (PRIOR_STRENGTH + hits + misses)
    bet = min(max(rate, 0.5), SUREST_BET)
    return math.log(2 * (bet if is_hit else 1 - bet))


def _exp(value: float) -> float:
    return math.exp(min(value, LARGEST_LOG))
