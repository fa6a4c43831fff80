"""What a link at the foot of a mail would stop, and whether it is stopped already."""

from dataclasses import dataclass

from forum.accounts.queries import recipient
from forum.following.mailing import followed_of, hears_mentions
from forum.notifications.models import Wanted
from forum.notifications.queries import wishes_of
from forum.notifications.things import thing
from forum.notifications.unsubscribing import ALL, MENTIONS, Subscription
from forum.notifications.views import Thing


@dataclass(frozen=True, slots=True)
class Stopping:
    """`thing`: what is followed, when that is what is stopped. `wanted`: which mails about all else come."""

    subscription: Subscription
    thing: Thing | None
    is_over: bool
    wanted: Wanted


def stopping(subscription: Subscription, locale: str) -> Stopping | None:
    """None when the account or the thing is gone. 4 statements at most."""
    user_id, kind = subscription.user_id, subscription.kind
    if recipient(user_id) is None:
        return None
    wanted = wishes_of([user_id])[user_id].wanted
    if kind is not None:
        followed = thing(kind, subscription.target_id, locale)
        is_over = not followed_of(user_id, [(kind, subscription.target_id)])
        return Stopping(subscription, followed, is_over, wanted) if followed else None
    if subscription.what == MENTIONS:
        is_over = not hears_mentions(user_id)
    else:
        is_over = wanted is Wanted.NONE or (subscription.what != ALL and wanted is not Wanted.ALL)
    return Stopping(subscription, None, is_over, wanted)
