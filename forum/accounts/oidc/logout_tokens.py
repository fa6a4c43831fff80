"""Whether a logout token is what it should be: signed by the provider, for us, now, and about signing out.

OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6. Raises BadToken, with the reason, for anything else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from forum.accounts.oidc.id_tokens import (
    LEEWAY,
    LONGEST_SUBJECT,
    BadToken,
    Keys,
    moment_in,
    session_in,
    verified,
)

EVENT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST_AGE = timedelta(minutes=10)
"""A provider sends it at once; so long we remember which ones came."""


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Who signed out: a subject, a session, or a session of a subject. `id` names the message."""

    id: str
    subject: str
    sid: str


def signed_out_in(token: str, keys: Keys, *, issuer: str, client_id: str, now: datetime) -> SignedOut:
    claims = verified(token, keys)
    _check_for_whom(claims, issuer=issuer, client_id=client_id)
    _check_when(claims, now)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise BadToken("it is not about signing out")
    if "nonce" in claims:  # so that no ID token is taken for it
        raise BadToken("it has a nonce, as an ID token")
    if any(name in claims and not _text(claims, name) for name in ("sub", "sid")):
        raise BadToken("its subject or session is no name")
    signed_out = SignedOut(_text(claims, "jti"), _text(claims, "sub"), session_in(claims))
    if not signed_out.id:
        raise BadToken("it has no name of its own")
    if not (signed_out.subject or signed_out.sid):
        raise BadToken("it names nobody")
    return signed_out


def _check_for_whom(claims: dict[str, Any], *, issuer: str, client_id: str) -> None:
    if claims.get("iss") != issuer:
        raise BadToken("another issuer made it")
    audience = claims.get("aud")
    if client_id not in (audience if isinstance(audience, list) else [audience]):
        raise BadToken("it is for another client")


def _check_when(claims: dict[str, Any], now: datetime) -> None:
    issued, expires = moment_in(claims, "iat"), moment_in(claims, "exp")
    if expires is None or expires + LEEWAY.total_seconds() <= now.timestamp():
        raise BadToken("it is too old")
    if issued is None or abs(now.timestamp() - issued) > LONGEST_AGE.total_seconds():
        raise BadToken("it is of another time")


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    is_usable = isinstance(value, str) and 0 < len(value) <= LONGEST_SUBJECT and "\x00" not in value
    return str(value) if is_usable else ""
