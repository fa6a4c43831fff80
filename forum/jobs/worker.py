"""huey carries the nudges: a task for when news is due, and a sweep each minute for what it missed.

The outbox alone says what must be done; losing a nudge costs a minute at most.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Any
from urllib.parse import unquote, urlsplit

import huey
from huey.api import Huey
from sqlalchemy import event
from sqlalchemy.orm import Session

from forum.jobs.delivery import deliver_due, forget_done
from forum.jobs.events import NEWS, Event, name_of, revive, subscriber_named, subscribers_of
from forum.jobs.schedule import DAILY, HOURLY, Chore, daily
from forum.lib import once, runtime

log = logging.getLogger(__name__)


def make_huey(url: str) -> Huey:
    """The queue at `url`: sqlite:///file, postgresql://…, redis://… or memory: (tests)."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return huey.SqliteHuey(
            "forum", results=False, filename=unquote(url.removeprefix("sqlite:///")), fsync=False
        )
    if scheme == "postgresql":
        return huey.PostgresHuey("forum", results=False, dsn=url)
    if scheme in ("redis", "rediss"):
        return huey.RedisHuey("forum", results=False, url=url)
    return huey.MemoryHuey("forum", results=False)


class Jobs:
    """The queue of one app, with its tasks."""

    def __init__(self, url: str, *, app_context: Callable[[], AbstractContextManager[Any]]) -> None:
        self.huey = make_huey(url)

        @self.huey.task(name="deliver")
        def deliver() -> None:
            with app_context():
                deliver_due()

        @self.huey.task(name="glance")
        def glance(event_name: str, subscriber: str, payload: dict[str, Any]) -> None:
            with app_context():
                run = subscriber_named(event_name, subscriber)
                if run is not None:
                    run(revive(event_name, payload))

        @self.huey.periodic_task(huey.crontab(minute="*"), name="sweep")
        def sweep() -> None:
            with app_context():
                deliver_due()

        @self.huey.periodic_task(huey.crontab(minute="11"), name="hourly")
        def hourly() -> None:
            with app_context():
                run_chores(HOURLY)

        @self.huey.periodic_task(huey.crontab(minute="17", hour="3"), name="daily")
        def daily() -> None:
            with app_context():
                run_chores(DAILY)

        self.deliver: Any = deliver
        self.glance: Any = glance

    def drain(self) -> None:
        """Run what waits in the queue here and now, for tests and commands without a worker."""
        while (task := self.huey.dequeue()) is not None:
            self.huey.execute(task)


def run_chores(chores: Sequence[Chore]) -> None:
    """Run them all, whatever becomes of one of them."""
    for chore in chores:
        try:
            chore()
        except Exception:
            log.exception("the chore %s failed", name_of(chore))


daily(forget_done)
daily(once.forget_old)


def later(event: Event) -> None:
    """Tell the subscribers soon, without a promise: for glances such as "this thread was read".

    It writes no row in the database, so a GET may use it.
    """
    for subscriber in subscribers_of(event):
        try:
            _jobs().glance(name_of(type(event)), name_of(subscriber), asdict(event))
        except Exception:  # a page must not fail because the queue does
            log.warning("could not queue %s", type(event).__name__, exc_info=True)


def _jobs() -> Jobs:
    return runtime.part("jobs")


@event.listens_for(Session, "after_commit")
def _nudge(session: Session) -> None:
    for delay_seconds in session.info.pop(NEWS, ()):
        nudge = _jobs().deliver
        try:
            nudge.schedule(delay=delay_seconds) if delay_seconds else nudge()
        except Exception:  # the sweep will find it
            log.warning("could not nudge the worker", exc_info=True)


@event.listens_for(Session, "after_rollback")
def _forget_news(session: Session) -> None:
    session.info.pop(NEWS, None)
