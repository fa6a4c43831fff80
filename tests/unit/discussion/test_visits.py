from datetime import UTC, datetime, timedelta

import pytest

from forum.discussion.visits import is_to_be_noted, new_since

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LAST_WEEK = MONDAY - timedelta(days=7)


def test_after_a_day_everything_since_the_last_look_is_new():
    assert new_since(LAST_WEEK, MONDAY, now=MONDAY + timedelta(days=1)) == MONDAY


def test_reloading_the_page_keeps_what_was_new():
    assert new_since(LAST_WEEK, MONDAY, now=MONDAY + timedelta(minutes=5)) == LAST_WEEK


@pytest.mark.parametrize(
    ("seen_at", "last_activity_at", "noted"),
    [
        (None, LAST_WEEK, True),
        (MONDAY - timedelta(minutes=1), LAST_WEEK, False),
        (MONDAY - timedelta(minutes=1), MONDAY - timedelta(seconds=1), True),
        (MONDAY - timedelta(minutes=5), LAST_WEEK, True),
    ],
)
def test_a_look_is_noted_at_first_after_news_and_now_and_then(seen_at, last_activity_at, noted):
    assert is_to_be_noted(seen_at, last_activity_at, now=MONDAY) == noted
