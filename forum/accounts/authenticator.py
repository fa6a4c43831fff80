"""One-time codes of an authenticator app (RFC 6238): six digits, anew every 30 seconds.

The secret is stored nowhere: it is an HMAC of a random number in its row, with the site's key.
"""

import base64
import hmac
import re
from datetime import datetime

from pyotp.hotp import HOTP
from pyotp.totp import TOTP

from forum.lib.ids import new_token

SECONDS = 30
TOLERANCE = 1
"""Steps that the clock of a phone may be fast or slow."""

_SECRET_BYTES = 20  # as RFC 4226 advises; 32 letters to type


def new_nonce() -> str:
    return new_token()


def is_nonce(value: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9_-]{43}", value) is not None


def secret_of(nonce: str, user_id: int, key: str) -> str:
    """In base32, as apps take it. Only who knows the site's key can make it."""
    digest = hmac.digest(key.encode(), f"authenticator:{user_id}:{nonce}".encode(), "sha256")
    return base64.b32encode(digest[:_SECRET_BYTES]).decode()


def in_fours(secret: str) -> str:
    """To be read and typed."""
    return " ".join(re.findall(r".{1,4}", secret))


def address_of(secret: str, *, account: str, site: str) -> str:
    """The `otpauth://` address that a QR code carries."""
    # Apps split the two at a colon.
    return TOTP(secret).provisioning_uri(name=account, issuer_name=site.replace(":", " "))


def step_of(now: datetime) -> int:
    return int(now.timestamp()) // SECONDS


def matching_step(secret: str, typed: str, *, now: datetime, after: int) -> int | None:
    """Which step's code was typed, of those at most one away and later than `after`; None: a wrong code.

    A code counts once: whoever stores the step that it belongs to refuses it from then on.
    """
    code = re.sub(r"[\s.-]", "", typed[:40])
    if re.fullmatch(r"[0-9]{6}", code) is None:
        return None
    here = step_of(now)
    codes = HOTP(secret)
    found = None
    for step in range(here - TOLERANCE, here + TOLERANCE + 1):
        if hmac.compare_digest(codes.at(step), code) and step > after:
            found = step
    return found
