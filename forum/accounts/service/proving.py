"""Showing again who one is, before changing what protects the account."""

import sqlalchemy as sa

from forum.accounts.guessing import FREE_PROOFS, Pool, count_try, forget_tries, of_proof
from forum.accounts.models import User, UserSession
from forum.accounts.security_events import Happened
from forum.accounts.service.guessing import tell_of_guessing
from forum.accounts.service.second_factors import check_code, wrong_code
from forum.accounts.service.signing_in import prove
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.errors import Invalid
from forum.permissions import Actor, require
from forum.permissions import Permission as P


def prove_by_password(actor: Actor, password: str, *, session_id: int) -> None:
    """Raises Invalid at `password`, or TooSoon."""
    require(actor, P.ACCOUNT_CHANGE)
    pool = of_proof(session_id)
    failures = count_try(pool)
    try:
        prove(actor, password)
    except Invalid:
        _tell(actor, failures)
        raise
    _prove(actor, pool, session_id)


@atomic
def _prove(actor: Actor, pool: Pool, session_id: int) -> None:
    forget_tries(pool)
    note_proof(actor.user_id, session_id)


def prove_by_code(actor: Actor, code: str, *, session_id: int) -> None:
    """Of the app, or a recovery code. Raises Invalid at `code`, or TooSoon."""
    require(actor, P.ACCOUNT_CHANGE)
    pool = of_proof(session_id)
    failures = count_try(pool)
    if not _prove_by_code(actor, code, pool, session_id):
        _tell(actor, failures)
        raise wrong_code()


@atomic
def _prove_by_code(actor: Actor, code: str, pool: Pool, session_id: int) -> bool:
    db.session.get_one(User, actor.user_id, with_for_update=True)
    if not check_code(actor.user_id, code):
        return False
    forget_tries(pool)
    note_proof(actor.user_id, session_id)
    return True


def _tell(actor: Actor, failures: int) -> None:
    if failures >= FREE_PROOFS:
        tell_of_guessing(actor.user_id, Happened.PROOF_GUESSED)


def note_proof(user_id: int, session_id: int) -> None:
    """Part of a command: whoever sits here has shown who they are."""
    db.session.execute(
        sa.update(UserSession)
        .where(UserSession.id == session_id, UserSession.user_id == user_id)
        .values(proved_at=clock.now())
    )
