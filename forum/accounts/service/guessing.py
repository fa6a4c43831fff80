"""Telling the owner of an account that somebody tries to get in."""

from datetime import timedelta

import sqlalchemy as sa

from forum.accounts.events import Guessed
from forum.accounts.models import User
from forum.accounts.security_events import Happened, SecurityEvent, note
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db

TOLD_EVERY = timedelta(days=1)


@atomic
def tell_of_guessing(user_id: int | None, what: Happened) -> None:
    """Later, by the worker: so nobody who tries can see whether there is an owner. None: there is none."""
    emit(Guessed(user_id, what.value))


@atomic
def note_guessing(user_id: int, what: Happened) -> None:
    """For the worker: once a day at most, however long it goes on."""
    user = db.session.get(User, user_id, with_for_update=True)
    told = sa.exists().where(
        SecurityEvent.user_id == user_id,
        SecurityEvent.what == what,
        SecurityEvent.happened_at > clock.now() - TOLD_EVERY,
    )
    if user is not None and not db.session.scalar(sa.select(told)):
        note(user.id, what)
