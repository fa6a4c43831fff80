"""What somebody follows, and what happened in it. Only ids are stored: texts are read when they are shown."""

from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Model, UtcDateTime, str_enum


class FollowKind(Enum):
    """What can be followed. The value stands in forms: `thread:<public id>`, `question:<slug>`."""

    QUESTION = "question"
    THREAD = "thread"
    LESSON = "lesson"
    POSITION = "position"


class Cadence(Enum):
    """How soon somebody hears of it. FEED: in their own feed only. OFF: not any more, whatever they write."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    FEED = "feed"
    OFF = "off"


TOLD = (Cadence.AT_ONCE, Cadence.DAILY, Cadence.WEEKLY)
"""Those that make notifications."""


class What(Enum):
    """What happened; in brackets what `subject_id` is."""

    REPLY = "reply"  # to what this person wrote (comment)
    COMMENT = "comment"  # in a thread (comment)
    THREAD = "thread"  # at a question or a lesson (thread)
    STANDING = "standing"  # of a position (transition)
    SYNTHESIS = "synthesis"  # of a question (synthesis)
    DECISION = "decision"  # about what this person wrote, or their account (decision)
    REPORT = "report"  # the answer to what this person reported (flag)
    APPEAL = "appeal"  # the answer to an appeal (appeal)
    MENTION = "mention"  # of this person, by their handle (comment)


class Follow(Model):
    """`is_automatic`: made by taking part, and not chosen since."""

    __tablename__ = "follows"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[FollowKind] = mapped_column(str_enum(FollowKind, "kind"), primary_key=True)
    target_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cadence: Mapped[Cadence] = mapped_column(str_enum(Cadence, "cadence"))
    is_automatic: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        # In the order in which a batch of followers is taken.
        sa.Index("ix_follows_target", "kind", "target_id", "user_id"),
    )


class FollowSettings(Model):
    """Without a row, somebody follows what they take part in, and hears when they are mentioned."""

    __tablename__ = "follow_settings"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    is_automatic: Mapped[bool] = mapped_column(default=True)
    hears_mentions: Mapped[bool] = mapped_column(default=True)


class FeedKey(Model):
    """What opens somebody's personal feed: the hash of a secret in its address. They have one at most."""

    __tablename__ = "feed_keys"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


_IS_UNREAD = sa.text("read_at IS NULL")
_IS_TO_BE_MAILED = sa.text("mail_due_at IS NOT NULL AND mailed_at IS NULL")


class Notification(Model):
    """`key` names the event, so that each lands once for each person, by whatever ways it reaches them.

    `group_kind` and `group_id`: the thread, question or position under which it is shown; None: by itself.
    `mail_due_at`: when a mail should tell it, None for what is mailed in another way or not at all.
    """

    __tablename__ = "notifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    what: Mapped[What] = mapped_column(str_enum(What, "what"))
    subject_id: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(40))
    group_kind: Mapped[FollowKind | None] = mapped_column(str_enum(FollowKind, "group_kind"))
    group_id: Mapped[int | None]
    cadence: Mapped[Cadence] = mapped_column(str_enum(Cadence, "cadence"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mail_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.UniqueConstraint("user_id", "key"),
        sa.Index("ix_notifications_user", "user_id", "id"),
        sa.Index("ix_notifications_unread", "user_id", sqlite_where=_IS_UNREAD, postgresql_where=_IS_UNREAD),
        sa.Index(
            "ix_notifications_mail",
            "mail_due_at",
            "user_id",
            sqlite_where=_IS_TO_BE_MAILED,
            postgresql_where=_IS_TO_BE_MAILED,
        ),
    )
