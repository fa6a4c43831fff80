"""Moments in words."""

from datetime import timedelta

import pytest

from forum.lib.i18n import force_locale
from forum.web.moments import date, iso, when
from tests.conftest import START


def words(moment, locale):
    with force_locale(locale):
        return when(moment).striptags()


@pytest.mark.parametrize(
    ("ago", "dutch", "english"),
    [
        (timedelta(0), "1 seconde geleden", "1 second ago"),
        (timedelta(seconds=59), "59 seconden geleden", "59 seconds ago"),
        (timedelta(minutes=1), "1 minuut geleden", "1 minute ago"),
        (timedelta(minutes=119), "1 uur geleden", "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 uur geleden", "23 hours ago"),
        (timedelta(days=5, hours=23), "5 dagen geleden", "5 days ago"),
        (timedelta(days=6), "17 november 2026", "November 17, 2026"),
        (timedelta(seconds=-1), "23 november 2026", "November 23, 2026"),
    ],
)
def test_how_long_ago_and_after_some_days_the_date(app, ago, dutch, english):
    assert words(START - ago, "nl") == dutch
    assert words(START - ago, "en") == english


def test_the_exact_moment_is_in_the_time_zone_of_the_forum(app):
    with force_locale("nl"):
        assert when(START) == (
            '<time datetime="2026-11-23T09:00:00Z" title="23 november 2026 10:00">1 seconde geleden</time>'
        )


def test_a_day_begins_in_the_time_zone_of_the_forum(app):
    with force_locale("nl"):
        assert date(START.replace(hour=23, minute=30)) == "24 november 2026"


def test_machines_read_utc(app):
    assert iso(START) == "2026-11-23T09:00:00Z"
