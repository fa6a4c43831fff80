"""Threads and comments. A thread's opening text is its first comment, so that history, permanent links
and moderation are one mechanism for both.
"""

from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.capacity import Capacity
from forum.articles.models import Question
from forum.lib.db import ByteOrdered, Model, PublicId, UtcDateTime, str_enum
from forum.lib.text import slugify


class ThreadState(Enum):
    VISIBLE = "visible"
    HELD = "held"  # waits for a moderator
    HIDDEN = "hidden"  # by moderation
    MERGED = "merged"  # went on in another thread, to which its address leads


class CommentState(Enum):
    VISIBLE = "visible"
    HELD = "held"  # waits for a moderator
    WITHDRAWN = "withdrawn"  # by its author
    HIDDEN = "hidden"  # by moderation


class Thread(Model, PublicId):
    """`merged_into_id`: where the comments of a MERGED thread went; `merged_comment_id`: the comment that its
    opening text became, to which its address leads, wherever that comment goes later.
    """

    __tablename__ = "threads"
    __audited__ = ("question_id", "title", "state", "is_locked", "is_pinned", "merged_into_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[ThreadState] = mapped_column(str_enum(ThreadState, "state"), default=ThreadState.VISIBLE)
    is_locked: Mapped[bool] = mapped_column(default=False)
    is_pinned: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("threads.id"), index=True)
    # Threads come before comments when tables are made, so this key is added afterwards.
    merged_comment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comments.id", use_alter=True))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_activity_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Derived; `forum db check` compares it with the comments themselves.
    comment_count: Mapped[int] = mapped_column(default=0)
    last_number: Mapped[int] = mapped_column(default=0)

    question: Mapped[Question] = relationship()

    __table_args__ = (
        sa.Index("ix_threads_question_activity", "question_id", "is_pinned", "last_activity_at", "id"),
        sa.Index("ix_threads_activity", "last_activity_at", "id"),
    )

    @property
    def slug(self) -> str:
        return slugify(self.title)

    @property
    def is_visible(self) -> bool:
        return self.state is ThreadState.VISIBLE

    @property
    def is_concluded(self) -> bool:
        return self.question.concluded_at is not None

    @property
    def is_open(self) -> bool:
        """Takes new comments: neither the thread nor its question was closed."""
        return not self.is_locked and not self.is_concluded


class ThreadLesson(Model):
    __tablename__ = "thread_lessons"

    thread_id: Mapped[int] = mapped_column(sa.ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(sa.ForeignKey("lessons.id"), primary_key=True, index=True)


class Comment(Model, PublicId):
    """`path` places a comment in reading order: see tree.py. `number` counts within the thread, from 1.
    `mandate_id`: by which its author spoke for an organisation. `is_name_withheld`: only moderators know who
    wrote it, so whoever shows an author asks for it: see accounts/withheld.py.
    """

    __tablename__ = "comments"
    __audited__ = ("state", "is_name_withheld")

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(sa.ForeignKey("threads.id"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    capacity: Mapped[Capacity] = mapped_column(str_enum(Capacity, "capacity"), default=Capacity.PERSONAL)
    mandate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mandates.id"), index=True)
    is_name_withheld: Mapped[bool] = mapped_column(default=False)
    number: Mapped[int]
    path: Mapped[str] = mapped_column(ByteOrdered)
    source: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int]
    state: Mapped[CommentState] = mapped_column(str_enum(CommentState, "state"), default=CommentState.VISIBLE)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    thread: Mapped[Thread] = relationship(lazy="raise_on_sql", foreign_keys=[thread_id])

    __table_args__ = (
        sa.UniqueConstraint("thread_id", "path"),
        sa.CheckConstraint(
            "mandate_id IS NULL OR (capacity = 'organisation' AND NOT is_name_withheld)",
            name="speaks_by_name_with_a_mandate",
        ),
        sa.Index("ix_comments_author_time", "author_id", "created_at"),
        # Holds all that counting people and new comments needs, so that no text is read for it.
        sa.Index("ix_comments_thread_people", "thread_id", "state", "author_id", "created_at"),
        sa.Index("ix_comments_time", "created_at", "id"),
    )

    @property
    def is_opening(self) -> bool:
        return self.number == 1

    @property
    def is_visible(self) -> bool:
        return self.state is CommentState.VISIBLE and self.thread.is_visible

    @property
    def is_held(self) -> bool:
        """It waits for a moderator, by itself or with its whole thread; nobody took it away."""
        return (
            not self.is_visible
            and self.state in (CommentState.VISIBLE, CommentState.HELD)
            and self.thread.state in (ThreadState.VISIBLE, ThreadState.HELD)
        )

    @property
    def is_open(self) -> bool:
        return self.thread.is_open


class CommentRevision(Model):
    """What a comment said before an edit. Rows are only ever added."""

    __tablename__ = "comment_revisions"

    comment_id: Mapped[int] = mapped_column(
        sa.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mention(Model):
    """Somebody's handle stands in a comment, after an @; whoever wrote it meant that person."""

    __tablename__ = "mentions"

    comment_id: Mapped[int] = mapped_column(
        sa.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Draft(Model):
    """A form that is not sent yet. `place` says which one; a draft of somebody who is not signed in yet
    has no `user_id` but the hash of a key, by which signing in claims it.
    """

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    key_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    place: Mapped[str] = mapped_column(sa.String(100))
    fields: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    __table_args__ = (sa.UniqueConstraint("user_id", "place"),)


class ThreadVisit(Model):
    """When somebody last read a thread. `new_since` is where that visit began to be new: see visits.py."""

    __tablename__ = "thread_visits"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(sa.ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True)
    new_since: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
