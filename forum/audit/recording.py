"""Writing the register, and refusing what is not written in it.

A model names its audited columns in `__audited__`. Changing one of them is possible only inside
`recorded(...)`, which adds the entry in the same transaction; a flush or a bulk UPDATE that bypasses
it raises, so that forgetting fails in every shell, command and test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from forum.audit.chain import START, seal
from forum.audit.models import AuditEntry
from forum.lib import clock
from forum.lib.db import Base, db, serialise


class Who(Protocol):
    """An actor, as far as the register needs to know."""

    @property
    def id(self) -> int | None: ...
    @property
    def role(self) -> Enum | None: ...


class Unrecorded(RuntimeError):
    """An audited column was about to change without an entry in the register."""


@contextmanager
def recorded(actor: Who, action: str, target: Any, reason: str | None = None) -> Iterator[None]:
    """Enter what happens to `target` inside the block, with the audited columns before and after."""
    session = db.session()
    before = _audited_values(target)
    recording: list[Any] = session.info.setdefault("recording", [])
    recording.append(target)
    try:
        yield
        session.flush()
    finally:
        recording.pop()
    after = _audited_values(target)
    changed = [name for name in after if after[name] != before[name]]
    _append(
        actor,
        action,
        target,
        reason=reason,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def _audited_values(target: Any) -> dict[str, Any]:
    return {name: _plain(getattr(target, name)) for name in getattr(target, "__audited__", ())}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime) else value


def _append(
    actor: Who, action: str, target: Any, *, reason: str | None, before: dict[str, Any], after: dict[str, Any]
) -> None:
    serialise("audit")
    last = db.session.scalar(sa.select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    entry = {
        "at": clock.now(),
        "actor_id": actor.id,
        "actor_role": actor.role.value if actor.role else "system",
        "action": action,
        "target_kind": target.__tablename__,
        "target_id": target.id,
        "reason": reason,
        "before": before,
        "after": after,
    }
    previous = last or START
    db.session.add(AuditEntry(**entry, previous_hash=previous, hash=seal(previous, entry)))
    db.session.flush()


@event.listens_for(Session, "before_flush")
def _refuse_unrecorded_changes(session: Session, *_args: Any) -> None:
    allowed = session.info.get("recording", ())
    for row in session.dirty:
        if not any(row is target for target in allowed):
            for name in getattr(row, "__audited__", ()):
                if sa.inspect(row).attrs[name].history.has_changes():
                    raise Unrecorded(f"{type(row).__name__}.{name} changes without an entry in the register")


@event.listens_for(Session, "do_orm_execute")
def _refuse_unrecorded_bulk_changes(state: ORMExecuteState) -> None:
    """For a statement on a model and for one on its table alike. SQL as a plain text has no columns to look
    at: `forum db check` finds what it did."""
    if state.is_select or state.session.info.get("recording"):
        return
    model = _model_of(getattr(state.statement, "table", None))
    audited = set(getattr(model, "__audited__", ()))
    if not audited or model is None:
        return
    if state.is_delete:
        raise Unrecorded(f"{model.__name__} rows disappear without an entry in the register")
    touched = audited & _touched(state)
    if touched:
        raise Unrecorded(f"{', '.join(sorted(touched))} change without an entry in the register")


def _model_of(table: Any) -> type | None:
    name = getattr(table, "fullname", None)
    models = Base.registry.mappers if name else ()
    return next((each.class_ for each in models if getattr(each.local_table, "fullname", "") == name), None)


def _touched(state: ORMExecuteState) -> set[str]:
    """The columns to which an UPDATE, or the UPDATE of an upsert, gives a value."""
    statement: Any = state.statement
    if state.is_insert:
        given = [getattr(statement._post_values_clause, "update_values_to_set", {})]
    else:
        many = state.parameters if isinstance(state.parameters, list) else [state.parameters or {}]
        given = [*many, statement._values or {}]
    return {getattr(column, "key", column) for values in given for column in values}
