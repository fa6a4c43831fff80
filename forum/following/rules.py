"""When what happened is to be mailed, and which choices there are."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum.following.models import Cadence
from forum.lib.errors import Invalid
from forum.lib.i18n import _

DIGEST_AT = time(7)
"""In the forum's own time zone: on the table when the working day begins."""

MONDAY = 0


def mail_due_at(cadence: Cadence, now: datetime, timezone: str) -> datetime | None:
    """None for what is not mailed. Digests go out at the next morning, or the next Monday morning."""
    if cadence is Cadence.AT_ONCE:
        return now
    if cadence not in (Cadence.DAILY, Cadence.WEEKLY):
        return None
    zone = ZoneInfo(timezone)
    local = now.astimezone(zone)
    days = 0 if local.time() < DIGEST_AT else 1
    if cadence is Cadence.WEEKLY:
        days += (MONDAY - (local.weekday() + days)) % 7
    morning = datetime.combine(local.date() + timedelta(days=days), DIGEST_AT, tzinfo=zone)
    return morning.astimezone(now.tzinfo)


def cadence_named(value: str) -> Cadence:
    """Of a form. Raises Invalid; OFF is no choice but unfollowing."""
    if value in {one.value for one in Cadence if one is not Cadence.OFF}:
        return Cadence(value)
    raise Invalid({"cadence": _("Choose how you want to hear of it.")})
