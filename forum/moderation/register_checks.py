"""Does the register hold an entry for every decision, and a decision for every entry?"""

from collections.abc import Iterator

import sqlalchemy as sa

from forum.audit import AuditEntry
from forum.lib.db import db
from forum.moderation.models import Decision

PREFIX = "moderation."


def problems() -> Iterator[str]:
    """The seal shows what was changed in the register, not what was cut off at its end."""
    decided = _counts(sa.literal(PREFIX) + Decision.action)
    entered = _counts(AuditEntry.action, AuditEntry.action.startswith(PREFIX, autoescape=True))
    for action in sorted(decided.keys() | entered.keys()):
        decisions, entries = decided.get(action, 0), entered.get(action, 0)
        if decisions != entries:
            yield f"register of decisions: {entries} entries of {action}, but {decisions} decisions"


def _counts(action: sa.SQLColumnExpression[str], *conditions: sa.ColumnElement[bool]) -> dict[str, int]:
    named = action.label("action")
    rows = db.session.execute(sa.select(named, sa.func.count()).where(*conditions).group_by(named))
    return {name: number for name, number in rows}  # noqa: C416
