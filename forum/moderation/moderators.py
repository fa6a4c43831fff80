"""How each moderator's decisions fared: for moderators among themselves, to learn from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.lib import clock
from forum.lib.db import db, seconds_between
from forum.lib.medians import medians
from forum.moderation.models import Appeal, Decision, Item
from forum.moderation.reversals import decided, how_many
from forum.permissions import Actor, Role, require
from forum.permissions import Permission as P

LATELY = timedelta(days=90)
SECONDS_IN_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Tally:
    """`appeals`: against their decisions. `reversals`: decisions that do not stand any more. `median_hours`:
    from when something came into the queue until they decided, None when nothing they decided had waited."""

    decisions: int = 0
    restrictions: int = 0
    appeals: int = 0
    reversals: int = 0
    median_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Moderator:
    """`is_active`: still moderates."""

    name: str
    is_me: bool
    is_active: bool
    lately: Tally
    in_all: Tally


def moderators(viewer: Actor) -> tuple[Moderator, ...]:
    """Who moderates, and who once did. 5 statements, however much was decided. By name.

    Raises SignInNeeded and Refused.
    """
    require(viewer, P.QUEUE_WORK)
    since = clock.now() - LATELY
    decisions, appeals = _by_person(_decisions(since)), _by_person(_appeals(since))
    lately_took, took = _hours(since), _hours(None)
    people = db.session.execute(
        sa.select(User.id, User.name, User.role)
        .where(
            sa.or_(User.role.in_((Role.MODERATOR, Role.ADMIN)), User.id.in_(list(decisions))),
            User.is_pseudonym.is_(False),
        )
        .order_by(User.name, User.id)
    )
    return tuple(
        Moderator(
            name=one.name,
            is_me=one.id == viewer.id,
            is_active=one.role is not Role.MEMBER,
            lately=_tally("lately", decisions.get(one.id), appeals.get(one.id), lately_took.get(one.id)),
            in_all=_tally("in_all", decisions.get(one.id), appeals.get(one.id), took.get(one.id)),
        )
        for one in people
    )


def _by_person(statement: sa.Select[*tuple[Any, ...]]) -> dict[int, Any]:
    return {row.actor_id: row._mapping for row in db.session.execute(statement)}


def _tally(span: str, decisions: Any, appeals: Any, hours: float | None) -> Tally:
    """`decisions`, `appeals`: rows with a column for each span, None for who has none."""
    if decisions is None:
        return Tally()
    return Tally(
        decisions=decisions[f"decisions_{span}"],
        restrictions=decisions[f"restrictions_{span}"],
        reversals=decisions[f"reversals_{span}"],
        appeals=appeals[f"appeals_{span}"] if appeals else 0,
        median_hours=hours,
    )


def _decisions(since: datetime) -> sa.Select[*tuple[Any, ...]]:
    made = decided()
    counted = {
        "decisions": sa.true(),
        "restrictions": made.c.is_restriction,
        "reversals": made.c.is_reversed,
    }
    return (
        sa.select(made.c.actor_id, *_in_both_spans(counted, made.c.at, since))
        .where(made.c.actor_id.is_not(None))
        .group_by(made.c.actor_id)
    )


def _appeals(since: datetime) -> sa.Select[*tuple[Any, ...]]:
    """Against decisions of each; lately: against those of lately."""
    return (
        sa.select(Decision.actor_id, *_in_both_spans({"appeals": sa.true()}, Decision.at, since))
        .join(Appeal, Appeal.decision_id == Decision.id)
        .where(Decision.actor_id.is_not(None))
        .group_by(Decision.actor_id)
    )


def _in_both_spans(
    counted: Mapping[str, sa.ColumnElement[bool]], at: Any, since: datetime
) -> Iterator[sa.Label[int]]:
    for name, condition in counted.items():
        yield how_many(condition).label(f"{name}_in_all")
        yield how_many(sa.and_(condition, at >= since)).label(f"{name}_lately")


def _hours(since: datetime | None) -> dict[int, float]:
    """The median time that each took, for what they decided since then. 1 statement."""
    took = (
        sa.select(Decision.actor_id, seconds_between(Item.opened_at, Decision.at).label("took"))
        .join(Item, Item.decision_id == Decision.id)
        .where(Decision.actor_id.is_not(None))
    )
    if since is not None:
        took = took.where(Decision.at >= since)
    found = db.session.execute(medians(took, of="took"))
    return {who: round(float(seconds) / SECONDS_IN_HOUR, 1) for who, seconds in found}
