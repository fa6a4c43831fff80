"""What waits for moderators, what was reported, what was decided and why, and what people object to."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Model, PublicId, UtcDateTime, str_enum
from forum.moderation.kinds import Ground, Kind, Outcome, Waits

LONGEST_REASON = 2000  # characters, of a decision
LONGEST_EXPLANATION = 2000  # of a flag
LONGEST_APPEAL = 4000
LONGEST_NOTE = 2000

_IS_OPEN = sa.text("closed_at IS NULL")


class Item(PublicId, Model):
    """Something in the queue. One is open at a time for a reason and a thing; flags gather in it.

    `urgency`: 1 first; see grounds.py. `claimed_by_id` holds for a while: see rules.py. `closed_at` ends it,
    with the decision that did, or without one for a task.
    """

    __tablename__ = "moderation_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    waits: Mapped[Waits] = mapped_column(str_enum(Waits, "waits"))
    kind: Mapped[Kind] = mapped_column(str_enum(Kind, "kind"))
    target_id: Mapped[int]
    urgency: Mapped[int] = mapped_column(sa.SmallInteger)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    decision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decisions.id"), index=True)

    __table_args__ = (
        sa.Index(
            "uq_moderation_items_open",
            "waits",
            "kind",
            "target_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        sa.Index(
            "ix_moderation_items_queue",
            "urgency",
            "opened_at",
            "id",
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        sa.Index("ix_moderation_items_target", "kind", "target_id"),
    )


class Flag(PublicId, Model):
    """A report. Of somebody without an account it has a name and an address instead (DSA, article 16).

    `hid`: it took the thing out of sight until a moderator looks. `decision_id`: what became of it.
    """

    __tablename__ = "flags"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("moderation_items.id"), index=True)
    kind: Mapped[Kind] = mapped_column(str_enum(Kind, "kind"))
    target_id: Mapped[int]
    ground: Mapped[Ground] = mapped_column(str_enum(Ground, "ground"))
    explanation: Mapped[str] = mapped_column(sa.String(LONGEST_EXPLANATION), default="")
    reporter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    reporter_name: Mapped[str | None] = mapped_column(sa.String(60))
    reporter_email: Mapped[str | None] = mapped_column(sa.String(254))
    locale: Mapped[str] = mapped_column(sa.String(5))
    hid: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decisions.id"), index=True)

    __table_args__ = (
        sa.UniqueConstraint("reporter_id", "kind", "target_id"),
        sa.Index("ix_flags_target", "kind", "target_id"),
        sa.Index("ix_flags_reporter", "reporter_id", "created_at"),
        sa.Index("ix_flags_created", "created_at"),
    )


class Decision(PublicId, Model):
    """What was done, by whom, on which ground and why (DSA, article 17). Rows are only ever added.

    `addressee_id`: whose contribution or account it is. `actor_id` None: the forum itself (`is_automated`).
    `is_restriction`: it takes something away, so it can be appealed. `scope` and `until`: of a suspension.
    `details`: what the action changed, as its undo needs it; it is shown to nobody.
    `reverses_id`: the decision that this one undoes.
    """

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str] = mapped_column(sa.String(30))
    kind: Mapped[Kind] = mapped_column(str_enum(Kind, "kind"))
    target_id: Mapped[int]
    target_public_id: Mapped[str] = mapped_column(sa.String(80))
    addressee_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    actor_role: Mapped[str] = mapped_column(sa.String(20))
    ground: Mapped[Ground] = mapped_column(str_enum(Ground, "ground"))
    reason: Mapped[str] = mapped_column(sa.String(LONGEST_REASON))
    scope: Mapped[str | None] = mapped_column(sa.String(20))
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_automated: Mapped[bool] = mapped_column(default=False)
    is_restriction: Mapped[bool] = mapped_column(default=False)
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    reverses_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decisions.id"), index=True)

    __table_args__ = (
        sa.Index("ix_decisions_log", "at", "id"),
        sa.Index("ix_decisions_log_action", "action", "at", "id"),
        sa.Index("ix_decisions_log_ground", "ground", "at", "id"),
        sa.Index("ix_decisions_target", "kind", "target_id", "id"),
        sa.Index("ix_decisions_addressee", "addressee_id", "id"),
        sa.Index("ix_decisions_actor", "actor_id", "id"),
    )


class Appeal(PublicId, Model):
    """Somebody objects to a decision on what they wrote, or on what they reported (DSA, article 20).

    The answer is a decision too, of which the appeal is the target.
    """

    __tablename__ = "appeals"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"))
    appellant_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    text: Mapped[str] = mapped_column(sa.String(LONGEST_APPEAL))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(str_enum(Outcome, "outcome"))

    __table_args__ = (
        sa.UniqueConstraint("decision_id", "appellant_id"),
        sa.Index("ix_appeals_created", "created_at"),
    )


class Note(Model):
    """What moderators tell each other about an account. Nobody else reads it."""

    __tablename__ = "moderation_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    about_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(sa.String(LONGEST_NOTE))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
