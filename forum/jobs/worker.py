"""huey carries the nudges: a task for when news is due. The outbox alone says what must be done.

Losing a nudge costs a minute at most: so often a worker looks for itself (running.py).
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from forum.jobs import heartbeat
from forum.jobs.delivery import deliver_due, forget_done
from forum.jobs.events import NEWS, Event, name_of, revive, subscriber_named, subscribers_of
from forum.jobs.queue import make_huey, prepare
from forum.jobs.rounds import run_due
from forum.jobs.schedule import daily
from forum.lib import clock, once, runtime

log = logging.getLogger(__name__)

REST_SECONDS = 10
"""A queue that did not answer is left alone for so long: each page would wait for it."""


class Jobs:
    """The queue of one app, with its tasks. `stopping` is set when its worker has to finish."""

    def __init__(self, url: str, *, app_context: Callable[[], AbstractContextManager[Any]]) -> None:
        self.huey = make_huey(url)
        self.stopping = threading.Event()
        self._app_context = app_context
        self._is_prepared = prepare(self.huey)
        self._rests_until = 0.0
        self._since: datetime | None = None

        @self.huey.task(name="deliver")
        def deliver() -> None:
            self.sweep()

        @self.huey.task(name="glance")
        def glance(event_name: str, subscriber: str, payload: dict[str, Any]) -> None:
            with app_context():
                run = subscriber_named(event_name, subscriber)
                if run is not None:
                    run(revive(event_name, payload))

        self._deliver: Any = deliver
        self._glance: Any = glance

    def nudge(self, delay_seconds: float = 0) -> None:
        """Have a worker look at the outbox, now or when the delay is over. A promise of nothing."""
        if delay_seconds:
            self._ask(lambda: self._deliver.schedule(delay=delay_seconds))
        else:
            self._ask(self._deliver)

    def glance(self, event: Event, subscriber: Any) -> None:
        """Have a worker call one subscriber. A promise of nothing."""
        self._ask(lambda: self._glance(name_of(type(event)), name_of(subscriber), asdict(event)))

    def _ask(self, ask: Callable[[], Any]) -> None:
        """A page must not fail, nor wait, because the queue does; the outbox keeps what matters."""
        if time.monotonic() < self._rests_until:
            return
        try:
            ask()
        except Exception as error:  # each kind of queue has its own
            self._rests_until = time.monotonic() + REST_SECONDS
            log.warning("could not nudge the worker: %s", type(error).__name__)

    def sweep(self) -> None:
        with self._app_context():
            deliver_due(is_stopping=self.stopping.is_set)

    def do_chores(self) -> None:
        with self._app_context():
            run_due(is_stopping=self.stopping.is_set)

    def beat(self) -> None:
        """Leave a sign of life where everybody sees it."""
        with self._app_context():
            self._since = self._since or clock.now()
            self._is_prepared = self._is_prepared or prepare(self.huey)
            if self._is_prepared:
                heartbeat.beat(self.huey, self._since)

    def leave(self) -> None:
        """The worker goes by itself, and is not missed."""
        heartbeat.stop(self.huey)

    def workers(self) -> list[heartbeat.WorkerSeen]:
        """Who gave a sign of life within a day, the latest first. Raises what the queue raises."""
        return heartbeat.seen(self.huey)

    def drain(self) -> None:
        """Run what waits in the queue here and now, for tests and commands without a worker."""
        while (task := self.huey.dequeue()) is not None:
            self.huey.execute(task)


daily(forget_done)
daily(once.forget_old)


def later(event: Event) -> None:
    """Tell the subscribers soon, without a promise: for glances such as "this thread was read".

    It writes no row in the database, so a GET may use it.
    """
    for subscriber in subscribers_of(event):
        jobs().glance(event, subscriber)


def jobs() -> Jobs:
    """The queue of the running app."""
    return runtime.part("jobs")


@event.listens_for(Session, "after_commit")
def _nudge(session: Session) -> None:
    for delay_seconds in session.info.pop(NEWS, ()):
        jobs().nudge(delay_seconds)


@event.listens_for(Session, "after_rollback")
def _forget_news(session: Session) -> None:
    session.info.pop(NEWS, None)
