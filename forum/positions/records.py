"""What was stored of a question's analysis, and storing what the next one found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db, serialise, upsert
from forum.positions.events import DoubtEnded, StandingChanged, StandingDoubted
from forum.positions.looks import Change, Look, Stored
from forum.positions.models import OpinionPlace, OpinionSnapshot, PositionResult, PositionTransition


@dataclass(frozen=True, slots=True)
class Before:
    """What was stored when the votes were read. doubts: those since each position's last change.
    snapshot: its version and votes."""

    results: dict[int, Stored]
    doubts: dict[int, set[Change]]
    snapshot: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A position that was looked at. values: the columns to store."""

    position_id: int
    look: Look
    values: dict[str, Any]

    def is_as(self, stored: Stored | None) -> bool:
        """Whether all that is shown is as it was."""
        names = ("standing", "direction", "rows", "mandated", "missing")
        return stored is not None and all(getattr(stored, name) == self.values[name] for name in names)


@dataclass(frozen=True, slots=True)
class Snapshot:
    voters: int
    votes: int
    groups: dict[str, Any]
    places: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Finding:
    """All that is to be stored. snapshot: None when nothing that is published changed."""

    outcomes: Sequence[Outcome]
    priorities: dict[int, float]
    snapshot: Snapshot | None


def stored_of(question_id: int) -> Before:
    """3 statements."""
    results = db.session.execute(
        sa.select(
            PositionResult.position_id,
            PositionResult.standing,
            PositionResult.direction,
            PositionResult.rows,
            PositionResult.mandated,
            PositionResult.missing,
            PositionResult.basis,
        ).where(PositionResult.question_id == question_id)
    )
    transitions = db.session.execute(
        sa.select(
            PositionTransition.position_id,
            PositionTransition.is_doubted,
            PositionTransition.before,
            PositionTransition.after,
            PositionTransition.direction,
        )
        .join(PositionResult, PositionResult.position_id == PositionTransition.position_id)
        .where(PositionResult.question_id == question_id)
        .order_by(PositionTransition.id)
    )
    doubts: dict[int, set[Change]] = {}
    for row in transitions:
        if row.is_doubted:
            doubt = Change(row.before, row.after, row.direction)
            doubts.setdefault(row.position_id, set()).add(doubt)
        else:
            doubts.pop(row.position_id, None)
    snapshot = db.session.execute(
        sa.select(OpinionSnapshot.version, OpinionSnapshot.votes).where(
            OpinionSnapshot.question_id == question_id
        )
    ).one_or_none()
    return Before(
        results={row.position_id: Stored(*row[1:]) for row in results},
        doubts=doubts,
        snapshot=(snapshot.version, snapshot.votes) if snapshot else None,
    )


_PRIORITY = (
    sa.update(PositionResult)
    .where(PositionResult.position_id == sa.bindparam("of"))
    .values(priority=sa.bindparam("to"))
)


@atomic
def store(question_id: int, before: Before, finding: Finding) -> bool:
    """False when the votes were compared with results that are no longer the last ones."""
    serialise(f"assessment:{question_id}")
    if stored_of(question_id) != before:
        return False
    for outcome in finding.outcomes:
        stored = before.results.get(outcome.position_id)
        _store_result(
            question_id, outcome, is_new=stored is None or stored.standing != outcome.values["standing"]
        )
        change = outcome.look.change
        is_told = outcome.look.is_doubted and change in before.doubts.get(outcome.position_id, ())
        if change is not None and not is_told:
            _store_change(outcome, change)
        if outcome.position_id in before.doubts and not outcome.look.is_doubted:
            emit(DoubtEnded(outcome.position_id), once=f"doubt-ended:{outcome.position_id}")
    if finding.priorities:
        values = [{"of": key, "to": value} for key, value in finding.priorities.items()]
        db.session.connection().execute(_PRIORITY, values)
    if finding.snapshot is not None:
        version = before.snapshot[0] + 1 if before.snapshot else 1
        _store_snapshot(question_id, version, finding.snapshot)
    return True


def _store_result(question_id: int, outcome: Outcome, *, is_new: bool) -> None:
    now = clock.now()
    values = outcome.values | {"assessed_at": now}
    if is_new:
        values["standing_since"] = now
    key = {"position_id": outcome.position_id, "question_id": question_id}
    upsert(PositionResult, {"standing_since": now} | values | key, update=values)


def _store_change(outcome: Outcome, change: Change) -> None:
    transition = PositionTransition(
        position_id=outcome.position_id,
        before=change.before,
        after=change.after,
        direction=change.direction,
        is_doubted=outcome.look.is_doubted,
        voters=outcome.values["voters"],
        rows=outcome.values["rows"],
        at=clock.now(),
    )
    db.session.add(transition)
    db.session.flush()
    told = StandingDoubted if outcome.look.is_doubted else StandingChanged
    emit(told(transition.id))


def _store_snapshot(question_id: int, version: int, snapshot: Snapshot) -> None:
    values = {
        "version": version,
        "made_at": clock.now(),
        "voters": snapshot.voters,
        "votes": snapshot.votes,
        "groups": snapshot.groups,
    }
    upsert(OpinionSnapshot, {"question_id": question_id} | values, update=values)
    db.session.execute(sa.delete(OpinionPlace).where(OpinionPlace.question_id == question_id))
    if snapshot.places:
        db.session.execute(
            sa.insert(OpinionPlace), [{"question_id": question_id} | place for place in snapshot.places]
        )
