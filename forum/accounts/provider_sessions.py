"""Sessions here that began at a provider: they end together, when somebody signs out there or wants that."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.identities import Arrival
from forum.accounts.models import UserSession
from forum.accounts.tokens import hash_token
from forum.lib import clock
from forum.lib.db import Model, UtcDateTime, db, insert_if_absent

LONGEST_HINT = 3000
"""Of an ID token: it goes into an address, and no server has to take a longer one."""

UNFINISHED = timedelta(hours=1)


class ProviderSession(Model):
    """`session_id`: empty between the two steps of signing in. `sid`: what the provider calls its session.

    `id_token`: sent along when somebody signs out there too; it opens nothing. `shown_at`: when they last
    showed there who they are, empty when the provider does not tell.
    """

    __tablename__ = "provider_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user_sessions.id", ondelete="CASCADE"), unique=True
    )
    provider: Mapped[str] = mapped_column(sa.String(30))
    issuer: Mapped[str] = mapped_column(sa.String(255))
    subject: Mapped[str] = mapped_column(sa.String(255))
    sid: Mapped[str | None] = mapped_column(sa.String(255))
    id_token: Mapped[str] = mapped_column(sa.Text)
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.Index("ix_provider_sessions_issuer_subject", "issuer", "subject"),
        sa.Index("ix_provider_sessions_issuer_sid", "issuer", "sid"),
    )


class UsedLogoutToken(Model):
    """A message of a provider counts once."""

    __tablename__ = "used_logout_tokens"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where a session began, for who wants to sign out there too."""

    provider: str
    id_token: str = field(repr=False)


def begin_at_provider(provider: str, arrival: Arrival, user_id: int) -> ProviderSession:
    """Part of a command that goes on to open a session, or asks for a second step first."""
    begun = ProviderSession(
        user_id=user_id,
        provider=provider,
        issuer=arrival.issuer,
        subject=arrival.subject,
        sid=arrival.sid or None,
        id_token=arrival.id_token if len(arrival.id_token) <= LONGEST_HINT else "",
        shown_at=arrival.shown_at,
        began_at=clock.now(),
    )
    db.session.add(begun)
    db.session.flush()
    return begun


def elsewhere(session_id: int) -> Elsewhere | None:
    """None for a session that began here. 1 statement."""
    row = db.session.execute(
        sa.select(ProviderSession.provider, ProviderSession.id_token).where(
            ProviderSession.session_id == session_id
        )
    ).one_or_none()
    return Elsewhere(row.provider, row.id_token) if row else None


def end_sessions_at(issuer: str, *, subject: str, sid: str) -> int:
    """Part of a command: end what began in this session there, or for this subject when no session is named.

    A provider that did not name its session when somebody came in means all of that subject.
    Returns how many.
    """
    of_subject = ProviderSession.subject == subject
    if not sid:
        meant = of_subject
    else:
        unnamed = sa.and_(of_subject, ProviderSession.sid.is_(None)) if subject else sa.false()
        named = sa.and_(ProviderSession.sid == sid, of_subject if subject else sa.true())
        meant = sa.or_(named, unnamed)
    rows = db.session.execute(
        sa.delete(ProviderSession)
        .where(ProviderSession.issuer == issuer, meant)
        .returning(ProviderSession.session_id)
    ).all()
    ended = [row.session_id for row in rows if row.session_id is not None]
    db.session.execute(sa.delete(UserSession).where(UserSession.id.in_(ended)))
    return len(rows)


def is_first_use(issuer: str, token_id: str, expires_at: datetime) -> bool:
    """Part of a command. `token_id`: the provider's name for its message (`jti`)."""
    return insert_if_absent(
        UsedLogoutToken, token_hash=hash_token(f"{issuer} {token_id}"), expires_at=expires_at
    )
