"""What a position, a vote and a reason must be."""

import pytest

from forum.lib.errors import Conflict, Invalid
from forum.positions.models import Choice, PositionState
from forum.positions.rules import (
    check_new,
    check_stands,
    check_withdrawable,
    checked_quote,
    checked_reason,
    checked_statement,
    choice_named,
    name_of,
)


@pytest.fixture(autouse=True)
def _language(app):
    """The sentences of the rules are read in the source language."""


def test_a_statement_is_kept_without_stray_white_space():
    assert checked_statement("  Clients \t decide\u200b with us. ") == "Clients decide with us."


@pytest.mark.parametrize("statement", ["", "   ", "…", "?!", "\u200b"])
def test_a_statement_has_words(statement):
    with pytest.raises(Invalid) as refused:
        checked_statement(statement)
    assert set(refused.value.fields) == {"statement"}


def test_a_statement_is_at_most_140_characters_and_says_how_many_it_has():
    assert checked_statement("a" * 140)
    with pytest.raises(Invalid, match="141 characters"):
        checked_statement("a" * 141)


@pytest.mark.parametrize("between", ["\n", "\r\n", "\u2028"])
def test_a_statement_is_one_line(between):
    with pytest.raises(Invalid, match="one line"):
        checked_statement(f"One.{between}Two.")


def test_an_empty_line_at_the_end_does_no_harm():
    assert checked_statement("One.\n") == "One."


@pytest.mark.parametrize(
    "again", ["Clients decide with us", "clients DECIDE with us!", "Clients, decide with us."]
)
def test_the_same_words_again_are_no_new_position_and_the_person_hears_which_one_it_is(again):
    with pytest.raises(Invalid, match="Clients decide with us"):
        check_new(again, ["Something else.", "Clients decide with us."])


def test_other_words_are_a_new_position():
    check_new("Clients do not decide with us.", ["Clients decide with us."])


@pytest.mark.parametrize("choice", list(Choice))
def test_choices_have_the_names_that_stand_in_forms(choice):
    assert choice_named(name_of(choice)) is choice


@pytest.mark.parametrize("text", ["", "AGREE", "1", "withdraw", "agree\x00"])
def test_any_other_choice_is_wrong(text):
    with pytest.raises(Invalid) as refused:
        choice_named(text)
    assert set(refused.value.fields) == {"choice"}


def test_an_empty_reason_is_no_reason():
    assert checked_reason(" \n ") is None
    assert checked_reason("Because\nso.") == "Because so."
    with pytest.raises(Invalid):
        checked_reason("a" * 501)


def test_a_quote_stands_in_the_text_whatever_the_white_space():
    assert checked_quote("us  decide", "Let\nus\ndecide together.") == "us decide"
    with pytest.raises(Invalid):
        checked_quote("them decide", "Let us decide together.")


@pytest.mark.parametrize(
    ("state", "is_superseded", "is_question_open"),
    [
        (PositionState.HELD, False, True),
        (PositionState.WITHDRAWN, False, True),
        (PositionState.HIDDEN, False, True),
        (PositionState.VISIBLE, True, True),
        (PositionState.VISIBLE, False, False),
    ],
)
def test_votes_are_for_positions_that_stand(state, is_superseded, is_question_open):
    with pytest.raises(Conflict):
        check_stands(state, is_superseded=is_superseded, is_question_open=is_question_open)


def test_a_position_without_votes_can_be_withdrawn_also_while_it_waits():
    check_withdrawable(PositionState.VISIBLE, is_superseded=False, is_frozen=False)
    check_withdrawable(PositionState.HELD, is_superseded=False, is_frozen=False)
    with pytest.raises(Conflict, match="belongs to everybody"):
        check_withdrawable(PositionState.VISIBLE, is_superseded=False, is_frozen=True)
