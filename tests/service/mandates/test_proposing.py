"""Proposing positions in the name of an organisation."""

from typing import Any

import pytest
import sqlalchemy as sa

from forum.mandates.service import withdraw_mandate
from forum.permissions import ANONYMOUS
from forum.positions.models import Position
from forum.positions.proposed import proposed_by, proposed_for
from forum.positions.queries import position_view
from forum.positions.service import supersede_position, withdraw_position
from tests.factories import a_comment, a_mandate, a_position, a_vote, as_actor, decided
from tests.service.mandates.test_speaking import refusal


def proposed(person, mandate, statement: str = "", **fields) -> Position:
    return a_position(person, statement, capacity=mandate.public_id, **fields)


def spoken_for(position) -> Any:
    return position_view(position.public_id, ANONYMOUS, "en").speaks_for


def better(person, position, statement: str = "Clients decide, and we help.", **fields) -> Position:
    return supersede_position(
        as_actor(person), position.public_id, statement=statement, language="en", **fields
    )


def count(db) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Position))


def test_a_position_says_for_whom_it_was_proposed(anna, annas):
    spoken = spoken_for(proposed(anna, annas))
    assert (spoken.name, spoken.slug) == ("Gemeente Zeist", "gemeente-zeist")
    assert (spoken.ended_on, spoken.withdrawn_at) == (None, None)


def test_without_a_choice_one_proposes_for_oneself_also_with_a_mandate(anna, annas):
    for fields in ({}, {"capacity": "personal"}):
        assert spoken_for(a_position(anna, **fields)) is None


def test_after_the_last_day_of_the_mandate_a_position_says_so(anna, annas, clock):
    position = proposed(anna, annas)
    clock.advance(days=100)
    assert spoken_for(position).ended_on is None
    clock.advance(days=1)
    assert spoken_for(position).ended_on == annas.ends_on


@pytest.mark.parametrize("how", ["withdrawn", "revoked"])
def test_when_the_mandate_was_taken_back_a_position_stays_and_says_so(anna, annas, how):
    position = proposed(anna, annas)
    if how == "withdrawn":
        withdraw_mandate(as_actor(anna), annas.public_id)
    else:
        decided(annas, "revoke")
    assert spoken_for(position).withdrawn_at is not None


def test_a_form_that_was_open_longer_than_the_mandate_is_refused_and_nothing_is_stored(
    db, anna, annas, clock
):
    clock.advance(days=101)
    problem = refusal(lambda: proposed(anna, annas))
    assert "ran up to and including March 3, 2027" in problem["capacity"]
    assert count(db) == 0


def test_one_that_is_only_asked_for_does_not_hold(ben, bens):
    assert "does not hold yet" in refusal(lambda: proposed(ben, bens))["capacity"]


@pytest.mark.parametrize("capacity", ["organisation", "nothing", "\x00", "gemeente-zeist"])
def test_what_is_no_mandate_is_refused(anna, annas, capacity):
    assert set(refusal(lambda: a_position(anna, capacity=capacity))) == {"capacity"}


def test_nobody_proposes_by_the_mandate_of_somebody_else(bob, annas):
    assert set(refusal(lambda: proposed(bob, annas))) == {"capacity"}


@pytest.mark.parametrize(
    ("scope", "question", "fits"),
    [
        ("forum", "one-budget", True),
        ("lesson:we", "who-is-we", True),
        ("lesson:we", "one-budget", False),
        ("question:who-is-we", "who-is-we", True),
        ("question:who-is-we", "one-budget", False),
    ],
)
def test_it_holds_at_the_questions_of_its_place_only(alice, article, scope, question, fits):
    mandate = a_mandate(alice, scope=scope)
    if fits:
        assert spoken_for(proposed(alice, mandate, question=question))
    else:
        problem = refusal(lambda: proposed(alice, mandate, question=question))
        assert "does not hold here" in problem["capacity"]


def test_one_for_a_conversation_does_not_hold_for_what_everybody_votes_on(alice, bob, thread):
    """A position stands at the question, also when it was taken from a comment of that conversation."""
    mandate = a_mandate(alice, scope=f"thread:{thread.public_id}")
    comment = a_comment(bob, thread, "We decide together.")
    for fields in ({}, {"source_comment": comment.public_id}):
        assert set(refusal(lambda fields=fields: proposed(alice, mandate, **fields))) == {"capacity"}


def test_what_is_taken_from_a_comment_can_be_proposed_for_an_organisation(anna, annas, bob, thread):
    comment = a_comment(bob, thread, "We decide together.")
    assert spoken_for(proposed(anna, annas, source_comment=comment.public_id))


def test_a_retry_after_the_end_gets_its_first_result(anna, annas):
    fields = {"statement": "Once is enough.", "submission_key": "k" * 24}
    first = proposed(anna, annas, **fields)
    withdraw_mandate(as_actor(anna), annas.public_id)
    assert proposed(anna, annas, **fields).id == first.id


def test_a_better_wording_of_ones_own_can_be_for_an_organisation(anna, annas):
    position = a_position(anna)
    assert spoken_for(better(anna, position, capacity=annas.public_id)).name == "Gemeente Zeist"
    assert spoken_for(position) is None


def test_a_better_wording_of_what_an_organisation_proposed_is_for_that_organisation(anna, annas):
    assert spoken_for(better(anna, proposed(anna, annas), capacity=annas.public_id)).name == "Gemeente Zeist"


@pytest.mark.parametrize("capacity", ["", "personal", "other", "nothing"])
def test_nobody_makes_it_their_own_or_that_of_another_by_a_better_wording(db, anna, annas, capacity):
    position = proposed(anna, annas)
    if capacity == "other":
        capacity = a_mandate(anna, "Zorg").public_id
    problem = refusal(lambda: better(anna, position, capacity=capacity))
    assert "proposed on behalf of Gemeente Zeist" in problem["capacity"]
    assert count(db) == 1


def test_nor_does_who_speaks_for_it_no_more(anna, annas, clock):
    position = proposed(anna, annas)
    clock.advance(days=101)
    for capacity in ("personal", annas.public_id):
        assert set(refusal(lambda which=capacity: better(anna, position, capacity=which))) == {"capacity"}


def test_by_a_new_mandate_of_the_same_organisation_one_goes_on(anna, annas):
    position = proposed(anna, annas)
    withdraw_mandate(as_actor(anna), annas.public_id)
    renewed = a_mandate(anna, "Gemeente Zeist")
    assert spoken_for(better(anna, position, capacity=renewed.public_id)).withdrawn_at is None


def test_a_better_wording_by_moderators_is_not_said_by_the_organisation(anna, annas, do):
    position = proposed(anna, annas, "Clients decide with us, and so do we.")
    do("supersede", f"position:{position.public_id}", fields={"statement": ["Clients decide with us."]})
    ref = position_view(position.public_id, ANONYMOUS, "en").superseded_by
    assert ref is not None
    assert position_view(ref.public_id, ANONYMOUS, "en").speaks_for is None


def test_its_author_withdraws_it_also_after_the_end(anna, annas):
    position = proposed(anna, annas)
    withdraw_mandate(as_actor(anna), annas.public_id)
    withdraw_position(as_actor(anna), position.public_id)
    assert proposed_for(annas.organisation_id, "en").rows == []


def test_an_organisations_list_holds_what_was_proposed_in_its_name_by_anybody(anna, annas, ben):
    bens = a_mandate(ben, "Gemeente Zeist")
    first, second = proposed(anna, annas), proposed(ben, bens)
    proposed(ben, a_mandate(ben, "Zorg"))
    a_position(anna)
    listed = proposed_for(annas.organisation_id, "en").rows
    assert [one.public_id for one in listed] == [second.public_id, first.public_id]


def test_an_organisations_list_tells_nobodys_vote(anna, annas, bob):
    position = proposed(anna, annas)
    a_vote(bob, position)
    assert [one.my_vote for one in proposed_for(annas.organisation_id, "en").rows] == [None]


def test_a_persons_list_says_what_was_for_an_organisation(anna, annas):
    a_position(anna)
    proposed(anna, annas)
    spoken = [one.speaks_for and one.speaks_for.name for one in proposed_by(anna.id, "en").rows]
    assert spoken == ["Gemeente Zeist", None]
