"""What we know of people's mailboxes: which cannot be reached, and how much we answered to which.

Beside the account, since a mail that comes back says nothing about the person.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from forum.lib import clock
from forum.lib.db import Model, UtcDateTime, atomic, db, upsert

FAILURES = 3
"""Days with a mail that came back, within as many days as FAILURES_WITHIN, after which news stops."""

FAILURES_WITHIN = timedelta(days=14)
A_DAY = timedelta(days=1)

# No such mailbox, no such domain, moved away, takes no mail: no second try would change it (RFC 3463, 7505).
FOR_GOOD = frozenset({"5.1.1", "5.1.2", "5.1.6", "5.1.10"})

ANSWERS_A_DAY = 10
"""Answers to mails that one account gets in a day: enough for a bad day, too few for a loop."""

LONGEST_REASON = 200


class MailTrouble(Model):
    """Mails to this account came back. `failures` counts days from `since` on; `stopped_at`: no more news."""

    __tablename__ = "mail_troubles"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.String(LONGEST_REASON))
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MailAnswers(Model):
    """How many mails of this account we answered since a moment less than a day ago."""

    __tablename__ = "mail_answers"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    answers: Mapped[int]


def mail_is_stopped(user_id: int) -> bool:
    """Whether mails about what this person follows make no sense. 1 statement."""
    return bool(db.session.scalar(sa.select(is_stopped(sa.literal(user_id)))))


def is_stopped(user_id: sa.ColumnElement[int] | InstrumentedAttribute[int]) -> sa.Exists:
    """The same as a condition, for a query over many: `.where(~is_stopped(Notification.user_id))`."""
    return sa.exists().where(MailTrouble.user_id == user_id, MailTrouble.stopped_at.is_not(None))


@atomic
def note_failure(user_id: int, status: str, reason: str) -> None:
    """A mail came back for good. status: enhanced, such as 5.1.1. One on the same day counts once."""
    now = clock.now()
    trouble = db.session.get(MailTrouble, user_id, with_for_update=True)
    if trouble is None:
        fresh = {"failures": 0, "since": now, "failed_at": now, "reason": ""}
        trouble = upsert(MailTrouble, {"user_id": user_id, **fresh}, update={"user_id": user_id})
    if now - trouble.since > FAILURES_WITHIN and trouble.stopped_at is None:
        trouble.since, trouble.failures = now, 0
    if trouble.failures == 0 or now - trouble.failed_at >= A_DAY:
        trouble.failures += 1
        trouble.failed_at = now
    trouble.reason = reason[:LONGEST_REASON]
    if status in FOR_GOOD or trouble.failures >= FAILURES:
        trouble.stopped_at = trouble.stopped_at or now


def forget_failures(user_id: int) -> None:
    """Part of a command: a link that we mailed there was followed."""
    db.session.execute(sa.delete(MailTrouble).where(MailTrouble.user_id == user_id))


@atomic
def may_answer(user_id: int) -> bool:
    """Count an answer to this account's mails; False when it got its share within a day."""
    now = clock.now()
    row = db.session.get(MailAnswers, user_id, with_for_update=True)
    if row is None:
        upsert(
            MailAnswers,
            {"user_id": user_id, "since": now, "answers": 1},
            update={"answers": MailAnswers.answers + 1},
        )
        return True
    if now - row.since >= A_DAY:
        row.since, row.answers = now, 0
    if row.answers >= ANSWERS_A_DAY:
        return False
    row.answers += 1
    return True
