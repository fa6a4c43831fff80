"""Commands on which mails somebody gets about what they follow."""

from dataclasses import asdict

from forum.following.mailing import hear_mentions, leave, weigh_again
from forum.lib.db import atomic, upsert
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.notifications.models import MailSettings, Wanted
from forum.notifications.queries import MailWishes, wishes_of
from forum.notifications.unsubscribing import ALL, MENTIONS, Subscription
from forum.permissions import Actor, require
from forum.permissions import Permission as P


@atomic
def choose_mails(actor: Actor, *, wanted: str, quiet_hours: str | None, is_weekend_quiet: bool) -> None:
    """quiet_hours: as in MailSettings. Raises Invalid."""
    require(actor, P.ACCOUNT_CHANGE)
    if wanted not in {one.value for one in Wanted}:
        raise Invalid({"wanted": _("Choose which mails you want.")})
    chosen = asdict(MailWishes(Wanted(wanted), quiet_hours, is_weekend_quiet))
    upsert(MailSettings, {"user_id": actor.user_id} | chosen, update=chosen)
    weigh_again(actor.user_id)


@atomic
def stop(subscription: Subscription) -> None:
    """End what a link in somebody's own mail names. Ten times is the same as once."""
    user_id, kind = subscription.user_id, subscription.kind
    if kind is not None:
        leave(user_id, kind, subscription.target_id)
        return
    if subscription.what == MENTIONS:
        hear_mentions(user_id, False)
        return
    wishes = wishes_of([user_id])[user_id]
    wanted = Wanted.NONE if subscription.what == ALL or wishes.wanted is Wanted.NONE else Wanted.AT_ONCE
    stopped = asdict(wishes) | {"wanted": wanted}
    upsert(MailSettings, {"user_id": user_id} | stopped, update={"wanted": wanted})
