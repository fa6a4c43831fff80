"""The one clock. Services ask `clock.now()`; rules take `now` as a value; tests inject their own."""

from collections.abc import Callable
from datetime import UTC, datetime

from forum.lib import runtime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


def now() -> datetime:
    """The present moment, aware UTC, by the clock that the running app was given."""
    return runtime.part("clock")()
