"""How much somebody may write in how much time, by whatever door."""

from datetime import timedelta

from limits import RateLimitItem, parse_many

from forum.lib import clock
from forum.permissions import Actor

NEW_ACCOUNT = timedelta(hours=24)


def limits_of(actor: Actor, limits: str) -> list[RateLimitItem]:
    """Half of it on an account's first day: that is when spam comes."""
    items = parse_many(limits)
    if actor.joined_at is not None and clock.now() - actor.joined_at < NEW_ACCOUNT:
        return [type(item)(max(1, item.amount // 2), item.multiples) for item in items]
    return items
