"""How long a session lasts, and ending it."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from forum.accounts.models import UserSession
from forum.accounts.provider_sessions import ProviderSession
from forum.accounts.tokens import hash_token
from forum.lib import clock
from forum.lib.db import db
from forum.lib.ids import new_token
from forum.lib.text import clean_line
from forum.permissions import Role

IDLE = timedelta(days=14)
IDLE_OF_STAFF = timedelta(hours=12)
ABSOLUTE = timedelta(days=30)
FRESH = timedelta(minutes=10)
# Noting each page would cost a write for each read.
GLANCE_EVERY = timedelta(minutes=10)


def is_alive(role: Role, *, last_seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    idle = IDLE if role is Role.MEMBER else IDLE_OF_STAFF
    return now < expires_at and now - last_seen_at < idle


def is_fresh(proved_at: datetime | None, now: datetime) -> bool:
    """Whether somebody showed shortly enough ago who they are, to change what protects their account."""
    return proved_at is not None and abs(now - proved_at) < FRESH


def is_glance_due(last_seen_at: datetime, now: datetime) -> bool:
    return now - last_seen_at >= GLANCE_EVERY


def open_session(user_id: int, user_agent: str, via: ProviderSession | None = None) -> str:
    """Part of a command. Returns the token for the cookie; it cannot be had again. via: where it began."""
    token, now = new_token(), clock.now()
    session = UserSession(
        token_hash=hash_token(token),
        user_id=user_id,
        created_at=now,
        last_seen_at=now,
        expires_at=now + ABSOLUTE,
        user_agent=clean_line(user_agent[:200]),
        proved_at=now if via is None else via.shown_at,
    )
    db.session.add(session)
    if via is not None:
        db.session.flush()
        via.session_id = session.id
    return token


def end_sessions(user_id: int) -> None:
    """Part of a command: the person is signed out everywhere."""
    db.session.execute(sa.delete(UserSession).where(UserSession.user_id == user_id))
