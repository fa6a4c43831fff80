"""Polis' figures, compared with the plain way of working them out, and with what Polis published."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from forum.positions.analysis.priority import extremity, priority
from forum.positions.analysis.representative import majority_consensus, representatives
from forum.positions.analysis.statistics import group_aware_consensus, statistics
from tests import dense

NAMES = ("pa", "pd", "pat", "pdt", "ra", "rd", "rat", "rdt")
VOTE = st.sampled_from([1.0, 0.0, -1.0, np.nan])


@st.composite
def grouped_votes(draw):
    people, statements = draw(st.integers(1, 14)), draw(st.integers(1, 6))
    full = draw(arrays(float, (people, statements), elements=VOTE))
    labels = draw(st.lists(st.integers(-1, 2), min_size=people, max_size=people))
    return full, labels


@settings(deadline=None)
@given(grouped_votes())
def test_every_figure_is_as_worked_out_by_hand(case):
    full, labels = case
    found = statistics(dense.sparse(full).counts(labels, 3))
    for group in range(3):
        for j in range(full.shape[1]):
            expected = dense.figures(full, labels, group, j)
            assert {name: getattr(found, name)[group, j] for name in NAMES} == pytest.approx(
                expected, abs=1e-9
            )


@settings(deadline=None)
@given(grouped_votes())
def test_representative_statements_are_those_of_the_one_walk(case):
    full, labels = case
    counts = dense.sparse(full).counts(labels, 3)
    for group, items in enumerate(representatives(counts, statistics(counts))):
        found = [(i.statement, "agree" if i.direction > 0 else "disagree", i.is_best_agree) for i in items]
        assert found == dense.representative(full, labels, group)


@pytest.mark.parametrize("name", ["brexit", "taxes", "ubi"])
def test_with_published_groups_the_representatives_are_those_of_the_one_walk(name):
    conversation, groups = dense.published(name), dense.published_groups(name)
    votes = conversation.last_votes().with_statements(~conversation.excluded)
    labels = [groups.get(each, -1) for each in conversation.participant_ids.tolist()]
    counts = votes.counts(labels, max(labels) + 1)
    full = dense.matrix(votes)
    for group, items in enumerate(representatives(counts, statistics(counts))):
        assert [item.statement for item in items] == [
            j for j, *_ in dense.representative(full, labels, group)
        ]


def test_without_votes_the_consensus_is_one_half_for_each_group():
    nothing = np.zeros((3, 2), int)
    assert group_aware_consensus(nothing, nothing).tolist() == [0.125, 0.125]


def test_two_groups_that_all_agree_do_not_differ():
    counts = dense.sparse(np.ones((6, 1))).counts([0, 0, 0, 1, 1, 1], 2)
    assert statistics(counts).rat.tolist() == [[0], [0]]


def test_a_group_without_votes_has_representatives_only_by_lack_of_better():
    full = np.array([[1.0, -1.0], [1.0, -1.0], [np.nan, np.nan]])
    counts = dense.sparse(full).counts([0, 0, 1], 2)
    items = representatives(counts, statistics(counts))
    assert [item.is_best_agree for item in items[0]] == [True]
    assert [item.is_best_agree for item in items[1]] == [False]


def test_no_statements_have_no_representatives():
    counts = dense.sparse(np.zeros((3, 0))).counts([0, 0, 1], 2)
    assert representatives(counts, statistics(counts)) == [[], []]
    assert majority_consensus(counts) == ([], [])


def test_majority_consensus_is_sorted_by_strength_and_cut_at_five():
    full = np.ones((12, 8))
    full[:6, 0] = -1  # even
    for j in range(1, 8):
        full[: j - 1, j] = 0
    agreed, disagreed = majority_consensus(dense.sparse(full).counts())
    assert agreed == [1, 2, 3, 4, 5]
    assert disagreed == []
    assert majority_consensus(dense.sparse(-full).counts()) == (disagreed, agreed)
    assert majority_consensus(dense.sparse(np.ones((12, 8))).counts()) == ([0, 1, 2, 3, 4], [])


def test_priority_is_as_defined():
    full = np.array([[1.0, 0.0], [1.0, -1.0], [1.0, np.nan]])
    found = priority(dense.sparse(full).counts(), np.array([0.0, 2.5]))
    first = ((1 - 1 / 5) * (0 + 1) * (4 / 5) * (1 + 8 * 2 ** (-3 / 5))) ** 2
    second = ((1 - 2 / 4) * (2.5 + 1) * (1 / 4) * (1 + 8 * 2 ** (-2 / 5))) ** 2
    assert found == pytest.approx([first, second], abs=1e-12)


def test_priority_favours_what_divides_what_is_agreed_with_and_what_few_have_seen():
    agreed, passed = np.ones((3, 1)), np.zeros((3, 1))

    def of(full, extremity=0.0):
        return priority(dense.sparse(full).counts(), np.array([extremity]))[0]

    assert of(agreed, 1.0) > of(agreed) > of(passed)
    assert of(agreed) > of(np.ones((30, 1)))


def test_extremity_is_the_distance_of_one_who_only_agreed_with_it():
    components = np.array([[0.6, 0.8], [0.8, -0.6]])
    assert extremity(np.array([0.5, -1.0]), components) == pytest.approx([2**0.5 * 0.5, 2**0.5 * 2])
