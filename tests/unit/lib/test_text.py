import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.lib.text import clean_line, excerpt, slugify


def test_a_line_loses_what_cannot_be_seen():
    assert clean_line(" Wie\u200b is\u202e\n ‘wij’?\x00 ") == "Wie is ‘wij’?"


def test_a_lone_surrogate_does_not_reach_the_database():
    clean_line("\ud800").encode()


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Wie is ‘wij’?", "wie-is-wij"),
        ("Éen budgethouder", "een-budgethouder"),
        ("???", ""),
        ("x" * 80, "x" * 60),
    ],
)
def test_a_slug_is_what_is_left_of_the_words(text, slug):
    assert slugify(text) == slug


def test_a_long_slug_is_cut_at_a_word():
    assert slugify("een " * 40) == "-".join(["een"] * 15)


@given(st.text(max_size=500))
def test_an_excerpt_fits_and_stands_on_one_line(text):
    short = excerpt(text, most=50)
    assert len(short) <= 51
    assert "\n" not in short
