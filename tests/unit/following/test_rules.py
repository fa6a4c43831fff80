"""When what happened is mailed."""

from datetime import UTC, datetime

import pytest

from forum.following.models import Cadence
from forum.following.rules import cadence_named, mail_due_at
from forum.lib.errors import Invalid

TUESDAY_NIGHT = datetime(2026, 7, 14, 22, 30, tzinfo=UTC)  # half past midnight in Amsterdam
TUESDAY_NOON = datetime(2026, 7, 14, 10, 0, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 7, 19, 23, 0, tzinfo=UTC)  # Monday, one o'clock in Amsterdam


@pytest.mark.parametrize(
    ("cadence", "now", "due"),
    [
        (Cadence.AT_ONCE, TUESDAY_NOON, TUESDAY_NOON),
        (Cadence.DAILY, TUESDAY_NOON, datetime(2026, 7, 15, 5, tzinfo=UTC)),
        (Cadence.DAILY, TUESDAY_NIGHT, datetime(2026, 7, 15, 5, tzinfo=UTC)),
        (Cadence.WEEKLY, TUESDAY_NOON, datetime(2026, 7, 20, 5, tzinfo=UTC)),
        (Cadence.WEEKLY, SUNDAY_NIGHT, datetime(2026, 7, 20, 5, tzinfo=UTC)),
        (Cadence.FEED, TUESDAY_NOON, None),
        (Cadence.OFF, TUESDAY_NOON, None),
    ],
)
def test_a_digest_comes_in_the_morning_of_the_forum(cadence, now, due):
    assert mail_due_at(cadence, now, "Europe/Amsterdam") == due


def test_a_digest_in_winter_comes_at_the_same_hour():
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert mail_due_at(Cadence.DAILY, noon, "Europe/Amsterdam") == datetime(2026, 12, 2, 6, tzinfo=UTC)


def test_a_form_names_a_cadence_that_it_offers():
    assert cadence_named("weekly") is Cadence.WEEKLY
    for value in ("off", "", "hourly"):
        with pytest.raises(Invalid):
            cadence_named(value)
