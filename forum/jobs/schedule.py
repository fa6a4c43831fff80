"""What the worker does by the clock, and when. A room registers its functions, each safe to run twice.

`forum jobs schedule` lists them. When a chore is due follows from the last moment at which it should have
run, not from a clock that strikes: what was missed while no worker ran is made up for after the start.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum

Chore = Callable[[], object]

OFTEN: list[Chore] = []
HOURLY: list[Chore] = []
DAILY: list[Chore] = []

STEP = timedelta(minutes=5)
MINUTE_OF_HOUR = 11
HOUR_OF_NIGHT, MINUTE_OF_NIGHT = 3, 17


class Rhythm(Enum):
    OFTEN = "often"
    HOURLY = "hourly"
    DAILY = "daily"


def often(chore: Chore) -> Chore:
    """Every five minutes. It should find out quickly that there is nothing to do."""
    OFTEN.append(chore)
    return chore


def hourly(chore: Chore) -> Chore:
    HOURLY.append(chore)
    return chore


def daily(chore: Chore) -> Chore:
    """Once a night."""
    DAILY.append(chore)
    return chore


def registered() -> Iterator[tuple[Rhythm, Chore]]:
    for rhythm, chores in ((Rhythm.OFTEN, OFTEN), (Rhythm.HOURLY, HOURLY), (Rhythm.DAILY, DAILY)):
        for chore in chores:
            yield rhythm, chore


def last_moment(rhythm: Rhythm, now: datetime, zone: tzinfo) -> datetime:
    """The latest moment, not after `now`, at which chores of this rhythm were to run.

    A night is one of `zone`, also when the clock goes back or forward in it.
    """
    now = now.astimezone(UTC)
    if rhythm is Rhythm.OFTEN:
        return now - (now - datetime.min.replace(tzinfo=UTC)) % STEP
    if rhythm is Rhythm.HOURLY:
        moment = now.replace(minute=MINUTE_OF_HOUR, second=0, microsecond=0)
        return moment if moment <= now else moment - timedelta(hours=1)
    tonight = now.astimezone(zone).replace(
        hour=HOUR_OF_NIGHT, minute=MINUTE_OF_NIGHT, second=0, microsecond=0, fold=0
    )
    if tonight.astimezone(UTC) > now:
        # On the wall clock: that night may have had 23 hours, or 25.
        tonight -= timedelta(days=1)
    return tonight.astimezone(UTC)
