"""Showing again who one is, before changing what protects the account."""

import sqlalchemy as sa

from forum.accounts.models import User, UserSession
from forum.accounts.service.second_factors import check_code
from forum.accounts.service.signing_in import prove
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.permissions import Actor, require
from forum.permissions import Permission as P


def prove_by_password(actor: Actor, password: str, *, session_id: int) -> None:
    """Raises Invalid at `password`."""
    prove(actor, password)
    _prove(actor, session_id)


@atomic
def _prove(actor: Actor, session_id: int) -> None:
    note_proof(actor.user_id, session_id)


@atomic
def prove_by_code(actor: Actor, code: str, *, session_id: int) -> None:
    """Of the app, or a recovery code. Raises Invalid at `code`."""
    require(actor, P.ACCOUNT_CHANGE)
    db.session.get_one(User, actor.user_id, with_for_update=True)
    if not check_code(actor.user_id, code):
        raise Invalid({"code": _("This code is not right. Type the code that your app shows now.")})
    note_proof(actor.user_id, session_id)


def note_proof(user_id: int, session_id: int) -> None:
    """Part of a command: whoever sits here has shown who they are."""
    db.session.execute(
        sa.update(UserSession)
        .where(UserSession.id == session_id, UserSession.user_id == user_id)
        .values(proved_at=clock.now())
    )
