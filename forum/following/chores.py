"""What following does by the clock."""

from datetime import timedelta

import sqlalchemy as sa

from forum.following.models import Notification
from forum.jobs import daily
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.settings import settings


@daily
@atomic
def forget_notifications() -> None:
    """Those read long ago, and those that nobody read for longer."""
    now, keep = clock.now(), settings()
    read = Notification.read_at < now - timedelta(days=keep.keep_notifications)
    unread = sa.and_(
        Notification.read_at.is_(None), Notification.created_at < now - timedelta(days=keep.keep_unread)
    )
    db.session.execute(sa.delete(Notification).where(sa.or_(read, unread)))
