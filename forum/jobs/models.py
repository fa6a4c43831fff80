"""The outbox: what happened and still has to be told, written in the transaction in which it happened.
And what was done by the clock, so that two workers do it once and what was missed is made up for."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Model, UtcDateTime


class OutboxMessage(Model):
    """One event for one subscriber, so that each is retried on its own.

    `leased_until` is set while a worker has it; `done_at` or `dead_at` ends it, and both end what was given
    up for a good reason. A `dedupe_key` lets many events wait as one; it is freed when the message is
    claimed, so that news during the work is not lost. `retried_at`: when an administrator had a dead one
    tried again; `told_at`: when administrators heard that it died.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(sa.String(80))
    subscriber: Mapped[str] = mapped_column(sa.String(120))
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dead_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(sa.Text)
    dedupe_key: Mapped[str | None] = mapped_column(sa.String(120), unique=True)
    retried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.Index(
            "ix_outbox_waiting",
            "due_at",
            sqlite_where=sa.text("done_at IS NULL AND dead_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND dead_at IS NULL"),
        ),
        sa.Index(
            "ix_outbox_dead",
            "dead_at",
            sqlite_where=sa.text("dead_at IS NOT NULL AND done_at IS NULL"),
            postgresql_where=sa.text("dead_at IS NOT NULL AND done_at IS NULL"),
        ),
    )


class ChoreRun(Model):
    """How one chore stands. `ran_for`: the moment of its rhythm for which it was done last.

    `not_before`: until then a worker has it, or it rests after a failure. `error` is that of the last run,
    None when it went well.
    """

    __tablename__ = "chore_runs"

    name: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    ran_for: Mapped[datetime | None] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(sa.Text)
