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
    statement = (
        sa.select(Comment)
        .join(Comment.thread)
        .join(Thread.question)
        .options(contains_eager(Comment.thread).contains_eager(Thread.question))
    )
    if lock:
        statement = statement.with_for_update(of=(Comment, Thread))
    comment = db.session.scalar(statement.where(Comment.public_id == public_id.replace("\x00", "")))
    if comment is None:
        raise NotFound
    return comment
