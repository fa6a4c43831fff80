"""Addresses to which mails come back: an answer to a comment, and word that a mail was not delivered.

Both carry a token behind a `+`: `reply+<token>@…`. It names the account, and for an answer the comment,
and ends in a signature with the site's key, so nothing about it is stored. Mail servers may lower the
case of an address, and allow 64 characters before the `@`: hence base32, and a signature of 80 bits.
Whoever has seen an address can write to it for ever, so it alone proves nothing about the sender.
"""

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from enum import Enum

from forum.notifications import links
from forum.settings import settings

SIGNATURE_BYTES = 10
USER_BYTES = 4
LONGEST_PUBLIC_ID = 10


class Purpose(Enum):
    """No token for the one is one for the other."""

    REPLY = "reply-address"
    BOUNCE = "bounce-address"


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """Who may answer which comment at this address."""

    user_id: int
    public_id: str


def reply_address(user_id: int, public_id: str) -> str:
    """Where this person's answer to a comment goes. Empty when answers by mail are not wired up."""
    return _tagged(settings().reply_address, Purpose.REPLY, user_id, public_id)


def bounce_address(user_id: int) -> str:
    """Sender on the envelope of a mail to this person. Empty when nothing listens there."""
    return _tagged(settings().bounce_address, Purpose.BOUNCE, user_id)


def read_reply_address(address: str) -> ReplyTo | None:
    """None for any other address, and for a token that we did not make."""
    found = _named_by(settings().reply_address, Purpose.REPLY, address)
    return ReplyTo(*found) if found and found[1] else None


def read_bounce_address(address: str) -> int | None:
    """The account whose mail came back; None as above."""
    found = _named_by(settings().bounce_address, Purpose.BOUNCE, address)
    return found[0] if found else None


def is_return_address(address: str) -> bool:
    """One of our two mailboxes, whatever its token is worth."""
    mailboxes = (settings().reply_address, settings().bounce_address)
    return any(mailbox and _token_in(mailbox, address) is not None for mailbox in mailboxes)


def without_secrets(text: str) -> str:
    """The lines before the first with a return address or a link to stop mails: such a line comes from a mail
    of ours, and whoever reads it could make use of it.
    """
    ours = [re.escape(links.absolute(links.UNSUBSCRIBE))]
    for mailbox in filter(None, (settings().reply_address, settings().bounce_address)):
        name, _at, domain = mailbox.rpartition("@")
        ours.append(rf"{re.escape(name)}\+[a-z2-7]+@{re.escape(domain)}")
    found = re.search("(?i)" + "|".join(ours), text)
    return text[: text.rfind("\n", 0, found.start()) + 1].rstrip() if found else text


def token_of(purpose: Purpose, key: str, user_id: int, public_id: str = "") -> str:
    """At most 39 characters, in lower case."""
    named = user_id.to_bytes(USER_BYTES) + public_id.encode("ascii")[:LONGEST_PUBLIC_ID]
    signature = hmac.digest(key.encode(), purpose.value.encode() + b":" + named, "sha256")
    return base64.b32encode(named + signature[:SIGNATURE_BYTES]).decode().rstrip("=").lower()


def named_by(purpose: Purpose, key: str, token: str) -> tuple[int, str] | None:
    """The account and the public id in a token; None when it is not one of ours."""
    token = token.lower()
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
        user_id = int.from_bytes(raw[:USER_BYTES])
        public_id = raw[USER_BYTES:-SIGNATURE_BYTES].decode("ascii")
    except (binascii.Error, ValueError):
        return None
    # Made anew and compared as a whole: of each token there is one spelling.
    ours = token_of(purpose, key, user_id, public_id)
    return (user_id, public_id) if hmac.compare_digest(ours.encode(), token.encode()) else None


def _tagged(mailbox: str, purpose: Purpose, user_id: int, public_id: str = "") -> str:
    if not mailbox:
        return ""
    name, _at, domain = mailbox.rpartition("@")
    return f"{name}+{token_of(purpose, settings().secret_key, user_id, public_id)}@{domain}"


def _named_by(mailbox: str, purpose: Purpose, address: str) -> tuple[int, str] | None:
    token = _token_in(mailbox, address) if mailbox else None
    return named_by(purpose, settings().secret_key, token) if token else None


def _token_in(mailbox: str, address: str) -> str | None:
    """What stands behind the `+`, empty without one; None for an address of somebody else."""
    name, _at, domain = mailbox.rpartition("@")
    local, _at, at = address.strip().lower().rpartition("@")
    before, _plus, token = local.partition("+")
    return token if (before, at) == (name, domain) else None
