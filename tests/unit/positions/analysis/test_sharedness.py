"""The score of a statement, its bounds and its status."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.positions.analysis import sharedness
from forum.positions.analysis.sharedness import assess, ranks
from forum.positions.analysis.statistics import group_aware_consensus

VECTORS = [
    # agrees and seen of each group; pooled; lower of everybody; of each group; score; group-aware consensus
    ([0, 0], [0, 0], 0.1000, 0.0040, [0.0040, 0.0040], 0.0040, 0.25),
    ([5], [5], 0.6813, 0.7746, [0.7746], 0.7746, 0.8571),
    ([3, 2], [3, 2], 0.6813, 0.7746, [0.7098, 0.6613], 0.6613, 0.6),
    ([5, 0], [5, 0], 0.6813, 0.7746, [0.7746, 0.4940], 0.4940, 0.4286),
    ([40, 8], [50, 10], 0.7225, 0.7538, [0.7493, 0.6895], 0.6895, 0.5913),
    ([45, 2], [50, 10], 0.7047, 0.7357, [0.8511, 0.2355], 0.2355, 0.2212),
    ([900, 80, 9], [1000, 100, 10], 0.8781, 0.8832, [0.8920, 0.7708, 0.8347], 0.7708, 0.5951),
]


def one(*groups: tuple[int, int, int], counted=None):
    """Assess one statement from agrees, disagrees and passes of each group, everybody put before them."""
    counts = np.array(groups)
    agrees, disagrees, passes = np.vstack([counts.sum(axis=0), counts]).T[:, :, None]
    return assess(agrees, disagrees, passes, counted=counted)


@pytest.mark.parametrize(("agrees", "seen", "pooled", "of_all", "lower", "score", "gac"), VECTORS)
def test_the_vectors_of_the_definition(agrees, seen, pooled, of_all, lower, score, gac):
    passes = [n - a for a, n in zip(agrees, seen, strict=True)]
    found = one(*((a, 0, n) for a, n in zip(agrees, passes, strict=True)))
    assert found.direction[0] == 1
    assert found.pooled_lower[0] == pytest.approx(pooled, abs=1e-4)
    assert found.lower[:, 0] == pytest.approx([of_all, *lower], abs=1e-4)
    assert found.score[0] == pytest.approx(score, abs=1e-4)
    consensus = group_aware_consensus(np.array(agrees)[:, None], np.array(seen)[:, None])
    assert consensus[0] == pytest.approx(gac, abs=1e-4)


def test_shared_disagreement_is_found_in_the_same_way():
    agreed, rejected = one((40, 2, 8), (8, 1, 1)), one((2, 40, 8), (1, 8, 1))
    assert rejected.direction[0] == -agreed.direction[0] == -1
    assert rejected.score == agreed.score
    assert (rejected.lower == agreed.lower).all()


@pytest.mark.parametrize(
    ("groups", "status"),
    [
        ([(30, 1, 2), (12, 1, 0)], sharedness.SHARED),
        ([(1, 30, 2), (1, 12, 0)], sharedness.SHARED),
        ([(30, 1, 2), (2, 0, 0)], sharedness.UNDECIDED),  # seen by two of the second group
        ([(30, 2, 1), (3, 28, 1)], sharedness.CONTESTED),
        ([(20, 20, 9), (21, 20, 8)], sharedness.NOT_SHARED),
        ([(1, 0, 2), (1, 0, 2)], sharedness.NO_OPINION),
        ([(2, 0, 2), (1, 0, 1)], sharedness.UNDECIDED),  # half of them pass, not more
        ([(0, 0, 0), (0, 0, 0)], sharedness.NOT_SHARED),  # the pessimistic pooled rate, and nothing else
    ],
)
def test_the_status_is_the_first_that_holds(groups, status):
    assert one(*groups).status[0] == status


def test_groups_that_do_not_count_get_bounds_but_do_not_decide():
    with_all = one((30, 1, 2), (1, 30, 2))
    without = one((30, 1, 2), (1, 30, 2), counted=[True, True, False])
    assert (with_all.lower == without.lower).all()
    assert with_all.limiting[0] == 2
    assert without.limiting[0] != 2
    assert without.score > with_all.score
    assert without.divisive < with_all.divisive


def test_everybody_alone_is_one_group():
    found = assess([[5]], [[0]], [[0]])
    assert found.score[0] == found.lower[0, 0] == pytest.approx(0.7746, abs=1e-4)
    assert found.divisive[0] == 0


def test_no_statements_are_no_answers():
    nothing = np.zeros((3, 0), int)
    assert assess(nothing, nothing, nothing).score.shape == (0,)


def test_counts_without_groups_are_refused():
    with pytest.raises(ValueError, match="everybody"):
        assess(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros((0, 2)))


def test_ties_go_to_the_higher_pooled_rate_then_more_votes_then_the_lower_number():
    agrees = np.array([[4, 4, 9, 0]])
    found = assess(agrees, [[0, 0, 0, 0]], [[0, 0, 0, 0]])
    assert ranks(found, [4, 4, 9, 0]).tolist() == [2, 3, 1, 4]
    assert ranks(found, [4, 5, 9, 0]).tolist() == [3, 2, 1, 4]


COUNT = st.integers(0, 400)
GROUPS = st.lists(st.tuples(COUNT, COUNT, COUNT), min_size=1, max_size=6)


@settings(deadline=None)
@given(GROUPS)
def test_every_value_is_a_rate_and_the_score_is_the_lowest(groups):
    found = one(*groups)
    assert found.score[0] == found.lower[:, 0].min() == found.lower[found.limiting[0], 0]
    for values in (found.lower, found.upper, found.pooled_lower, found.divisive, found.other_upper):
        assert ((values >= 0) & (values <= 1)).all()
    assert (found.lower <= found.upper).all()


@settings(deadline=None)
@given(GROUPS, st.integers(0, 5))
def test_one_more_agree_anywhere_never_lowers_the_rate_of_its_group(groups, index):
    index %= len(groups)
    more = list(groups)
    more[index] = (more[index][0] + 1, *more[index][1:])
    rates = [sharedness.bounds([a], [a + d + p], [0.5])[0][0] for a, d, p in (groups[index], more[index])]
    assert rates[1] >= rates[0]
