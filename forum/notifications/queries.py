"""Reading which mails somebody wants, and whether they get any."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from forum.accounts.mailboxes import mail_is_stopped
from forum.accounts.models import User
from forum.accounts.queries import Recipient, is_confirmed, recipient_of_news
from forum.lib.db import db
from forum.notifications.models import MailSettings, Wanted


@dataclass(frozen=True, slots=True)
class MailWishes:
    """As in MailSettings."""

    wanted: Wanted = Wanted.ALL
    quiet_hours: str | None = None
    is_weekend_quiet: bool = False


def wishes_of(user_ids: Collection[int]) -> dict[int, MailWishes]:
    """By account, also of who never said anything. 1 statement; 0 for nobody."""
    wishes = dict.fromkeys(user_ids, MailWishes())
    if wishes:
        rows = db.session.execute(
            sa.select(
                MailSettings.user_id,
                MailSettings.wanted,
                MailSettings.quiet_hours,
                MailSettings.is_weekend_quiet,
            ).where(MailSettings.user_id.in_(user_ids))
        )
        wishes |= {row.user_id: MailWishes(*row[1:]) for row in rows}
    return wishes


def follower(user_id: int) -> Recipient | None:
    """For mails about what they follow. None without a confirmed address, and when mails come back.

    3 statements. Nobody shall have the forum write every day to a stranger whose address they typed.
    """
    to = recipient_of_news(user_id)
    if to is None or mail_is_stopped(user_id):
        return None
    confirmed_at = db.session.scalar(sa.select(User.email_confirmed_at).where(User.id == user_id))
    return to if is_confirmed(confirmed_at) else None
