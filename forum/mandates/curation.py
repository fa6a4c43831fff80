"""What moderators do to mandates: part of an action, which asks for permission and writes the register."""

from forum.lib import clock
from forum.lib.db import db
from forum.mandates.holding import day_now
from forum.mandates.models import Mandate, MandateState
from forum.mandates.rules import check_confirmable, check_refusable, check_revocable


def confirm(mandate: Mandate) -> None:
    """Also one that was refused or ended by moderators before. Raises Conflict."""
    check_confirmable(mandate.state, mandate.ends_on, day_now())
    mandate.was_confirmed = True
    _settle(mandate, MandateState.CONFIRMED)


def refuse(mandate: Mandate) -> None:
    """Raises Conflict."""
    check_refusable(mandate.state)
    _settle(mandate, MandateState.REFUSED)


def revoke(mandate: Mandate) -> None:
    """It ends at once. Raises Conflict."""
    check_revocable(mandate.state, mandate.ends_on, day_now())
    _settle(mandate, MandateState.REVOKED)


def _settle(mandate: Mandate, state: MandateState) -> None:
    mandate.state, mandate.settled_at = state, clock.now()
    db.session.flush()
