"""Recovery codes: ten of them, shown once, each for one use."""

import hmac
import re
import secrets
from datetime import datetime

import sqlalchemy as sa

from forum.accounts.factors import RecoveryCode
from forum.lib.db import db
from forum.lib.ids import ALPHABET
from forum.settings import settings

CODES = 10
FEW = 2
"""From this many left on, we say that it is time for new ones."""

_GROUPS, _LETTERS = 3, 4  # 57 bits; with the site's key in the hash, a backup alone does not help guessing


def new_codes() -> tuple[str, ...]:
    """Such as `k7mb-2qrs-9xyz`, without letters that look alike."""
    return tuple(
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(_LETTERS)) for _ in range(_GROUPS))
        for _ in range(CODES)
    )


def hash_code(code: str, user_id: int, key: str) -> str:
    """Dashes, spaces and capitals make no difference."""
    letters = re.sub(r"[\W_]", "", code[:100]).lower()
    return hmac.digest(key.encode(), f"recovery-code:{user_id}:{letters}".encode(), "sha256").hex()


def give_codes(user_id: int) -> tuple[str, ...]:
    """Part of a command: ten new ones; earlier ones end. They cannot be had again."""
    take_codes_away(user_id)
    codes = new_codes()
    hashes = [hash_code(code, user_id, settings().secret_key) for code in codes]
    db.session.add_all(RecoveryCode(user_id=user_id, code_hash=each) for each in hashes)
    return codes


def take_codes_away(user_id: int) -> None:
    """Part of a command."""
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def use_code(user_id: int, typed: str, now: datetime) -> bool:
    """Part of a command: whether it was one that was not used before; from now on it was."""
    used = db.session.execute(
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash == hash_code(typed, user_id, settings().secret_key),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.user_id)
    )
    return used.first() is not None


def codes_left(user_id: int) -> int:
    """1 statement."""
    left = sa.select(sa.func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(left) or 0
