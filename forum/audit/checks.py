"""Was the register tampered with?"""

from collections.abc import Iterator

import sqlalchemy as sa

from forum.audit.chain import first_break
from forum.audit.models import AuditEntry
from forum.lib.db import db


def problems() -> Iterator[str]:
    table = AuditEntry.__table__
    rows = db.session.execute(
        sa.select(*(getattr(AuditEntry, column.key) for column in table.columns)).order_by(AuditEntry.id)
    )
    broken = first_break(dict(row._mapping) for row in rows)
    if broken is not None:
        yield f"register of decisions: entry {broken} does not fit the seal of the one before"
