import pytest

from forum.articles.models import LONGEST_OUTCOME
from forum.articles.rules import MOST_COMBINED, checked_outcome, checked_slug, combined, is_number
from forum.lib.errors import Invalid, NotFound


def test_lessons_combine_by_number_and_by_name():
    assert combined("2+4") == ("2", "4")
    assert combined("wie-is-wij+4") == ("wie-is-wij", "4")


def test_a_lesson_counts_once_in_a_combination():
    assert combined("2+2+2") == ("2",)


@pytest.mark.parametrize("terms", ["", "+", "2+", "2 4", "2+\x00", "a" * 61, "Wij", "../x", "é"])
def test_what_can_be_no_lesson_is_not_found(terms):
    with pytest.raises(NotFound):
        combined(terms)


def test_more_lessons_than_any_article_has_are_not_found():
    with pytest.raises(NotFound):
        combined("+".join(f"les-{n}" for n in range(MOST_COMBINED + 1)))


def test_only_small_numbers_are_lesson_numbers():
    assert is_number("2")
    assert is_number("99")
    assert not any(map(is_number, ("0", "02", "100", "1" + 30 * "0", "two", "²", "٣")))


def test_a_slug_is_passed_on_as_it_is():
    assert checked_slug("wie-is-wij") == "wie-is-wij"


def test_an_outcome_keeps_its_paragraphs_and_nothing_invisible():
    assert checked_outcome("  We begin in May.\r\n\r\nWith the\u202e residents.\x00 ") == (
        "We begin in May.\n\nWith the residents."
    )


@pytest.mark.parametrize("outcome", ["", "  \n ", "\u202e", "x" * (LONGEST_OUTCOME + 1)])
def test_a_question_is_concluded_with_an_outcome_of_at_most_2000_characters(app, outcome):
    assert len(checked_outcome("x" * LONGEST_OUTCOME)) == LONGEST_OUTCOME == 2000
    with pytest.raises(Invalid) as refused:
        checked_outcome(outcome)
    assert set(refused.value.fields) == {"outcome"}
