"""How well groups are separated (Rousseeuw 1987), and how alike two groupings are (Hubert, Arabie 1985)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_POINTS = 1000
"""Of more points than this a sample is measured, as every pair counts."""

BLOCK = 256


def silhouettes(points: Floats, groupings: Sequence[Integers], drawn: np.random.Generator) -> list[float]:
    """The mean silhouette of each grouping of the same points (n, 2), in [-1, 1].

    A point alone in its group counts as 0. Each grouping is numbered from 0 and has at least two groups; one
    that has fewer among the points measured gets -1.
    """
    if len(points) > MOST_POINTS:
        sample = np.sort(drawn.choice(len(points), MOST_POINTS, replace=False))
        points, groupings = points[sample], [labels[sample] for labels in groupings]
    members = [np.eye(labels.max() + 1)[labels] for labels in groupings]
    totals = _distances_to_groups(points, np.concatenate(members, axis=1))
    found, start = [], 0
    for labels, member in zip(groupings, members, strict=True):
        width = member.shape[1]
        found.append(_mean_silhouette(totals[:, start : start + width], labels, member.sum(axis=0)))
        start += width
    return found


def _distances_to_groups(points: Floats, members: Floats) -> Floats:
    """The sum of the distances of each point to all members of each group, a block of points at a time."""
    totals = np.empty((len(points), members.shape[1]))
    for start in range(0, len(points), BLOCK):
        block = points[start : start + BLOCK]
        squares = sum((block[:, None, axis] - points[:, axis]) ** 2 for axis in (0, 1))
        totals[start : start + BLOCK] = np.sqrt(squares) @ members
    return totals


def _mean_silhouette(totals: Floats, labels: Integers, sizes: Floats) -> float:
    if (sizes > 0).sum() < 2:
        return -1.0
    each = np.arange(len(labels))
    own = totals[each, labels] / np.maximum(sizes[labels] - 1, 1)
    others = np.where(sizes > 0, totals / np.maximum(sizes, 1), np.inf)
    others[each, labels] = np.inf
    nearest = others.min(axis=1)
    widest = np.maximum(own, nearest)
    value = (nearest - own) / np.where(widest > 0, widest, 1)
    return float(np.where(sizes[labels] > 1, value, 0).mean())


def adjusted_rand_index(first: Integers, second: Integers) -> float:
    """How alike two groupings are: 1 the same, around 0 as by chance. Each is numbered from 0."""
    width = int(second.max(initial=0)) + 1
    table = np.bincount(first * width + second, minlength=(int(first.max(initial=0)) + 1) * width)
    table = table.reshape(-1, width)

    def pairs(counts) -> float:
        return float((counts * (counts - 1)).sum() / 2)

    both, of_first, of_second = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    all_pairs = pairs(np.array([len(first)]))
    by_chance = of_first * of_second / all_pairs if all_pairs else 0.0
    most = (of_first + of_second) / 2
    return 1.0 if most == by_chance else (both - by_chance) / (most - by_chance)
