"""What happened before: to what somebody reports, and between them and it. Each is 1 statement."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.discussion.models import Comment, Thread
from forum.lib.db import db
from forum.moderation.flag_rules import HIDES_WITHIN
from forum.moderation.kinds import Ground
from forum.moderation.models import Decision, Flag
from forum.moderation.targets import Target


def flag_of(reporter_id: int, about: Target) -> Flag | None:
    """This person's report of it."""
    return db.session.scalar(_flags_on(about).where(Flag.reporter_id == reporter_id))


def notice_of(email: str | None, explanation: str, about: Target) -> Flag | None:
    """The notice that somebody without an account gave of it; of who gave no name, one in the same words."""
    same = Flag.reporter_email == email if email else Flag.explanation == explanation
    without_account = Flag.reporter_id.is_(None)
    if not email:
        same = sa.and_(same, Flag.reporter_email.is_(None))
    return db.session.scalar(_flags_on(about).where(without_account, same).limit(1))


def hidden_lately(reporter_id: int, now: datetime) -> int:
    """How many things this person's reports took out of sight within a day."""
    count = sa.select(sa.func.count()).select_from(Flag)
    return (
        db.session.scalar(
            count.where(Flag.reporter_id == reporter_id, Flag.hid, Flag.created_at > now - HIDES_WITHIN)
        )
        or 0
    )


def was_let_stand(about: Target, ground: Ground) -> bool:
    """Whether a moderator looked at it for this ground, as it is now, and left it or gave it back."""
    earlier = aliased(Decision)
    was_reported = sa.exists().where(
        Flag.kind == about.kind,
        Flag.target_id == about.id,
        Flag.ground == ground,
        Flag.decision_id <= Decision.id,
    )
    was_decided = sa.exists().where(
        earlier.kind == about.kind,
        earlier.target_id == about.id,
        earlier.ground == ground,
        earlier.id < Decision.id,
    )
    looked_at = db.session.scalar(
        sa.select(Decision.at)
        .where(
            Decision.kind == about.kind,
            Decision.target_id == about.id,
            Decision.action.in_(("approve", "restore")),
            Decision.actor_id.is_not(None),
            sa.or_(was_reported, was_decided),
        )
        .order_by(Decision.id.desc())
        .limit(1)
    )
    edited_at = getattr(about.row, "edited_at", None)
    return looked_at is not None and (edited_at is None or edited_at <= looked_at)


def last_answer(reporter_id: int, about: Target) -> datetime | None:
    """When this person last answered it: a comment, or what a conversation begins with."""
    if isinstance(about.row, Thread):
        answers = _answers_to_opening(about.row.id)
    elif isinstance(about.row, Comment):
        answers = Comment.parent_id == about.row.id
        if about.row.is_opening:
            answers = sa.or_(answers, _answers_to_opening(about.row.thread_id))
    else:
        return None
    latest = sa.select(sa.func.max(Comment.created_at)).where(Comment.author_id == reporter_id, answers)
    return db.session.scalar(latest)


def _answers_to_opening(thread_id: int) -> sa.ColumnElement[bool]:
    """A reply to the opening text is one to the conversation, and has no parent."""
    opening = sa.select(Comment.id).where(Comment.thread_id == thread_id, Comment.number == 1)
    is_first_level = sa.or_(Comment.parent_id.is_(None), Comment.parent_id.in_(opening))
    return sa.and_(Comment.thread_id == thread_id, Comment.number > 1, is_first_level)


def _flags_on(about: Target) -> sa.Select[Flag]:
    return sa.select(Flag).where(Flag.kind == about.kind, Flag.target_id == about.id)
