"""Whether this forum offers an account to whoever comes along: what the header and the forms show."""

from forum.settings import settings


def can_join() -> bool:
    """Without an invitation; perhaps with certain addresses only."""
    return settings().registration in ("open", "domains")
