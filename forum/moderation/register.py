"""The whole register as moderators read it: every entry, with who, what, why, and what changed."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.articles.models import Question
from forum.audit import AuditEntry
from forum.discussion.models import Comment, Thread
from forum.lib.db import db
from forum.lib.paging import Page, decode, page
from forum.mandates.models import Organisation
from forum.moderation.kinds import Kind
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.positions.models import Position

ENTRIES_ON_PAGE = 50
NAMED = {
    Comment: Kind.COMMENT,
    Thread: Kind.THREAD,
    Position: Kind.POSITION,
    Question: Kind.QUESTION,
    Organisation: Kind.ORGANISATION,
    User: Kind.ACCOUNT,
}
"""Tables whose rows have an address."""


@dataclass(frozen=True, slots=True)
class Change:
    """A column with what stood in it; None for nothing."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """`actor`: a name, None when the forum or its command line acted. `table` and `target_id`: what it is
    about; `kind` and `name`, for what has an address: the public id of an account's holder is `name`, and
    `person` what others call them."""

    id: int
    at: datetime
    actor: str | None
    role: str
    action: str
    table: str
    target_id: int
    kind: Kind | None
    name: str | None
    person: str | None
    reason: str | None
    changes: tuple[Change, ...]


def register_page(viewer: Actor, *, after: str | None = None) -> Page[RegisterEntry]:
    """Newest first. 1 statement. Raises SignInNeeded and Refused, and NotFound for a cursor that is none."""
    require(viewer, P.QUEUE_WORK)
    statement = _entries().order_by(AuditEntry.id.desc()).limit(ENTRIES_ON_PAGE + 1)
    if after:
        statement = statement.where(AuditEntry.id < decode(after, int)[0])
    rows = db.session.execute(statement).all()
    slice = page(rows, ENTRIES_ON_PAGE, lambda row: [row.id])
    return Page([_entry(row) for row in slice.rows], slice.next)


def _entry(row: Any) -> RegisterEntry:
    kinds = {model.__tablename__: kind for model, kind in NAMED.items()}
    return RegisterEntry(
        id=row.id,
        at=row.at,
        actor=row.actor,
        role=row.actor_role,
        action=row.action,
        table=row.target_kind,
        target_id=row.target_id,
        kind=kinds.get(row.target_kind) if row.name else None,
        name=row.name,
        person=row.person,
        reason=row.reason,
        changes=tuple(Change(name, row.before.get(name), row.after[name]) for name in sorted(row.after)),
    )


@cache
def _entries() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        AuditEntry.id,
        AuditEntry.at,
        AuditEntry.actor_role,
        AuditEntry.action,
        AuditEntry.target_kind,
        AuditEntry.target_id,
        AuditEntry.reason,
        AuditEntry.before,
        AuditEntry.after,
        _column(User.name, AuditEntry.actor_id).label("actor"),
        sa.case((_is_about(User), _column(User.name, AuditEntry.target_id))).label("person"),
        sa.case(*((_is_about(model), _column(_name(model), AuditEntry.target_id)) for model in NAMED)).label(
            "name"
        ),
    )


def _is_about(model: Any) -> sa.ColumnElement[bool]:
    return AuditEntry.target_kind == model.__tablename__


def _name(model: Any) -> Any:
    return model.slug if model in (Question, Organisation) else model.public_id


def _column(column: Any, id: Any) -> Any:
    """This column of the row that `id` points to: there is no foreign key, since an entry outlives it."""
    return sa.select(column).where(column.parent.entity.id == id).correlate(AuditEntry).scalar_subquery()
