"""What moderation does by the clock."""

from datetime import timedelta

import sqlalchemy as sa

from forum.accounts.staff import moderator_ids
from forum.jobs import emit, hourly
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.moderation.events import QueueNeglected
from forum.moderation.items import open_item
from forum.moderation.kinds import Waits
from forum.moderation.models import Item
from forum.moderation.waiting import forgotten, is_overdue, overdue, patience

TIME_TO_ARRIVE = timedelta(minutes=10)
"""For the event that puts something in the queue."""


@hourly
@atomic
def remind() -> None:
    """Tell the moderators that things wait too long, of each thing once in that time.

    One mail for all of them together, and none while an earlier one still asks for the same: as long as
    something of which they were told is open, new arrivals wait for the next mail.
    """
    now, waiting = clock.now(), overdue()
    if waiting is None or (waiting.reminded_at and now - waiting.reminded_at < patience()):
        return
    db.session.execute(sa.update(Item).where(is_overdue()).values(reminded_at=now))
    for user_id in moderator_ids():
        emit(QueueNeglected(user_id, now.isoformat(timespec="seconds")))


@hourly
@atomic
def queue_forgotten() -> None:
    """Put in the queue what waits for a moderator without standing there: an older release had no queue."""
    for kind, target_id, _public_id in list(forgotten(clock.now() - TIME_TO_ARRIVE)):
        open_item(Waits.HELD, kind, target_id)
