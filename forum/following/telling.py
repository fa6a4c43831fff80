"""Telling the followers of a thing, in batches: each a short transaction that is safe to run twice."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forum.discussion.mentioning import mentioned_in
from forum.following.events import FollowersToTell, MailsDue
from forum.following.models import (
    TOLD,
    Cadence,
    Follow,
    FollowKind,
    FollowSettings,
    Notification,
    What,
)
from forum.following.rules import mail_due_at
from forum.following.subjects import Subject, subject
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import copy_if_absent, db, insert_if_absent
from forum.settings import settings

BATCH = 500
"""Followers in one transaction: some milliseconds, in which others who write wait."""


def split(what: What, subject_id: int, kind: FollowKind, target_id: int, *, size: int = BATCH) -> None:
    """Part of a command: a message for each batch of followers. 1 statement beside those of the messages."""
    numbered = (
        sa.select(
            Follow.user_id,
            sa.func.row_number().over(order_by=Follow.user_id).label("number"),
            sa.func.count().over().label("total"),
        )
        .where(Follow.kind == kind, Follow.target_id == target_id, Follow.cadence.in_(TOLD))
        .subquery()
    )
    is_last = sa.or_(numbered.c.number % size == 0, numbered.c.number == numbered.c.total)
    ends = db.session.scalars(sa.select(numbered.c.user_id).where(is_last).order_by(numbered.c.number))
    after = 0
    for up_to in ends.all():
        emit(FollowersToTell(what.value, subject_id, kind.value, target_id, after, up_to))
        after = up_to


def tell_batch(event: FollowersToTell) -> None:
    """Part of a command. What was hidden since is not told. 3 statements at most."""
    about = subject(What(event.what), event.subject_id)
    if about is None or not about.is_visible:
        return
    is_followed = sa.and_(
        Follow.kind == FollowKind(event.kind),
        Follow.target_id == event.target_id,
        Follow.user_id > event.after,
        Follow.user_id <= event.up_to,
        Follow.cadence.in_(TOLD),
        Follow.user_id != (about.author_id or 0),
    )
    columns = Notification.__table__.c
    now = clock.now()
    due = sa.case(*((Follow.cadence == one, sa.literal(_due(one), columns.mail_due_at.type)) for one in TOLD))
    values = _values(about)
    rows = sa.select(
        Follow.user_id,
        *(sa.literal(value, columns[name].type).label(name) for name, value in values.items()),
        Follow.cadence,
        sa.literal(now, columns.created_at.type).label("created_at"),
        due.label("mail_due_at"),
    ).where(is_followed)
    copy_if_absent(Notification, rows)
    emit(MailsDue(), once="mails due")


def tell(user_id: int | None, about: Subject | None, *, cadence: Cadence, is_mailed: bool) -> None:
    """Part of a command: one person, who need not follow anything. `is_mailed`: with the digests, too."""
    if user_id is None or about is None or user_id == about.author_id or not about.is_visible:
        return
    insert_if_absent(
        Notification,
        user_id=user_id,
        **_values(about),
        cadence=cadence,
        created_at=clock.now(),
        mail_due_at=_due(cadence) if is_mailed else None,
    )
    if is_mailed and cadence is Cadence.AT_ONCE:
        emit(MailsDue(), once="mails due")


def tell_mentioned(comment_id: int) -> None:
    """Part of a command: those who are mentioned in a comment and want to hear it, at once."""
    about = subject(What.MENTION, comment_id)
    mentioned = mentioned_in(comment_id)
    if about is None or not mentioned:
        return
    wants_none = sa.select(FollowSettings.user_id).where(
        FollowSettings.user_id.in_(mentioned), FollowSettings.hears_mentions.is_(False)
    )
    deaf = set(db.session.scalars(wants_none))
    for user_id in mentioned:
        if user_id not in deaf:
            tell(user_id, about, cadence=Cadence.AT_ONCE, is_mailed=True)


def _values(about: Subject) -> dict[str, Any]:
    return {
        "what": about.what,
        "subject_id": about.id,
        "key": about.key,
        "group_kind": about.group_kind,
        "group_id": about.group_id,
    }


def _due(cadence: Cadence) -> datetime | None:
    return mail_due_at(cadence, clock.now(), settings().timezone)
