"""Whether an ID token is what it should be: signed by the provider, for us, now, and for this attempt.

OpenID Connect Core 1.0, 3.1.3.7. Raises BadToken, with the reason, for anything else.
"""

import base64
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry

# No `none`, and nothing that is signed with a secret that we share: HS256 with a public key is a forgery.
KEY_TYPES = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
    "EdDSA": "OKP",
}
LEEWAY = timedelta(minutes=1)
LONGEST_TOKEN = 32 * 1024
LONGEST_SUBJECT = 255

Keys = Callable[[bool], list[dict[str, Any]]]
"""The provider's keys; with True, because the ones before did not do."""


class BadToken(Exception):
    pass


def claims_in(
    token: str, keys: Keys, *, issuer: str, client_id: str, nonce: str, began_at: datetime, now: datetime
) -> dict[str, Any]:
    claims = verified(token, keys)
    _check_for_whom(claims, issuer=issuer, client_id=client_id)
    _check_when(claims, began_at=began_at, now=now)
    given = claims.get("nonce")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
        raise BadToken("the nonce is of another attempt")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or "\x00" in subject:
        raise BadToken("there is no subject")
    return claims


def session_in(claims: dict[str, Any]) -> str:
    """What the provider calls its session; empty when it does not name it."""
    sid = claims.get("sid")
    is_usable = isinstance(sid, str) and len(sid) <= LONGEST_SUBJECT and "\x00" not in sid
    return str(sid) if is_usable else ""


def shown_in(claims: dict[str, Any], now: datetime) -> int | None:
    """When somebody last showed there who they are, never later than now; None when it does not tell."""
    moment = moment_in(claims, "auth_time")
    return int(min(moment, now.timestamp())) if moment is not None and moment >= 0 else None


def verified(token: str, keys: Keys) -> dict[str, Any]:
    header = _header_of(token)
    algorithm, kid = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in KEY_TYPES:
        raise BadToken(f"it is signed with {algorithm!r:.40}")
    key = _key(keys(False), algorithm, kid) or _key(keys(True), algorithm, kid)
    if key is None:
        raise BadToken("it is signed with a key that the provider does not publish")
    try:
        return dict(jwt.decode(token, JWKRegistry.import_key(key), algorithms=[algorithm]).claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise BadToken(f"its signature is wrong ({type(error).__name__})") from error


def _header_of(token: str) -> dict[str, Any]:
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise BadToken("it is no token")
    first = token.split(".")[0]
    try:
        header = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (ValueError, RecursionError) as error:
        raise BadToken("it is no token") from error
    if not isinstance(header, dict):
        raise BadToken("it is no token")
    return header


def _key(keys: list[dict[str, Any]], algorithm: str, kid: Any) -> dict[str, Any] | None:
    """The one that is named; without a name, the only one there is for this algorithm."""
    fitting = [
        key
        for key in keys
        if key.get("kty") == KEY_TYPES[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (kid is None or key.get("kid") == kid)
    ]
    return fitting[0] if len(fitting) == 1 or (fitting and kid is not None) else None


def _check_for_whom(claims: dict[str, Any], *, issuer: str, client_id: str) -> None:
    if claims.get("iss") != issuer:
        raise BadToken("another issuer made it")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if client_id not in audiences:
        raise BadToken("it is for another client")
    authorized = claims.get("azp")
    if authorized != client_id and (authorized is not None or len(audiences) > 1):
        raise BadToken("it was given to another client")


def _check_when(claims: dict[str, Any], *, began_at: datetime, now: datetime) -> None:
    expires, issued, not_before = (moment_in(claims, name) for name in ("exp", "iat", "nbf"))
    if expires is None or expires + LEEWAY.total_seconds() <= now.timestamp():
        raise BadToken("it is too old")
    if issued is None or issued - LEEWAY.total_seconds() > now.timestamp():
        raise BadToken("it is of another time")
    if issued + LEEWAY.total_seconds() < began_at.timestamp():
        raise BadToken("it is older than the attempt")
    if not_before is not None and not_before - LEEWAY.total_seconds() > now.timestamp():
        raise BadToken("it does not hold yet")


def moment_in(claims: dict[str, Any], name: str) -> float | None:
    value = claims.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
