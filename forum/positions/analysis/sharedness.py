"""How far a statement is shared: its weakest group decides, and few votes weigh little.

A partition divides the voters: everybody (as one group), perspectives, opinion groups. In each direction
every group is drawn towards a pessimistic pooled rate by a few pseudo-votes; the score is the lowest
plausible rate of all groups.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forum.positions.analysis.beta import quantile

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

PRIOR_STRENGTH = 4
"""Pseudo-votes at the pooled rate that each group is given."""

QUANTILE = 0.2
"""A group's lower bound; its upper bound lies as far from the other end."""

POOLED_QUANTILE = 0.1
MAJORITY = 0.5
ENOUGH_VOTES = 3
"""A statement that some group has seen less often is not called shared."""

SHARED, CONTESTED, NOT_SHARED, UNDECIDED = "shared", "contested", "not_shared", "undecided"
NO_OPINION = "no_opinion"


@dataclass(frozen=True)
class Sharedness:
    """For each of S statements, seen in G groups of which the first is everybody.

    direction (S,): +1 shared agreement, -1 shared disagreement, whichever scores higher.
    score, pooled_lower, divisive (S,), lower, upper (G, S): rates in [0, 1], all of that direction.
    limiting (S,): the group whose lower bound is the score. status (S,): one of the names above.
    other_upper (G, S): the upper bounds in the opposite direction.
    """

    direction: NDArray[np.int8]
    score: Floats
    pooled_lower: Floats
    lower: Floats
    upper: Floats
    other_upper: Floats
    divisive: Floats
    limiting: Integers
    status: NDArray[np.str_]


def pooled_lower(hits: ArrayLike, seen: ArrayLike) -> Floats:
    """A pessimistic rate of everybody: the 10 % quantile after a uniform prior."""
    hits, seen = np.asarray(hits), np.asarray(seen)
    return quantile(POOLED_QUANTILE, 1 + hits, 1 + seen - hits)


def bounds(hits: ArrayLike, seen: ArrayLike, pooled: ArrayLike) -> tuple[Floats, Floats]:
    """The lower and upper bound of a group's rate, drawn towards the pooled rate of everybody.

    hits (…, S): agrees, or disagrees; seen (…, S): agrees, disagrees and passes; pooled (S,).
    """
    hits, seen, pooled = np.asarray(hits), np.asarray(seen), np.asarray(pooled)
    a = PRIOR_STRENGTH * pooled + hits
    b = PRIOR_STRENGTH * (1 - pooled) + seen - hits
    return quantile(QUANTILE, a, b), quantile(1 - QUANTILE, a, b)


def assess(
    agrees: ArrayLike, disagrees: ArrayLike, passes: ArrayLike, *, counted: ArrayLike | None = None
) -> Sharedness:
    """Score statements from the counts (G, S) of everybody, and after that of each group of each partition.

    counted (G,): which groups decide; the others only get their bounds. All do when it is left out.
    Raises ValueError when the counts are not shaped so.
    """
    agrees, disagrees, passes = (np.asarray(each, np.int64) for each in (agrees, disagrees, passes))
    if agrees.ndim != 2 or not len(agrees):
        raise ValueError("Counts are shaped (groups, statements), with everybody as the first group.")
    seen = agrees + disagrees + passes
    pooled = np.stack([pooled_lower(hits[0], seen[0]) for hits in (agrees, disagrees)])
    both = [bounds(hits, seen, rate) for hits, rate in zip((agrees, disagrees), pooled, strict=True)]
    lower, upper = (np.stack(each) for each in zip(*both, strict=True))
    deciding = np.ones(len(agrees), bool) if counted is None else np.asarray(counted, bool)
    scores = lower[:, deciding].min(axis=1)
    disagree_wins = (scores[1] > scores[0]) | ((scores[1] == scores[0]) & (pooled[1] > pooled[0]))
    chosen = disagree_wins.astype(int)
    statements = np.arange(agrees.shape[1])
    low, high, other = (
        bound[each, :, statements].T
        for bound, each in ((lower, chosen), (upper, chosen), (upper, 1 - chosen))
    )
    score = scores[chosen, statements]
    divisive = np.maximum(0, low[deciding].max(axis=0) - high[deciding].min(axis=0))
    status = np.select(
        [
            2 * passes[0] > seen[0],
            (score > MAJORITY) & (seen[deciding] >= ENOUGH_VOTES).all(axis=0),
            divisive > 0,
            (upper[:, deciding].min(axis=1) < MAJORITY).all(axis=0),
        ],
        [NO_OPINION, SHARED, CONTESTED, NOT_SHARED],
        UNDECIDED,
    )
    return Sharedness(
        direction=(1 - 2 * chosen).astype(np.int8),
        score=score,
        pooled_lower=pooled[chosen, statements],
        lower=low,
        upper=high,
        other_upper=other,
        divisive=divisive,
        limiting=np.where(deciding[:, None], low, np.inf).argmin(axis=0),
        status=status,
    )


def ranks(sharedness: Sharedness, seen: ArrayLike) -> Integers:
    """The place of each statement from 1, the most shared first.

    seen (S,): votes of everybody. Ties: the higher pooled rate, then more votes, then the lower number.
    """
    order = np.lexsort((-np.asarray(seen), -sharedness.pooled_lower, -sharedness.score))
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(1, len(order) + 1)
    return places
