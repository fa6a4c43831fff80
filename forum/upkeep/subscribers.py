"""Mails to administrators about the forum itself. Run by the worker."""

from forum.accounts.queries import recipient
from forum.jobs import on
from forum.notifications import links
from forum.notifications.sending import send
from forum.upkeep.events import MessagesDied
from forum.upkeep.outbox import dead_count


@on(MessagesDied)
def mail_dead_letters(event: MessagesDied) -> None:
    """With the number of this moment: nothing, when somebody mended it meanwhile."""
    to, count = recipient(event.user_id), dead_count()
    if to is None or not count:
        return
    key = f"dead-letters-{event.user_id}-{event.at}"
    send("dead-letters", to, key=key, count=count, link=links.absolute(links.ADMIN_JOBS))
