"""What a decision, a claim and an appeal must be."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.moderation.kinds import Ground
from forum.moderation.models import LONGEST_APPEAL, LONGEST_NOTE, LONGEST_REASON

SHORTEST_REASON = 10  # characters; shorter explains nothing
CLAIM_HOLDS = timedelta(minutes=30)
# DSA, article 20: complaints can be lodged for at least six months.
APPEALABLE_FOR = timedelta(days=183)


def checked_ground(value: str, allowed: Collection[Ground]) -> Ground:
    """Raises Invalid at `ground`."""
    try:
        ground = Ground(value)
    except ValueError:
        raise Invalid({"ground": _("Choose a ground from the list.")}) from None
    if ground not in allowed:
        raise Invalid({"ground": _("This ground does not fit here. Choose another one.")})
    return ground


def checked_reason(value: str) -> str:
    """Raises Invalid at `reason`."""
    reason = value.strip()
    if len(reason) < SHORTEST_REASON:
        raise Invalid({"reason": _("Say in plain words why. Who it is about has to understand it.")})
    return _within(reason, "reason", LONGEST_REASON)


def checked_appeal(value: str) -> str:
    """Raises Invalid at `text`."""
    text = value.strip()
    if not text:
        raise Invalid({"text": _("Write why you see it differently.")})
    return _within(text, "text", LONGEST_APPEAL)


def checked_note(value: str) -> str:
    """Raises Invalid at `text`."""
    text = value.strip()
    if not text:
        raise Invalid({"text": _("Write something first.")})
    return _within(text, "text", LONGEST_NOTE)


def checked_until(value: str, zone: ZoneInfo) -> datetime | None:
    """The end of that day (`2026-12-31`) in the forum's time zone; None for an empty value, without an end.

    Raises Invalid at `until`.
    """
    if not value.strip():
        return None
    try:
        day = date.fromisoformat(value.strip())
        return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid({"until": _("Choose a day, such as 2026-12-31.")}) from None


def holds(claimed_at: datetime | None, now: datetime) -> bool:
    """Whether somebody still has an item that they took at that moment."""
    return claimed_at is not None and now - claimed_at < CLAIM_HOLDS


def is_appealable(*, is_restriction: bool, decided_at: datetime, now: datetime) -> bool:
    return is_restriction and now - decided_at < APPEALABLE_FOR


def _within(text: str, name: str, most: int) -> str:
    if len(text) > most:
        message = _(
            "Your text has %(length)s characters. Make it shorter: at most %(most)s.",
            length=len(text),
            most=most,
        )
        raise Invalid({name: message})
    return text
