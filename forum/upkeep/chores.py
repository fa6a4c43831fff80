"""What is done by the clock for who runs the forum."""

import sqlalchemy as sa

from forum.accounts.staff import administrator_ids
from forum.jobs import OutboxMessage, daily, emit
from forum.jobs.events import name_of
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.upkeep.events import MessagesDied
from forum.upkeep.outbox import IS_DEAD


@daily
@atomic
def tell_of_dead_letters() -> None:
    """Tell administrators of messages that were given up since they last heard.

    A mail about dead mail that dies itself is never told of: it would be the cause of the next one.
    """
    now = clock.now()
    untold = sa.and_(IS_DEAD, OutboxMessage.told_at.is_(None), OutboxMessage.event != name_of(MessagesDied))
    found = db.session.execute(
        sa.update(OutboxMessage).where(untold).values(told_at=now).returning(OutboxMessage.id)
    ).all()
    if found:
        for user_id in administrator_ids():
            emit(MessagesDied(user_id, now.date().isoformat()))
