"""Texts that wait for a moderator before others read them."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.audit import has_been
from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.discussion.rules import waits
from forum.lib.db import db
from forum.permissions import Actor, moderates
from forum.settings import settings


def is_to_be_held(actor: Actor) -> bool:
    """Whether what this person writes now waits. 1 statement, none where first posts need not wait."""
    first_posts = settings().hold_first_posts
    if not first_posts:
        return False
    shown = (
        sa.select(Comment.id)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Comment.author_id == actor.user_id, Comment.state == CommentState.VISIBLE)
        .where(Thread.state == ThreadState.VISIBLE)
        .limit(first_posts)
        .subquery()
    )
    is_vouched_for, visible = db.session.execute(
        sa.select(User.is_vouched_for, sa.select(sa.func.count()).select_from(shown).scalar_subquery()).where(
            User.id == actor.user_id
        )
    ).one()
    return waits(first_posts, visible=visible, is_vouched_for=is_vouched_for, is_staff=moderates(actor, None))


def was_shown(thing: Comment | Thread) -> bool:
    """Whether others could ever read what waits or was taken away. 1 statement."""
    return has_been(thing, "state", CommentState.VISIBLE)


def waits_from_the_start(comment: Comment) -> bool:
    """Whether others could not read it yet: it waits, or its whole thread does. 1 statement while one of them
    waits, else none."""
    thread = comment.thread
    if comment.state is CommentState.HELD:
        return not was_shown(comment)
    return thread.state is ThreadState.HELD and not was_shown(thread)
