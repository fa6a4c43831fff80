"""Voting in the name of an organisation, on the pages where one votes."""

import pytest

from forum.mandates.service import withdraw_mandate
from forum.positions.models import Choice
from forum.positions.queries import position_view
from forum.positions.voting import cast_vote_for
from tests.factories import a_mandate, a_position, as_actor


@pytest.fixture
def mandate(alice, position):
    return a_mandate(alice, "Gemeente Zeist")


def address(position) -> str:
    return f"/positions/{position.public_id}"


def own_vote(person, position) -> Choice | None:
    return position_view(position.public_id, as_actor(person), "en").my_vote


def test_without_a_mandate_there_is_no_choice(as_bob, mandate, position):
    for place in (address(position), "/questions/who-is-we/ballot", f"{address(position)}/vote"):
        assert not as_bob.get(place).select("[name=capacity]"), place


def test_with_one_there_is_and_it_begins_with_oneself(as_alice, mandate, position):
    for place in (address(position), "/questions/who-is-we/ballot", f"{address(position)}/vote"):
        radios = as_alice.get(place).select("[type=radio][name=capacity]")
        assert [(one["value"], one.has_attr("checked")) for one in radios] == [
            ("personal", True),
            (mandate.public_id, False),
        ], place


def test_a_vote_for_it_stands_beside_ones_own_and_shows_no_results(as_alice, alice, mandate, position, mode):
    fields = {"choice": "agree", "capacity": mandate.public_id, "place": "page", "next": address(position)}
    page = as_alice.post(f"{address(position)}/vote", fields, mode=mode)
    if mode == "plain":
        page = as_alice.get(page.location)
    assert page.words(".their-vote .my-vote") == "On behalf of Gemeente Zeist: Agree"
    assert own_vote(alice, position) is None
    assert not page.select(".position-result")
    assert page.select_one("[name=capacity][value=personal]").has_attr("checked")


def test_who_does_not_speak_for_it_sees_nothing_of_it(as_bob, nobody, alice, mandate, position):
    cast_vote_for(as_actor(alice), position.public_id, Choice.AGREE, capacity=mandate.public_id)
    for person in (as_bob, nobody):
        page = person.get(f"{address(position)}?results=1")
        assert not page.select(".their-vote")
        assert "Zeist" not in page.text


def test_a_colleague_sees_it_and_can_withdraw_it(as_bob, bob, alice, mandate, position, mode):
    bobs = a_mandate(bob, "Gemeente Zeist")
    cast_vote_for(as_actor(alice), position.public_id, Choice.DISAGREE, capacity=mandate.public_id)
    page = as_bob.get(address(position))
    assert "Disagree" in page.words(".their-vote")
    form = page.select_one(".their-vote form")
    assert form.select_one("[name=capacity]")["value"] == bobs.public_id
    fields = {"choice": "withdraw", "capacity": bobs.public_id, "place": "page", "next": address(position)}
    as_bob.post(f"{address(position)}/vote", fields, mode=mode)
    assert not as_bob.get(address(position)).select(".their-vote")


def test_on_a_ballot_the_same_position_stays_until_one_voted_oneself(
    as_alice, alice, bob, mandate, position, mode
):
    a_position(bob, "Another one.")
    page = as_alice.get("/questions/who-is-we/ballot")
    offered = page.select_one("#ballot article.position")["id"]
    shown = offered.removeprefix("position-")
    back = page.select_one("#ballot [name=next]")["value"]
    fields = {"choice": "pass", "capacity": mandate.public_id, "place": "ballot", "next": back}
    answer = as_alice.post(f"/positions/{shown}/vote", fields, mode=mode)
    if mode == "plain":
        answer = as_alice.get(answer.location.partition("#")[0])
    assert answer.select_one("#ballot article.position")["id"] == offered
    assert "No opinion" in answer.words(".their-vote")
    assert not answer.select("[data-place=voted]")


@pytest.mark.parametrize("how", ["ended", "withdrawn"])
def test_a_form_opened_before_the_end_is_refused_and_one_can_vote_for_oneself(
    as_alice, alice, mandate, position, mode, clock, how
):
    if how == "ended":
        clock.advance(days=101)
        as_alice.sign_in(alice)
    else:
        withdraw_mandate(as_actor(alice), mandate.public_id)
    fields = {"choice": "agree", "capacity": mandate.public_id}
    page = as_alice.post(f"{address(position)}/vote", fields, mode=mode)
    assert page.status_code == 422
    assert "personal capacity" in page.words(".problem")
    assert page.select("[name=choice][value=agree]")
    assert own_vote(alice, position) is None
