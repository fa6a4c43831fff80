"""Two positions that say the same become one, and everybody's vote counts once."""

import threading

import pytest
import sqlalchemy as sa

from forum.accounts.capacity import Capacity
from forum.accounts.models import User
from forum.audit import AuditEntry, Unrecorded, recorded
from forum.jobs import deliver_all
from forum.jobs.models import OutboxMessage
from forum.lib.db import atomic, db, found
from forum.lib.errors import Conflict, Invalid
from forum.mandates.models import Mandate
from forum.permissions import ANONYMOUS, SYSTEM
from forum.positions import checks
from forum.positions.curation import hide_position, hold_position
from forum.positions.merging import merge_positions
from forum.positions.models import Choice, OrganisationVote, Position, Standing, Vote
from forum.positions.offers import ballot
from forum.positions.queries import (
    position_page,
    position_view,
    question_positions,
    similar_to,
    snapshot_of,
)
from forum.positions.service import answer_source, supersede_position
from forum.positions.views import PositionRef
from forum.positions.voting import cast_vote, cast_vote_for, withdraw_vote
from tests.factories import a_comment, a_position, a_user, a_vote, as_actor, curated
from tests.service.positions.polling import (
    AGREE,
    DISAGREE,
    PASS,
    municipality,
    provider,
    result,
    shown,
    vote,
    vote_of_organisations,
)


@pytest.fixture
def other(article, alice):
    """What alice proposed: it says the same as bob's position."""
    return a_position(alice, "Clients have a say with us.")


def votes_on(position, capacity=Capacity.PERSONAL):
    db.session.rollback()
    rows = db.session.execute(
        sa.select(Vote.user_id, Vote.choice).where(Vote.position_id == position.id, Vote.capacity == capacity)
    )
    return {user_id: Choice(choice) for user_id, choice in rows}


def counted_votes(position):
    snapshot = snapshot_of(position.question_id)
    return snapshot and snapshot.votes


def merge(position, into):
    curated(merge_positions, position, into)


def test_each_persons_vote_is_carried_over_once_and_the_kept_ones_wins(position, other):
    only_here, both, only_there = (a_user() for _ in range(3))
    a_vote(only_here, other, AGREE)
    a_vote(both, other, AGREE)
    a_vote(both, position, DISAGREE)
    a_vote(only_there, position, PASS)
    merge(other, position)
    assert votes_on(position) == {only_here.id: AGREE, both.id: DISAGREE, only_there.id: PASS}


def test_a_vote_keeps_its_moment_and_its_reason(position, other, clock):
    first, early = a_user(), clock()
    a_vote(first, other, reason="It works.")
    clock.advance(days=3)
    merge(other, position)
    carried = db.session.get_one(Vote, (first.id, position.id, Capacity.PERSONAL))
    assert (carried.voted_at, carried.reason) == (early, "It works.")


def test_votes_with_a_mandate_are_carried_over_apart(position, other):
    [speaks_for_many] = municipality(1)
    vote_of_organisations(2, "municipality", other, AGREE)
    both = db.session.scalars(sa.select(OrganisationVote).order_by(OrganisationVote.organisation_id)).all()[0]
    mandate = db.session.get_one(Mandate, both.mandate_id)
    holder = db.session.get_one(User, mandate.holder_id)
    cast_vote_for(as_actor(holder), position.public_id, DISAGREE, capacity=mandate.public_id)
    vote([speaks_for_many], other, AGREE)
    vote([speaks_for_many], position, DISAGREE)
    merge(other, position)
    assert votes_on(position) == {speaks_for_many.id: DISAGREE}
    kept = db.session.execute(
        sa.select(OrganisationVote.organisation_id, OrganisationVote.choice).filter_by(
            position_id=position.id
        )
    )
    assert {row.organisation_id: row.choice for row in kept}[both.organisation_id] == DISAGREE
    assert (
        db.session.scalar(
            sa.select(sa.func.count()).select_from(OrganisationVote).filter_by(position_id=position.id)
        )
        == 2
    )


def test_the_merged_position_leads_to_the_other_and_keeps_its_own_votes_to_look_back_at(position, other):
    voter = a_user()
    a_vote(voter, other, DISAGREE)
    merge(other, position)
    seen = position_view(other.public_id, as_actor(voter), "en")
    assert seen.superseded_by == PositionRef(position.public_id, "Clients decide with us.")
    assert (seen.is_merged, seen.is_visible) == (True, True)
    assert seen.my_vote is DISAGREE
    assert [one.public_id for one in question_positions(position.question_id, ANONYMOUS, "en")] == [
        position.public_id
    ]
    page = position_page(position.public_id, ANONYMOUS, "en")
    assert [one.public_id for one in page.merged] == [other.public_id]
    assert page.replaces == ()


def test_an_earlier_wording_of_what_was_merged_is_still_an_earlier_wording(position, other, alice):
    better = supersede_position(as_actor(alice), other.public_id, statement="Clients have the last word.")
    merge(better, position)
    page = position_page(position.public_id, ANONYMOUS, "en")
    assert [one.public_id for one in page.merged] == [better.public_id]
    assert [one.public_id for one in page.replaces] == [other.public_id]


def test_one_votes_on_the_kept_one_from_then_on(position, other):
    voter = a_user()
    a_vote(voter, other)
    merge(other, position)
    for act in (
        lambda: a_vote(voter, other, DISAGREE),
        lambda: withdraw_vote(as_actor(voter), other.public_id),
    ):
        with pytest.raises(Conflict, match="says the same"):
            act()
    assert a_vote(voter, position, DISAGREE).choice == DISAGREE
    assert ballot(position.question_id, as_actor(voter), "en").total == 1


def test_the_wording_that_gets_votes_stands_from_then_on(position, other, alice, clock):
    a_vote(alice, other)
    clock.advance(days=3)
    merge(other, position)
    assert found(Position, position.public_id).frozen_at == clock()
    clock.advance(days=1)
    assert list(checks.problems()) == [
        f"position {position.public_id}: has votes that were never analysed; is a worker running?"
    ]
    deliver_all()
    assert list(checks.problems()) == []


def test_without_votes_only_the_place_changes(position, other):
    merge(other, position)
    assert votes_on(position) == {}
    assert not position_view(position.public_id, ANONYMOUS, "en").is_frozen


def test_merging_one_after_the_other_never_counts_twice(position, other, bob):
    third = a_position(bob, "Nothing happens without clients.")
    everywhere, twice = a_user(), a_user()
    for each, choice in ((position, PASS), (other, AGREE), (third, DISAGREE)):
        a_vote(everywhere, each, choice)
    a_vote(twice, third, DISAGREE)
    a_vote(twice, other, AGREE)
    merge(third, other)
    merge(other, position)
    assert votes_on(position) == {everywhere.id: PASS, twice.id: AGREE}


def test_sources_come_along_with_their_answers_and_nobody_is_asked_twice(
    position, other, thread, bob, alice, mailbox
):
    answered, waiting = a_comment(bob, thread, "Yes."), a_comment(bob, thread, "Perhaps.")
    proposed = [
        a_position(alice, f"Clients say {number}.", source_comment=comment.public_id)
        for number, comment in ((7, answered), (8, waiting))
    ]
    answer_source(as_actor(bob), proposed[0].public_id, answered.public_id, is_meant=True)
    deliver_all()
    asked = len(mailbox.to(bob.email))
    for one in proposed:
        merge(one, position)
    deliver_all()
    sources = position_page(position.public_id, ANONYMOUS, "en").sources
    assert [(one.comment_public_id, one.answer.value) for one in sources] == [
        (answered.public_id, "meant"),
        (waiting.public_id, "asked"),
    ]
    assert len(mailbox.to(bob.email)) == asked


def test_a_source_of_both_stays_one_source(comment, bob, alice):
    one = a_position(alice, "Clients say this.", source_comment=comment.public_id)
    same = a_position(alice, "Clients said this.", source_comment=comment.public_id)
    answer_source(as_actor(bob), one.public_id, comment.public_id, is_meant=False)
    merge(same, one)
    [source] = position_page(one.public_id, ANONYMOUS, "en").sources
    assert source.answer.value == "not_meant"


def test_a_position_is_not_merged_with_itself_nor_with_one_of_another_question(position, bob):
    elsewhere = a_position(bob, question="one-budget")
    for into in (position, elsewhere):
        with pytest.raises(Invalid) as refused:
            merge(position, into)
        assert set(refused.value.fields) == {"into"}


@pytest.mark.parametrize("effect", [hide_position, hold_position])
def test_votes_do_not_go_to_or_from_what_is_not_shown(position, other, effect):
    curated(effect, other)
    with pytest.raises(Conflict):
        merge(other, position)
    with pytest.raises(Invalid):
        merge(position, other)


def test_what_was_merged_or_superseded_is_not_merged_again(position, other, bob):
    third = a_position(bob, "Nothing happens without clients.")
    merge(other, position)
    with pytest.raises(Conflict):
        merge(other, third)
    with pytest.raises(Invalid):
        merge(third, other)


def test_merging_stands_in_the_register_and_tells_nothing_of_votes(position, other, alice):
    a_vote(alice, other, DISAGREE, reason="A secret reason.")
    merge(other, position)
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action.contains("merge"))).one()
    assert (entry.before, entry.after) == ({"is_merged": False}, {"is_merged": True})
    merged = sa.select(OutboxMessage).where(OutboxMessage.event.contains("PositionsMerged"))
    for message in db.session.scalars(merged):
        assert message.payload == {"position_id": other.id, "into_id": position.id}


def test_the_check_tells_of_a_position_that_leads_astray(position, other, bob):
    elsewhere = a_position(bob, question="one-budget")

    @atomic
    def spoil():
        with recorded(SYSTEM, "test.spoil", position):
            position.is_merged, other.superseded_by_id = True, elsewhere.id

    spoil()
    assert list(checks.problems()) == [
        f"position {position.public_id}: is merged, with nothing",
        f"position {other.public_id}: leads to {elsewhere.public_id}, which is about another question",
    ]


def test_it_does_not_happen_behind_the_registers_back(position, other):
    with pytest.raises(Unrecorded):
        atomic(merge_positions)(other, position)


def test_results_count_everybody_once(position, other, assess):
    voters, more = municipality(8), provider(8)
    vote(voters, position)
    vote([*voters, *more], other)
    assess()
    assert counted_votes(position) == 24
    merge(other, position)
    deliver_all()
    assert counted_votes(position) == 16
    assert shown(position)["all"] == (16, 0, 0)
    assert result(position).standing is Standing.SHARED
    assert result(other).standing is Standing.SHARED  # as it was, on its own page
    assert [each.public_id for each in similar_to(position.question_id, "Clients have a say", "en")] == []
    assert list(checks.problems()) == []


@pytest.mark.slow
def test_ten_thousand_votes_take_as_many_statements_as_one(position, other, statements):
    few, many = a_position(a_user(), "Few say this."), other
    for one in (few, position):
        a_vote(a_user(), one)
    many_votes(many, 10_000)
    counts = []
    for one in (few, many):
        with statements() as counted:
            merge(one, position)
        counts.append(len(counted))
    assert counts[0] == counts[1]
    assert len(votes_on(position)) == 10_002


@atomic
def many_votes(position, number):
    joined = position.created_at
    people = [
        {"name": f"v{n}", "email": f"v{n}@example.nl", "joined_at": joined, "public_id": f"v{n}"}
        for n in range(number)
    ]
    ids = list(db.session.scalars(sa.insert(User).returning(User.id), people))
    db.session.execute(
        sa.insert(Vote),
        [
            {
                "user_id": id,
                "position_id": position.id,
                "choice": AGREE,
                "voted_at": joined,
                "capacity": Capacity.PERSONAL,
            }
            for id in ids
        ],
    )


def test_of_votes_cast_at_the_same_time_none_is_lost_or_counted_twice(app, position, other):
    """Each is stored before the merge and carried over, or is refused and told where to vote."""
    actors = [as_actor(a_user()) for _ in range(12)]
    outcomes = {}

    def cast(actor):
        with app.app_context():
            try:
                cast_vote(actor, other.public_id, AGREE)
                outcomes[actor.id] = "cast"
            except Conflict:
                outcomes[actor.id] = "refused"

    @atomic
    def merge_now():
        locked = found(Position, other.public_id, lock=True)
        merge(locked, found(Position, position.public_id))

    def merge_it():
        with app.app_context():
            merge_now()

    at_once = [threading.Thread(target=cast, args=(actor,)) for actor in actors]
    at_once.insert(6, threading.Thread(target=merge_it))
    for one in at_once:
        one.start()
    for one in at_once:
        one.join()
    cast_ones = {id for id, outcome in outcomes.items() if outcome == "cast"}
    assert len(outcomes) == 12
    assert set(votes_on(other)) == set(votes_on(position)) == cast_ones


def test_two_positions_merged_into_each_other_at_once_leave_one(app, position, other):
    outcomes = []

    @atomic
    def merge_now(gone, kept):
        merge(found(Position, gone, lock=True), found(Position, kept))

    def attempt(gone, kept):
        with app.app_context():
            try:
                merge_now(gone, kept)
                outcomes.append("merged")
            except (Conflict, Invalid):
                outcomes.append("refused")

    ids = (position.public_id, other.public_id)
    both = [threading.Thread(target=attempt, args=pair) for pair in (ids, ids[::-1])]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(outcomes) == ["merged", "refused"]
    assert len(question_positions(position.question_id, ANONYMOUS, "en")) == 1
