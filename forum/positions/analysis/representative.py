"""Which statements say most of a group, and what the majority of all voters shares.

Source: Polis, select-rep-comments and select-consensus-comments in math/src/polismath/math/repness.clj.
"""

from dataclasses import dataclass

import numpy as np

from forum.positions.analysis.matrix import Counts
from forum.positions.analysis.statistics import SIGNIFICANT, Statistics, probability, proportion_test

MOST = 5
"""Representative statements of a group, and consensus statements in each direction."""


@dataclass(frozen=True)
class Representative:
    """`statement` is its number in the matrix; `direction` +1 agree, -1 disagree."""

    statement: int
    direction: int
    metric: float
    is_best_agree: bool = False


def representatives(counts: Counts, statistics: Statistics) -> list[list[Representative]]:
    """For each group the statements that set it apart: agrees before disagrees, five at most."""
    return [_of_group(counts, statistics, group) for group in range(len(counts.agrees))]


def _of_group(counts: Counts, statistics: Statistics, group: int) -> list[Representative]:
    names = ("pa", "pd", "pat", "pdt", "ra", "rd", "rat", "rdt")
    pa, pd, pat, pdt, ra, rd, rat, rdt = (getattr(statistics, name)[group] for name in names)
    if not len(pa):
        return []
    agreeing = rat > rdt
    metric = np.where(agreeing, ra * rat * pa * pat, rd * rdt * pd * pdt)

    def chosen(statement: int, is_best_agree: bool = False) -> Representative:
        direction = 1 if agreeing[statement] else -1
        return Representative(int(statement), direction, float(metric[statement]), is_best_agree)

    sufficient = _significant(rat, pat) | _significant(rdt, pdt)
    voted = counts.agrees[group] + counts.disagrees[group] > 0
    best_agree = _best_agree(voted, pa, pat, ra, rat)
    first = [] if best_agree is None else [chosen(best_agree, is_best_agree=True)]
    if not sufficient.any():
        return first or [chosen(int(np.maximum(rat, rdt).argmax()))]
    others = [each for each in np.argsort(-metric, kind="stable") if sufficient[each] and each != best_agree]
    items = [*first, *map(chosen, others)][:MOST]
    return sorted(items, key=lambda item: item.direction < 0)


def _best_agree(voted, pa, pat, ra, rat) -> int | None:
    """The statement the group agrees on best, preferring what sets it apart: Polis' one walk over them."""
    distinct, plain = (ra * rat * pa * pat).tolist(), (pa * pat).tolist()
    acceptable = ((pat > SIGNIFICANT) | ((ra > 1) & (pa > 0.5))).tolist()
    sets_apart = (ra > 1).tolist()
    best: int | None = None
    for each in np.flatnonzero(voted).tolist():
        if best is None:
            better = acceptable[each]
        else:
            by = distinct if sets_apart[best] else plain
            better = by[each] > by[best]
        if better:
            best = each
    return best


def _significant(first, second):
    return (first > SIGNIFICANT) & (second > SIGNIFICANT)


def majority_consensus(counts: Counts) -> tuple[list[int], list[int]]:
    """What most voters agree on, and what most disagree on: five statement numbers at most of each.

    counts: of all voters as one group.
    """
    agreed, disagreed = (_strongest(hits[0], counts.seen[0]) for hits in (counts.agrees, counts.disagrees))
    return agreed, disagreed


def _strongest(hits, seen) -> list[int]:
    p, z = probability(hits, seen), proportion_test(hits, seen)
    order = np.argsort(-(p * z), kind="stable")
    return [int(each) for each in order if p[each] > 0.5 and z[each] > SIGNIFICANT][:MOST]
