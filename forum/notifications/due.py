"""What is due to be mailed becomes messages in the outbox, one for each mail.

Run by the worker: when somebody was told of something, and by the clock for what waited for the morning or
the end of quiet hours.

Short transactions, however much is due: each hands on as many mails as one nudge has the worker write.
"""

from collections import defaultdict
from datetime import datetime

from forum.following import mailing
from forum.following.events import MailsDue
from forum.following.models import Cadence
from forum.following.rules import mail_due_at
from forum.jobs import emit_all, often, on
from forum.lib import clock
from forum.lib.db import atomic, serialise
from forum.notifications.events import DigestToMail, NewsToMail
from forum.notifications.models import Wanted
from forum.notifications.queries import MailWishes, wishes_of
from forum.notifications.rules import quiet_until
from forum.settings import settings

AT_ONCE = 100


@on(MailsDue)
def hand_on_now(_event: MailsDue) -> None:
    hand_on_due()


@often
def hand_on_due() -> None:
    """Hand on the mails about what people follow that are due."""
    now = clock.now()
    while _hand_on_news(now):
        pass
    while _hand_on_digests(now):
        pass


@atomic
def _hand_on_news(now: datetime) -> bool:
    """Returns whether there was anything. 4 statements, and 1 more for each moment until which some wait."""
    serialise("due mails")
    due = mailing.due_at_once(now, AT_ONCE)
    wishes = wishes_of({one.user_id for one in due})
    at: dict[datetime | None, list[int]] = defaultdict(list)
    for one in due:
        at[news_at(wishes[one.user_id], now)].append(one.notification_id)
    for moment, ids in at.items():
        if _settle(mailing.with_ids(ids), moment, now):
            emit_all([NewsToMail(notification_id) for notification_id in ids])
    return bool(due)


@atomic
def _hand_on_digests(now: datetime) -> bool:
    serialise("due mails")
    people = mailing.due_digests(now, AT_ONCE)
    wishes = wishes_of(people)
    at: dict[datetime | None, list[int]] = defaultdict(list)
    for user_id in people:
        at[digest_at(wishes[user_id], now)].append(user_id)
    for moment, user_ids in at.items():
        if _settle(mailing.digests_for(user_ids, now), moment, now):
            emit_all([DigestToMail(user_id, now.isoformat()) for user_id in user_ids])
    return bool(people)


def _settle(which, moment: datetime | None, now: datetime) -> bool:
    """Part of a command. Returns whether these go out now. 1 statement."""
    if moment is None:
        mailing.drop(which)
    elif moment > now:
        mailing.postpone(which, moment)
    else:
        mailing.hand_on(which, now)
        return True
    return False


def news_at(wishes: MailWishes, now: datetime) -> datetime | None:
    """When somebody may get a mail about something that just happened; None: never."""
    if wishes.wanted is Wanted.NONE:
        return None
    hours = settings().quiet_hours if wishes.quiet_hours is None else wishes.quiet_hours
    return quiet_until(hours, wishes.is_weekend_quiet, now, settings().timezone)


def digest_at(wishes: MailWishes, now: datetime) -> datetime | None:
    """The same for a digest. Its hour is fixed, so quiet hours do not count; a quiet weekend does."""
    if wishes.wanted is not Wanted.ALL:
        return None
    timezone = settings().timezone
    after = quiet_until("", wishes.is_weekend_quiet, now, timezone)
    return now if after == now else mail_due_at(Cadence.DAILY, after, timezone)
