"""The link at the foot of a mail that ends it: it names the account and what to stop, and is signed.

It works without signing in and for as long as the site keeps its key, since somebody may look for it in an
old mail (RFC 8058). Whoever has the mail can stop it, and nothing else.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass

from forum.following.models import FollowKind
from forum.notifications import links
from forum.settings import settings

DIGESTS = "digests"
MENTIONS = "mentions"
ALL = "all"
KINDS = {one.value for one in FollowKind}
PURPOSE = b"unsubscribe:"
SIGNATURE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Subscription:
    """`what`: a value of FollowKind with its `target_id`, or DIGESTS, MENTIONS or ALL."""

    user_id: int
    what: str
    target_id: int = 0

    @property
    def kind(self) -> FollowKind | None:
        return FollowKind(self.what) if self.what in KINDS else None


def link_to_stop(subscription: Subscription) -> str:
    return links.unsubscribe(token_for(subscription, settings().secret_key))


def subscription_of(token: str) -> Subscription | None:
    """None for a token that we did not make."""
    return read(token, settings().secret_key)


def token_for(subscription: Subscription, key: str) -> str:
    named = f"{subscription.user_id}:{subscription.what}:{subscription.target_id}".encode()
    signature = hmac.digest(key.encode(), PURPOSE + named, "sha256")[:SIGNATURE_BYTES]
    return base64.urlsafe_b64encode(signature + named).decode().rstrip("=")


def read(token: str, key: str) -> Subscription | None:
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        user_id, what, target_id = raw[SIGNATURE_BYTES:].decode().split(":")
        found = Subscription(int(user_id), what, int(target_id))
    except (binascii.Error, ValueError):
        return None
    # Made anew and compared as a whole: of each token there is one spelling.
    is_ours = hmac.compare_digest(token_for(found, key).encode(), token.encode("utf-8", "replace"))
    return found if is_ours else None
