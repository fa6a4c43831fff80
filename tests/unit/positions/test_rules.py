"""What a position, a vote and a reason must be."""

import pytest

from forum.lib.errors import Conflict, Invalid
from forum.positions.models import Choice, Position, PositionState
from forum.positions.rules import (
    check_mergeable,
    check_new,
    check_showable,
    check_stands,
    check_takable,
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


def test_who_votes_on_a_merged_position_is_sent_to_the_one_that_has_its_votes():
    with pytest.raises(Conflict, match="says the same"):
        check_stands(PositionState.VISIBLE, is_superseded=True, is_merged=True, is_question_open=True)


@pytest.mark.parametrize("state", [PositionState.HELD, PositionState.HIDDEN, PositionState.TAKEN_OUT])
def test_moderators_give_back_what_waited_or_what_they_took_away(state):
    check_showable(state)


@pytest.mark.parametrize("state", [PositionState.VISIBLE, PositionState.WITHDRAWN])
def test_there_is_nothing_to_give_back_of_what_is_shown_or_what_its_author_withdrew(state):
    with pytest.raises(Conflict):
        check_showable(state)


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (PositionState.VISIBLE, PositionState.HELD),
        (PositionState.VISIBLE, PositionState.HIDDEN),
        (PositionState.VISIBLE, PositionState.TAKEN_OUT),
        (PositionState.HELD, PositionState.HIDDEN),
        (PositionState.HELD, PositionState.TAKEN_OUT),
    ],
)
def test_moderators_take_away_what_is_shown_or_waits(state, to):
    check_takable(state, to)


@pytest.mark.parametrize("to", [PositionState.HELD, PositionState.HIDDEN, PositionState.TAKEN_OUT])
@pytest.mark.parametrize(
    "state", [PositionState.HIDDEN, PositionState.TAKEN_OUT, PositionState.WITHDRAWN, None]
)
def test_what_is_out_of_sight_is_not_taken_away_again(state, to):
    with pytest.raises(Conflict):
        check_takable(state or to, to)


def said(id=1, *, question_id=1, state=PositionState.VISIBLE, superseded_by_id=None, is_meta=False):
    return Position(
        id=id, question_id=question_id, state=state, superseded_by_id=superseded_by_id, is_meta=is_meta
    )


def test_two_positions_on_one_question_can_become_one():
    check_mergeable(said(1), said(2))


@pytest.mark.parametrize(
    "position",
    [
        said(superseded_by_id=3),
        said(state=PositionState.HELD),
        said(state=PositionState.HIDDEN),
        said(state=PositionState.TAKEN_OUT),
        said(state=PositionState.WITHDRAWN),
    ],
)
def test_a_position_that_is_not_shown_or_has_a_better_wording_keeps_its_votes(position):
    with pytest.raises(Conflict):
        check_mergeable(position, said(2))


@pytest.mark.parametrize(
    "into",
    [
        said(1),
        said(2, question_id=2),
        said(2, superseded_by_id=3),
        said(2, state=PositionState.HELD),
        said(2, state=PositionState.HIDDEN),
        said(2, is_meta=True),
    ],
)
def test_votes_go_to_another_position_on_the_question_that_takes_votes(into):
    with pytest.raises(Invalid) as refused:
        check_mergeable(said(1), into)
    assert set(refused.value.fields) == {"into"}
