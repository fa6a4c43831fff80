"""Public identifiers: short, unguessable enough not to be counted, and readable aloud."""

import secrets

# No vowels, so that no words appear; no 0/o and 1/l, so that none is misread.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 10


def new_public_id() -> str:
    """Ten characters of 27: about 47 bits, unique in the table that stores it."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_token() -> str:
    """A secret for links and sessions: 256 bits, safe in a URL. Store only its `hash_token`."""
    return secrets.token_urlsafe(32)
