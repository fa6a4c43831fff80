"""What the discussion does in the background."""

from datetime import datetime

import sqlalchemy as sa

from forum.discussion.events import ThreadSeen
from forum.discussion.models import Thread, ThreadVisit
from forum.discussion.visits import new_since
from forum.jobs import on
from forum.lib.db import atomic, db, insert_if_absent


@on(ThreadSeen)
@atomic
def remember_visit(event: ThreadSeen) -> None:
    """Move the mark of what is new. Glances may come late or twice; an older one changes nothing."""
    seen_at = datetime.fromisoformat(event.seen_at)
    if db.session.get(Thread, event.thread_id) is None:
        return
    key = {"user_id": event.user_id, "thread_id": event.thread_id}
    if insert_if_absent(ThreadVisit, **key, new_since=seen_at, seen_at=seen_at):
        return
    visit = db.session.scalar(sa.select(ThreadVisit).filter_by(**key).with_for_update())
    if visit is not None and seen_at > visit.seen_at:
        visit.new_since = new_since(visit.new_since, visit.seen_at, seen_at)
        visit.seen_at = seen_at
