"""A worker as it runs: at the queue for nudges, and every minute looking for itself, whether or not the queue
is there."""

import logging
import threading
import time
from collections.abc import Callable

from huey.consumer import Consumer

from forum.jobs.worker import Jobs

log = logging.getLogger(__name__)

MINUTE = 60.0
SAME_WORDS = 60.0
"""Seconds in which huey says the same thing once: a queue that is away would fill the disk with it."""
HANDS_OFF = 10.0
"""Seconds that what is being done gets to come to an end."""


class _Consumer(Consumer):
    def _set_signal_handlers(self) -> None:
        """We have our own: what stops a worker, stops it in order."""


class _Sparing(logging.Filter):
    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        if now - self._said.get(record.msg, -SAME_WORDS) < SAME_WORDS:
            return False
        self._said[record.msg] = now
        return True


def run_worker(jobs: Jobs, *, threads: int, is_orphaned: Callable[[], bool] = lambda: False) -> None:
    """Work until `jobs.stopping` is set, or nobody is there any more who could set it; then finish what was
    begun."""
    for name in ("Worker", "Scheduler"):
        logging.getLogger(f"huey.consumer.{name}").addFilter(_Sparing())
    consumer = _Consumer(jobs.huey, workers=threads, periodic=False)
    consumer.start()
    rounds = [
        threading.Thread(target=_each_minute, args=(do, jobs.stopping), name=do.__name__, daemon=True)
        for do in (jobs.beat, jobs.sweep, jobs.do_chores)
    ]
    for thread in rounds:
        thread.start()
    looked_at = time.monotonic()
    while not jobs.stopping.wait(1):
        if is_orphaned():
            jobs.stopping.set()
        if time.monotonic() - looked_at > MINUTE:
            looked_at = time.monotonic()
            consumer.check_worker_health()
    consumer.shutdown_timeout = HANDS_OFF
    consumer.stop(graceful=True)
    until = time.monotonic() + HANDS_OFF
    for thread in rounds:
        thread.join(max(0, until - time.monotonic()))
    try:
        jobs.leave()
    except Exception as error:  # the queue is away: its note of us grows old by itself
        log.warning("could not sign off at the queue: %s", type(error).__name__)


def _each_minute(do: Callable[[], None], stopping: threading.Event) -> None:
    while not stopping.is_set():
        try:
            do()
        except Exception as error:  # the database or the queue is away: look again in a minute
            log.warning("%s did not work, and is tried again: %s", do.__name__, error)
        stopping.wait(MINUTE)
