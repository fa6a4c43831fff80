"""Secrets in links and cookies: 256 bits, stored as a hash only, each link for one use."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.accounts.models import AccountToken, Purpose
from forum.lib.errors import ForumError
from forum.lib.i18n import _
from forum.lib.ids import new_token

LIFETIME = {
    Purpose.CONFIRM: timedelta(hours=24),
    Purpose.RESET: timedelta(minutes=30),
    Purpose.NOTICE: timedelta(0),
    Purpose.EMAIL: timedelta(hours=24),
    Purpose.UNDO: timedelta(days=7),
}


@dataclass(frozen=True, slots=True)
class Continuation:
    """What somebody was doing when they had to sign in: a path of ours, and the draft they left there."""

    path: str = ""
    draft_key: str = ""


class LinkExpired(ForumError):
    """The link was used, is too old, or was never ours; from outside these look the same."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("This link does not work any more. It is too old, or it was used before."))


def hash_token(token: str) -> str:
    """SHA-256 in hexadecimal. A random secret of 256 bits needs no salt and no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def secret_of(nonce: str, key: str, *, use: str = "account-token") -> str:
    """The secret that belongs to a nonce: only who knows the site's key can make it, for each use another.

    A mail that is sent again after a failure therefore carries the same link, and no secret has to be
    stored until it is sent.
    """
    digest = hmac.digest(key.encode(), f"{use}:{nonce}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def new_account_token(
    user_id: int, purpose: Purpose, *, key: str, now: datetime, then: Continuation, email: str | None = None
) -> AccountToken:
    """email: where it goes, when that is not the address of the account."""
    nonce = new_token()
    return AccountToken(
        nonce=nonce,
        token_hash=hash_token(secret_of(nonce, key)),
        user_id=user_id,
        purpose=purpose,
        created_at=now,
        expires_at=now + LIFETIME[purpose],
        continue_to=then.path,
        draft_key=then.draft_key,
        email=email,
    )


def is_usable(token: AccountToken, purpose: Purpose, now: datetime) -> bool:
    return token.purpose is purpose and token.used_at is None and now < token.expires_at
