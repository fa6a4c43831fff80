"""A form that is sent twice lands once.

Each form carries a key made when it was shown. A command first asks `repeated`, and on success calls
`remember`, both in its own transaction; so a failed attempt leaves the key free, and of two attempts at
the same time the second waits for the first and gets its result.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock
from forum.lib.db import Model, UtcDateTime, atomic, db, insert_if_absent

KEPT = timedelta(days=7)
LONGEST_KEY = 64


class Submission(Model):
    __tablename__ = "submissions"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(LONGEST_KEY), primary_key=True)
    result: Mapped[str] = mapped_column(sa.String(40), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


def repeated(user_id: int, key: str) -> str | None:
    """What this person's earlier attempt with the key made (a public id), None on the first attempt.

    A script without a key, or with one we did not make, gets no protection.
    """
    if not _is_usable(key):
        return None
    if insert_if_absent(Submission, user_id=user_id, key=key, result="", created_at=clock.now()):
        return None
    return db.session.scalar(_result_of(user_id, key)) or None


def remember(user_id: int, key: str, result: str) -> None:
    if _is_usable(key):
        db.session.execute(
            sa.update(Submission)
            .where(Submission.user_id == user_id, Submission.key == key)
            .values(result=result)
        )


@atomic
def forget_old() -> None:
    """Keys of forms that were sent a week ago."""
    db.session.execute(sa.delete(Submission).where(Submission.created_at < clock.now() - KEPT))


def _is_usable(key: str) -> bool:
    return 0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()


def _result_of(user_id: int, key: str) -> sa.Select[str]:
    return sa.select(Submission.result).where(Submission.user_id == user_id, Submission.key == key)
