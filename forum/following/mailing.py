"""Which notifications are to be mailed now, and how far that is. For the room that writes the mails.

`mailed_at` says when a notification was handed on to be mailed; from then on the outbox keeps it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum.following.models import TOLD, Cadence, Follow, FollowKind, FollowSettings, Notification
from forum.lib import clock
from forum.lib.db import db, upsert

WAITS = sa.and_(Notification.mail_due_at.is_not(None), Notification.mailed_at.is_(None))
IS_AT_ONCE = Notification.cadence == Cadence.AT_ONCE


@dataclass(frozen=True, slots=True)
class Due:
    notification_id: int
    user_id: int


def due_at_once(now: datetime, most: int) -> list[Due]:
    """Those that are due and become a mail each, the longest waiting first. 1 statement."""
    rows = db.session.execute(
        sa.select(Notification.id, Notification.user_id)
        .where(WAITS, IS_AT_ONCE, Notification.mail_due_at <= now)
        .order_by(Notification.mail_due_at, Notification.user_id, Notification.id)
        .limit(most)
    )
    return [Due(*row) for row in rows]


def due_digests(now: datetime, most: int) -> list[int]:
    """Accounts for which anything is due that goes into one mail together; of many, some. 1 statement."""
    people = (
        sa.select(Notification.user_id)
        .where(WAITS, ~IS_AT_ONCE, Notification.mail_due_at <= now)
        # As the index has them, so that nothing but these is read.
        .order_by(Notification.mail_due_at, Notification.user_id)
        .limit(5 * most)
    )
    return list(dict.fromkeys(db.session.scalars(people)))[:most]


def with_ids(ids: Collection[int]) -> sa.ColumnElement[bool]:
    return Notification.id.in_(ids)


def digests_for(user_ids: Collection[int], now: datetime) -> sa.ColumnElement[bool]:
    """All that is due for these people, and goes into one mail for each."""
    return sa.and_(Notification.user_id.in_(user_ids), ~IS_AT_ONCE, Notification.mail_due_at <= now)


def hand_on(which: sa.ColumnElement[bool], at: datetime) -> None:
    """Part of a command. What goes into one mail has the same `at`."""
    _change(which, mailed_at=at)


def postpone(which: sa.ColumnElement[bool], until: datetime) -> None:
    """Part of a command."""
    _change(which, mail_due_at=until)


def drop(which: sa.ColumnElement[bool]) -> None:
    """Part of a command: not mailed after all; it stays on the page."""
    _change(which, mail_due_at=None)


def weigh_again(user_id: int) -> None:
    """Part of a command: what waits for the end of somebody's quiet hours waits no longer by itself."""
    now = clock.now()
    waits = sa.and_(Notification.user_id == user_id, IS_AT_ONCE, Notification.mail_due_at > now)
    _change(waits, mail_due_at=now)


def leave(user_id: int, kind: FollowKind, target_id: int) -> None:
    """Part of a command: unfollow, for who holds a link from their own mail."""
    off = {"cadence": Cadence.OFF, "is_automatic": False}
    key = {"user_id": user_id, "kind": kind, "target_id": target_id}
    upsert(Follow, key | off | {"since": clock.now()}, update=off)


def hear_mentions(user_id: int, hears: bool) -> None:
    """Part of a command: whether somebody is told that they are mentioned."""
    values = {"user_id": user_id, "is_automatic": True, "hears_mentions": hears}
    upsert(FollowSettings, values, update={"hears_mentions": hears})


def hears_mentions(user_id: int) -> bool:
    """1 statement."""
    hears = sa.select(FollowSettings.hears_mentions).where(FollowSettings.user_id == user_id)
    return db.session.scalar(hears) is not False


def followed_of(user_id: int, things: Collection[tuple[FollowKind, int]]) -> list[tuple[FollowKind, int]]:
    """Which of these somebody follows so that they hear of it. 1 statement."""
    if not things:
        return []
    is_one = sa.or_(*(sa.and_(Follow.kind == kind, Follow.target_id == id) for kind, id in things))
    rows = db.session.execute(
        sa.select(Follow.kind, Follow.target_id).where(
            Follow.user_id == user_id, Follow.cadence.in_(TOLD), is_one
        )
    )
    return [(row.kind, row.target_id) for row in rows]


def _change(which: sa.ColumnElement[bool], **values: datetime | None) -> None:
    db.session.execute(sa.update(Notification).where(WAITS, which).values(**values))
