"""Which position is offered next."""

from forum.lib.db import atomic
from forum.permissions import ANONYMOUS
from forum.positions import queries
from forum.positions.models import (
    Choice,
)
from forum.positions.offers import ballot, ballot_after, offers_by_question
from tests.factories import a_position, a_vote, as_actor


def test_the_ballot_leads_past_every_position_once_and_says_how_far_one_is(question_id, alice, bob):
    positions = {one.public_id: one for one in (a_position(bob) for _ in range(4))}
    seen = []
    for done in range(4):
        now = ballot(question_id, as_actor(alice), "en")
        assert (now.done, now.total) == (done, 4)
        assert now.position is not None
        seen.append(now.position.public_id)
        a_vote(alice, positions[seen[-1]], Choice.PASS)
    assert set(seen) == set(positions)
    assert ballot(question_id, as_actor(alice), "en").position is None


def test_what_one_skips_is_not_offered_again_but_still_counts_as_to_be_done(question_id, alice, bob):
    skipped = [a_position(bob).public_id for _ in range(2)]
    left = a_position(bob).public_id
    now = ballot(question_id, as_actor(alice), "en", skipped=skipped)
    assert now.position is not None
    assert (now.position.public_id, now.done, now.total) == (left, 0, 3)
    assert ballot(question_id, as_actor(alice), "en", skipped=[*skipped, left]).position is None


def test_the_ballot_goes_on_from_the_position_just_voted_on(question_id, alice, bob, statements):
    voted, left = a_position(bob), a_position(bob)
    a_vote(alice, voted, Choice.PASS)
    with statements() as counted:
        mine, now = ballot_after(voted.public_id, as_actor(alice), "en")
    assert len(counted) == 1
    assert mine.my_vote is Choice.PASS
    assert now.position is not None
    assert (now.position.public_id, now.done, now.total) == (left.public_id, 1, 2)
    a_vote(alice, left)
    _, now = ballot_after(left.public_id, as_actor(alice), "en")
    assert (now.position, now.done, now.total) == (None, 2, 2)


def test_an_imported_position_about_the_voting_itself_is_not_offered(position, question_id, alice, db):
    @atomic
    def mark():
        position.is_meta = True

    mark()
    assert ballot(question_id, as_actor(alice), "en").total == 0
    assert queries.question_positions(question_id, ANONYMOUS, "en") == []
    assert queries.position_view(position.public_id, ANONYMOUS, "en").is_visible


def test_visitors_without_an_account_get_a_ballot_too(position, question_id, alice):
    a_vote(alice, position)
    now = ballot(question_id, ANONYMOUS, "en")
    assert now.position is not None
    assert (now.position.public_id, now.position.my_vote, now.done) == (position.public_id, None, 0)


def test_each_question_offers_one_position_that_this_viewer_did_not_vote_on(question_id, alice, bob):
    done, left = a_position(bob), a_position(bob)
    other = a_position(bob, question="one-budget")
    a_vote(alice, done)
    offers = offered_beside(question_id, other.question_id, alice)
    assert offers == {question_id: left.public_id, other.question_id: other.public_id}
    a_vote(alice, left)
    assert question_id not in offered_beside(question_id, other.question_id, alice)


def offered_beside(first, second, viewer):
    offers = offers_by_question([first, second], as_actor(viewer), "en")
    return {question_id: view.public_id for question_id, view in offers.items()}
