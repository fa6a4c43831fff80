"""Votes in the name of an organisation: one for each, apart from those of people."""

import pytest
import sqlalchemy as sa

from forum.jobs.models import OutboxMessage
from forum.lib.errors import Conflict, Invalid, Refused
from forum.mandates.service import withdraw_mandate
from forum.positions.mandated import votes_by_mandate
from forum.positions.models import Choice, OrganisationVote, Position, Vote
from forum.positions.queries import position_view
from forum.positions.voting import cast_vote_for, withdraw_vote_for
from tests.factories import a_mandate, a_user, a_vote, as_actor, concluded, decided
from tests.service.moderation.at_once import at_once


@pytest.fixture
def anna(db):
    return a_user("anna")


@pytest.fixture
def annas(anna, article):
    return a_mandate(anna)


def vote_for(person, mandate, position, choice=Choice.AGREE):
    return cast_vote_for(as_actor(person), position.public_id, choice, capacity=mandate.public_id)


def organisation_votes(db) -> list[tuple[int, int]]:
    db.session.rollback()
    return [
        (row.organisation_id, row.choice)
        for row in db.session.scalars(sa.select(OrganisationVote).order_by(OrganisationVote.organisation_id))
    ]


def test_it_is_no_vote_of_the_person(db, anna, annas, position):
    vote_for(anna, annas, position)
    assert db.session.scalars(sa.select(Vote)).all() == []
    assert position_view(position.public_id, as_actor(anna), "en").my_vote is None


def test_beside_it_the_person_votes_for_themselves_and_may_differ(db, anna, annas, position):
    vote_for(anna, annas, position)
    a_vote(anna, position, Choice.DISAGREE)
    assert organisation_votes(db) == [(annas.organisation_id, 1)]
    assert position_view(position.public_id, as_actor(anna), "en").my_vote is Choice.DISAGREE


def test_of_two_who_speak_for_one_organisation_the_later_vote_counts(db, anna, annas, bob, position):
    bobs = a_mandate(bob)
    vote_for(anna, annas, position)
    vote_for(bob, bobs, position, Choice.DISAGREE)
    assert organisation_votes(db) == [(annas.organisation_id, -1)]
    assert votes_by_mandate(position.id, [annas.public_id, bobs.public_id]) == {
        annas.public_id: Choice.DISAGREE,
        bobs.public_id: Choice.DISAGREE,
    }


def test_one_person_votes_for_two_organisations(db, anna, annas, position):
    other = a_mandate(anna, "Zorg")
    vote_for(anna, annas, position)
    vote_for(anna, other, position, Choice.PASS)
    assert organisation_votes(db) == [(annas.organisation_id, 1), (other.organisation_id, 0)]


def test_two_at_once_leave_one_vote(app, db, anna, annas, bob, position):
    bobs = a_mandate(bob)
    results = at_once(
        app,
        [
            lambda: vote_for(anna, annas, position),
            lambda: vote_for(bob, bobs, position, Choice.DISAGREE),
        ]
        * 3,
    )
    assert not [one for one in results if isinstance(one, Exception)]
    assert len(organisation_votes(db)) == 1


def test_it_can_be_withdrawn_by_whoever_speaks_for_it(db, anna, annas, bob, position):
    vote_for(anna, annas, position)
    withdraw_vote_for(as_actor(bob), position.public_id, capacity=a_mandate(bob).public_id)
    assert organisation_votes(db) == []
    withdraw_vote_for(as_actor(anna), position.public_id, capacity=annas.public_id)


def test_the_first_vote_freezes_the_wording(db, anna, annas, position):
    vote_for(anna, annas, position)
    db.session.rollback()
    assert db.session.get_one(Position, position.id, populate_existing=True).is_frozen


@pytest.mark.parametrize("capacity", ["", "personal", "nothing"])
def test_without_a_mandate_nobody_votes_for_an_organisation(anna, annas, position, capacity):
    with pytest.raises(Invalid) as refused:
        cast_vote_for(as_actor(anna), position.public_id, Choice.AGREE, capacity=capacity)
    assert set(refused.value.fields) == {"capacity"}


def test_after_its_end_it_is_refused(db, anna, annas, position, clock):
    clock.advance(days=101)
    with pytest.raises(Invalid, match="ran up to"):
        vote_for(anna, annas, position)
    assert organisation_votes(db) == []


def test_when_it_was_withdrawn_meanwhile_too(db, anna, annas, position):
    withdraw_mandate(as_actor(anna), annas.public_id)
    with pytest.raises(Invalid, match="withdrawn"):
        vote_for(anna, annas, position)


def test_it_fits_the_lessons_of_the_question(anna, position):
    vote_for(anna, a_mandate(anna, "Aa", scope="lesson:values"), position)
    vote_for(anna, a_mandate(anna, "Bb", scope="question:who-is-we"), position)
    with pytest.raises(Invalid, match="does not hold here"):
        vote_for(anna, a_mandate(anna, "Cc", scope="question:one-budget"), position)


def test_what_takes_no_votes_takes_none_of_organisations(anna, annas, position):
    concluded("who-is-we")
    with pytest.raises(Conflict):
        vote_for(anna, annas, position)


def test_who_cannot_vote_cannot_vote_for_an_organisation(anna, annas, position, do):
    do("suspend", f"account:{anna.public_id}", ground="spam", fields={"scope": ["everything"], "until": [""]})
    with pytest.raises(Refused):
        vote_for(anna, annas, position)


def test_what_was_voted_by_a_mandate_that_moderators_end_is_taken_back(db, anna, annas, bob, position):
    vote_for(anna, annas, position)
    vote_for(bob, a_mandate(bob, "Zorg"), position)
    decided(annas, "revoke")
    assert len(organisation_votes(db)) == 1


def test_what_was_voted_by_a_mandate_that_ended_otherwise_stays(db, anna, annas, position, clock):
    vote_for(anna, annas, position)
    withdraw_mandate(as_actor(anna), annas.public_id)
    assert organisation_votes(db) == [(annas.organisation_id, 1)]


def test_an_event_tells_only_which_question(db, anna, annas, position):
    vote_for(anna, annas, position)
    told = db.session.scalars(
        sa.select(OutboxMessage).where(OutboxMessage.event.endswith("VotesChanged"))
    ).all()
    assert [one.payload for one in told] == [{"question_id": position.question_id}]
