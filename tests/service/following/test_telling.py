"""What people hear on their own page of what they follow, and of what concerns them."""

import pytest
import sqlalchemy as sa

from forum.discussion.curation import hide_comment
from forum.discussion.events import CommentPosted, ThreadSeen
from forum.discussion.service import withdraw_comment
from forum.following.events import FollowersToTell
from forum.following.models import Cadence, FollowKind, Notification, What
from forum.following.service import follow, mark_all_read, mark_read, unfollow
from forum.following.subscribers import (
    read_with_thread,
    tell_comment,
    tell_followers,
    tell_standing,
)
from forum.following.telling import split
from forum.jobs import OutboxMessage, deliver_all
from forum.lib.db import atomic
from forum.positions.events import StandingChanged
from forum.positions.models import PositionTransition, Standing
from tests.factories import a_comment, a_flag, a_synthesis, a_thread, a_user, as_actor, curated


def heard(db, user) -> list[What]:
    db.session.expire_all()
    mine = sa.select(Notification.what).where(Notification.user_id == user.id)
    return list(db.session.scalars(mine.order_by(Notification.id)))


def notification(db, user) -> Notification:
    db.session.expire_all()
    return db.session.scalars(sa.select(Notification).where(Notification.user_id == user.id)).one()


def following(user, ref, cadence=Cadence.AT_ONCE):
    deliver_all()
    follow(as_actor(user), ref, cadence)


def test_who_follows_a_thread_hears_of_a_comment(db, alice, bob, thread):
    following(alice, f"thread:{thread.public_id}")
    comment = a_comment(bob, thread)
    deliver_all()
    told = notification(db, alice)
    assert (told.what, told.subject_id) == (What.COMMENT, comment.id)
    assert (told.group_kind, told.group_id) == (FollowKind.THREAD, thread.id)
    assert told.read_at is None


def test_nobody_hears_of_what_they_did_themselves(db, alice, thread):
    following(alice, f"thread:{thread.public_id}")
    a_comment(alice, thread)
    deliver_all()
    assert heard(db, alice) == []


def test_who_is_answered_hears_of_a_reply_once(db, alice, bob, thread):
    mine = a_comment(alice, thread)
    following(alice, f"thread:{thread.public_id}")
    a_comment(bob, thread, parent=mine)
    deliver_all()
    assert heard(db, alice) == [What.REPLY]


def test_who_left_the_thread_still_hears_of_a_reply_but_gets_no_mail(db, alice, bob, thread):
    mine = a_comment(alice, thread)
    deliver_all()
    unfollow(as_actor(alice), f"thread:{thread.public_id}")
    a_comment(bob, thread)
    a_comment(bob, thread, parent=mine)
    deliver_all()
    told = notification(db, alice)
    assert (told.what, told.mail_due_at) == (What.REPLY, None)


def test_who_began_a_thread_hears_of_answers_to_it(db, alice, bob, thread):
    a_comment(alice, thread)
    deliver_all()
    assert heard(db, bob) == [What.REPLY]


def test_a_new_thread_is_told_once_to_who_follows_its_question_and_its_lesson(db, alice, bob, article):
    following(alice, "question:who-is-we")
    following(alice, "lesson:we")
    a_thread(bob)
    deliver_all()
    assert heard(db, alice) == [What.THREAD]


def test_a_new_synthesis_is_told_to_who_follows_the_question(db, alice, mo, article):
    following(alice, "question:who-is-we")
    a_synthesis(mo)
    deliver_all()
    assert heard(db, alice) == [What.SYNTHESIS]


def test_running_twice_tells_nothing_twice(db, alice, bob, thread):
    following(alice, f"thread:{thread.public_id}")
    comment = a_comment(bob, thread)
    for _time in range(2):
        tell_comment(CommentPosted(comment.id))
        deliver_all()
    assert heard(db, alice) == [What.COMMENT]


def test_what_was_taken_away_meanwhile_is_not_told(db, alice, bob, thread):
    following(alice, f"thread:{thread.public_id}")
    curated(hide_comment, a_comment(bob, thread))
    withdraw_comment(as_actor(bob), a_comment(bob, thread).public_id)
    deliver_all()
    assert What.COMMENT not in heard(db, alice)


@pytest.mark.parametrize("cadence", [Cadence.FEED, Cadence.OFF])
def test_who_follows_by_feed_only_or_no_more_hears_nothing_here(db, alice, bob, thread, cadence):
    following(alice, f"thread:{thread.public_id}", cadence)
    a_comment(bob, thread)
    deliver_all()
    assert heard(db, alice) == []


def test_a_mail_waits_for_its_moment(db, clock, alice, bob, thread):
    following(alice, f"thread:{thread.public_id}", Cadence.WEEKLY)
    a_comment(bob, thread)
    deliver_all()
    due = notification(db, alice).mail_due_at
    assert due is not None
    assert due > clock()
    assert due.weekday() == 0


@pytest.fixture
def crowd(db, thread):
    """More people than a batch holds, who all follow the thread."""

    @atomic
    def gather():
        people = [a_user(f"follower {number}") for number in range(7)]
        db.session.flush()
        for person in people:
            follow(as_actor(person), f"thread:{thread.public_id}", Cadence.DAILY)
        return people

    deliver_all()
    return gather()


def test_many_followers_are_told_in_batches(db, crowd, thread, bob):
    comment = a_comment(bob, thread)
    atomic(split)(What.COMMENT, comment.id, FollowKind.THREAD, thread.id, size=3)
    waiting = sa.select(OutboxMessage).where(OutboxMessage.event == "following.FollowersToTell")
    messages = db.session.scalars(waiting).all()
    assert len(messages) == 3
    for message in messages:
        for _time in range(2):
            tell_followers(FollowersToTell(**message.payload))
    told = db.session.scalars(sa.select(Notification.user_id).where(Notification.what == What.COMMENT))
    assert sorted(told) == sorted(person.id for person in crowd)


def test_posting_writes_one_message_however_many_follow(db, crowd, thread, bob):
    before = db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage))
    a_comment(bob, thread)
    after = db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage))
    assert after - before <= 1


def a_change(position, before, after, *, is_doubted=False):
    @atomic
    def stored(db):
        transition = PositionTransition(
            position_id=position.id,
            before=before,
            after=after,
            direction=1,
            is_doubted=is_doubted,
            voters=23,
            rows=[],
            at=position.created_at,
        )
        db.session.add(transition)
        db.session.flush()
        return StandingChanged(transition.id)

    return stored


def test_what_became_of_a_position_is_told_to_its_author_and_who_follows(db, alice, bob, position):
    following(alice, "question:who-is-we")
    tell_standing(a_change(position, Standing.OPEN, Standing.SHARED)(db))
    tell_standing(a_change(position, Standing.OPEN, Standing.PROVISIONAL)(db))
    deliver_all()
    assert heard(db, alice) == heard(db, bob) == [What.STANDING]
    assert notification(db, bob).mail_due_at is None


def test_a_decision_is_told_to_who_wrote_it_and_its_answer_to_who_reported_it(
    db, alice, bob, mo, comment, do
):
    a_flag(comment, by=alice)
    do("hide", f"comment:{comment.public_id}")
    deliver_all()
    assert What.DECISION in heard(db, bob)
    assert What.REPORT in heard(db, alice)
    assert heard(db, mo) == []


def test_reading_the_thread_reads_what_was_told_of_it(db, clock, alice, bob, thread):
    following(alice, f"thread:{thread.public_id}")
    a_comment(bob, thread)
    deliver_all()
    read_with_thread(ThreadSeen(alice.id, thread.id, clock().isoformat()))
    assert notification(db, alice).read_at is not None


def test_one_marks_ones_own_notifications_only(db, alice, bob, thread):
    following(alice, f"thread:{thread.public_id}")
    a_comment(bob, thread)
    deliver_all()
    told = notification(db, alice)
    mark_read(as_actor(bob), [told.id])
    mark_all_read(as_actor(alice), up_to=told.id - 1)
    assert notification(db, alice).read_at is None
    mark_all_read(as_actor(alice), up_to=told.id)
    assert notification(db, alice).read_at is not None
