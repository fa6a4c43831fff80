"""How often somebody tried to get in, and how long the next try has to wait.

A browser in which the owner signed in before counts for itself: what others do elsewhere cannot keep them out
(OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). docs/decisions/0033-guessing.md says why.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock
from forum.lib.db import Model, UtcDateTime, atomic, db, upsert
from forum.lib.errors import TooSoon
from forum.lib.i18n import ngettext
from forum.settings import settings

# So many tries before anybody has to wait.
FREE_PASSWORDS = 10
FREE_CODES = 5  # six digits, of which three in a million are right
FREE_PROOFS = 10

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)
"""After the last try."""


class Tries(Model):
    """Of one pool, whose name is a hash with the site's key: the table tells nobody who was tried."""

    __tablename__ = "sign_in_tries"

    pool_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


@dataclass(frozen=True, slots=True)
class Pool:
    """What is counted together. `free`: how many tries wait for nothing."""

    name: str
    free: int

    @property
    def key(self) -> str:
        return hmac.digest(settings().secret_key.encode(), f"tries:{self.name}".encode(), "sha256").hex()


def of_password(email: str, password_hash: str | None, known_device: str = "") -> Pool:
    """Of an address, whether or not somebody has an account with it. Another password is another pool: who
    chose one by a mailed link waits for nothing. `known_device`: the hash of the browser's secret."""
    return Pool(f"password:{email}:{password_hash or ''}:{known_device}", FREE_PASSWORDS)


def of_code(mark: str, known_device: str = "") -> Pool:
    """Of the second step. `mark`: that of the first, which belongs to account and password."""
    return Pool(f"code:{mark}:{known_device}", FREE_CODES)


def of_proof(session_id: int) -> Pool:
    """Of somebody who sits in this session, and may have found it open."""
    return Pool(f"proof:{session_id}", FREE_PROOFS)


def wait_after(failures: int, *, free: int) -> timedelta:
    """None at first; then a minute, which doubles with each failure up to a quarter of an hour."""
    if failures < free:
        return timedelta(0)
    return min(FIRST_WAIT * 2 ** min(failures - free, 10), LONGEST_WAIT)


@atomic
def count_try(pool: Pool) -> int:
    """Count a try as a failure before it is made, so that of many at once none is free.

    Returns how many there are now; `forget_tries` is for the one that was right. Raises TooSoon.
    """
    now = clock.now()
    new = {"pool_hash": pool.key, "failures": 0, "last_at": now}
    # The update changes nothing: it holds the row until we commit.
    tries = upsert(Tries, new, update={"failures": Tries.failures})
    if now - tries.last_at >= FORGOTTEN:
        tries.failures = 0
    wait = wait_after(tries.failures, free=pool.free)
    # A clock that was set back makes nobody wait for longer.
    left = min(tries.last_at + wait - now, wait)
    if left > timedelta(0):
        raise _too_soon(left)
    tries.failures += 1
    tries.last_at = now
    return tries.failures


def forget_tries(pool: Pool) -> None:
    """Part of the command that a right password or code belongs to. 1 statement."""
    db.session.execute(sa.delete(Tries).where(Tries.pool_hash == pool.key))


def _too_soon(left: timedelta) -> TooSoon:
    seconds = max(1, -(-left // timedelta(seconds=1)))
    minutes = -(-seconds // 60)
    when = ngettext(
        "That was wrong too often. Try again in one minute.",
        "That was wrong too often. Try again in %(num)s minutes.",
        minutes,
    )
    return TooSoon(when, retry_after=seconds)
