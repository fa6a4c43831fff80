"""Who may speak for an organisation now, as permissions ask it."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.suspending import is_suspended_now
from forum.lib import clock
from forum.lib.db import db
from forum.mandates.models import Mandate, MandateState, ScopeKind
from forum.mandates.rules import Scope, today
from forum.mandates.scopes import places_of
from forum.settings import settings


@dataclass(frozen=True, slots=True)
class Concern:
    """A mandate with whose it is; what `can('mandate.confirm', …)` looks at.

    `confirmer_ids`: those who hold a mandate of the same organisation now, at least as wide, the asker left
    out. `overseer_ids`: those who speak for it in the whole forum.
    """

    author_id: int
    confirmer_ids: frozenset[int]
    overseer_ids: frozenset[int]


def day_now() -> date:
    return today(clock.now(), settings().timezone)


def holds_on(day: date) -> sa.ColumnElement[bool]:
    """For WHERE: mandates that hold on this day."""
    return sa.and_(Mandate.state == MandateState.CONFIRMED, Mandate.starts_on <= day, Mandate.ends_on >= day)


def holder_can_speak() -> sa.ColumnElement[bool]:
    """For WHERE, of a statement with `User` for the holder: nothing keeps the account from taking part. That
    somebody is suspended is nobody else's business, so meanwhile their mandate is shown nowhere."""
    return sa.and_(~is_suspended_now(), User.erase_at.is_(None))


def scope_of(mandate: Mandate) -> Scope:
    return Scope(mandate.scope, mandate.scope_id)


def concern_of(mandate: Mandate) -> Concern:
    """2 statements at most."""
    rows = db.session.execute(
        sa.select(Mandate.holder_id, Mandate.scope, Mandate.scope_id).where(
            Mandate.organisation_id == mandate.organisation_id,
            Mandate.holder_id != mandate.holder_id,
            holds_on(day_now()),
        )
    ).all()
    asked = scope_of(mandate)
    where = places_of([asked]).get(asked)
    return Concern(
        author_id=mandate.holder_id,
        confirmer_ids=frozenset(id for id, kind, one in rows if Scope(kind, one).includes(asked, where)),
        overseer_ids=frozenset(id for id, kind, _one in rows if kind is ScopeKind.FORUM),
    )
