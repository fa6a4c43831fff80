"""Threads and comments by their public ids, with what their permissions look at."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from forum.discussion.models import Comment, Thread
from forum.lib.db import db
from forum.lib.errors import NotFound


def thread_named(public_id: str, *, lock: bool = False) -> Thread:
    """With its question. With `lock`, nobody else changes the thread until we commit. Raises NotFound."""
    statement = sa.select(Thread).join(Thread.question).options(contains_eager(Thread.question))
    if lock:
        statement = statement.with_for_update(of=Thread)
    thread = db.session.scalar(statement.where(Thread.public_id == public_id.replace("\x00", "")))
    if thread is None:
        raise NotFound
    return thread


def comment_named(public_id: str, *, lock: bool = False) -> Comment:
    """With its thread and question. `lock` holds the comment and the thread. Raises NotFound."""
    has_id = Comment.public_id == public_id.replace("\x00", "")
    statement = (
        sa.select(Comment)
        .join(Comment.thread)
        .join(Thread.question)
        .options(contains_eager(Comment.thread).contains_eager(Thread.question))
        .where(has_id)
    )
    if lock:
        # The thread first, as a merge does it, so that neither waits for what the other holds.
        thread_id = sa.select(Comment.thread_id).where(has_id).scalar_subquery()
        db.session.execute(sa.select(Thread.id).where(Thread.id == thread_id).with_for_update())
        statement = statement.with_for_update(of=(Comment, Thread))
    # What changed its thread while we waited for the lock, PostgreSQL finds at the second look only.
    for _look in range(2 if lock else 1):
        if (comment := db.session.scalar(statement)) is not None:
            return comment
    raise NotFound
