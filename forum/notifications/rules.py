"""When somebody is not to be disturbed."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.lib.setting_values import times_of

SATURDAY = 5
WEEK = 7  # days


def quiet_until(hours: str, is_weekend_quiet: bool, now: datetime, timezone: str) -> datetime:
    """The next moment at which a mail may go out; `now` itself when that is now.

    hours: such as 20:00-07:00, in local time; empty for none.
    """
    zone = ZoneInfo(timezone)
    local = now.astimezone(zone)
    # Hours may end within a weekend, and a weekend within hours, but not again and again.
    for _turn in range(3):
        later = _after_weekend(local) if is_weekend_quiet else local
        later = _after_hours(hours, later) if hours else later
        if later == local:
            break
        local = later
    return max(now, local.astimezone(now.tzinfo))


def _after_weekend(local: datetime) -> datetime:
    if local.weekday() < SATURDAY:
        return local
    monday = local.date() + timedelta(days=WEEK - local.weekday())
    return datetime.combine(monday, time(), tzinfo=local.tzinfo)


def _after_hours(hours: str, local: datetime) -> datetime:
    begins, ends = times_of(hours)
    at = local.time()
    is_quiet = begins <= at < ends if begins < ends else at >= begins or at < ends
    if not is_quiet:
        return local
    day = local.date() if at < ends else local.date() + timedelta(days=1)
    return datetime.combine(day, ends, tzinfo=local.tzinfo)


def hours_between(begins: str, ends: str) -> str:
    """Of a form, with times as browsers send them: 20:00. Raises Invalid."""
    hours = f"{begins.strip()[:5]}-{ends.strip()[:5]}"
    try:
        first, last = times_of(hours)
    except ValueError:
        raise Invalid({"quiet_from": _("Give two different times, such as 20:00 and 07:00.")}) from None
    return f"{first:%H:%M}-{last:%H:%M}"
