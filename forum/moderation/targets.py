"""What an action is about: found by its kind and public id, locked, with whose it is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa

from forum.accounts.models import User
from forum.articles.models import Question
from forum.discussion.loading import comment_named, thread_named
from forum.discussion.models import Comment, Thread
from forum.lib.db import db, found
from forum.lib.errors import Invalid, NotFound
from forum.lib.i18n import _
from forum.mandates.models import Mandate, Organisation
from forum.moderation.kinds import Kind
from forum.moderation.models import Appeal, Decision
from forum.permissions import Role
from forum.positions.models import Position
from forum.synthesis.models import Recognition

Named = TypeVar("Named")


MODELS: dict[Kind, Any] = {
    Kind.COMMENT: Comment,
    Kind.THREAD: Thread,
    Kind.POSITION: Position,
    Kind.REMARK: Recognition,
    Kind.QUESTION: Question,
    Kind.ACCOUNT: User,
    Kind.APPEAL: Appeal,
    Kind.MANDATE: Mandate,
    Kind.ORGANISATION: Organisation,
}
SLUGGED = frozenset({Kind.QUESTION, Kind.ORGANISATION})
"""Kinds whose public id is the slug in their address."""


@dataclass(frozen=True, slots=True)
class Target:
    """`author_id`: whose it is, None for what came with the article. Of an appeal, `decider_id`: who decided
    what it is against; `concerned_id`: whose text or account that was about."""

    kind: Kind
    row: Any
    public_id: str
    author_id: int | None
    author_role: Role | None
    decider_id: int | None = None
    concerned_id: int | None = None

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def ref(self) -> str:
        return f"{self.kind.value}:{self.public_id}"


def parsed(ref: str) -> tuple[Kind, str]:
    """`comment:abc` in two. Raises NotFound for anything else."""
    kind, colon, public_id = ref.partition(":")
    if not colon or not public_id or "\x00" in public_id or kind not in {one.value for one in Kind}:
        raise NotFound
    return Kind(kind), public_id


def target(ref: str) -> Target:
    """Locked until the commit, so that of two decisions at once one comes second. Raises NotFound."""
    kind, public_id = parsed(ref)
    row = _LOAD[kind](public_id)
    if row is None:
        raise NotFound
    return _target(kind, row)


def the_other(model: type[Named], target: Target, name: str) -> Named:
    """What a form names beside the target (`abc`, or `thread:abc`), of the same kind; locked. Raises Invalid
    at `into`."""
    try:
        kind, public_id = parsed(name.strip() if ":" in name else f"{target.kind.value}:{name.strip()}")
        if kind is target.kind:
            return found(model, public_id, lock=True)
    except NotFound:
        pass
    raise Invalid({"into": _("Choose what it goes into.")})


def target_with_id(kind: Kind, id: int) -> Target:
    """As `target`, for what a row of ours points to."""
    row = db.session.get(MODELS[kind], id)
    if row is None:
        raise NotFound
    return target(f"{kind.value}:{_public_id(kind, row)}")


def is_there(kind: Kind, id: int) -> bool:
    """A position of the article that nobody voted on may have left with a new edition of it."""
    return db.session.scalar(sa.select(MODELS[kind].id).where(MODELS[kind].id == id)) is not None


def _public_id(kind: Kind, row: Any) -> str:
    return row.slug if kind in SLUGGED else row.public_id


def _target(kind: Kind, row: Any) -> Target:
    author_id, decider_id, concerned_id = _author_id(kind, row), None, None
    if kind is Kind.APPEAL:
        against = db.session.get_one(Decision, row.decision_id)
        decider_id, concerned_id = against.actor_id, against.addressee_id
    role = db.session.scalar(sa.select(User.role).where(User.id == author_id)) if author_id else None
    return Target(kind, row, _public_id(kind, row), author_id, role, decider_id, concerned_id)


def _author_id(kind: Kind, row: Any) -> int | None:
    if kind is Kind.ACCOUNT:
        return row.id
    if kind is Kind.APPEAL:
        return row.appellant_id
    return getattr(row, "author_id", None)


def _locked(model: Any, *conditions: Any) -> Callable[[str], Any]:
    def load(public_id: str) -> Any:
        name = model.slug if model in (Question, Organisation) else model.public_id
        statement = sa.select(model).where(name == public_id, *conditions).with_for_update()
        return db.session.scalar(statement.execution_options(populate_existing=True))

    return load


_LOAD: dict[Kind, Callable[[str], Any]] = {
    Kind.COMMENT: partial(comment_named, lock=True),
    Kind.THREAD: partial(thread_named, lock=True),
    Kind.POSITION: _locked(Position),
    Kind.REMARK: _locked(Recognition),
    Kind.QUESTION: _locked(Question),
    Kind.ACCOUNT: _locked(User, User.is_pseudonym.is_(False)),
    Kind.APPEAL: _locked(Appeal),
    Kind.MANDATE: _locked(Mandate),
    Kind.ORGANISATION: _locked(Organisation),
}
