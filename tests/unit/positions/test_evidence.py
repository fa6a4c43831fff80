"""How strongly votes speak for a majority in each perspective: OPINION.md, section 3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.positions.evidence import evidence

AGREE, PASS, DISAGREE = 1, 0, -1
G, H = 0, 1

votes = st.lists(st.tuples(st.integers(0, 2), st.sampled_from([AGREE, PASS, DISAGREE])), max_size=60)


@pytest.mark.parametrize(
    ("given_votes", "of_g", "of_h"),
    [
        ([(G, AGREE)] * 5, 2.2626, 1.0),
        ([(G, AGREE)] * 8, 6.5641, 1.0),
        ([(G, AGREE), (G, DISAGREE)] * 4, 0.6962, 1.0),
        ([(H, AGREE)] * 6 + [(G, AGREE)] * 5, 18.6667, 3.1329),
        ([(H, AGREE)] * 6 + [(G, AGREE)] * 4 + [(G, DISAGREE)], 1.6970, 3.1329),
        ([(H, DISAGREE)] * 6 + [(G, AGREE)] * 6, 1.0, None),
    ],
)
def test_the_published_vectors(given_votes, of_g, of_h):
    found = evidence(given_votes, 2)
    assert found[G].agree == pytest.approx(of_g, abs=5e-5)
    if of_h is not None:
        assert found[H].agree == pytest.approx(of_h, abs=5e-5)


@given(votes)
def test_passes_change_nothing(given_votes):
    without = [(own, choice) for own, choice in given_votes if choice != PASS]
    assert evidence(given_votes, 3) == evidence(without, 3)


@given(votes)
def test_with_the_signs_swapped_agreement_and_disagreement_change_places(given_votes):
    swapped = evidence([(own, -choice) for own, choice in given_votes], 3)
    for before, after in zip(evidence(given_votes, 3), swapped, strict=True):
        assert (before.agree, before.disagree) == pytest.approx((after.disagree, after.agree))


def test_however_many_agree_it_stays_a_number():
    (found,) = evidence([(G, AGREE)] * 5000, 1)
    assert 1e300 < found.agree < float("inf")
    assert found.disagree <= 1


def test_no_votes_say_nothing():
    assert [each.agree for each in evidence([], 2)] == [1.0, 1.0]


def test_an_even_split_rarely_reaches_four():
    """Ville's inequality promises at most one in four, however often one looks."""
    import random

    draw = random.Random(7)
    reached = 0
    for _ in range(300):
        so_far = []
        for _ in range(60):
            so_far += [(G, draw.choice([AGREE, DISAGREE])), (H, AGREE)]
        reached += any(evidence(so_far[:n], 2)[G].agree >= 4 for n in range(2, len(so_far) + 1, 2))
    assert reached <= 75
