"""What is gone from the pages is gone from the feeds, and readers are told."""

import pytest

from forum.discussion.service import withdraw_comment
from forum.feeds.index import MOST_REMOVED, REMOVED_SHOWN
from forum.lib.errors import NotFound
from forum.positions.service import withdraw_position
from tests.factories import a_comment, a_position, a_thread, as_actor
from tests.service.feeds.conftest import a_change, entry, hold_from_the_start, ids, titles, tombstone

ALL = ("all", "questions/who-is-we", "lessons/we")


@pytest.mark.parametrize("path", ALL)
def test_a_hidden_comment_leaves_a_tombstone_with_the_ground(comment, decide, feed, path, clock):
    clock.advance(days=2)
    decide("hide", comment, "spam")
    stone = tombstone(feed(path), comment.public_id)
    assert stone.why == "Removed by moderation: Spam or advertising."
    assert stone.removed_at == clock()
    assert stone.title == "Removed"


def test_it_says_nothing_of_the_text_or_of_who_wrote_it(thread, alice, decide, feed):
    comment = a_comment(alice, thread, "A client's name.")
    decide("hide", comment, "client_data")
    assert "Alice" not in repr(feed())
    assert "client's name" not in repr(feed())


def test_what_was_taken_away_is_on_top_whenever_it_was_written(thread, comment, alice, decide, feed, clock):
    clock.advance(days=2)
    newer = a_comment(alice, thread)
    clock.advance(days=2)
    decide("hide", comment)
    assert ids(feed())[:2] == [f"comment/{comment.public_id}", f"comment/{newer.public_id}"]


def test_what_is_put_back_is_an_entry_again_and_changed_then(comment, decide, feed, clock):
    decide("hide", comment)
    clock.advance(days=1)
    decide("restore", comment, "review")
    back = entry(feed(), comment.public_id)
    assert back.updated == clock()
    assert back.published == comment.created_at


def test_that_a_moderator_looked_and_left_it_changes_nothing(comment, decide, feed, clock):
    clock.advance(days=1)
    decide("approve", comment, "review")
    assert entry(feed(), comment.public_id).updated == comment.created_at


def test_a_withdrawn_comment_says_that_its_author_did(comment, bob, feed):
    withdraw_comment(as_actor(bob), comment.public_id)
    assert tombstone(feed(), comment.public_id).why == "Its author withdrew this."


def test_what_waits_for_a_look_says_so(comment, decide, feed):
    decide("hold", comment, "tender")
    assert tombstone(feed(), comment.public_id).why == (
        "Out of sight until a moderator has looked at it: An ongoing tender."
    )


@pytest.mark.parametrize("action", ["hide", "hold"])
def test_with_a_thread_go_all_its_texts(thread, comment, decide, feed, action):
    decide(action, thread, "tender")
    for one in feed().entries:
        assert "An ongoing tender" in one.why
    assert len(feed().entries) == 2
    with pytest.raises(NotFound):
        feed(f"threads/{thread.public_id}")


def test_a_thread_that_is_taken_away_does_not_fill_the_feed(thread, bob, alice, decide, feed):
    for _ in range(60):
        a_comment(alice, thread)
    position = a_position(bob)
    decide("hide", thread)
    assert len(feed().entries) == MOST_REMOVED + 1
    assert f"position/{position.public_id}" in ids(feed())


def test_a_tombstone_does_not_stand_for_ever(comment, decide, feed, clock):
    decide("hide", comment)
    clock.advance(seconds=REMOVED_SHOWN.total_seconds() + 1)
    assert f"comment/{comment.public_id}" not in ids(feed())


def test_what_nobody_could_read_yet_leaves_no_trace(thread, alice, decide, feed):
    comment = a_comment(alice, thread, "My first text here.")
    hold_from_the_start(comment)
    assert f"comment/{comment.public_id}" not in ids(feed())
    decide("hide", comment)
    assert f"comment/{comment.public_id}" not in ids(feed())


def test_a_text_that_waited_is_new_when_it_is_shown(thread, alice, decide, feed, clock):
    comment = a_comment(alice, thread)
    hold_from_the_start(comment)
    clock.advance(days=3)
    decide("approve", comment, "review")
    assert entry(feed(), comment.public_id).published == clock()


def test_a_position_that_waited_is_new_when_it_is_shown(position, decide, feed, clock):
    hold_from_the_start(position)
    assert feed().entries == ()
    clock.advance(days=3)
    decide("approve", position, "review")
    assert entry(feed(), position.public_id).published == clock()


def test_a_position_that_is_gone_leaves_a_tombstone_for_each_of_its_entries(position, decide, feed):
    a_change(position)
    decide("hide", position, "hateful")
    assert len(feed().entries) == 2
    for one in (*feed().entries, *feed("shared-positions").entries):
        assert one.why == "Removed by moderation: Hateful or insulting."
        assert "Clients decide" not in repr(one)


def test_its_author_withdraws_it(position, bob, feed):
    withdraw_position(as_actor(bob), position.public_id)
    assert tombstone(feed(), position.public_id).why == "Its author withdrew this."


def test_of_two_positions_that_say_the_same_one_stays(position, bob, decide, feed):
    other = a_position(bob, "Clients decide together with us.")
    decide("join", position, "duplicate", into=other.public_id)
    assert tombstone(feed(), position.public_id).why == "This went into another position that says the same."
    assert titles(feed()).count("Position: Clients decide together with us.") == 1


def test_a_merged_thread_leaves_no_tombstone_since_its_texts_went_along(thread, comment, bob, decide, feed):
    other = a_thread(bob, title="The other")
    decide("merge", thread, "order", into=other.public_id)
    assert not [one for one in feed().entries if not hasattr(one, "html")]
