"""Voting on positions."""

import logging
import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from forum.articles.models import Question
from forum.audit import recorded
from forum.jobs.models import OutboxMessage
from forum.lib.db import atomic
from forum.lib.errors import Conflict, Invalid, NotFound, Refused, SignInNeeded
from forum.permissions import ANONYMOUS
from forum.positions.models import Choice, PositionState, Vote
from forum.positions.queries import position_view
from forum.positions.service import supersede_position, withdraw_position
from forum.positions.voting import cast_vote, withdraw_vote
from tests.factories import a_position, a_user, a_vote, as_actor


def seen(position, viewer):
    return position_view(position.public_id, as_actor(viewer), "en")


@atomic
def put_state(moderator, position, state):
    with recorded(as_actor(moderator), "position.test", position):
        position.state = state


@pytest.mark.parametrize("choice", list(Choice))
def test_one_sees_ones_own_vote_and_nobody_elses(position, alice, bob, choice):
    a_vote(alice, position, choice)
    assert seen(position, alice).my_vote is choice
    assert seen(position, bob).my_vote is None


def test_a_second_vote_replaces_the_first(position, alice, db):
    a_vote(alice, position, Choice.AGREE)
    a_vote(alice, position, Choice.DISAGREE)
    assert seen(position, alice).my_vote is Choice.DISAGREE
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Vote)) == 1


def test_the_last_change_counts_for_the_order_and_the_same_again_is_no_change(position, alice, clock):
    first = clock()
    a_vote(alice, position, Choice.AGREE)
    clock.advance(minutes=1)
    assert a_vote(alice, position, Choice.AGREE).voted_at == first
    assert a_vote(alice, position, Choice.PASS).voted_at == clock()


def test_a_reason_stays_until_it_is_removed(position, alice):
    a_vote(alice, position, Choice.DISAGREE, reason=" Too \n early. ")
    a_vote(alice, position, Choice.AGREE)
    assert seen(position, alice).my_reason == "Too early."
    a_vote(alice, position, Choice.AGREE, reason="")
    assert seen(position, alice).my_reason is None


def test_a_reason_that_is_too_long_is_refused_and_nothing_is_stored(position, alice):
    with pytest.raises(Invalid) as refused:
        a_vote(alice, position, reason="a" * 501)
    assert set(refused.value.fields) == {"reason"}
    assert seen(position, alice).my_vote is None


def test_a_vote_can_be_withdrawn_with_its_reason_and_twice_does_no_harm(position, alice, db):
    a_vote(alice, position, reason="So.")
    for _ in range(2):
        withdraw_vote(as_actor(alice), position.public_id)
    assert seen(position, alice).my_vote is None
    assert db.session.scalars(sa.select(Vote)).all() == []


def test_withdrawing_leaves_the_votes_of_others(position, alice, bob):
    a_vote(alice, position)
    a_vote(bob, position, Choice.PASS)
    withdraw_vote(as_actor(alice), position.public_id)
    assert seen(position, bob).my_vote is Choice.PASS


def test_the_first_vote_freezes_the_wording_for_good(position, alice, bob):
    assert not seen(position, alice).is_frozen
    a_vote(alice, position)
    withdraw_vote(as_actor(alice), position.public_id)
    assert seen(position, bob).is_frozen


@pytest.mark.parametrize("state", [one for one in PositionState if one is not PositionState.VISIBLE])
def test_a_position_that_is_not_shown_takes_no_votes_and_gives_none_back(position, alice, mo, state):
    a_vote(alice, position)
    put_state(mo, position, state)
    with pytest.raises(Conflict):
        a_vote(alice, position, Choice.DISAGREE)
    with pytest.raises(Conflict):
        withdraw_vote(as_actor(alice), position.public_id)


def test_an_older_wording_takes_no_votes(position, alice, bob):
    supersede_position(as_actor(bob), position.public_id, statement="Better.")
    with pytest.raises(Conflict, match="better wording"):
        a_vote(alice, position)


def test_a_question_that_is_closed_takes_no_votes(position, alice, db):
    @atomic
    def retire():
        db.session.get_one(Question, position.question_id).is_retired = True

    retire()
    with pytest.raises(Conflict, match="closed"):
        a_vote(alice, position)


@pytest.mark.parametrize("public_id", ["unknown", "", "a\x00b"])
def test_there_is_no_vote_on_an_unknown_position(article, alice, public_id):
    with pytest.raises(NotFound):
        cast_vote(as_actor(alice), public_id, Choice.AGREE)
    with pytest.raises(NotFound):
        withdraw_vote(as_actor(alice), public_id)


def test_voting_is_for_members_who_confirmed_their_address(position):
    with pytest.raises(SignInNeeded):
        cast_vote(ANONYMOUS, position.public_id, Choice.AGREE)
    with pytest.raises(Refused, match="confirm"):
        a_vote(a_user("new", is_confirmed=False), position)


def test_voting_twice_in_parallel_is_one_vote(app, position, alice, db):
    actor, public_id, outcomes = as_actor(alice), position.public_id, []

    def vote(choice):
        with app.app_context():
            for _ in range(5):
                outcomes.append(cast_vote(actor, public_id, choice).choice)

    voters = [threading.Thread(target=vote, args=(choice,)) for choice in (*Choice, *Choice)]
    for voter in voters:
        voter.start()
    for voter in voters:
        voter.join()
    assert len(outcomes) == 30
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Vote)) == 1


def test_the_first_votes_of_many_people_at_once_all_count(app, position, db):
    actors, public_id = [as_actor(a_user()) for _ in range(8)], position.public_id

    def vote(actor):
        with app.app_context():
            cast_vote(actor, public_id, Choice.AGREE)

    voters = [threading.Thread(target=vote, args=(actor,)) for actor in actors]
    for voter in voters:
        voter.start()
    for voter in voters:
        voter.join()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Vote)) == 8


def test_a_position_is_either_voted_on_or_withdrawn_when_both_happen_at_once(app, article, bob, alice, db):
    for _ in range(5):
        position, outcomes = a_position(bob), []

        def attempt(act, *args, outcomes=outcomes):
            with app.app_context():
                try:
                    act(*args)
                    outcomes.append(act.__name__)
                except Conflict:
                    outcomes.append("conflict")

        both = [
            threading.Thread(
                target=attempt, args=(cast_vote, as_actor(alice), position.public_id, Choice.PASS)
            ),
            threading.Thread(target=attempt, args=(withdraw_position, as_actor(bob), position.public_id)),
        ]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert sorted(outcomes) in (["cast_vote", "conflict"], ["conflict", "withdraw_position"])


def test_a_vote_costs_few_statements(position, alice, statements):
    with statements() as first:
        a_vote(alice, position)
    with statements() as later:
        a_vote(alice, position, Choice.PASS)
    assert len(first) <= 4, first
    assert len(later) <= 3, later


def test_nothing_tells_what_somebody_chose(position, alice, db, caplog):
    with caplog.at_level(logging.DEBUG):
        a_vote(alice, position, Choice.DISAGREE, reason="A secret reason.")
    assert "disagree" not in caplog.text.lower()
    assert "secret reason" not in caplog.text
    for message in db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.event.contains("Votes"))):
        assert message.payload == {"question_id": position.question_id}


def test_an_error_of_the_database_does_not_carry_the_values_either(position, db):
    with pytest.raises(DBAPIError) as error:
        db.session.execute(sa.text("SELECT :reason FROM nowhere"), {"reason": "a secret reason"})
    assert "a secret reason" not in str(error.value)
