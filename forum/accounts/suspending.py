"""Suspending and closing accounts. Each of these is part of a moderation action, which asks for permission,
holds the row and writes the register.

Sessions go on: whoever is suspended still reads, sees the decisions about them, objects, and takes their own
data along. Every request looks the account up, so what it can no longer do ends at once.
"""

from datetime import datetime

import sqlalchemy as sa

from forum.accounts.models import Suspension, User
from forum.accounts.rules import check_suspension_end, suspension_in_force
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import Conflict, Invalid, NotFound
from forum.lib.i18n import _


def account_named(public_id: str, *, lock: bool = False) -> User:
    """The account of a person. Raises NotFound, also for a pseudonym: nobody signs in with that."""
    statement = sa.select(User).where(User.public_id == public_id.replace("\x00", ""))
    statement = statement.where(User.is_pseudonym.is_(False))
    user = db.session.scalar(statement.with_for_update() if lock else statement)
    if user is None:
        raise NotFound
    return user


def is_suspended_now() -> sa.ColumnElement[bool]:
    """For WHERE: accounts that a suspension holds, of whatever scope, and closed ones."""
    until = User.suspended_until
    return sa.and_(User.suspension.is_not(None), sa.or_(until.is_(None), until > clock.now()))


def suspend(user: User, scope: Suspension, until: datetime | None) -> None:
    """From WRITING or from EVERYTHING, until a moment or (None) until somebody lifts it.

    Another suspension that holds now gives way to it. Raises Invalid at `scope` or `until`, and Conflict when
    exactly this holds already or the account is closed.
    """
    if scope is Suspension.CLOSED:
        raise Invalid({"scope": _("Choose what this account cannot do: write, or take part at all.")})
    now = clock.now()
    check_suspension_end(until, now)
    holds = suspension_in_force(user.suspension, user.suspended_until, now)
    if holds is Suspension.CLOSED:
        raise Conflict(_("This account is closed, so there is nothing left to suspend."))
    if (holds, user.suspended_until) == (scope, until):
        raise Conflict(_("This account is suspended in this way already."))
    user.suspension, user.suspended_until = scope, until


def close_account(user: User) -> None:
    """For good, until somebody lifts it. Raises Conflict when it is closed already."""
    if user.suspension is Suspension.CLOSED:
        raise Conflict(_("This account is closed already."))
    user.suspension, user.suspended_until = Suspension.CLOSED, None


def lift(user: User) -> None:
    """End a suspension, or open a closed account again. Raises Conflict when nothing holds it (any more)."""
    if suspension_in_force(user.suspension, user.suspended_until, clock.now()) is None:
        raise Conflict(_("This account is not suspended, or its suspension has ended already."))
    user.suspension = user.suspended_until = None
