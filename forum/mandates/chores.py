"""What happens to mandates by the clock."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.jobs import daily, emit
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.mandates.events import MandateEndsSoon
from forum.mandates.holding import day_now, holds_on
from forum.mandates.models import Mandate, MandateState
from forum.mandates.rules import EVIDENCE_KEPT, REMINDERS


@daily
@atomic
def remind() -> int:
    """Tell holders some time before the end, once for each of REMINDERS. Returns how many.

    Of a worker that stood still for a while, nobody gets two at once: the nearest counts. Nor does who asked
    again meanwhile.
    """
    day, later = day_now(), aliased(Mandate)
    goes_on = sa.exists().where(
        later.organisation_id == Mandate.organisation_id,
        later.holder_id == Mandate.holder_id,
        later.scope == Mandate.scope,
        later.scope_id == Mandate.scope_id,
        later.ends_on > Mandate.ends_on,
        later.state.in_((MandateState.ASKED, MandateState.CONFIRMED)),
    )
    due = sa.select(Mandate).where(
        holds_on(day), Mandate.ends_on <= day + timedelta(days=max(REMINDERS)), ~goes_on
    )
    count = 0
    for mandate in db.session.scalars(due.order_by(Mandate.id).with_for_update()):
        left = (mandate.ends_on - day).days
        days = min(one for one in REMINDERS if left <= one)
        # A short mandate is not followed by a reminder of a moment before it began.
        is_told = mandate.reminded_days is not None and mandate.reminded_days <= days
        if not is_told and (mandate.ends_on - mandate.starts_on).days > days:
            mandate.reminded_days = days
            emit(MandateEndsSoon(mandate.id, days))
            count += 1
    return count


@daily
@atomic
def forget_evidence() -> None:
    """Some time after a mandate ended nobody has to judge it any more, and it names people."""
    day, before = day_now() - EVIDENCE_KEPT, clock.now() - EVIDENCE_KEPT
    is_settled = sa.and_(
        Mandate.state.not_in((MandateState.ASKED, MandateState.CONFIRMED)), Mandate.settled_at < before
    )
    db.session.execute(
        sa.update(Mandate)
        .where(sa.or_(Mandate.ends_on < day, is_settled), Mandate.evidence != "")
        .values(evidence="", link="", contact="")
    )
