"""Following a question, a thread, a lesson or a position."""

import pytest
import sqlalchemy as sa

from forum.discussion.curation import hide_thread
from forum.following.models import Cadence, Follow, FollowKind
from forum.following.service import follow, follow_by_itself, unfollow
from forum.jobs import deliver_all
from forum.lib.errors import NotFound, SignInNeeded
from forum.permissions import ANONYMOUS
from tests.factories import a_comment, a_position, a_thread, as_actor, curated


def follows(db, user) -> dict:
    db.session.expire_all()
    rows = db.session.scalars(sa.select(Follow).where(Follow.user_id == user.id))
    return {(row.kind, row.target_id): row.cadence for row in rows}


def test_one_follows_a_question_a_lesson_a_thread_and_a_position(db, alice, thread, position):
    refs = ["question:who-is-we", "lesson:we", f"thread:{thread.public_id}", f"position:{position.public_id}"]
    for ref in refs:
        follow(as_actor(alice), ref, Cadence.WEEKLY)
    assert {kind for kind, _id in follows(db, alice)} == set(FollowKind)
    assert set(follows(db, alice).values()) == {Cadence.WEEKLY}


def test_following_again_changes_how_one_hears_of_it(db, alice, thread):
    for cadence in (Cadence.AT_ONCE, Cadence.FEED):
        follow(as_actor(alice), f"thread:{thread.public_id}", cadence)
    assert follows(db, alice) == {(FollowKind.THREAD, thread.id): Cadence.FEED}


@pytest.mark.parametrize("ref", ["", "thread", "thread:", "thread:nothing", "account:x", "question:\x00"])
def test_what_is_not_there_cannot_be_followed(alice, article, ref):
    with pytest.raises(NotFound):
        follow(as_actor(alice), ref, Cadence.DAILY)


def test_nor_what_one_cannot_read(alice, thread):
    curated(hide_thread, thread)
    with pytest.raises(NotFound):
        follow(as_actor(alice), f"thread:{thread.public_id}", Cadence.DAILY)


def test_who_is_signed_out_follows_by_feeds(thread):
    with pytest.raises(SignInNeeded):
        follow(ANONYMOUS, f"thread:{thread.public_id}", Cadence.DAILY)


def test_one_follows_what_one_takes_part_in(db, alice, bob, article):
    thread = a_thread(alice)
    position = a_position(alice)
    other = a_thread(bob)
    a_comment(alice, other)
    deliver_all()
    expected = {
        (FollowKind.THREAD, thread.id),
        (FollowKind.POSITION, position.id),
        (FollowKind.THREAD, other.id),
    }
    assert set(follows(db, alice)) == expected
    assert set(follows(db, alice).values()) == {Cadence.DAILY}


def test_taking_part_does_not_bring_back_what_one_left(db, alice, thread):
    a_comment(alice, thread)
    deliver_all()
    unfollow(as_actor(alice), f"thread:{thread.public_id}")
    a_comment(alice, thread)
    deliver_all()
    assert follows(db, alice) == {(FollowKind.THREAD, thread.id): Cadence.OFF}


def test_nor_does_it_change_what_one_chose(db, alice, thread):
    follow(as_actor(alice), f"thread:{thread.public_id}", Cadence.WEEKLY)
    a_comment(alice, thread)
    deliver_all()
    assert follows(db, alice) == {(FollowKind.THREAD, thread.id): Cadence.WEEKLY}


def test_following_by_itself_can_be_switched_off_and_on(db, alice, thread):
    follow_by_itself(as_actor(alice), False)
    a_comment(alice, thread)
    deliver_all()
    assert follows(db, alice) == {}
    follow_by_itself(as_actor(alice), True)
    a_comment(alice, thread)
    deliver_all()
    assert len(follows(db, alice)) == 1


def test_who_followed_a_merged_thread_follows_where_it_went(db, alice, bob, do, thread):
    into = a_thread(bob, title="What we share")
    follow(as_actor(alice), f"thread:{thread.public_id}", Cadence.AT_ONCE)
    do("merge", f"thread:{thread.public_id}", fields={"into": [into.public_id]})
    deliver_all()
    assert follows(db, alice)[FollowKind.THREAD, into.id] is Cadence.AT_ONCE


def test_the_address_of_a_merged_thread_follows_where_it_went(db, alice, bob, do, thread):
    into = a_thread(bob, title="What we share")
    do("merge", f"thread:{thread.public_id}", fields={"into": [into.public_id]})
    follow(as_actor(alice), f"thread:{thread.public_id}", Cadence.DAILY)
    assert list(follows(db, alice)) == [(FollowKind.THREAD, into.id)]


def test_who_followed_a_position_follows_the_one_that_took_its_place(db, alice, bob, do, position):
    into = a_position(bob, "The client decides together with us.")
    follow(as_actor(alice), f"position:{position.public_id}", Cadence.AT_ONCE)
    do("join", f"position:{position.public_id}", fields={"into": [into.public_id]})
    deliver_all()
    assert follows(db, alice)[FollowKind.POSITION, into.id] is Cadence.AT_ONCE
