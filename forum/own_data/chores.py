"""What is done for people's own data by the clock."""

from forum.jobs import hourly
from forum.own_data.copies import forget_old_files


@hourly
def forget_copies() -> None:
    """Copies whose time is over."""
    forget_old_files()
