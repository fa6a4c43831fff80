"""Passkeys (WebAuthn): what a browser is asked to sign, and whether what it signed is right.

The mathematics is py_webauthn's. Here stands which site we are, and what we insist on: that whoever holds the
passkey was checked (finger, face, PIN), so that it is two factors at once.
"""

import hashlib
import ipaddress
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from forum.accounts.factors import LONGEST_CREDENTIAL, Passkey, PasskeyChallenge
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.errors import ForumError, Refused
from forum.lib.i18n import _
from forum.lib.ids import new_token
from forum.settings import settings

LASTS = timedelta(minutes=5)
LONGEST_ANSWER = 20_000
MOST = 20


class PasskeyRefused(ForumError):
    """What the browser sent proves nothing: another site's, an old one, or one that we do not know."""

    status = 422

    def __init__(self) -> None:
        super().__init__(_("This passkey did not work. Please try again, or use your password."))


@dataclass(frozen=True, slots=True)
class Site:
    """Who we are for a passkey: it works at this name only."""

    name: str
    origin: str


def our_site() -> Site | None:
    """None where browsers make no passkeys: at a number instead of a name, or without https elsewhere."""
    parts = urlsplit(settings().base_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        is_safe = parts.scheme == "https" or host == "localhost" or host.endswith(".localhost")
        return Site(host, f"{parts.scheme}://{parts.netloc}") if host and is_safe else None
    return None


def _site() -> Site:
    site = our_site()
    if site is None:
        raise Refused(_("Passkeys do not work at the address of this forum."))
    return site


@atomic
def new_challenge(scope: str) -> bytes:
    """To be signed within five minutes, once. scope: for what, in which browser, by whom."""
    challenge = new_token().encode()
    db.session.add(
        PasskeyChallenge(
            challenge_hash=_hashed(challenge),
            scope_hash=_hashed(scope.encode()),
            expires_at=clock.now() + LASTS,
        )
    )
    return challenge


@atomic
def take_challenge(answer: dict[str, Any], scope: str) -> bytes:
    """The challenge that was signed; from now on it is used, whatever comes of it. Raises PasskeyRefused."""
    try:
        signed = json.loads(base64url_to_bytes(answer["response"]["clientDataJSON"]))
        challenge = base64url_to_bytes(signed["challenge"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise PasskeyRefused from None
    taken = db.session.execute(
        sa.delete(PasskeyChallenge)
        .where(
            PasskeyChallenge.challenge_hash == _hashed(challenge),
            PasskeyChallenge.scope_hash == _hashed(scope.encode()),
        )
        .returning(PasskeyChallenge.expires_at)
    ).first()
    if taken is None:
        raise PasskeyRefused
    return challenge if clock.now() < taken.expires_at else b""


def answer_of(text: str) -> dict[str, Any]:
    """What the browser sent, read strictly enough to look further. Raises PasskeyRefused."""
    try:
        answer = json.loads(text) if len(text) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        raise PasskeyRefused from None
    if not isinstance(answer, dict):
        raise PasskeyRefused
    credential = answer.get("id")
    if not isinstance(credential, str) or not 0 < len(credential) <= LONGEST_CREDENTIAL:
        raise PasskeyRefused
    if not credential.isascii() or not credential.isprintable():
        raise PasskeyRefused
    return answer


def registration_options(challenge: bytes, *, handle: str, email: str, name: str, known: list[str]) -> str:
    """What `navigator.credentials.create` takes, as JSON. known: credentials that this person has already."""
    options = generate_registration_options(
        rp_id=_site().name,
        rp_name=settings().site_name,
        user_id=handle.encode(),
        user_name=email,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_described(known),
        timeout=int(LASTS.total_seconds() * 1000),
    )
    return options_to_json(options)


def request_options(challenge: bytes, *, known: list[str]) -> str:
    """What `navigator.credentials.get` takes, as JSON. known: none, where the browser offers what it has."""
    options = generate_authentication_options(
        rp_id=_site().name,
        challenge=challenge,
        allow_credentials=_described(known) or None,
        user_verification=UserVerificationRequirement.REQUIRED,
        timeout=int(LASTS.total_seconds() * 1000),
    )
    return options_to_json(options)


def check_registration(answer: dict[str, Any], challenge: bytes) -> VerifiedRegistration:
    """Raises PasskeyRefused."""
    site = _site()
    try:
        return verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, TypeError, ValueError, AttributeError):
        raise PasskeyRefused from None


def check_signature(answer: dict[str, Any], challenge: bytes, passkey: Passkey) -> int:
    """The passkey's new count of signatures. Raises PasskeyRefused, also when the count went back."""
    site = _site()
    try:
        checked = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, TypeError, ValueError, AttributeError):
        raise PasskeyRefused from None
    return checked.new_sign_count


def _described(credentials: list[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in credentials]


def in_letters(credential_id: bytes) -> str:
    return bytes_to_base64url(credential_id)


def _hashed(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()
