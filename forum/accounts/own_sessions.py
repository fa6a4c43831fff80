"""In which browsers somebody is signed in, as they see it themselves."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum.accounts.devices import device_of
from forum.accounts.models import User, UserSession
from forum.accounts.sessions import is_alive
from forum.lib import clock
from forum.lib.db import db


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser in which somebody is signed in. `number` names it among this person's own."""

    number: int
    device: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


def open_sessions(user_id: int, *, session_id: int) -> tuple[OpenSession, ...]:
    """1 statement. `session_id`: the one in which they look; it comes first."""
    rows = db.session.execute(
        sa.select(UserSession, User.role)
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.user_id == user_id)
        .order_by(UserSession.id != session_id, UserSession.last_seen_at.desc())
    )
    now = clock.now()
    return tuple(
        OpenSession(
            number=each.id,
            device=device_of(each.user_agent),
            created_at=each.created_at,
            last_seen_at=each.last_seen_at,
            is_current=each.id == session_id,
        )
        for each, role in rows
        if is_alive(role, last_seen_at=each.last_seen_at, expires_at=each.expires_at, now=now)
    )
