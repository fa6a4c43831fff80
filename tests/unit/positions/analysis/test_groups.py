"""Opinion groups: who belongs together, when they are shown, and that they stay what they were."""

import numpy as np
import pytest

from forum.positions.analysis.groups import opinion_groups
from forum.positions.analysis.matrix import VoteMatrix
from forum.positions.analysis.silhouette import adjusted_rand_index, silhouettes
from tests import dense


def camps(*sizes: int, statements: int = 24, noise: float = 0.15, seed: int = 3) -> np.ndarray:
    """Votes of camps with a mind of their own, from which each person strays now and then."""
    rng = np.random.default_rng(seed)
    minds = rng.choice([-1.0, 1.0], (len(sizes), statements))
    full = np.repeat(minds, sizes, axis=0)
    return np.where(rng.random(full.shape) < noise, rng.choice([-1.0, 0.0, 1.0], full.shape), full)


def partition(labels: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels[labels >= 0])}


@pytest.mark.parametrize("sizes", [(40, 25), (30, 26, 22), (30, 25, 20, 15)])
def test_camps_are_found_and_shown(sizes):
    found = opinion_groups(dense.sparse(camps(*sizes)))
    assert adjusted_rand_index(found.labels, np.repeat(range(len(sizes)), sizes)) == 1
    assert found.k == len(sizes)
    assert found.k == max(found.silhouette_by_k, key=lambda k: found.silhouette_by_k[k])
    assert found.shown
    assert found.why_hidden is None


def test_the_largest_group_comes_first():
    found = opinion_groups(dense.sparse(camps(20, 40)))
    assert np.bincount(found.labels).tolist() == [40, 20]


def test_who_voted_little_is_placed_but_in_no_group():
    full = camps(40, 25)
    full[0, 6:] = np.nan
    found = opinion_groups(dense.sparse(full))
    assert found.labels[0] == -1
    assert not found.in_conversation[0]
    assert found.coordinates[0].any()


def test_with_fewer_than_seven_statements_all_of_them_are_needed():
    full = camps(40, 25, statements=4, noise=0.05)
    full[0, 3] = np.nan
    assert opinion_groups(dense.sparse(full)).in_conversation.tolist() == [False] + [True] * 64


@pytest.mark.parametrize(
    ("sizes", "reason"),
    [((15, 14), "fewer than 30"), ((120, 3), "smaller than"), ((200, 6), "smaller than")],
)
def test_groups_that_are_few_or_small_are_kept_but_not_shown(sizes, reason):
    found = opinion_groups(dense.sparse(camps(*sizes)), k=2)
    assert adjusted_rand_index(found.labels, np.repeat([0, 1], sizes)) == 1
    assert not found.shown
    assert reason in (found.why_hidden or "")


def test_votes_without_camps_show_no_groups():
    full = np.random.default_rng(4).choice([-1.0, 0.0, 1.0], (80, 40))
    found = opinion_groups(dense.sparse(full))
    assert found.stability is not None
    assert found.stability.mean < 0.7
    assert not found.shown
    assert "left out" in (found.why_hidden or "")


@pytest.mark.parametrize(
    "full", [np.zeros((0, 0)), np.zeros((50, 3)), np.ones((1, 3)), np.full((40, 2), np.nan)]
)
def test_where_nobody_differs_there_are_no_groups(full):
    found = opinion_groups(dense.sparse(full))
    assert (found.k, found.ids, found.silhouette_by_k, found.shown) == (None, (), {}, False)
    assert (found.labels == -1).all()


def test_nobody_is_alone_in_a_group_unless_it_is_asked_for():
    full = np.vstack([np.ones((20, 8)), -np.ones((1, 8))])
    found = opinion_groups(dense.sparse(full))
    assert found.k is None
    assert opinion_groups(dense.sparse(full), k=2).k == 2


def test_the_number_of_groups_can_be_asked_for():
    votes = dense.sparse(camps(40, 25))
    assert opinion_groups(votes, k=4).k == 4
    assert opinion_groups(votes, k=2, seed=5).labels.tolist() == opinion_groups(votes, k=2).labels.tolist()


def test_groups_keep_their_names_when_another_becomes_the_largest():
    before = opinion_groups(dense.sparse(camps(40, 30)))
    grown = camps(40, 60)
    old = np.concatenate([before.labels, np.full(30, -1)])
    after = opinion_groups(dense.sparse(grown), previous=old)
    assert (after.labels[:70] == before.labels).all()
    assert np.bincount(after.labels).tolist() == [40, 60]


def test_a_new_group_gets_a_new_name_and_a_lost_one_leaves_its_name_behind():
    three, two = camps(40, 30, 25), camps(40, 30, 25)[:70]
    old = np.array([4] * 40 + [1] * 30)
    grown = opinion_groups(dense.sparse(three), previous=np.concatenate([old, np.full(25, -1)]))
    assert grown.ids == (0, 1, 4)
    assert (grown.labels[:70] == old).all()
    shrunk = opinion_groups(dense.sparse(two), previous=grown.labels[:70])
    assert shrunk.ids == (1, 4)


def test_the_number_of_groups_stays_until_another_is_clearly_better():
    conversation = dense.published("brexit")
    votes = conversation.last_votes()
    fresh, two = opinion_groups(votes), opinion_groups(votes, k=2)
    assert fresh.k == 3
    assert fresh.silhouette_by_k[3] - fresh.silhouette_by_k[2] < 0.02
    assert opinion_groups(votes, previous=two.labels).k == 2
    clear = dense.sparse(camps(30, 26, 22))
    assert opinion_groups(clear, previous=opinion_groups(clear, k=2).labels).k == 3


@pytest.mark.parametrize("name", ["taxes", "ubi"])
def test_while_the_votes_come_in_hardly_anybody_changes_group(name):
    of = dense.published(name)
    labels = None
    for share in np.linspace(0.5, 1, 11):
        given = round(share * len(of.rows))
        columns = (each[:given] for each in (of.rows, of.columns, of.values))
        votes = VoteMatrix.of(*columns, shape=of.shape).with_statements(~of.excluded)
        before, labels = labels, opinion_groups(votes, previous=labels).labels
        if before is not None:
            both = (before >= 0) & (labels >= 0)
            assert (before[both] != labels[both]).mean() < 0.03


def test_more_groups_than_can_be_matched_are_refused():
    with pytest.raises(ValueError, match="names"):
        opinion_groups(dense.sparse(camps(30, 30)), k=9, previous=np.zeros(60))


@pytest.mark.parametrize("sizes", [(40, 30, 20), (16, 15, 3), (700, 500, 300)])
def test_the_order_of_people_and_the_way_of_the_signs_make_no_difference(sizes):
    full = camps(*sizes, noise=0.4)
    order = np.random.default_rng(1).permutation(len(full))
    plain, shuffled, mirrored = (opinion_groups(dense.sparse(each)) for each in (full, full[order], -full))
    assert (shuffled.labels == plain.labels[order]).all()
    assert (mirrored.labels == plain.labels).all()
    assert mirrored.coordinates == pytest.approx(-plain.coordinates)
    assert shuffled.stability == mirrored.stability == plain.stability


@pytest.mark.parametrize(("name", "least"), [("taxes", 0.75), ("brexit", 0.45), ("ubi", 0.05)])
def test_groups_resemble_the_published_ones_as_far_as_those_can_be_found_again(name, least):
    """Polis groups people as they come, so that its groups cannot be had from the votes alone."""
    conversation, published = dense.published(name), dense.published_groups(name)
    votes = conversation.last_votes().with_statements(~conversation.excluded)
    found = opinion_groups(votes)
    theirs = np.array([published.get(each, -1) for each in conversation.participant_ids.tolist()])
    both = (theirs >= 0) & (found.labels >= 0)
    assert adjusted_rand_index(found.labels[both], theirs[both]) > least
    assert np.bincount(found.labels[found.labels >= 0]).min() >= 5


def test_silhouettes_are_as_defined():
    points = np.array([[0.0, 0.0], [1.0, 0.0], [4.0, 0.0], [9.0, 9.0]])
    labels = np.array([0, 0, 1, 2])
    first, second = (4 - 1) / 4, (3 - 1) / 3
    found = silhouettes(points, [labels], np.random.default_rng(0))
    assert found == pytest.approx([(first + second + 0 + 0) / 4])


def test_the_adjusted_rand_index_is_1_for_the_same_and_0_for_no_relation():
    same = np.array([0, 0, 1, 1, 2])
    assert adjusted_rand_index(same, np.array([2, 2, 0, 0, 1])) == 1
    assert adjusted_rand_index(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])) == pytest.approx(-0.5)
    assert adjusted_rand_index(np.zeros(4, int), np.zeros(4, int)) == 1
