"""What stands in the place of what was taken away, and beside what was put in order: from the public log's
point of view, so never who decided and never what it said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from forum.discussion.models import Comment, Thread
from forum.lib.db import db
from forum.moderation.declaring import action_named
from forum.moderation.grounds import GroundRule, rule_of
from forum.moderation.kinds import Ground, Kind
from forum.moderation.models import Decision
from forum.positions.models import Position

TAKES_AWAY = ("hide", "withdraw")
LATEST = 5
_MODELS: dict[Kind, Any] = {Kind.COMMENT: Comment, Kind.THREAD: Thread, Kind.POSITION: Position}


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The decision that took something away. `addressee_id`: whose it was."""

    decision_public_id: str
    addressee_id: int | None
    ground: Ground

    @property
    def rule(self) -> GroundRule:
        return rule_of(self.ground)


@dataclass(frozen=True, slots=True)
class Step:
    """One decision on a thread. `done`: what was done, in words."""

    decision_public_id: str
    done: Any
    ground: Ground
    at: datetime

    @property
    def rule(self) -> GroundRule:
        return rule_of(self.ground)


def tombstones(kind: Kind, public_ids: Sequence[str]) -> dict[str, Tombstone]:
    """Of those of these things that were ever taken away: by which decision last. 1 statement, 0 for none."""
    if not public_ids:
        return {}
    rows = db.session.execute(_last_taken_away(kind), {"ids": public_ids})
    return {public_id: Tombstone(*decision) for public_id, *decision in rows}


def thread_steps(thread_id: int) -> tuple[Step, ...]:
    """The latest decisions on a thread, and those that brought another one into it, newest first.

    1 statement.
    """
    rows = db.session.execute(_steps(), {"thread_id": thread_id})
    return tuple(Step(row.public_id, action_named(row.action).done, row.ground, row.at) for row in rows)


@cache
def _last_taken_away(kind: Kind) -> sa.Select[*tuple[Any, ...]]:
    model = _MODELS[kind]
    last = (
        sa.select(sa.func.max(Decision.id))
        .where(Decision.kind == kind, Decision.target_id == model.id, Decision.action.in_(TAKES_AWAY))
        .correlate(model)
        .scalar_subquery()
    )
    return (
        sa.select(model.public_id, Decision.public_id, Decision.addressee_id, Decision.ground)
        .join(Decision, Decision.id == last)
        .where(model.public_id.in_(sa.bindparam("ids", expanding=True)))
    )


@cache
def _steps() -> sa.Select[*tuple[Any, ...]]:
    thread_id = sa.bindparam("thread_id", type_=sa.Integer)
    came_in = sa.select(Thread.id).where(Thread.merged_into_id == thread_id)
    here = Decision.target_id == thread_id
    into_it = sa.and_(Decision.action == "merge", Decision.target_id.in_(came_in))
    return (
        sa.select(Decision.public_id, Decision.action, Decision.ground, Decision.at)
        .where(Decision.kind == Kind.THREAD, sa.or_(here, into_it))
        .order_by(Decision.id.desc())
        .limit(LATEST)
    )
