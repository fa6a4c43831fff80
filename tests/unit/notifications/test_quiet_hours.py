"""When a mail may go out."""

from datetime import UTC, datetime

import pytest

from forum.lib.errors import Invalid
from forum.notifications.rules import hours_between, quiet_until

HERE = "Europe/Amsterdam"
NIGHT = "20:00-07:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23T19:59+01:00", "2026-11-23T19:59+01:00"),
        ("2026-11-23T20:00+01:00", "2026-11-24T07:00+01:00"),
        ("2026-11-23T23:30+01:00", "2026-11-24T07:00+01:00"),
        ("2026-11-24T06:59+01:00", "2026-11-24T07:00+01:00"),
        ("2026-11-24T07:00+01:00", "2026-11-24T07:00+01:00"),
    ],
)
def test_a_night_ends_in_the_morning(now, until):
    assert quiet_until(NIGHT, False, at(now), HERE) == at(until)


def test_hours_within_a_day_end_on_that_day():
    assert quiet_until("12:00-13:30", False, at("2026-11-23T12:15+01:00"), HERE) == at(
        "2026-11-23T13:30+01:00"
    )
    assert quiet_until("12:00-13:30", False, at("2026-11-23T14:15+01:00"), HERE) == at(
        "2026-11-23T14:15+01:00"
    )


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        ("", "2026-11-27T23:59+01:00", "2026-11-27T23:59+01:00"),  # a Friday
        ("", "2026-11-28T00:00+01:00", "2026-11-30T00:00+01:00"),
        ("", "2026-11-29T15:00+01:00", "2026-11-30T00:00+01:00"),
        (NIGHT, "2026-11-27T21:00+01:00", "2026-11-30T07:00+01:00"),
        (NIGHT, "2026-11-29T12:00+01:00", "2026-11-30T07:00+01:00"),
        (NIGHT, "2026-11-30T06:00+01:00", "2026-11-30T07:00+01:00"),
    ],
)
def test_a_quiet_weekend_ends_on_monday_and_after_the_night(hours, now, until):
    assert quiet_until(hours, True, at(now), HERE) == at(until)


def test_hours_are_local_in_summer_and_winter():
    assert quiet_until(NIGHT, False, at("2026-03-28T22:00+01:00"), HERE) == at("2026-03-29T07:00+02:00")
    assert quiet_until(NIGHT, False, at("2026-10-24T22:00+02:00"), HERE) == at("2026-10-25T07:00+01:00")


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-11-28"])
def test_it_is_never_over_before_it_began(day, hour):
    now = datetime.fromisoformat(f"{day}T{hour:02}:30:00").replace(tzinfo=UTC)
    until = quiet_until(NIGHT, True, now, HERE)
    assert until >= now
    assert quiet_until(NIGHT, True, until, HERE) == until


def test_a_form_gives_two_times():
    assert hours_between("20:00", "7:00") == hours_between(" 20:00:00 ", "07:00") == NIGHT


@pytest.mark.parametrize(("begins", "ends"), [("", ""), ("20:00", "20:00"), ("24:00", "7:00"), ("x", "٧:٠٠")])
def test_other_times_are_refused(begins, ends):
    with pytest.raises(Invalid):
        hours_between(begins, ends)
