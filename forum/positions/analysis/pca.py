"""Where people stand: the first two principal components of a mostly unseen matrix of votes.

An unseen vote counts as its statement's mean, so it is 0 once centred, and all products take one pass over
the votes that were given. The eigenvectors come from Lanczos' method, which needs such products only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forum.positions.analysis.matrix import VoteMatrix

Floats = NDArray[np.float64]

LEADING = 10
"""Directions that are kept besides the first two: in these the map is refitted when people are left out."""

MOST_STEPS = 400
TOLERANCE = 1e-14
ROUNDING = 1e-12
"""Relative to the largest eigenvalue: when a component is found, and when it is nothing but rounding."""


@dataclass(frozen=True)
class Projection:
    """means (S,); components (2, S), of length 1, or 0 where the votes have no such direction.

    coordinates (P, 2): each scaled by √(S / votes cast), since whoever saw little would else stand falsely
    near the middle. scale (P,): that factor.
    scores (P, at most LEADING): unscaled, in the leading directions.
    """

    means: Floats
    components: Floats
    coordinates: Floats
    scores: Floats
    scale: Floats


def project(votes: VoteMatrix) -> Projection:
    """Place participants on the first two principal components.

    Each component's sign makes its largest loading positive. Source: Small et al. 2021 (Polis).
    """
    participants, statements = votes.shape
    directions, scores = _leading_directions(votes)
    components, plane = np.zeros((2, statements)), np.zeros((participants, 2))
    for i, each in enumerate(directions[:2]):
        components[i], plane[:, i] = each * _sign(each), scores[:, i] * _sign(each)
    scale = np.sqrt(statements / np.maximum(votes.votes_by_participant(), 1))
    return Projection(votes.means(), components, plane * scale[:, None], scores, scale)


def _sign(loadings: Floats) -> int:
    """The sign that makes the largest positive; of loadings that differ by rounding the first decides."""
    size = np.abs(loadings)
    return 1 if loadings[np.flatnonzero(size >= size.max() * (1 - 1e-9))[0]] >= 0 else -1


def _leading_directions(votes: VoteMatrix) -> tuple[Floats, Floats]:
    """Orthonormal eigenvectors (n, S) of AᵀA by falling eigenvalue, without those that are only rounding.

    And where participants are in them: scores (P, n). The first two are exact, the others approximate.
    """
    times, transposed_times = votes.centred()
    size = votes.shape[1]
    most = min(size, MOST_STEPS)
    basis = np.zeros((most, size))
    images: list[Floats] = []
    diagonal, off_diagonal = np.zeros(most), np.zeros(most)
    # Drawn, not constant: a constant could be at right angles to a component of symmetric votes.
    drawn = np.random.default_rng(0)
    largest, steps = 0.0, 0
    vector = drawn.standard_normal(size)
    for steps in range(1, most + 1):
        i = steps - 1
        basis[i] = vector / np.linalg.norm(vector)
        images.append(times(basis[i]))
        vector = transposed_times(images[i])
        diagonal[i] = basis[i] @ vector
        vector = _without(_without(vector, basis[:steps]), basis[:steps])
        off_diagonal[i] = np.linalg.norm(vector)
        largest = max(largest, diagonal[i], off_diagonal[i])
        if largest == 0:
            break
        if off_diagonal[i] <= TOLERANCE * largest:
            # All that this start can reach is found; go on with a new one, for what it had no part in.
            off_diagonal[i] = 0
            vector = _without(_without(drawn.standard_normal(size), basis[:steps]), basis[:steps])
        elif steps % 5 == 0 and _settled(diagonal[:steps], off_diagonal[:steps]):
            break
    if largest == 0:
        return np.zeros((0, size)), np.zeros((votes.shape[0], 0))
    values, inner = _eigen(diagonal[:steps], off_diagonal[:steps])
    leading = inner[:, :LEADING][:, values[:LEADING] > ROUNDING * values[0]]
    return leading.T @ basis[:steps], np.stack(images, axis=1) @ leading


def _without(vector: Floats, basis: Floats) -> Floats:
    return vector - (basis @ vector) @ basis


def _eigen(diagonal: Floats, off_diagonal: Floats) -> tuple[Floats, Floats]:
    """Eigenvalues of the tridiagonal matrix, falling, and their vectors as columns."""
    beside = off_diagonal[:-1]
    values, vectors = np.linalg.eigh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))
    return values[::-1], vectors[:, ::-1]


def _settled(diagonal: Floats, off_diagonal: Floats) -> bool:
    """Whether the first two would change by rounding only."""
    values, vectors = _eigen(diagonal, off_diagonal)
    return bool((off_diagonal[-1] * np.abs(vectors[-1, :2]) <= TOLERANCE * values[0]).all())
