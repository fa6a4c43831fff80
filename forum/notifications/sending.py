"""The one way by which mails leave the house: each at most once, whatever happens in between.

A mail is noted in a transaction of its own before its text goes to the mail server, and again when the
server has taken it. When the server did not take it, the note is taken back and the outbox tries again.
When we cannot know (the worker died, the server fell silent), the note stays as it is and the mail is not
sent again: see docs/decisions/0022-mails-at-most-once.md.
"""

import logging
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import sqlalchemy as sa

from forum.accounts.mailboxes import note_failure
from forum.accounts.queries import Recipient
from forum.jobs import daily
from forum.lib import clock
from forum.lib.db import atomic, db, insert_if_absent, upsert
from forum.notifications.mailer import Uncertain, Undeliverable, mailer
from forum.notifications.messages import write
from forum.notifications.models import SentMail
from forum.notifications.return_addresses import bounce_address

log = logging.getLogger(__name__)

KEPT = timedelta(days=7)
"""Longer than the outbox tries."""

UNDERWAY = timedelta(minutes=10)
"""Longer than any conversation with a mail server takes, and than the outbox leaves a worker alone."""


class _HandedOver(Exception):
    """Another worker was first."""


def send(name: str, to: Recipient, *, key: str, **context: Any) -> None:
    """Write a mail (see `write`) and hand it over, unless that was begun before.

    key: names this mail to this person, the same on every attempt. Outside any command. Raises what the
    mailer raises, except Uncertain.
    """
    hand_over(write(name, to, key=key, **context), to, key=key)


def hand_over(message: EmailMessage, to: Recipient, *, key: str) -> None:
    """As `send`, for a mail that is written already."""
    if db.session().info.get("atomic"):
        raise RuntimeError("a mail cannot be sent inside a command: its note would not be stored yet")
    is_known = db.session.get(SentMail, key) is not None
    db.session.rollback()  # a mail server may take its time; nothing is kept open meanwhile
    if is_known:
        return

    def begin() -> None:
        if not _begin(key):
            raise _HandedOver

    sender = bounce_address(to.user_id) if to.user_id is not None else ""
    try:
        mailer().send(message, sender=sender, handing_over=begin)
    except _HandedOver:
        return
    except Uncertain:
        log.warning("the mail %s may have been taken; it is not sent again", key, exc_info=True)
        return
    except Undeliverable as refused:
        _note_refusal(key, refused.code)
        if refused.is_about_address and to.user_id is not None:
            note_failure(to.user_id, refused.status, str(refused))
        raise
    except Exception:
        _take_back(key)
        raise
    _finish(key)


@atomic
def _begin(key: str) -> bool:
    return insert_if_absent(SentMail, key=key, started_at=clock.now())


@atomic
def _finish(key: str) -> None:
    db.session.execute(sa.update(SentMail).where(SentMail.key == key).values(finished_at=clock.now()))


@atomic
def _take_back(key: str) -> None:
    db.session.execute(sa.delete(SentMail).where(SentMail.key == key, SentMail.finished_at.is_(None)))


@atomic
def _note_refusal(key: str, code: str) -> None:
    now = clock.now()
    noted = {"finished_at": now, "refusal": code}
    upsert(SentMail, {"key": key, "started_at": now} | noted, update=noted)


def uncertain_mails(*, since: datetime | None = None) -> int:
    """How many of this week's mails nobody knows the end of. 1 statement.

    They are not sent again: whoever runs the forum can look into the mail server's log.
    """
    ended_by = clock.now() - UNDERWAY
    return _count(SentMail.finished_at.is_(None), SentMail.started_at < ended_by, since=since)


def undeliverable_mails(*, since: datetime | None = None) -> int:
    """How many of this week's mails the mail server refused for good. 1 statement."""
    return _count(SentMail.refusal.is_not(None), since=since)


def _count(*conditions: sa.ColumnElement[bool], since: datetime | None) -> int:
    since = since or clock.now() - KEPT
    return db.session.scalar(sa.select(sa.func.count()).where(*conditions, SentMail.started_at >= since)) or 0


@daily
@atomic
def forget_old() -> None:
    """Which mails were handed to the mail server, a week ago."""
    db.session.execute(sa.delete(SentMail).where(SentMail.started_at < clock.now() - KEPT))
