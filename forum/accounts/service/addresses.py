"""Another e-mail address for an account: confirmed there, told at the old one, and undone from there."""

import sqlalchemy as sa

from forum.accounts import rules
from forum.accounts.mailboxes import forget_failures
from forum.accounts.models import AccountToken, Purpose, User
from forum.accounts.queries import user_id_of
from forum.accounts.security_events import Happened, note
from forum.accounts.service.admitting import SignedIn, renewed
from forum.accounts.service.links import NOWHERE, may_ask_again, taken_link, write_if_few, write_to
from forum.accounts.sessions import end_sessions
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.errors import Conflict, Invalid
from forum.lib.i18n import _
from forum.permissions import Actor, require
from forum.permissions import Permission as P


@atomic
def request_email_change(actor: Actor, email: str) -> None:
    """Mail a link to the new address. Raises Invalid at `email`, or TooSoon.

    When another account has that address, its owner hears so: whoever asks cannot tell the difference.
    """
    require(actor, P.ACCOUNT_CHANGE)
    email = rules.clean_email(email)
    user = db.session.get_one(User, actor.user_id, with_for_update=True)
    if email == user.email:
        raise Invalid({"email": _("This is your address already.")})
    may_ask_again(user.id, Purpose.EMAIL)
    write_to(user.id, Purpose.EMAIL, NOWHERE, email=email)
    owner = user_id_of(email)
    if owner is not None:
        write_if_few(owner, Purpose.NOTICE, NOWHERE)


@atomic
def change_email(secret: str, *, session_user_id: int | None = None, user_agent: str = "") -> SignedIn | None:
    """The link at the new address was followed. Ends all sessions.

    session_user_id: who is signed in where the link was opened; when that is the owner, they stay so there.
    Raises LinkExpired, or Conflict when the address became somebody's meanwhile.
    """
    token = taken_link(secret, Purpose.EMAIL)
    user = db.session.get_one(User, token.user_id, with_for_update=True)
    earlier = user.email
    _give(user, token.email or "")
    write_to(user.id, Purpose.UNDO, NOWHERE, email=earlier)
    note(user.id, Happened.EMAIL)
    if session_user_id == user.id:
        return renewed(user.id, user_agent)
    end_sessions(user.id)
    return None


@atomic
def undo_email_change(secret: str) -> None:
    """The link at the earlier address was followed: it is that of the account again. Ends all sessions.

    Raises LinkExpired, or Conflict when the address became somebody else's.
    """
    token = taken_link(secret, Purpose.UNDO)
    user = db.session.get_one(User, token.user_id, with_for_update=True)
    _give(user, token.email or "")
    note(user.id, Happened.EMAIL_UNDONE)
    end_sessions(user.id)


def _give(user: User, email: str) -> None:
    """Links that went to another address end with it, except those that undo an earlier change."""
    owner = db.session.scalar(sa.select(User.id).where(User.email == email))
    if owner not in (None, user.id):
        raise Conflict(_("This address belongs to an account by now, so we cannot use it for yours."))
    user.email, user.email_confirmed_at = email, clock.now()
    forget_failures(user.id)
    db.session.execute(
        sa.update(AccountToken)
        .where(
            AccountToken.user_id == user.id,
            AccountToken.purpose != Purpose.UNDO,
            AccountToken.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    db.session.flush()
