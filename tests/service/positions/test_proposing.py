"""Proposing positions, distilling them from comments, superseding and withdrawing them."""

import threading

import pytest
import sqlalchemy as sa

from forum.audit import recorded
from forum.audit.models import AuditEntry
from forum.lib.db import atomic
from forum.lib.errors import Conflict, Invalid, NotFound, Refused, SignInNeeded
from forum.permissions import ANONYMOUS
from forum.positions.models import Choice, Position, PositionState
from forum.positions.queries import position_page, position_view, question_positions
from forum.positions.service import (
    propose_position,
    supersede_position,
    withdraw_position,
)
from forum.positions.views import PositionRef
from tests.factories import a_position, a_user, a_vote, as_actor


def seen(position, viewer=ANONYMOUS):
    return position_view(position.public_id, viewer, "en")


def page_of(position, viewer=ANONYMOUS):
    return position_page(position.public_id, viewer, "en")


def test_a_position_says_who_proposed_it_and_from_which_perspective(article):
    anna = a_user("anna", perspective="provider")
    position = seen(a_position(anna, "Clients decide with us.", language="en"))
    assert position.statement == "Clients decide with us."
    assert (position.author, position.author_perspective) == ("Anna", "Provider")
    assert (position.language, position.question.slug) == ("en", "who-is-we")
    assert not position.is_frozen


def test_the_language_is_that_of_the_page_unless_it_is_said(article, bob):
    assert seen(a_position(bob, language=None)).language == "en"
    with pytest.raises(Invalid) as refused:
        a_position(bob, language="xx")
    assert set(refused.value.fields) == {"language"}


def test_a_statement_that_will_not_do_is_refused_at_its_field(article, bob):
    for statement in ("", "a" * 141, "One.\nTwo."):
        with pytest.raises(Invalid) as refused:
            propose_position(as_actor(bob), "who-is-we", statement=statement)
        assert set(refused.value.fields) == {"statement"}


def test_the_same_statement_is_refused_within_a_question_and_fine_in_another(position, alice):
    with pytest.raises(Invalid, match="Clients decide with us"):
        a_position(alice, "clients decide with us")
    assert a_position(alice, "clients decide with us", question="one-budget")


def test_a_statement_that_was_withdrawn_can_be_proposed_again(position, bob, alice):
    withdraw_position(as_actor(bob), position.public_id)
    assert a_position(alice, "Clients decide with us.")


def test_proposing_is_for_members_who_confirmed_their_address(article):
    with pytest.raises(SignInNeeded):
        propose_position(ANONYMOUS, "who-is-we", statement="Yes.")
    with pytest.raises(Refused):
        a_position(a_user("new", is_confirmed=False))


@pytest.mark.parametrize("slug", ["nothing", "", "a\x00"])
def test_there_is_nothing_to_propose_at_an_unknown_question(article, bob, slug):
    with pytest.raises(NotFound):
        a_position(bob, question=slug)


def test_sending_a_position_twice_proposes_it_once_also_at_the_same_time(app, article, alice):
    actor, made = as_actor(alice), []

    def send():
        with app.app_context():
            one = propose_position(actor, "who-is-we", statement="Once.", language="en", submission_key="k")
            made.append(one.public_id)

    senders = [threading.Thread(target=send) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(made) == 6
    assert len(set(made)) == 1


def test_of_the_same_statement_by_several_people_at_once_one_is_proposed(app, article, db):
    actors, outcomes = [as_actor(a_user()) for _ in range(5)], []

    def send(actor):
        with app.app_context():
            try:
                propose_position(actor, "who-is-we", statement="All at once.", language="en")
                outcomes.append("proposed")
            except Invalid:
                outcomes.append("refused")

    senders = [threading.Thread(target=send, args=(actor,)) for actor in actors]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(outcomes) == ["proposed"] + ["refused"] * 4
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Position)) == 1


def test_a_held_position_is_for_its_author_and_moderators_until_then(holding, article, bob, alice, mo):
    position = a_position(bob)
    assert position.state is PositionState.HELD
    assert seen(position, as_actor(bob)).state is PositionState.HELD
    assert seen(position, as_actor(mo))
    for other in (ANONYMOUS, as_actor(alice)):
        with pytest.raises(NotFound):
            seen(position, other)
    assert question_positions(position.question_id, as_actor(mo), "en") == []


def test_a_moderators_position_is_not_held(holding, article, mo):
    assert a_position(mo).is_visible


def test_a_better_wording_takes_the_place_of_a_position_with_links_both_ways(position, bob):
    better = supersede_position(as_actor(bob), position.public_id, statement="Clients decide.", language="en")
    assert seen(position).superseded_by == PositionRef(better.public_id, "Clients decide.")
    assert not seen(position).is_open
    best = supersede_position(as_actor(bob), better.public_id, statement="Clients choose.", language="en")
    assert [one.statement for one in page_of(best).replaces] == ["Clients decide.", "Clients decide with us."]
    assert [one.statement for one in question_positions(position.question_id, ANONYMOUS, "en")] == [
        "Clients choose."
    ]


def test_votes_stay_with_the_wording_they_were_cast_on(position, bob, alice):
    a_vote(alice, position)
    better = supersede_position(as_actor(bob), position.public_id, statement="Better.")
    assert seen(position, as_actor(alice)).my_vote is Choice.AGREE
    assert seen(better, as_actor(alice)).my_vote is None


def test_only_its_author_supersedes_a_position(position, alice, mo):
    for other in (alice, mo):
        with pytest.raises(Refused):
            supersede_position(as_actor(other), position.public_id, statement="Mine.")


def test_a_position_is_superseded_once(position, bob):
    supersede_position(as_actor(bob), position.public_id, statement="Better.")
    with pytest.raises(Conflict):
        supersede_position(as_actor(bob), position.public_id, statement="Best.")


def test_sending_a_better_wording_twice_supersedes_once(position, bob):
    made = {
        supersede_position(
            as_actor(bob), position.public_id, statement="Better.", submission_key="k"
        ).public_id
        for _ in range(2)
    }
    assert len(made) == 1


def test_a_better_wording_is_another_wording(position, bob):
    with pytest.raises(Invalid):
        supersede_position(as_actor(bob), position.public_id, statement="Clients decide with us!")


def test_one_takes_back_a_position_that_nobody_voted_on_and_the_register_says_so(position, bob, db):
    for _ in range(2):
        assert withdraw_position(as_actor(bob), position.public_id).state is PositionState.WITHDRAWN
    actions = db.session.scalars(sa.select(AuditEntry.action)).all()
    assert actions.count("position.withdraw") == 1
    with pytest.raises(NotFound):
        seen(position)


def test_from_the_first_vote_on_a_position_belongs_to_everybody(position, bob, alice):
    a_vote(alice, position)
    with pytest.raises(Conflict):
        withdraw_position(as_actor(bob), position.public_id)


def test_nobody_withdraws_the_position_of_another(position, alice, mo):
    for other in (alice, mo):
        with pytest.raises(Refused):
            withdraw_position(as_actor(other), position.public_id)


def test_the_author_does_not_undo_what_a_moderator_hid(position, bob, mo):
    @atomic
    def hide():
        with recorded(as_actor(mo), "position.hide", position):
            position.state = PositionState.HIDDEN

    hide()
    with pytest.raises(Conflict):
        withdraw_position(as_actor(bob), position.public_id)
