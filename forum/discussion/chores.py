"""What the discussion does by the clock."""

from datetime import timedelta

import sqlalchemy as sa

from forum.discussion.drafts import forget_old
from forum.discussion.mentioning import body_of
from forum.discussion.models import Comment, ThreadVisit
from forum.jobs import daily, hourly
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.rendered import RENDERER_VERSION, Rendered
from forum.settings import settings

AT_ONCE = 500

daily(forget_old)


@daily
@atomic
def forget_visits() -> None:
    """When somebody last read a thread, a long time ago: their next visit is a first one."""
    old = clock.now() - timedelta(days=settings().keep_visits)
    db.session.execute(sa.delete(ThreadVisit).where(ThreadVisit.seen_at < old))


@hourly
def rerender_comments() -> int:
    """Store comments of an older renderer as today's makes them. Returns how many.

    Until then they are rendered each time they are read.
    """
    old = db.session.execute(
        sa.select(Comment.id, Comment.version, Comment.source)
        .where(Comment.renderer_version < RENDERER_VERSION)
        .order_by(Comment.id)
        .limit(AT_ONCE)
    ).all()
    for row in old:
        _store(row.id, row.version, body_of(row.source))
    return len(old)


@atomic
def _store(comment_id: int, version: int, body: Rendered) -> None:
    """Unless its author edited it in the meantime."""
    db.session.execute(
        sa.update(Comment)
        .where(Comment.id == comment_id, Comment.version == version)
        .values(html=body.html, renderer_version=body.version)
    )
