"""Whether groups are there again when a fifth of the people is left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forum.positions.analysis.kmeans import kmeans
from forum.positions.analysis.pca import Projection
from forum.positions.analysis.silhouette import adjusted_rand_index, silhouettes

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

RESAMPLES = 20
RESAMPLED_SHARE = 0.8
RESTARTS = 4


@dataclass(frozen=True)
class Stability:
    """The adjusted Rand index between the groups and those found again in resamples of the participants."""

    mean: float
    min: float
    resamples: int


class Refits:
    """The groups found anew without a fifth of the people, the map included.

    The map turns within its leading directions only: unseen votes keep the means of all, so that nothing
    but small matrices is worked on.
    """

    def __init__(self, projection: Projection, who: Integers, seed: int) -> None:
        self._scores = projection.scores[who]
        self._scale = projection.scale[who]
        self._seed = seed

    def stability(self, labels: Integers, k: int) -> Stability | None:
        found = []
        for i in range(RESAMPLES):
            kept, points, drawn = self._resample(i)
            if len(kept) <= k:
                return None
            refitted = kmeans(points, k, drawn, restarts=RESTARTS)
            found.append(adjusted_rand_index(labels[kept], refitted))
        return Stability(float(np.mean(found)), min(found), RESAMPLES)

    def compare(self, i: int, ks: tuple[int, int]) -> list[float]:
        """The silhouettes of two numbers of groups on one resample."""
        _, points, drawn = self._resample(i)
        groupings = [kmeans(points, k, drawn, restarts=RESTARTS) for k in ks]
        return silhouettes(points, groupings, drawn)

    def _resample(self, i: int) -> tuple[Integers, Floats, np.random.Generator]:
        drawn = np.random.default_rng([self._seed, 2, i])
        number = round(RESAMPLED_SHARE * len(self._scores))
        kept = np.sort(drawn.choice(len(self._scores), number, replace=False))
        scores = self._scores[kept]
        centred = scores - scores.mean(axis=0)
        plane = np.linalg.eigh(centred.T @ centred)[1][:, :-3:-1]
        points = (scores @ plane) * self._scale[kept, None]
        return kept, points if points.shape[1] == 2 else np.pad(points, ((0, 0), (0, 1))), drawn
