"""Moments in words. Babel's formats are slow and their results few, so they are kept."""

from datetime import date as Day
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_timedelta
from markupsafe import Markup

from forum.lib import clock
from forum.lib.i18n import current_locale
from forum.settings import settings

UNITS = (24 * 3600, 3600, 60, 1)
"""Seconds of a day, an hour, a minute and a second."""

RELATIVE_UP_TO_SECONDS = 6 * 24 * 3600


def when(moment: datetime) -> Markup:
    """How long ago, and after some days the date; the exact moment stands in the element."""
    locale = current_locale()
    local = _local(moment)
    day = _in_words(local.date(), locale)
    seconds = (clock.now() - moment).total_seconds()
    words = _ago(max(1, int(seconds)), locale) if 0 <= seconds < RELATIVE_UP_TO_SECONDS else day
    # Digits of ours and words of Babel: nothing in it needs to be escaped.
    return Markup(f'<time datetime="{iso(moment)}" title="{day} {local:%H:%M}">{words}</time>')  # noqa: S704


def date(moment: datetime | Day) -> str:
    """Of a moment in the forum's time zone, or of a day as it is."""
    day = _local(moment).date() if isinstance(moment, datetime) else moment
    return _in_words(day, current_locale())


def day_and_time(moment: datetime) -> str:
    return f"{date(moment)}, {_local(moment):%H:%M}"


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings().timezone))


@lru_cache(maxsize=4096)
def _in_words(day: Day, locale: str) -> str:
    return format_date(day, format="long", locale=Locale.parse(locale))


def _ago(seconds: int, locale: str) -> str:
    unit = next(unit for unit in UNITS if seconds >= unit)
    return _units_ago(seconds // unit * unit, locale)


@lru_cache(maxsize=512)
def _units_ago(seconds: int, locale: str) -> str:
    span = timedelta(seconds=-seconds)
    return format_timedelta(span, add_direction=True, threshold=1, locale=Locale.parse(locale))
