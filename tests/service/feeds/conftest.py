"""What the tests of feeds ask for besides."""

from collections.abc import Callable

import pytest

import forum.moderation.actions  # noqa: F401 (declares them)
from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.feeds.entries import Entry, Feed, Site, Tombstone
from forum.feeds.queries import feed_of
from forum.feeds.scopes import scope_at
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.moderation.performing import perform
from forum.positions.models import Choice, Position, PositionState, PositionTransition, Standing
from tests.factories import as_actor

SITE = Site(
    "Samenspraak", "http://localhost/feeds", "/feed.css", "http://localhost/icon", "http://localhost/logo"
)
KINDS = {Comment: "comment", Thread: "thread", Position: "position"}
REASON = "Somebody has to look at this first."


@pytest.fixture
def feed(app) -> Callable[..., Feed]:
    """`feed("questions/who-is-we")`: that document in English."""

    def read(path: str = "all", *, before: str = "", locale: str = "en") -> Feed:
        return feed_of(scope_at(path), locale, SITE, before=before)[0]

    return read


@pytest.fixture
def decide(mo) -> Callable[..., None]:
    """`decide("hide", comment)`: as mo."""

    def run(action: str, thing, ground: str = "spam", **fields: str) -> None:
        values = {name: [value] for name, value in fields.items()}
        ref = f"{KINDS[type(thing)]}:{thing.public_id}"
        perform(as_actor(mo), action, ref, ground=ground, reason=REASON, fields=values)

    return run


def titles(feed: Feed) -> list[str]:
    return [entry.title for entry in feed.entries]


def ids(feed: Feed) -> list[str]:
    """The last part of each entry's id, such as `comment/abc`."""
    return [entry.id.partition(":")[2].partition(":")[2] for entry in feed.entries]


def entry(feed: Feed, id: str) -> Entry:
    found = next(one for one in feed.entries if one.id.endswith(id))
    assert isinstance(found, Entry)
    return found


def tombstone(feed: Feed, id: str) -> Tombstone:
    found = next(one for one in feed.entries if one.id.endswith(id))
    assert isinstance(found, Tombstone)
    return found


def a_row(key: str, agree: int = 6, disagree: int = 1, passed: int = 0) -> dict:
    return {"key": key, "agree": agree, "disagree": disagree, "passed": passed, "lower": 0.5, "upper": 0.9}


@atomic
def a_change(
    position: Position,
    after: Standing = Standing.SHARED,
    before: Standing = Standing.OPEN,
    *,
    direction: Choice = Choice.AGREE,
    rows: list[dict] | None = None,
    is_doubted: bool = False,
) -> PositionTransition:
    """As if the analysis had stored it."""
    change = PositionTransition(
        position_id=position.id,
        before=before,
        after=after,
        direction=direction,
        is_doubted=is_doubted,
        voters=7,
        rows=rows or [],
        at=clock.now(),
    )
    db.session.add(change)
    return change


@atomic
def hold_from_the_start(thing) -> None:
    """As if it had never been shown: the register knows nothing of it."""
    states = {"comments": CommentState, "threads": ThreadState, "positions": PositionState}
    held = states[thing.__tablename__].HELD.value
    table = type(thing).__table__
    db.session.connection().execute(table.update().where(table.c.id == thing.id).values(state=held))
    db.session.expire(thing)
