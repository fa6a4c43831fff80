"""Which statement to show next: what divides people, what they agree with, and what few have seen.

Source: Polis, priority-metric and importance-metric in math/src/polismath/math/conversation.clj.
"""

import numpy as np
from numpy.typing import NDArray

from forum.positions.analysis.matrix import Counts

Floats = NDArray[np.float64]

META_PRIORITY = 49.0
"""A statement on the conversation itself has a fixed place, whatever the votes."""


def extremity(means: Floats, components: Floats) -> Floats:
    """How far (S,) somebody would stand from the middle who only agreed with this statement.

    means (S,): the mean vote; components (2, S): the principal components.
    """
    return np.sqrt(len(means)) * np.abs(1 - means) * np.hypot(*components)


def priority(counts: Counts, extremities: Floats) -> Floats:
    """The weight (S,) by which the next statement is drawn. counts: of all voters as one group."""
    seen = counts.seen[0]
    agreeing, passing = ((each[0] + 1) / (seen + 2) for each in (counts.agrees, counts.passes))
    importance = (1 - passing) * (extremities + 1) * agreeing
    freshness = 1 + 8 * 2.0 ** (-seen / 5)
    return (importance * freshness) ** 2
