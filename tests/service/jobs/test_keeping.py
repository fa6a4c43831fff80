"""What need not stay goes, as long after as the settings say."""

import sqlalchemy as sa

from forum.discussion.chores import forget_visits
from forum.discussion.models import ThreadVisit
from forum.following.chores import forget_notifications
from forum.following.models import Cadence, Notification, What
from forum.jobs import OutboxMessage
from forum.jobs.delivery import forget_done
from forum.lib.db import atomic, db


@atomic
def put(row) -> None:
    db.session.add(row)


def count(model) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def a_notification(user, clock, *, key: str, is_read: bool) -> None:
    now = clock()
    put(
        Notification(
            user_id=user.id,
            what=What.REPLY,
            subject_id=1,
            key=key,
            cadence=Cadence.FEED,
            created_at=now,
            read_at=now if is_read else None,
        )
    )


def keys() -> list[str]:
    return sorted(db.session.scalars(sa.select(Notification.key)))


def test_what_was_read_goes_after_three_months_and_what_was_not_after_a_year(alice, clock):
    a_notification(alice, clock, key="read", is_read=True)
    a_notification(alice, clock, key="unread", is_read=False)
    clock.advance(days=89)
    forget_notifications()
    assert keys() == ["read", "unread"]
    clock.advance(days=2)
    forget_notifications()
    assert keys() == ["unread"]
    clock.advance(days=365 - 91)
    forget_notifications()
    assert keys() == ["unread"]
    clock.advance(days=1)
    forget_notifications()
    assert keys() == []


def test_visits_go_after_two_years(alice, thread, clock):
    now = clock()
    put(ThreadVisit(user_id=alice.id, thread_id=thread.id, new_since=now, seen_at=now))
    clock.advance(days=730)
    forget_visits()
    assert count(ThreadVisit) == 1
    clock.advance(seconds=1)
    forget_visits()
    assert count(ThreadVisit) == 0


def test_what_could_not_be_delivered_goes_a_month_after_it_was_given_up(app, clock):
    now = clock()
    values = {"event": "a.B", "payload": {}, "created_at": now, "due_at": now, "attempts": 56}
    put(OutboxMessage(subscriber="dead", dead_at=now, **values))
    put(OutboxMessage(subscriber="waiting", **values))
    clock.advance(days=30)
    forget_done()
    assert count(OutboxMessage) == 2
    clock.advance(seconds=1)
    forget_done()
    assert db.session.scalars(sa.select(OutboxMessage.subscriber)).all() == ["waiting"]
