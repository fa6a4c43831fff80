"""Objecting to a decision (DSA, article 20): by whom it is about, or by who reported something in vain."""

from dataclasses import dataclass

import sqlalchemy as sa

from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db, found
from forum.lib.errors import Conflict
from forum.lib.i18n import _
from forum.lib.once import remember, repeated
from forum.moderation.events import AppealMade
from forum.moderation.items import open_item
from forum.moderation.kinds import Ground, Kind, Outcome, Waits
from forum.moderation.models import Appeal, Decision, Flag
from forum.moderation.rules import APPEALABLE_FOR, checked_appeal
from forum.permissions import Actor, require
from forum.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, as the right to object sees it."""

    addressee_ids: frozenset[int]


@atomic
def make_appeal(actor: Actor, decision_public_id: str, text: str, *, submission_key: str = "") -> Appeal:
    """Also for who is suspended. Raises Refused, Conflict for a second one or after six months, Invalid."""
    decision = found(Decision, decision_public_id, lock=True)
    require(actor, P.APPEAL_MAKE, Decided(addressees_of(decision)))
    if earlier := repeated(actor.user_id, submission_key):
        return found(Appeal, earlier)
    now = clock.now()
    if now - decision.at >= APPEALABLE_FOR:
        raise Conflict(_("You could object until six months after the decision. That time is over."))
    is_second = sa.select(Appeal.id).where(
        Appeal.decision_id == decision.id, Appeal.appellant_id == actor.user_id
    )
    if db.session.scalar(is_second):
        raise Conflict(_("You have objected to this decision already."))
    appeal = Appeal(
        decision_id=decision.id, appellant_id=actor.user_id, text=checked_appeal(text), created_at=now
    )
    db.session.add(appeal)
    db.session.flush()
    open_item(Waits.APPEAL, Kind.APPEAL, appeal.id)
    remember(actor.user_id, submission_key, appeal.public_id)
    emit(AppealMade(appeal.id))
    return appeal


def addressees_of(decision: Decision) -> frozenset[int]:
    """Whose text or account a restriction is about; of what was left alone, those who reported it. Nobody
    objects to how an appeal ended. 1 statement at most."""
    if decision.is_restriction:
        return frozenset() if decision.addressee_id is None else frozenset({decision.addressee_id})
    if decision.kind is Kind.APPEAL:
        return frozenset()
    reporters = sa.select(Flag.reporter_id).where(
        Flag.decision_id == decision.id, Flag.reporter_id.is_not(None)
    )
    return frozenset(reporter for reporter in db.session.scalars(reporters) if reporter is not None)


def answer_appeal(appeal: Appeal, outcome: Outcome) -> None:
    """Part of an action. Raises Conflict when it was answered."""
    if appeal.outcome is not None:
        raise Conflict(_("This appeal has been answered already."))
    appeal.outcome = outcome


def decision_against(appeal: Appeal) -> Decision:
    """What the appeal objects to."""
    return db.session.get_one(Decision, appeal.decision_id)


def ground_reported(appeal: Appeal) -> Ground:
    """Of somebody who objects to what became of their report: what they reported."""
    ground = db.session.scalar(
        sa.select(Flag.ground)
        .where(Flag.decision_id == appeal.decision_id, Flag.reporter_id == appeal.appellant_id)
        .order_by(Flag.id)
        .limit(1)
    )
    return ground or Ground.OTHER
