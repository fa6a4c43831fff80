"""Events travel up the floors: a room emits what happened, and rooms above it subscribe.

An event is a frozen dataclass in the past tense with ids only. `emit` writes it to the outbox in the
current transaction; the worker calls the subscribers after the commit. A subscriber may be called
more than once for one event, and must be safe to run twice.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from forum.jobs.models import OutboxMessage
from forum.lib import clock
from forum.lib.db import db, insert_if_absent

NEWS = "news"
"""Under this name a session keeps after how many seconds the worker has something to do."""

Event = Any
Subscriber = Callable[[Any], None]
S = TypeVar("S", bound=Subscriber)

_subscribers: dict[type, list[Subscriber]] = defaultdict(list)
_events: dict[str, type] = {}


def name_of(thing: Any) -> str:
    """`discussion.CommentPosted` for a class or function in a room of forum."""
    room = thing.__module__.removeprefix("forum.").rpartition(".")[0]
    return f"{room}.{thing.__name__}"


def on(event_class: type) -> Callable[[S], S]:
    """Subscribe a function to an event."""

    def subscribe(subscriber: S) -> S:
        _events[name_of(event_class)] = event_class
        _subscribers[event_class].append(subscriber)
        return subscriber

    return subscribe


def emit(event: Event, *, delay_seconds: float = 0, once: str | None = None) -> None:
    """Tell the subscribers of this event, after the commit of the current command.

    With `once`, a message that still waits under that key covers this event too.
    """
    now = clock.now()
    for subscriber in subscribers_of(event):
        is_new = insert_if_absent(
            OutboxMessage,
            event=name_of(type(event)),
            subscriber=name_of(subscriber),
            payload=asdict(event),
            created_at=now,
            due_at=now + timedelta(seconds=delay_seconds),
            attempts=0,
            dedupe_key=f"{once}:{name_of(subscriber)}"[:120] if once else None,
        )
        if is_new:
            db.session().info.setdefault(NEWS, set()).add(delay_seconds)


def emit_all(events: Sequence[Event]) -> None:
    """Tell each of many events of one kind, in 1 statement for each subscriber."""
    now = clock.now()
    for subscriber in subscribers_of(events[0]) if events else ():
        rows = [
            {
                "event": name_of(type(event)),
                "subscriber": name_of(subscriber),
                "payload": asdict(event),
                "created_at": now,
                "due_at": now,
                "attempts": 0,
            }
            for event in events
        ]
        db.session.execute(sa.insert(OutboxMessage), rows)
        db.session().info.setdefault(NEWS, set()).add(0)


def subscribers_of(event: Event) -> list[Subscriber]:
    return _subscribers[type(event)]


def revive(event: str, payload: dict[str, Any]) -> Event:
    return _events[event](**payload)


def subscriber_named(event: str, name: str) -> Subscriber | None:
    """None when a release no longer has that subscriber."""
    subscribers = _subscribers.get(_events.get(event, object), ())
    return next((each for each in subscribers if name_of(each) == name), None)
