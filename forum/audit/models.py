"""The register of restrictions and changes: append-only, each entry sealed with the hash before it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Model, UtcDateTime


class AuditEntry(Model):
    """Who did what to which thing, and why. Triggers in the database refuse UPDATE and DELETE.

    No foreign keys: an entry outlives the account and the thing it speaks of.
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_role: Mapped[str] = mapped_column(sa.String(20))
    action: Mapped[str] = mapped_column(sa.String(60), index=True)
    target_kind: Mapped[str] = mapped_column(sa.String(40))
    target_id: Mapped[int]
    reason: Mapped[str | None] = mapped_column(sa.Text)
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    after: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)

    __table_args__ = (sa.Index("ix_audit_entries_target", "target_kind", "target_id"),)
