"""What happened is told after the commit, once it was committed, and until it worked."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from forum.jobs import OutboxMessage, deliver_all, emit, emit_all, events, later, on
from forum.jobs.delivery import GIVE_UP_AFTER, deliver_due, forget_done, pause_after
from forum.lib import runtime
from forum.lib.db import atomic, db


@dataclass(frozen=True)
class TeaServed:
    cups: int


@pytest.fixture
def heard(app, monkeypatch):
    """A subscriber of TeaServed, and what it heard."""
    cups: list[int] = []
    monkeypatch.setattr(events, "_subscribers", events._subscribers.copy())

    def drink(event: TeaServed) -> None:
        cups.append(event.cups)
        if event.cups == 13:
            raise ValueError("bad luck")

    on(TeaServed)(drink)
    return cups


@atomic
def serve(cups: int, *, fail: bool = False, **options) -> None:
    emit(TeaServed(cups), **options)
    if fail:
        raise LookupError


def waiting() -> int:
    statement = sa.select(sa.func.count()).where(
        OutboxMessage.done_at.is_(None), OutboxMessage.dead_at.is_(None)
    )
    return db.session.scalar(statement) or 0


def test_what_was_committed_is_told_once(heard):
    serve(3)
    assert heard == []
    deliver_all()
    deliver_all()
    assert heard == [3]


def test_many_are_told_each_once(heard):
    @atomic
    def serve_all(cups):
        emit_all([TeaServed(each) for each in cups])

    serve_all([3, 5, 8])
    serve_all([])
    deliver_all()
    deliver_all()
    assert sorted(heard) == [3, 5, 8]


def test_what_was_rolled_back_is_never_told(heard):
    with pytest.raises(LookupError):
        serve(3, fail=True)
    deliver_all()
    assert heard == []


def test_what_fails_waits_longer_each_time_and_holds_up_nobody(heard, clock):
    serve(13)
    serve(1)
    deliver_due()
    assert heard == [13, 1]
    deliver_due()
    assert heard == [13, 1]
    clock.advance(seconds=11)
    deliver_due()
    assert heard == [13, 1, 13]


def test_what_keeps_failing_is_given_up_after_two_days_and_kept_to_be_looked_at(heard, clock):
    serve(13)
    while waiting():
        deliver_due()
        clock.advance(hours=2)
    message = db.session.scalars(sa.select(OutboxMessage)).one()
    assert message.dead_at is not None
    assert message.dead_at - message.created_at > GIVE_UP_AFTER - pause_after(99) * 3
    assert "bad luck" in (message.last_error or "")


def test_addresses_in_an_error_are_neither_stored_nor_logged_whole(heard, monkeypatch, caplog):
    guest = "dana.smit@example.nl"

    def refuse(event: TeaServed) -> None:
        raise LookupError(f"no cup for {guest}")

    on(TeaServed)(refuse)
    serve(1)
    deliver_all()
    errors = db.session.scalars(sa.select(OutboxMessage.last_error)).all()
    assert "LookupError: no cup for d…@example.nl" in errors
    assert "d…@example.nl" in caplog.text
    assert "in refuse" in caplog.text
    assert "dana.smit" not in caplog.text


def test_a_message_on_which_the_worker_dies_each_time_comes_back_ever_later(heard, clock):
    from forum.jobs.delivery import _claim

    serve(1)
    deaths, begun = 0, clock()
    while clock() - begun < GIVE_UP_AFTER:
        deaths += _claim() is not None
        clock.advance(minutes=1)
    assert 20 < deaths < 100


def test_news_under_one_key_waits_as_one_until_it_is_claimed(heard):
    serve(1, once="tea")
    serve(2, once="tea")
    deliver_all()
    serve(3, once="tea")
    deliver_all()
    assert heard == [1, 3]


def test_a_message_of_a_worker_that_died_is_taken_over_when_its_lease_ends(heard, clock):
    from forum.jobs.delivery import _claim

    serve(3)
    assert _claim() is not None
    deliver_due()
    assert heard == []
    clock.advance(minutes=6)
    deliver_due()
    assert heard == [3]


def test_a_delayed_message_waits_for_its_time(heard, clock):
    serve(3, delay_seconds=60)
    deliver_all()
    assert heard == []
    clock.advance(seconds=61)
    deliver_all()
    assert heard == [3]


def test_delivered_messages_are_forgotten_after_a_week(heard, clock):
    serve(3)
    deliver_all()
    clock.advance(days=8)
    forget_done()
    assert db.session.scalar(sa.select(sa.func.count(OutboxMessage.id))) == 0


def test_a_commit_with_news_nudges_the_worker(heard, app):
    serve(3)
    jobs = runtime.part("jobs")
    assert jobs.huey.pending_count() == 1
    jobs.drain()
    assert heard == [3]


def test_the_worker_is_nudged_for_when_a_delayed_message_is_due(heard, app):
    serve(3, delay_seconds=60, once="tea")
    serve(4, delay_seconds=60, once="tea")
    jobs = runtime.part("jobs")
    assert jobs.huey.pending_count() == 1, "one nudge for one message"
    nudge = jobs.huey.dequeue()
    assert 0 < (nudge.eta - datetime.now(UTC).replace(tzinfo=None)).total_seconds() <= 60


def test_a_glance_reaches_its_subscriber_without_a_row_in_the_database(heard):
    later(TeaServed(5))
    assert waiting() == 0
    runtime.part("jobs").drain()
    assert heard == [5]
