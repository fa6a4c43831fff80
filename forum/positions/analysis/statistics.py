"""The figures that Polis gives for each group and statement.

Source: Polis, math/src/polismath/math/repness.clj and stats.clj; Small et al. 2021. Counts are shaped (G, S):
na agrees, nd disagrees, ns all seen, passes included.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forum.positions.analysis.matrix import Counts

Floats = NDArray[np.float64]

SIGNIFICANT = 1.2816
"""A z-score above which Polis calls something significant: 90 %, one-sided."""


@dataclass(frozen=True)
class Statistics:
    """Shaped (G, S). p: probability, r: how many times that of the rest, t: the z-score of either."""

    pa: Floats
    pd: Floats
    pat: Floats
    pdt: Floats
    ra: Floats
    rd: Floats
    rat: Floats
    rdt: Floats


def statistics(counts: Counts) -> Statistics:
    """Compare each group of a partition with everybody in its other groups."""
    na, nd, ns = counts.agrees, counts.disagrees, counts.seen
    na_rest, nd_rest, ns_rest = (each.sum(axis=0) - each for each in (na, nd, ns))
    pa, pd = probability(na, ns), probability(nd, ns)
    return Statistics(
        pa=pa,
        pd=pd,
        pat=proportion_test(na, ns),
        pdt=proportion_test(nd, ns),
        ra=pa / probability(na_rest, ns_rest),
        rd=pd / probability(nd_rest, ns_rest),
        rat=two_proportions_test(na, ns, na_rest, ns_rest),
        rdt=two_proportions_test(nd, ns, nd_rest, ns_rest),
    )


def probability(hits: ArrayLike, seen: ArrayLike) -> Floats:
    """The rate with one pseudo-vote each way, so that it is ½ where nobody voted."""
    return (np.asarray(hits) + 1) / (np.asarray(seen) + 2)


def proportion_test(hits: ArrayLike, seen: ArrayLike) -> Floats:
    """The z-score against one half."""
    n = np.asarray(seen) + 1
    return 2 * np.sqrt(n) * ((np.asarray(hits) + 1) / n - 0.5)


def two_proportions_test(
    hits: ArrayLike, seen: ArrayLike, other_hits: ArrayLike, other_seen: ArrayLike
) -> Floats:
    """The z-score of one rate against another; 0 where all of both are hits."""
    a, n = np.asarray(hits) + 1, np.asarray(seen) + 1
    other_a, other_n = np.asarray(other_hits) + 1, np.asarray(other_seen) + 1
    pooled = (a + other_a) / (n + other_n)
    variance = pooled * (1 - pooled) * (1 / n + 1 / other_n)
    return np.where(
        pooled == 1, 0.0, (a / n - other_a / other_n) / np.sqrt(np.where(pooled == 1, 1.0, variance))
    )


def group_aware_consensus(hits: ArrayLike, seen: ArrayLike) -> Floats:
    """The probability (S,) that one of each group would agree (or disagree): the product over the groups."""
    return probability(hits, seen).prod(axis=0)
