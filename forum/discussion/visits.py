"""What is new since somebody's last visit."""

from datetime import datetime, timedelta

# Reloading, posting and coming back within this time is still the same visit.
SAME_VISIT = timedelta(minutes=30)
# Noting a look is a write. While nothing happens in a thread, it may wait.
NOTED_EVERY = timedelta(minutes=5)


def is_to_be_noted(seen_at: datetime | None, last_activity_at: datetime, now: datetime) -> bool:
    """Whether this look changes what will be new at the next: the first one, and the first after any news."""
    return seen_at is None or last_activity_at > seen_at or now - seen_at >= NOTED_EVERY


def new_since(stored_since: datetime, seen_at: datetime, now: datetime) -> datetime:
    """What is younger than the returned moment is new for who looks at `now`.

    stored_since, seen_at: as the last look left them.
    """
    return stored_since if now - seen_at < SAME_VISIT else seen_at
