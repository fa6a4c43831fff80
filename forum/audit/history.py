"""Looking back in the register."""

from enum import Enum
from typing import Any

import sqlalchemy as sa

from forum.audit.models import AuditEntry
from forum.lib.db import db


def has_been(target: Any, column: str, value: Enum) -> bool:
    """Whether an audited column ever changed from or to this value. The value that a row began with is known
    from its first change on. 1 statement."""
    was, became = (
        entry[column].as_string() == value.value for entry in (AuditEntry.before, AuditEntry.after)
    )
    found = sa.select(AuditEntry.id).where(
        AuditEntry.target_kind == target.__tablename__,
        AuditEntry.target_id == target.id,
        sa.or_(was, became),
    )
    return db.session.scalar(found.limit(1)) is not None
