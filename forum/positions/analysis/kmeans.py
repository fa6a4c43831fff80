"""k-means on points in a plane: k-means++ starts, of which the tightest outcome counts."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

RESTARTS = 10
MOST_ROUNDS = 100
START_POINTS = 500
"""Of more points than this, the starts are tried on a sample, and the best one goes on with all."""


def kmeans(points: Floats, k: int, drawn: np.random.Generator, *, restarts: int = RESTARTS) -> Integers:
    """The group (n,) of each point, from 0. points: (n, 2).

    The outcome depends on the order of the points, as the starts are drawn: give them an order of their own.
    Fewer groups than k come back when there are fewer different points.
    """
    sample = points
    if len(points) > START_POINTS:
        sample = points[np.sort(drawn.choice(len(points), START_POINTS, replace=False))]
    starts = np.stack([_plus_plus(sample, k, drawn) for _ in range(restarts)])
    centres, labels = _settle(sample, starts)
    apart = sample - np.take_along_axis(centres, labels[:, :, None], axis=1)
    spread = (apart**2).sum(axis=(1, 2))
    # Starts that came to the same groups differ by rounding: the first of them counts.
    best = int(np.flatnonzero(spread <= spread.min() * (1 + 1e-9))[0])
    if sample is points:
        return labels[best]
    return _settle(points, centres[best : best + 1])[1][0]


def continued(points: Floats, earlier: Integers) -> Integers:
    """The group (n,) of each point when the groups go on from earlier ones.

    earlier (n,): from 0 without gaps, or -1 for a point that was in none.
    """
    known = earlier >= 0
    sizes = np.bincount(earlier[known])
    sums = [np.bincount(earlier[known], axis[known]) for axis in points.T]
    return _settle(points, (np.stack(sums, axis=1) / sizes[:, None])[None])[1][0]


def _plus_plus(points: Floats, k: int, drawn: np.random.Generator) -> Floats:
    """k starting centres (k, 2), each drawn by its squared distance to those before.

    Source: Arthur and Vassilvitskii 2007.
    """
    chosen = [int(drawn.integers(len(points)))]
    distance = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    for _ in range(k - 1):
        reach = distance.cumsum()
        chosen.append(
            min(int(np.searchsorted(reach, drawn.random() * reach[-1], side="right")), len(points) - 1)
        )
        distance = np.minimum(distance, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return points[chosen]


def _settle(points: Floats, centres: Floats) -> tuple[Floats, Integers]:
    """Lloyd's rounds from several starts (r, k, 2), until nobody changes group: centres and labels (r, n)."""
    starts, k, _ = centres.shape
    labels = np.full((starts, len(points)), -1)
    place = np.arange(starts)[:, None] * k
    repeated = [np.tile(axis, starts) for axis in points.T]
    for _ in range(MOST_ROUNDS):
        # |p − c|² without |p|², which is the same for all centres.
        distance = (centres**2).sum(axis=2)[:, :, None] - 2 * (centres @ points.T)
        nearest = distance.argmin(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
        cell = (labels + place).ravel()
        sizes = np.bincount(cell, minlength=starts * k)
        sums = [np.bincount(cell, axis, starts * k) for axis in repeated]
        # A centre that lost everybody stays where it is.
        means = np.stack(sums, axis=1) / np.maximum(sizes, 1)[:, None]
        centres = np.where((sizes > 0)[:, None], means, centres.reshape(-1, 2)).reshape(starts, k, 2)
    return centres, labels
