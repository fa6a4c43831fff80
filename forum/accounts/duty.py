"""Who has to have a second factor, and from when on. Rules: values in, answer out."""

from datetime import datetime, timedelta

from forum.permissions import Role


def is_required(role: Role, requirement: str) -> bool:
    """requirement: `staff`, `everybody` or `nobody`, as in the settings."""
    return requirement == "everybody" or (requirement == "staff" and role is not Role.MEMBER)


def end_of_grace(since: datetime | None, *, grace_days: int, now: datetime) -> datetime:
    """Until when one can do without. `since`: when the duty began; None when nobody noted it yet."""
    return (since or now) + timedelta(days=grace_days)
