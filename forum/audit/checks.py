"""Was the register tampered with?"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from forum.audit.chain import first_break
from forum.audit.models import AuditEntry
from forum.lib.batches import BATCH
from forum.lib.db import db


def problems() -> Iterator[str]:
    broken = first_break(_entries())
    if broken is not None:
        yield f"register of decisions: entry {broken} does not fit the seal of the one before"


def _entries() -> Iterator[dict[str, Any]]:
    """All of them in the order of their seals, some at a time: the register only grows."""
    columns = [getattr(AuditEntry, column.key) for column in AuditEntry.__table__.columns]
    following = sa.select(*columns).order_by(AuditEntry.id).limit(BATCH)
    last = 0
    while rows := db.session.execute(following.where(AuditEntry.id > last)).all():
        yield from (dict(row._mapping) for row in rows)
        last = rows[-1].id
