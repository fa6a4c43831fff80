"""Making passkeys, removing them, and signing in with one."""

from typing import Any

import sqlalchemy as sa

from forum.accounts import passkeys
from forum.accounts.factors import Passkey
from forum.accounts.models import User
from forum.accounts.passkeys import PasskeyRefused
from forum.accounts.security_events import Happened, note
from forum.accounts.service.admitting import SignedIn, admit, renewed
from forum.accounts.service.proving import note_proof
from forum.accounts.service.second_factors import (
    NewFactor,
    first_codes,
    half_begun,
    half_signed_in,
    without_factors,
)
from forum.lib import clock
from forum.lib.db import atomic, db, found
from forum.lib.errors import Conflict, Invalid, NotFound
from forum.lib.i18n import _
from forum.lib.text import clean_line
from forum.permissions import Actor, require
from forum.permissions import Permission as P

LONGEST_NAME = 60


def offer_registration(actor: Actor, *, browser: str) -> str:
    """What the browser needs to make a passkey, as JSON. browser: a secret that this browser alone has."""
    require(actor, P.ACCOUNT_CHANGE)
    user = db.session.get_one(User, actor.user_id)
    known = _credentials(user.id)
    if len(known) >= passkeys.MOST:
        raise Conflict(_("You have many passkeys already. Remove one first."))
    challenge = passkeys.new_challenge(_registering(user.id, browser))
    return passkeys.registration_options(
        challenge, handle=user.public_id, email=user.email, name=user.name, known=known
    )


def add_passkey(actor: Actor, *, credential: str, name: str, browser: str, user_agent: str = "") -> NewFactor:
    """Keep the passkey that the browser made. Raises Invalid at `name`, PasskeyRefused or Conflict."""
    require(actor, P.ACCOUNT_CHANGE)
    name = _clean_name(name)
    answer = passkeys.answer_of(credential)
    challenge = passkeys.take_challenge(answer, _registering(actor.user_id, browser))
    made = passkeys.check_registration(answer, challenge)
    fields = {
        "credential_id": passkeys.in_letters(made.credential_id),
        "public_key": made.credential_public_key,
        "sign_count": made.sign_count,
    }
    return _add_passkey(actor.user_id, name, fields, user_agent)


@atomic
def _add_passkey(user_id: int, name: str, fields: dict[str, Any], user_agent: str) -> NewFactor:
    user = db.session.get_one(User, user_id, with_for_update=True)
    if db.session.scalar(sa.select(Passkey.id).where(Passkey.credential_id == fields["credential_id"])):
        raise Conflict(_("This passkey is in use already."))
    codes = first_codes(user.id)
    db.session.add(Passkey(user_id=user.id, name=name, added_at=clock.now(), **fields))
    note(user.id, Happened.PASSKEY_ADDED, name)
    return NewFactor(renewed(user.id, user_agent), codes)


@atomic
def remove_passkey(actor: Actor, public_id: str, *, user_agent: str = "") -> SignedIn:
    """Raises NotFound, also for somebody else's."""
    require(actor, P.ACCOUNT_CHANGE)
    user = db.session.get_one(User, actor.user_id, with_for_update=True)
    passkey = found(Passkey, public_id)
    if passkey.user_id != user.id:
        raise NotFound
    db.session.delete(passkey)
    without_factors(user.id)
    note(user.id, Happened.PASSKEY_REMOVED, passkey.name)
    return renewed(user.id, user_agent)


def offer_request(*, browser: str, user_id: int | None = None) -> str:
    """What the browser needs to sign with a passkey, as JSON.

    user_id: whose passkeys may sign, for the second step and for a proof; None: whoever signs is signed in.
    """
    known = _credentials(user_id) if user_id is not None else []
    if user_id is not None and not known:
        raise PasskeyRefused
    return passkeys.request_options(passkeys.new_challenge(_requesting(user_id, browser)), known=known)


def sign_in_by_passkey(credential: str, *, browser: str, user_agent: str = "", device: str = "") -> SignedIn:
    """Open a session for whoever holds the passkey: it is both factors. Raises PasskeyRefused."""
    answer = passkeys.answer_of(credential)
    challenge = passkeys.take_challenge(answer, _requesting(None, browser))
    return _sign_in(answer, challenge, user_agent, device)


@atomic
def _sign_in(answer: dict[str, Any], challenge: bytes, user_agent: str, device: str) -> SignedIn:
    user = db.session.get_one(User, _signed_by(answer, challenge).user_id)
    return admit(user, user_agent, device)


def finish_by_passkey(
    user_id: int,
    mark: str,
    credential: str,
    *,
    browser: str,
    via: int | None = None,
    user_agent: str = "",
    device: str = "",
) -> SignedIn:
    """The second step, with a passkey. Raises PasskeyRefused or HalfExpired."""
    answer = passkeys.answer_of(credential)
    challenge = passkeys.take_challenge(answer, _requesting(user_id, browser))
    return _finish(user_id, mark, answer, challenge, via, user_agent, device)


@atomic
def _finish(
    user_id: int,
    mark: str,
    answer: dict[str, Any],
    challenge: bytes,
    via: int | None,
    user_agent: str,
    device: str,
) -> SignedIn:
    user = half_signed_in(user_id, mark)
    _signed_by(answer, challenge, user.id)
    return admit(user, user_agent, device, via=half_begun(user.id, via))


def prove_by_passkey(actor: Actor, credential: str, *, session_id: int, browser: str) -> None:
    """Raises PasskeyRefused."""
    require(actor, P.ACCOUNT_CHANGE)
    answer = passkeys.answer_of(credential)
    challenge = passkeys.take_challenge(answer, _requesting(actor.user_id, browser))
    _prove(actor.user_id, answer, challenge, session_id)


@atomic
def _prove(user_id: int, answer: dict[str, Any], challenge: bytes, session_id: int) -> None:
    _signed_by(answer, challenge, user_id)
    note_proof(user_id, session_id)


def _signed_by(answer: dict[str, Any], challenge: bytes, user_id: int | None = None) -> Passkey:
    """Part of a command: the passkey that signed, which must be this person's. Raises PasskeyRefused."""
    passkey = db.session.scalar(
        sa.select(Passkey).where(Passkey.credential_id == answer["id"]).with_for_update()
    )
    if passkey is None or (user_id is not None and passkey.user_id != user_id):
        raise PasskeyRefused
    passkey.sign_count = passkeys.check_signature(answer, challenge, passkey)
    passkey.used_at = clock.now()
    return passkey


def _clean_name(typed: str) -> str:
    name = clean_line(typed[:1000])
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid(
            {"name": _("Give your passkey a name of at most %(most)s characters.", most=LONGEST_NAME)}
        )
    return name


def _credentials(user_id: int) -> list[str]:
    return list(db.session.scalars(sa.select(Passkey.credential_id).where(Passkey.user_id == user_id)))


def _registering(user_id: int, browser: str) -> str:
    return f"register:{user_id}:{browser}"


def _requesting(user_id: int | None, browser: str) -> str:
    return f"request:{user_id or ''}:{browser}"
