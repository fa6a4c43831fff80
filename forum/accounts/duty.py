"""Who has to have a second factor, and from when on."""

from datetime import datetime, timedelta

from forum.permissions import Role
from forum.settings import settings


def is_required(role: Role, requirement: str) -> bool:
    """requirement: `staff`, `everybody` or `nobody`, as in the settings."""
    return requirement == "everybody" or (requirement == "staff" and role is not Role.MEMBER)


def end_of_grace(since: datetime | None, *, grace_days: int, now: datetime) -> datetime:
    """Until when one can do without. `since`: when the duty began; None when nobody noted it yet."""
    return (since or now) + timedelta(days=grace_days)


def second_factor_due(role: Role, since: datetime | None, now: datetime) -> datetime | None:
    """Until when somebody without a second factor can do without; None when nobody asks it of them."""
    rules = settings()
    if not is_required(role, rules.require_second_factor):
        return None
    return end_of_grace(since, grace_days=rules.second_factor_grace, now=now)
