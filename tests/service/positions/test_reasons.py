"""Reasons that voters gave."""

from dataclasses import asdict

from forum.permissions import ANONYMOUS
from forum.positions import queries
from forum.positions.models import (
    Choice,
)
from forum.positions.reasons import SHOWN_AT_MOST
from forum.positions.tally import ALL, Row
from tests.factories import a_result, a_user, a_vote


def a_row(key=ALL, agree=0, disagree=0, passed=0):
    return Row(key, agree, disagree, passed, 0.0, 1.0)


def reasons_after(position, *, agree, disagree=0, clock):
    a_result(position, rows=[asdict(a_row(agree=agree, disagree=disagree))], assessed_at=clock())
    return queries.position_page(position.public_id, ANONYMOUS, "en").reasons


def test_reasons_are_shown_without_names_once_enough_people_chose_the_same(position, clock):
    for number in range(5):
        a_vote(a_user(), position, reason=f"Reason {number % 4}.")
    a_vote(a_user(), position, Choice.DISAGREE, reason="The only one against.")
    shown = reasons_after(position, agree=5, disagree=1, clock=clock)
    assert sorted(shown) == [(Choice.AGREE, f"Reason {number}.") for number in range(4)]


def test_a_reason_waits_for_the_next_analysis(position, clock):
    for _ in range(5):
        a_vote(a_user(), position)
    a_result(position, rows=[asdict(a_row(agree=5))], assessed_at=clock())
    clock.advance(seconds=1)
    a_vote(a_user(), position, reason="Just now.")
    assert queries.position_page(position.public_id, ANONYMOUS, "en").reasons == ()


def test_fewer_than_five_of_a_choice_give_no_reasons_away(position, clock):
    for _ in range(4):
        a_vote(a_user(), position, reason="Somebody's.")
    assert reasons_after(position, agree=4, clock=clock) == ()


def test_of_very_many_reasons_as_many_are_shown_as_one_reads(position, clock):
    for number in range(SHOWN_AT_MOST + 3):
        a_vote(a_user(), position, reason=f"Reason {number}.")
    for number in range(5):
        a_vote(a_user(), position, Choice.DISAGREE, reason=f"Against {number}.")
    shown = reasons_after(position, agree=53, disagree=5, clock=clock)
    assert [choice for choice, _ in shown] == [Choice.AGREE] * SHOWN_AT_MOST + [Choice.DISAGREE] * 5
