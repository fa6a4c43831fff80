"""When a chore was last to be done: the same wherever the clock is put, and however long a night is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from forum.jobs.schedule import Rhythm, last_moment

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        (at(2026, 7, 1, 1, 17), at(2026, 7, 1, 1, 17)),
        (at(2026, 7, 1, 1, 16, 59), at(2026, 6, 30, 1, 17)),
        (at(2026, 12, 1, 2, 17), at(2026, 12, 1, 2, 17)),
        (at(2026, 12, 1, 2, 16, 59), at(2026, 11, 30, 2, 17)),
    ],
)
def test_a_night_is_one_of_the_forums_own_time_zone(now, moment):
    assert last_moment(Rhythm.DAILY, now, AMSTERDAM) == moment


@pytest.mark.parametrize("change", [at(2026, 3, 29), at(2026, 10, 25)], ids=["spring", "autumn"])
@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Atlantic/Azores", "Asia/Beirut", "Africa/Cairo"])
def test_each_night_comes_once_also_when_the_clock_is_changed(change, zone):
    """Walk through three days by quarters of an hour."""
    zone = ZoneInfo(zone)
    moments = [
        last_moment(Rhythm.DAILY, change - timedelta(days=1) + timedelta(minutes=15) * step, zone)
        for step in range(4 * 72)
    ]
    assert moments == sorted(moments)
    assert {moment.astimezone(zone).date() for moment in moments} >= {
        (change + timedelta(days=day)).date() for day in (-1, 0, 1)
    }
    assert len(set(moments)) in (3, 4)


def test_hours_and_minutes_follow_the_world_not_the_wall():
    now = at(2026, 10, 25, 1, 5, 30)
    assert last_moment(Rhythm.HOURLY, now, AMSTERDAM) == at(2026, 10, 25, 0, 11)
    assert last_moment(Rhythm.HOURLY, at(2026, 10, 25, 1, 11), AMSTERDAM) == at(2026, 10, 25, 1, 11)
    assert last_moment(Rhythm.OFTEN, now, AMSTERDAM) == at(2026, 10, 25, 1, 5)
    assert last_moment(Rhythm.OFTEN, at(2026, 10, 25, 1, 4, 59), AMSTERDAM) == at(2026, 10, 25, 1, 0)


@pytest.mark.parametrize("rhythm", Rhythm)
def test_no_moment_lies_in_the_future(rhythm):
    for minutes in range(0, 3 * 24 * 60, 7):
        now = at(2026, 10, 24) + timedelta(minutes=minutes)
        assert last_moment(rhythm, now, AMSTERDAM) <= now
