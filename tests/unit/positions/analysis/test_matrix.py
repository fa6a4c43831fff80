import numpy as np
import pytest

from forum.positions.analysis.matrix import VoteMatrix
from tests import dense


def test_the_last_vote_of_a_person_on_a_statement_counts():
    votes = VoteMatrix.of([0, 1, 0], [2, 0, 2], [1, 1, -1])
    assert votes.shape == (2, 3)
    assert np.array_equal(dense.matrix(votes), [[np.nan, np.nan, -1], [1, np.nan, np.nan]], equal_nan=True)


def test_passing_counts_as_seen():
    counts = VoteMatrix.of([0, 1, 2], [0, 0, 0], [0, 1, -1]).counts()
    assert (counts.agrees.item(), counts.disagrees.item(), counts.passes.item(), counts.seen.item()) == (
        1,
        1,
        1,
        3,
    )


def test_counts_are_of_groups_and_leave_out_who_is_in_none():
    votes = VoteMatrix.of([0, 1, 2, 3], [0, 0, 0, 1], [1, 1, 1, -1])
    counts = votes.counts([1, -1, 1, 0], 2)
    assert counts.agrees.tolist() == [[0, 0], [2, 0]]
    assert counts.disagrees.tolist() == [[0, 1], [0, 0]]


def test_statements_can_be_left_out():
    votes = VoteMatrix.of([0, 0, 1], [0, 1, 2], [1, -1, 0], shape=(2, 3))
    kept = votes.with_statements(np.array([True, False, True]))
    assert kept.shape == (2, 2)
    assert kept.columns.tolist() == [0, 1]
    assert kept.votes_by_participant().tolist() == [1, 1]


def test_a_statement_that_nobody_saw_has_mean_0():
    assert VoteMatrix.of([0, 1], [0, 0], [1, 0], shape=(2, 2)).means().tolist() == [0.5, 0]


def test_nothing_is_a_matrix_too():
    votes = VoteMatrix.of([], [], [])
    assert votes.shape == (0, 0)
    assert votes.counts().agrees.shape == (1, 0)


@pytest.mark.parametrize(("row", "column", "value"), [(0, 0, 2), (2, 0, 1), (0, 3, 1), (-1, 0, 1)])
def test_what_is_no_vote_or_outside_is_refused(row, column, value):
    with pytest.raises(ValueError, match="vote"):
        VoteMatrix.of([row], [column], [value], shape=(2, 3))
