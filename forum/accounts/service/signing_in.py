"""Signing in and out, and changing the password with which one does."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from forum.accounts import passwords, rules
from forum.accounts.events import PasswordChanged
from forum.accounts.factors import asks_for_more
from forum.accounts.guessing import FREE_PASSWORDS, Pool, count_try, forget_tries, of_password
from forum.accounts.known_devices import is_known
from forum.accounts.models import User, UserSession
from forum.accounts.security_events import Happened, note
from forum.accounts.service.admitting import HalfSignedIn, SignedIn, admit_or_ask, admitted, renewed
from forum.accounts.service.guessing import tell_of_guessing
from forum.accounts.sessions import GLANCE_EVERY
from forum.accounts.tokens import hash_token
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.lib.ids import new_public_id
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.settings import settings


def sign_in(email: str, password: str, *, user_agent: str = "", device: str = "") -> SignedIn:
    """Open a session. Raises Invalid or TooSoon, with the same words and work for unknown people, or
    SecondFactorNeeded.

    device: the secret by which we know this browser, if we do.
    """
    tried = _tried(email, device)
    failures = count_try(tried.pool) if tried.pool else 0
    is_right = passwords.is_right(password, tried.password_hash)
    if not is_right or tried.user_id is None or tried.password_hash is None:
        if failures >= FREE_PASSWORDS:
            tell_of_guessing(tried.user_id, Happened.GUESSED)
        raise _wrong()
    rehashed = passwords.hash_password(password) if passwords.is_outdated(tried.password_hash) else None
    return admitted(_sign_in(tried, rehashed, user_agent, device))


@dataclass(frozen=True, slots=True)
class _Tried:
    """Whom somebody says to be. `pool` None: what was typed is no address."""

    pool: Pool | None = None
    user_id: int | None = None
    password_hash: str | None = field(default=None, repr=False)


def _tried(email: str, device: str) -> _Tried:
    """1 statement, whether there is such an account or not."""
    try:
        canonical = rules.clean_email(email)
    except Invalid:
        return _Tried()
    known = is_known(User.id.expression, device).label("is_known")
    row = db.session.execute(
        sa.select(User.id, User.password_hash, known).where(
            User.email == canonical, User.is_pseudonym.is_(False)
        )
    ).one_or_none()
    if row is None:
        return _Tried(of_password(canonical, None))
    known_device = hash_token(device) if row.is_known else ""
    return _Tried(of_password(canonical, row.password_hash, known_device), row.id, row.password_hash)


@atomic
def _sign_in(
    tried: _Tried, renewed_hash: str | None, user_agent: str, device: str
) -> SignedIn | HalfSignedIn:
    user = db.session.get(User, tried.user_id, with_for_update=True)
    if user is None or user.password_hash != tried.password_hash:  # changed while we were hashing
        raise _wrong()
    user.password_hash = renewed_hash or tried.password_hash
    if tried.pool:
        forget_tries(tried.pool)
    return admit_or_ask(user, user_agent, device)


def _wrong() -> Invalid:
    message = _(
        "This e-mail address and password do not belong together. Check both, or choose a new password."
    )
    return Invalid({"password": message})


@atomic
def sign_out(token: str) -> None:
    db.session.execute(sa.delete(UserSession).where(UserSession.token_hash == hash_token(token)))


def change_password(actor: Actor, *, current: str, new: str, user_agent: str = "") -> SignedIn:
    """Ends all sessions and opens a new one. Raises Invalid at `current` or `password`."""
    require(actor, P.ACCOUNT_CHANGE)
    user = db.session.execute(
        sa.select(User.id, User.email, User.name, User.password_hash).where(User.id == actor.id)
    ).one()
    problems: dict[str, str] = {}
    if not passwords.is_right(current, user.password_hash):
        problems["current"] = _("This is not your present password.")
    personal = [user.email, user.name, settings().site_name]
    shortest = passwords.shortest(has_second_factor=asks_for_more(user.id))
    rules.collected(problems, lambda: passwords.check_password(new, personal=personal, shortest=shortest))
    if problems:
        raise Invalid(problems)
    return _change_password(user.id, user.password_hash, passwords.hash_password(new), user_agent)


@atomic
def _change_password(user_id: int, checked_hash: str, new_hash: str, user_agent: str) -> SignedIn:
    user = db.session.get_one(User, user_id, with_for_update=True)
    if user.password_hash != checked_hash:
        raise Invalid({"current": _("This is not your present password.")})
    user.password_hash = new_hash
    note(user_id, Happened.PASSWORD)
    emit(PasswordChanged(user_id, new_public_id()))
    return renewed(user_id, user_agent)


def prove(actor: Actor, password: str) -> None:
    """That it is really them who asks for something that cannot be undone. Raises Invalid at `password`."""
    require(actor, P.ACCOUNT_CHANGE)
    stored = db.session.scalar(sa.select(User.password_hash).where(User.id == actor.id))
    if not passwords.is_right(password, stored):
        raise Invalid({"password": _("This is not your password.")})


@atomic
def end_session(actor: Actor, session_id: int) -> None:
    """One of one's own, wherever it is. One that ended already is no problem."""
    require(actor, P.ACCOUNT_CHANGE)
    db.session.execute(
        sa.delete(UserSession).where(UserSession.user_id == actor.id, UserSession.id == session_id)
    )


@atomic
def end_other_sessions(actor: Actor, *, session_id: int) -> None:
    require(actor, P.ACCOUNT_CHANGE)
    db.session.execute(
        sa.delete(UserSession).where(UserSession.user_id == actor.id, UserSession.id != session_id)
    )


@atomic
def note_seen(session_id: int) -> None:
    now = clock.now()
    db.session.execute(
        sa.update(UserSession)
        .where(UserSession.id == session_id, UserSession.last_seen_at <= now - GLANCE_EVERY)
        .values(last_seen_at=now)
    )
