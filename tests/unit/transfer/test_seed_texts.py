"""The material of seeded content: sentences that are allowed here, and fair shares."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts.names import clean_name
from forum.accounts.rules import clean_email
from forum.articles.source import LONGEST_POSITION
from forum.transfer.seed.leanings import Leaning, chances
from forum.transfer.seed.names import FIRST, LAST
from forum.transfer.seed.recipe import Recipe, shared_out
from forum.transfer.seed.statements import MOST, STATEMENTS, statements_for
from forum.transfer.seed.writing import ALL_THEMES, Writer, title


@pytest.mark.parametrize("slug", [*STATEMENTS, "elsewhere"])
def test_positions_are_different_sentences_of_the_allowed_length(slug):
    statements = [statement for statement, _leaning in statements_for(slug)]
    assert len(statements) == len(set(statements)) >= MOST
    assert all(0 < len(each) <= LONGEST_POSITION and each.endswith(".") for each in statements)


@pytest.mark.parametrize("theme", ALL_THEMES, ids=lambda theme: theme.titles[0])
def test_what_people_write_has_no_gaps(theme):
    writer = Writer(theme, Random(1))
    texts = [title(theme, number, writer.chance) for number in range(40)]
    for _time in range(30):
        texts += [writer.opening().source, writer.answer().source, writer.reaction().source]
    assert all(text.strip() and "{" not in text for text in texts)


def test_names_are_such_as_people_may_have():
    for name in (*(f"{first} Bos" for first in FIRST), *(f"Noor {last}" for last in LAST)):
        assert clean_name(name) == name


def test_addresses_are_canonical_and_can_never_exist():
    address = f"anneke.1@{Recipe().domain}"
    assert clean_email(address) == address
    assert address.endswith(".example.org")


@given(
    st.integers(0, 500), st.lists(st.integers(0, 9), min_size=1, max_size=12), st.none() | st.integers(1, 40)
)
def test_everything_is_shared_out_by_weight_and_nobody_gets_too_much(total, weights, most):
    parts = shared_out(total, weights, most)
    takers = sum(weight > 0 for weight in weights)
    room = total if most is None else min(total, takers * most)
    assert sum(parts) == (room if takers else 0)
    assert all(part >= 0 and (most is None or part <= most) for part in parts)
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


def test_larger_weights_get_more():
    assert shared_out(60, [8, 6, 6, 5, 5, 5, 5, 5, 8, 7]) == [8, 6, 6, 5, 5, 5, 5, 5, 8, 7]


@pytest.mark.parametrize("leaning", Leaning)
def test_odds_leave_room_for_passing(leaning):
    for side in (-1, 0, 1):
        for camp in (-1, 1):
            odds = chances(leaning, side, camp)
            assert 0 < odds.agree + odds.disagree < 1


def test_public_ids_differ_between_recipes():
    ids = [each.public_id("thread", 1) for each in (Recipe(), Recipe(seed=2), Recipe(votes=1))]
    assert len(set(ids)) == 3
