"""Opinion groups: who votes alike, and whether that is clear enough to be shown.

Stability is the promise. Groups keep their number and their names while the votes come in, unless another
number is clearly better; and groups that would be others with a fifth of the people left out are not shown.
"""

from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forum.positions.analysis.kmeans import continued, kmeans
from forum.positions.analysis.matrix import VoteMatrix
from forum.positions.analysis.pca import Projection, project
from forum.positions.analysis.silhouette import silhouettes
from forum.positions.analysis.stability import RESAMPLES, Refits, Stability

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MIN_VOTES = 7
"""Votes with which somebody is in the conversation; all there are when there are fewer statements."""

KS = (2, 3, 4, 5)
SWITCH_MARGIN = 0.02
SWITCH_SHARE = 0.6
"""Another number of groups takes over when its silhouette is that much better in this share of resamples."""

MOST_NAMED = 8
"""Groups that are matched with previous ones by trying every way to do so."""

FEWEST_PARTICIPANTS = 30
SMALLEST_GROUP = 5
SMALLEST_SHARE = 0.05
LEAST_STABILITY = 0.7


@dataclass(frozen=True)
class Groups:
    """labels (P,): each participant's group, -1 for none; coordinates (P, 2), see `pca`.

    ids: the groups that there are; without groups k is None and ids are empty. in_conversation (P,).
    silhouette_by_k leaves out a number of groups that would leave somebody alone.
    why_hidden: a reason in English when not `shown`.
    """

    labels: Integers
    coordinates: Floats
    in_conversation: NDArray[np.bool_]
    k: int | None
    ids: tuple[int, ...]
    silhouette_by_k: dict[int, float]
    stability: Stability | None
    shown: bool
    why_hidden: str | None
    projection: Projection


def in_conversation(votes: VoteMatrix) -> NDArray[np.bool_]:
    """Who voted enough to be placed in a group."""
    return votes.votes_by_participant() >= min(MIN_VOTES, votes.shape[1])


def opinion_groups(
    votes: VoteMatrix, *, seed: int = 0, k: int | None = None, previous: ArrayLike | None = None
) -> Groups:
    """Divide those in the conversation into groups of people who vote alike.

    k: this number of groups instead of the best one. previous (P,): the labels of the last time, -1 for none;
    their number and ids are kept where they can be.
    The same votes give the same groups, whatever the order of people. Raises ValueError when more than
    MOST_NAMED groups are to be matched with the previous ones.
    """
    projection = project(votes)
    inside = in_conversation(votes)
    who = _in_own_order(projection, np.flatnonzero(inside))
    points = projection.coordinates[who]
    old = None if previous is None else np.asarray(previous, np.int64)
    if old is not None and max(k or 0, len(np.unique(old[old >= 0]))) > MOST_NAMED:
        raise ValueError(f"At most {MOST_NAMED} groups can keep their names.")
    fitted = _fit_each(points, seed, KS if k is None else sorted({*KS, k}))
    if old is not None:
        _continue_from(old[who], points, fitted, seed)
    silhouette_by_k = _measure(points, fitted, seed)

    chosen = _choose(fitted, silhouette_by_k, k)
    refits = Refits(projection, who, seed)
    if chosen is not None and k is None and old is not None:
        chosen = _keep_or_switch(refits, chosen, len(np.unique(old[old >= 0])), silhouette_by_k)
    labels = np.full(votes.shape[0], -1)
    if chosen is None:
        why = _too_few(len(who)) or "no groups can be told apart"
        nothing = (labels, projection.coordinates, inside, None, (), silhouette_by_k, None)
        return Groups(*nothing, shown=False, why_hidden=why, projection=projection)

    labels[who] = _named_by_size(fitted[chosen])
    stability = refits.stability(labels[who], chosen)
    why = _too_few(len(who)) or _too_small(labels[who]) or _too_unstable(stability)
    if old is not None:
        labels = _with_old_names(labels, old)
    ids = tuple(np.unique(labels[labels >= 0]).tolist())
    place = (labels, projection.coordinates, inside, chosen, ids, silhouette_by_k, stability)
    return Groups(*place, shown=why is None, why_hidden=why, projection=projection)


def _in_own_order(projection: Projection, who: Integers) -> Integers:
    """People ordered by where they stand: a draw then does not depend on ids, nor on which way is agree."""
    points = projection.coordinates[who]
    extent = np.abs(points).max(initial=0)
    if extent == 0:
        return who
    lean = np.sign(np.round((points**3).sum(axis=0) / (extent**3 * len(who)), 9))
    rounded = np.round(points * np.where(lean == 0, 1, lean) / extent, 9)
    return who[np.lexsort((rounded[:, 1], rounded[:, 0]))]


def _fit_each(points: Floats, seed: int, ks) -> dict[int, Integers]:
    """A grouping for each number of groups that the points allow."""
    different = len(np.unique(np.round(points, 12), axis=0)) if len(points) else 0
    return {k: kmeans(points, k, np.random.default_rng([seed, k])) for k in ks if k <= different}


def _continue_from(old: Integers, points: Floats, fitted: dict[int, Integers], seed: int) -> None:
    """Let as many groups as the last time go on from those, unless the new ones are clearly better.

    Two groupings that are about as good would otherwise take turns.
    """
    ids, places = np.unique(old, return_inverse=True)
    without = int((ids < 0).sum())
    k = len(ids) - without
    if k in fitted and k > 1:
        grown = continued(points, places - without)
        before, after = (_measure(points, {k: each}, seed).get(k, -1) for each in (grown, fitted[k]))
        if after - before < SWITCH_MARGIN:
            fitted[k] = grown


def _measure(points: Floats, fitted: dict[int, Integers], seed: int) -> dict[int, float]:
    """The silhouette of each grouping in which nobody is alone."""
    proper = {k: labels for k, labels in fitted.items() if np.bincount(labels, minlength=k).min() > 1}
    if not proper:
        return {}
    found = silhouettes(points, list(proper.values()), np.random.default_rng([seed, 1]))
    return dict(zip(proper, found, strict=True))


def _choose(fitted: dict[int, Integers], silhouette_by_k: dict[int, float], k: int | None) -> int | None:
    """The number of groups asked for; else the best of those that could be shown; else the best."""
    if k is not None:
        return k if k in fitted else None
    showable = {each: value for each, value in silhouette_by_k.items() if not _too_small(fitted[each])}
    candidates = showable or silhouette_by_k
    return max(candidates, key=lambda each: (candidates[each], -each), default=None)


def _keep_or_switch(refits: Refits, best: int, current: int, silhouette_by_k: dict[int, float]) -> int:
    """The current number of groups, unless the best one is clearly better."""
    if best == current or current not in silhouette_by_k:
        return best
    wins = sum(
        after - before >= SWITCH_MARGIN
        for before, after in (refits.compare(i, (current, best)) for i in range(RESAMPLES))
    )
    return best if wins >= SWITCH_SHARE * RESAMPLES else current


def _named_by_size(labels: Integers) -> Integers:
    """Numbered anew from 0, the largest group first; of equal ones the one whose members come first."""
    _, first, inverse, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    names = np.empty(len(sizes), np.int64)
    names[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return names[inverse]


def _with_old_names(labels: Integers, old: Integers) -> Integers:
    """Each group under the old id by which most people, all together, keep theirs; new ids for the others."""
    new_ids, old_ids = np.unique(labels[labels >= 0]), np.unique(old[old >= 0])
    kept = (labels >= 0) & (old >= 0)
    overlap = np.array([[(kept & (labels == n) & (old == o)).sum() for o in old_ids] for n in new_ids])
    unused = [each for each in range(len(new_ids) + len(old_ids)) if each not in old_ids]
    ids = [*old_ids.tolist(), *unused[: max(0, len(new_ids) - len(old_ids))]]
    table = np.pad(overlap.reshape(len(new_ids), -1), ((0, 0), (0, len(ids) - len(old_ids))))
    best = max(
        permutations(range(len(ids)), len(new_ids)),
        key=lambda names: sum(table[i, name] for i, name in enumerate(names)),
    )
    names = np.array([ids[each] for each in best] + [-1])
    return names[np.where(labels >= 0, np.searchsorted(new_ids, labels), -1)]


def _too_few(participants: int) -> str | None:
    if participants < FEWEST_PARTICIPANTS:
        return f"fewer than {FEWEST_PARTICIPANTS} participants in the conversation"
    return None


def _too_small(labels: Integers) -> str | None:
    smallest = max(SMALLEST_GROUP, SMALLEST_SHARE * len(labels))
    if np.bincount(labels).min() < smallest:
        return f"a group is smaller than {SMALLEST_GROUP} people or {SMALLEST_SHARE:.0%} of the participants"
    return None


def _too_unstable(stability: Stability | None) -> str | None:
    if stability is None or stability.mean < LEAST_STABILITY:
        return f"the groups change when people are left out (agreement below {LEAST_STABILITY})"
    return None
