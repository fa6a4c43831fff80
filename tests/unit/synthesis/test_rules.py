"""What a synthesis, a mark and a remark must be."""

import pytest

from forum.lib.errors import Conflict, Invalid, Refused
from forum.synthesis.models import Mark, Slot
from forum.synthesis.rules import (
    LONGEST_TEXT,
    MOST_POSITIONS,
    MOST_WORDS,
    check_latest,
    check_markable,
    check_replaceable,
    check_synthesis,
    checked_remark,
    mark_named,
    words_in,
)


@pytest.fixture(autouse=True)
def _language(app):
    """The sentences of the rules are read in the source language."""


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", 0),
        ("We agree.", 2),
        ("- one\n- two\n\n> three – four", 4),
        ("**Really**, [two words](https://example.nl/a)", 3),
        ("één-op-één 2026", 2),
        ("*** --- _ …", 0),
    ],
)
def test_words_hold_a_letter_or_a_digit(source, words):
    assert words_in(source) == words


def check(texts=None, **positions):
    check_synthesis(
        {Slot.AGREE: "We agree."} if texts is None else texts,
        {Slot(slot): ids for slot, ids in positions.items()},
    )


def refused(*args, **kwargs) -> dict[str, str]:
    with pytest.raises(Invalid) as error:
        check(*args, **kwargs)
    return error.value.fields


def test_the_four_parts_have_at_most_so_many_words_together_and_it_says_how_many_there_are():
    half = "word " * (MOST_WORDS // 2)
    check({Slot.AGREE: half, Slot.NEXT_STEP: half})
    problems = refused({Slot.AGREE: half, Slot.UNKNOWN: "and", Slot.NEXT_STEP: half + " more"})
    assert problems == {"words": "The four parts have 252 words together. Make them shorter: at most 250."}


@pytest.mark.parametrize("texts", [{}, {Slot.AGREE: " \n"}, {Slot.DIFFER: "***"}])
def test_at_least_one_part_says_something_whatever_positions_stand_in_it(texts):
    assert set(refused(texts, agree=["a"])) == {"agree"}


def test_one_part_is_enough_whichever_it_is():
    for slot in Slot:
        check({slot: "Something."})


def test_a_part_without_white_space_has_an_end_too():
    assert set(refused({Slot.DIFFER: "a" * (LONGEST_TEXT + 1)})) == {"differ"}


def test_a_position_stands_in_one_part_only():
    check(agree=["a"], differ=["b"])
    assert set(refused(agree=["a"], differ=["b", "a"])) == {"differ_positions"}


def test_only_so_many_positions_stand_in_a_part_and_it_says_how_many_were_chosen():
    ids = [str(number) for number in range(MOST_POSITIONS + 1)]
    check(agree=ids[:-1])
    assert refused(agree=ids) == {"agree_positions": "You chose 13 positions here. Choose at most 12."}


def test_every_problem_is_told_at_once():
    texts = {Slot.AGREE: "a" * (LONGEST_TEXT + 1), Slot.DIFFER: "word " * 300}
    assert set(refused(texts, agree=["a"], differ=["a"])) == {"agree", "words", "differ_positions"}


@pytest.mark.parametrize("mark", list(Mark))
def test_marks_have_the_names_that_stand_in_forms(mark):
    assert mark_named(mark.value) is mark


@pytest.mark.parametrize("text", ["", "withdraw", "RECOGNISABLE", "yes", "\x00"])
def test_any_other_mark_is_wrong(text):
    with pytest.raises(Invalid) as error:
        mark_named(text)
    assert set(error.value.fields) == {"mark"}


def test_a_remark_belongs_to_the_marks_that_ask_for_one():
    assert checked_remark(Mark.RECOGNISABLE, "typed and thought better of") == ""
    for mark in (Mark.WITH_REMARK, Mark.NOT_RECOGNISABLE):
        assert checked_remark(mark, " The cost\n\nis  missing. ") == "The cost is missing."
        with pytest.raises(Invalid) as error:
            checked_remark(mark, " \n\u200b")
        assert set(error.value.fields) == {"remark"}


def test_a_remark_is_at_most_500_characters_and_says_how_many_it_has():
    assert checked_remark(Mark.WITH_REMARK, "a" * 500)
    with pytest.raises(Invalid, match="501 characters"):
        checked_remark(Mark.WITH_REMARK, "a" * 501)


def test_marking_is_for_participants_and_they_hear_how_to_become_one():
    check_markable(is_participant=True, is_own=False)
    with pytest.raises(Refused, match="Take part in this question first"):
        check_markable(is_participant=False, is_own=False)


def test_nobody_marks_what_they_wrote_themselves():
    with pytest.raises(Refused, match="You wrote this version yourself"):
        check_markable(is_participant=True, is_own=True)


def test_a_mark_is_for_the_latest_version():
    check_latest(3, 3)
    for version in (2, 4):
        with pytest.raises(Conflict, match="new version"):
            check_latest(version, 3)


def test_a_remark_that_a_moderator_hid_gets_no_other_text():
    check_replaceable("Before.", "After.", is_hidden=False)
    check_replaceable("Before.", "Before.", is_hidden=True)
    check_replaceable("Before.", "", is_hidden=True)
    with pytest.raises(Invalid) as error:
        check_replaceable("Before.", "After.", is_hidden=True)
    assert set(error.value.fields) == {"remark"}
