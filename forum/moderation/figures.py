"""Yearly figures of moderation, as the DSA asks of a host (articles 15 and 24): numbers only, of nobody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from forum.lib.db import db, seconds_between
from forum.lib.errors import NotFound
from forum.lib.medians import medians
from forum.moderation.grounds import rule_of
from forum.moderation.kinds import Kind
from forum.moderation.log import in_year, years
from forum.moderation.models import Appeal, Decision, Flag
from forum.moderation.reversals import decided, how_many

SECONDS_IN_HOUR = 3600
# Of a suspension the decision says which; closing an account is one for good.
SCOPES = {"suspend": None, "close": "closed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number with what it counts. `part` says of which table it is; what does not apply there is empty.

    `basis`: `law` or `house_rule`. `automated`: `yes` when the forum decided by itself. `account`: whether
    who reported has one. `answered` and `reversed`: how many of `number` were. `median_hours`: from report
    or appeal until the decision.
    """

    year: int
    part: str
    action: str | None = None
    ground: str | None = None
    basis: str | None = None
    automated: str | None = None
    account: str | None = None
    outcome: str | None = None
    scope: str | None = None
    number: int
    answered: int | None = None
    reversed: int | None = None
    median_hours: float | None = None


COLUMNS = tuple(field.name for field in fields(Line))


def figures(year: int) -> list[Line]:
    """All tables of a year. 8 statements, however much happened. Raises NotFound for a year without any."""
    if year not in years():
        raise NotFound
    decisions = list(_decisions(year))
    return [*decisions, *_automated(year, decisions), *_flags(year), *_appeals(year), *_suspensions(year)]


def _decisions(year: int) -> Iterator[Line]:
    made = decided()
    keys = made.c.action, made.c.ground, made.c.is_automated
    rows = db.session.execute(
        sa.select(*keys, _number(), how_many(made.c.is_reversed).label("reversed"))
        .where(in_year(made.c.at, year))
        .group_by(*keys)
        .order_by(*keys)
    )
    for row in rows:
        yield Line(
            year=year,
            part="decisions",
            action=row.action,
            ground=row.ground.value,
            basis="law" if rule_of(row.ground).is_law else "house_rule",
            automated=_yes(row.is_automated),
            number=row.number,
            reversed=row.reversed,
        )


def _automated(year: int, decisions: Sequence[Line]) -> Iterator[Line]:
    """How often the forum decided by itself, and was wrong (article 15, 1e)."""
    for automated in ("yes", "no"):
        lines = [line for line in decisions if line.automated == automated]
        yield Line(
            year=year,
            part="automation",
            automated=automated,
            number=sum(line.number for line in lines),
            reversed=sum(line.reversed or 0 for line in lines),
        )


def _flags(year: int) -> Iterator[Line]:
    has_account = Flag.reporter_id.is_not(None).label("has_account")
    raised = in_year(Flag.created_at, year)
    rows = db.session.execute(
        sa.select(Flag.ground, has_account, _number(), sa.func.count(Flag.decision_id).label("answered"))
        .where(raised)
        .group_by(Flag.ground, has_account)
        .order_by(Flag.ground, has_account)
    ).all()
    took = (
        sa.select(Flag.ground, has_account, seconds_between(Flag.created_at, Decision.at).label("took"))
        .join(Decision, Decision.id == Flag.decision_id)
        .where(raised)
    )
    hours = {(ground, account): _hours(took) for ground, account, took in db.session.execute(_medians(took))}
    for row in rows:
        yield Line(
            year=year,
            part="reports",
            ground=row.ground.value,
            account=_yes(row.has_account),
            number=row.number,
            answered=row.answered,
            median_hours=hours.get((row.ground, row.has_account)),
        )


def _appeals(year: int) -> Iterator[Line]:
    made = in_year(Appeal.created_at, year)
    rows = db.session.execute(
        sa.select(Appeal.outcome, _number()).where(made).group_by(Appeal.outcome).order_by(Appeal.outcome)
    ).all()
    took = (
        sa.select(Appeal.outcome, seconds_between(Appeal.created_at, Decision.at).label("took"))
        .join(Decision, sa.and_(Decision.kind == Kind.APPEAL, Decision.target_id == Appeal.id))
        .where(made)
    )
    hours = {outcome: _hours(took) for outcome, took in db.session.execute(_medians(took))}
    for row in rows:
        yield Line(
            year=year,
            part="appeals",
            outcome=row.outcome.value if row.outcome else "waiting",
            number=row.number,
            median_hours=hours.get(row.outcome),
        )


def _suspensions(year: int) -> Iterator[Line]:
    rows = db.session.execute(
        sa.select(Decision.action, Decision.scope, _number())
        .where(in_year(Decision.at, year), Decision.action.in_(SCOPES))
        .group_by(Decision.action, Decision.scope)
        .order_by(Decision.action, Decision.scope)
    )
    for row in rows:
        yield Line(year=year, part="suspensions", scope=SCOPES[row.action] or row.scope, number=row.number)


def _number() -> sa.Label[int]:
    return sa.func.count().label("number")


def _medians(took: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    return medians(took, of="took")


def _hours(seconds: float) -> float:
    return round(float(seconds) / SECONDS_IN_HOUR, 1)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
