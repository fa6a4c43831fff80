"""Moderators are reminded of what waits too long, and never pestered."""

import pytest
import sqlalchemy as sa

from forum.accounts.models import Suspension
from forum.audit import recorded
from forum.jobs import OutboxMessage
from forum.lib.db import atomic
from forum.moderation.chores import remind
from forum.moderation.kinds import Waits
from forum.moderation.models import Item
from forum.permissions import SYSTEM
from tests.factories import a_user, an_item


@pytest.fixture
def reminded(db):
    """Who the reminders since the last look are for."""
    seen: set[int] = set()

    def found() -> list[int]:
        db.session.rollback()
        rows = db.session.scalars(
            sa.select(OutboxMessage).where(OutboxMessage.event == "moderation.QueueNeglected")
        ).all()
        new = [row for row in rows if row.id not in seen]
        seen.update(row.id for row in new)
        return sorted(row.payload["user_id"] for row in new)

    return found


@atomic
def close(item: Item) -> None:
    from forum.lib import clock
    from forum.lib.db import db

    db.session.merge(item).closed_at = clock.now()


def test_what_waits_for_a_day_is_told_to_everybody_who_moderates(comment, thread, mo, ada, clock, reminded):
    an_item(comment)
    an_item(thread, Waits.HELD)
    clock.advance(hours=24)
    remind()
    assert reminded() == sorted([mo.id, ada.id])


def test_what_came_in_just_now_is_told_to_nobody(comment, mo, clock, reminded):
    an_item(comment)
    clock.advance(hours=23)
    remind()
    assert reminded() == []


def test_an_empty_queue_is_no_news(comment, mo, clock, reminded):
    an_item(comment, closed_at=clock())
    clock.advance(days=9)
    remind()
    assert reminded() == []


def test_each_thing_is_told_once_a_day(comment, mo, clock, reminded):
    an_item(comment)
    clock.advance(hours=24)
    remind()
    assert reminded() == [mo.id]
    for _hour in range(23):
        clock.advance(hours=1)
        remind()
    assert reminded() == []
    clock.advance(hours=1)
    remind()
    assert reminded() == [mo.id]


def test_running_twice_tells_once(comment, mo, clock, reminded):
    an_item(comment)
    clock.advance(hours=24)
    remind()
    remind()
    assert reminded() == [mo.id]


def test_what_comes_after_it_waits_for_the_next_mail(comment, thread, mo, clock, reminded):
    an_item(comment)
    clock.advance(hours=1)
    an_item(thread)
    clock.advance(hours=23)
    remind()
    clock.advance(hours=1)
    remind()
    assert reminded() == [mo.id]


def test_unless_somebody_came_by_and_left_it(comment, thread, mo, clock, reminded):
    first = an_item(comment)
    clock.advance(hours=1)
    an_item(thread)
    clock.advance(hours=23)
    remind()
    close(first)
    clock.advance(hours=1)
    remind()
    assert reminded() == [mo.id, mo.id]


def test_a_suspended_moderator_is_not_reminded(db, comment, mo, clock, reminded):
    mia = a_user("mia", role="moderator")

    @atomic
    def suspend(until):
        row = db.session.merge(mia)
        with recorded(SYSTEM, "test.suspend", row):
            row.suspension, row.suspended_until = Suspension.WRITING, until

    suspend(None)
    an_item(comment)
    clock.advance(hours=24)
    remind()
    assert reminded() == [mo.id]
    suspend(clock())
    clock.advance(hours=24)
    remind()
    assert reminded() == sorted([mo.id, mia.id])
