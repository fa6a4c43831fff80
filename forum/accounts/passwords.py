"""Passwords: which ones hold, and how they are kept. Decision 23 of SECURITY.md.

Length is what counts; there are no rules about capitals or digits. What an attacker tries first is
refused: zxcvbn knows the 30,000 most leaked passwords, keyboard rows, repetitions, sequences and dates;
we add the Dutch words it lacks and the person's own.
"""

import re
import threading
import unicodedata
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from forum.lib.errors import Invalid
from forum.lib.i18n import _

SHORTEST, LONGEST = 12, 128
SHORTEST_OF_TWO = 8
"""Beside a second factor."""

# zxcvbn calls a million enough against guessing online. A little above it, a common word with a capital and
# digits at their usual places falls short too.
FEWEST_GUESSES = 3 * 10**6
FEWEST_OTHERS = 6  # letters and digits besides the words of one's own name and address
JUDGED_CHARACTERS = 72  # zxcvbn takes no more; the rest only makes it stronger

DUTCH_WORDS = """
    wachtwoord welkom geheim hallo inloggen gebruiker samen werken samenwerken samenspraak gemeente zorg
    inkoop sociaal domein nederland amsterdam rotterdam utrecht voetbal ajax feyenoord lente zomer herfst
    winter januari februari maart april juni juli augustus september oktober november december maandag vrijdag
    """.split()  # noqa: SIM905

COST: dict[str, Any] = {"time_cost": 2, "memory_cost": 19456, "parallelism": 1}
# 19 MiB each: more than four at once would cost a small server its memory.
_at_once = threading.BoundedSemaphore(4)
_hasher = PasswordHasher(**COST)
# zxcvbn keeps the words given with a call in a module variable.
_zxcvbn_lock = threading.Lock()


def shortest(*, has_second_factor: bool) -> int:
    return SHORTEST_OF_TWO if has_second_factor else SHORTEST


def check_password(password: str, *, personal: list[str], shortest: int = SHORTEST) -> str:
    """The password itself. Raises Invalid at `password`. `personal`: e-mail address, name and the like."""
    if len(password) < shortest:
        raise _invalid(_("Use at least %(least)s characters. A short sentence works well.", least=shortest))
    if len(password) > LONGEST:
        raise _invalid(_("Use at most %(most)s characters.", most=LONGEST))
    own_words = _words(personal)
    if _is_made_of(password, own_words):
        raise _invalid(_("This password resembles your name or address. Choose something else."))
    if _guesses(password, own_words) < FEWEST_GUESSES:
        raise _invalid(_("This password is easy to guess. Use a few words that do not belong together."))
    return password


def _words(personal: list[str]) -> list[str]:
    words = [word for text in personal for word in re.split(r"[\W_]+", text.lower()) if len(word) > 2]
    return list(dict.fromkeys([text.lower() for text in personal] + words))


def _is_made_of(password: str, words: list[str]) -> bool:
    """Whether little is left without these words."""
    rest = password.lower()
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < len(password) and len(re.sub(r"[\W_]", "", rest)) < FEWEST_OTHERS


def _guesses(password: str, own_words: list[str]) -> int:
    with _zxcvbn_lock:
        return int(zxcvbn(password[:JUDGED_CHARACTERS], user_inputs=[*own_words, *DUTCH_WORDS])["guesses"])


def hash_password(password: str) -> str:
    with _at_once:
        return _hasher.hash(_as_bytes(password))


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether the password belongs to the hash; without a hash as much work for the answer no."""
    with _at_once:
        try:
            _hasher.verify(password_hash or _dummy_hash(), _as_bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the settings have become stricter since."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _dummy_hash() -> str:
    return _hasher.hash(b"nobody has this password")


def _as_bytes(password: str) -> bytes:
    # One password, whether the keyboard sends letters whole or in parts. Longer ones are never right.
    if len(password) <= LONGEST:
        password = unicodedata.normalize("NFC", password)
    return password.encode("utf-8", "surrogatepass")


def _invalid(message: str) -> Invalid:
    return Invalid({"password": message})
