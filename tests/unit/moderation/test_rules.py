from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from forum.lib.errors import Invalid
from forum.moderation.kinds import Ground
from forum.moderation.rules import (
    CLAIM_HOLDS,
    checked_appeal,
    checked_ground,
    checked_reason,
    checked_until,
    holds,
    is_appealable,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def test_a_ground_comes_from_the_list_of_the_action(app):
    assert checked_ground("spam", [Ground.SPAM]) is Ground.SPAM
    for value in ("order", "nonsense", ""):
        with pytest.raises(Invalid, match="ground"):
            checked_ground(value, [Ground.SPAM])


@pytest.mark.parametrize("reason", ["", "   ", "because", "x" * 2001])
def test_a_reason_says_something_and_is_no_essay(app, reason):
    with pytest.raises(Invalid) as refused:
        checked_reason(reason)
    assert set(refused.value.fields) == {"reason"}


def test_a_reason_is_kept_as_written():
    assert checked_reason("  You name a client.\n\nPlease do not. ") == "You name a client.\n\nPlease do not."


def test_a_suspension_ends_with_the_day_where_the_forum_is():
    assert checked_until("2026-12-31", AMSTERDAM) == datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)


def test_without_a_day_a_suspension_has_no_end():
    assert checked_until(" ", AMSTERDAM) is None


@pytest.mark.parametrize("value", ["tomorrow", "2026-02-30", "9999-99-99", "9999-12-31"])
def test_a_day_that_is_none_is_refused(app, value):
    with pytest.raises(Invalid) as refused:
        checked_until(value, ZoneInfo("Pacific/Pago_Pago"))
    assert set(refused.value.fields) == {"until"}


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001])
def test_an_appeal_says_something(app, text):
    with pytest.raises(Invalid):
        checked_appeal(text)


def test_a_claim_holds_for_half_an_hour():
    assert holds(NOW, NOW + CLAIM_HOLDS - timedelta(seconds=1))
    assert not holds(NOW, NOW + CLAIM_HOLDS)
    assert not holds(None, NOW)


def test_only_a_restriction_of_the_last_half_year_can_be_appealed():
    assert is_appealable(is_restriction=True, decided_at=NOW - timedelta(days=182), now=NOW)
    assert not is_appealable(is_restriction=True, decided_at=NOW - timedelta(days=184), now=NOW)
    assert not is_appealable(is_restriction=False, decided_at=NOW, now=NOW)
