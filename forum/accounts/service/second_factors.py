"""An authenticator app beside the password, recovery codes, and the second step of signing in."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from forum.accounts import authenticator, recovery
from forum.accounts.factors import AuthenticatorApp, Passkey, asks_for_more
from forum.accounts.guessing import FREE_CODES, Pool, count_try, forget_tries, of_code
from forum.accounts.known_devices import is_known
from forum.accounts.models import User
from forum.accounts.provider_sessions import ProviderSession
from forum.accounts.queries import user_id_of
from forum.accounts.rules import clean_email
from forum.accounts.security_events import Happened, note
from forum.accounts.service.admitting import SignedIn, admit, mark_of, renewed
from forum.accounts.service.guessing import tell_of_guessing
from forum.accounts.sessions import end_sessions
from forum.accounts.tokens import hash_token
from forum.audit import recorded
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.errors import Conflict, ForumError, Invalid
from forum.lib.i18n import _
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.settings import settings


@dataclass(frozen=True, slots=True)
class NewFactor:
    """`codes`: to be shown now and never again; none when this person has some already."""

    signed_in: SignedIn
    codes: tuple[str, ...] = field(default=(), repr=False)


class HalfExpired(ForumError):
    """The first step was too long ago, or the password changed since."""

    status = 401

    def __init__(self) -> None:
        super().__init__(_("That took too long. Please sign in again."))


@atomic
def add_app(actor: Actor, *, nonce: str, code: str, user_agent: str = "") -> NewFactor:
    """Ask for this app's codes from now on. Raises Invalid at `code`, or Conflict: there is one already."""
    require(actor, P.ACCOUNT_CHANGE)
    user = db.session.get_one(User, actor.user_id, with_for_update=True)
    if not authenticator.is_nonce(nonce):
        raise Invalid({"code": _("Reload the page and scan the new code: a number was missing.")})
    if db.session.get(AuthenticatorApp, user.id) is not None:
        raise Conflict(_("You have an authenticator app already. Remove it first, if you want another."))
    secret = authenticator.secret_of(nonce, user.id, settings().secret_key)
    now = clock.now()
    step = authenticator.matching_step(secret, code, now=now, after=0)
    if step is None:
        raise wrong_code()
    codes = first_codes(user.id)
    db.session.add(AuthenticatorApp(user_id=user.id, nonce=nonce, last_step=step, added_at=now))
    note(user.id, Happened.APP_ADDED)
    return NewFactor(renewed(user.id, user_agent), codes)


@atomic
def remove_app(actor: Actor, *, user_agent: str = "") -> SignedIn:
    """Raises Conflict when there is none."""
    require(actor, P.ACCOUNT_CHANGE)
    user = db.session.get_one(User, actor.user_id, with_for_update=True)
    app = db.session.get(AuthenticatorApp, user.id)
    if app is None:
        raise Conflict(_("You have no authenticator app here any more."))
    db.session.delete(app)
    without_factors(user.id)
    note(user.id, Happened.APP_REMOVED)
    return renewed(user.id, user_agent)


@atomic
def renew_codes(actor: Actor) -> tuple[str, ...]:
    """Ten new recovery codes; the earlier ones end. Raises Conflict without any second factor."""
    require(actor, P.ACCOUNT_CHANGE)
    user = db.session.get_one(User, actor.user_id, with_for_update=True)
    if not asks_for_more(user.id):
        raise Conflict(_("Recovery codes take the place of an app or a passkey. Set up one of these first."))
    note(user.id, Happened.CODES_RENEWED)
    return recovery.give_codes(user.id)


def first_codes(user_id: int) -> tuple[str, ...]:
    """Part of a command that adds a factor: recovery codes, if it is the first."""
    return () if asks_for_more(user_id) else recovery.give_codes(user_id)


def without_factors(user_id: int) -> None:
    """Part of a command that took a factor away: after the last one, recovery codes have no use."""
    db.session.flush()
    if not asks_for_more(user_id):
        recovery.take_codes_away(user_id)


def finish_sign_in(
    user_id: int,
    mark: str,
    code: str,
    *,
    via: int | None = None,
    user_agent: str = "",
    device: str = "",
) -> SignedIn:
    """The second step. `mark` and `via`: from the first. Raises Invalid at `code`, TooSoon or HalfExpired."""
    known = db.session.scalar(sa.select(is_known(sa.literal(user_id), device)))
    pool = of_code(mark, hash_token(device) if known else "")
    failures = count_try(pool)
    signed_in = _finish_sign_in(user_id, mark, code, pool, via, user_agent, device)
    if signed_in is None:
        if failures >= FREE_CODES:
            tell_of_guessing(user_id, Happened.CODE_GUESSED)
        raise wrong_code()
    return signed_in


@atomic
def _finish_sign_in(
    user_id: int, mark: str, code: str, pool: Pool, via: int | None, user_agent: str, device: str
) -> SignedIn | None:
    """None: the code is wrong."""
    user = half_signed_in(user_id, mark)
    if not check_code(user.id, code):
        return None
    forget_tries(pool)
    return admit(user, user_agent, device, via=half_begun(user.id, via))


def half_begun(user_id: int, via: int | None) -> ProviderSession | None:
    """Part of a command: where the first step was done, now that the second is. Raises HalfExpired when they
    signed out there in between."""
    if via is None:
        return None
    begun = db.session.get(ProviderSession, via, with_for_update=True)
    if begun is None or begun.user_id != user_id or begun.session_id is not None:
        raise HalfExpired
    begun.shown_at = clock.now()
    return begun


def half_signed_in(user_id: int, mark: str) -> User:
    """Part of a command: who did the first step, locked. Raises HalfExpired."""
    user = db.session.get(User, user_id, with_for_update=True)
    if user is None or mark != mark_of(user):
        raise HalfExpired
    return user


def check_code(user_id: int, typed: str) -> bool:
    """Part of a command that holds the account: a code of the app or a recovery code, which is used up."""
    now = clock.now()
    app = db.session.get(AuthenticatorApp, user_id)
    if app is not None:
        secret = authenticator.secret_of(app.nonce, user_id, settings().secret_key)
        step = authenticator.matching_step(secret, typed, now=now, after=app.last_step)
        if step is not None:
            app.last_step = step
            return True
    if recovery.use_code(user_id, typed, now):
        note(user_id, Happened.CODE_USED, str(recovery.codes_left(user_id)))
        return True
    return False


@atomic
def forget_factors(actor: Actor, email: str, *, reason: str) -> None:
    """For somebody who lost them all: the password alone signs them in again, until they set up others."""
    require(actor, P.FACTORS_FORGET)
    user_id = user_id_of(clean_email(email))
    if user_id is None:
        raise Invalid({"email": _("There is no account with this e-mail address.")})
    user = db.session.get_one(User, user_id, with_for_update=True)
    if not asks_for_more(user.id):
        raise Conflict(_("This account has no second factor."))
    with recorded(actor, "user.forget_factors", user, reason):
        db.session.execute(sa.delete(AuthenticatorApp).where(AuthenticatorApp.user_id == user.id))
        db.session.execute(sa.delete(Passkey).where(Passkey.user_id == user.id))
        recovery.take_codes_away(user.id)
    note(user.id, Happened.FACTORS_FORGOTTEN)
    end_sessions(user.id)


def wrong_code() -> Invalid:
    return Invalid({"code": _("This code is not right. Type the code that your app shows now.")})
