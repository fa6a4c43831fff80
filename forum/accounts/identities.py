"""Who somebody is at a provider, and attempts to sign in there that are under way.

An identity is (issuer, subject), and nothing else: an e-mail address can change hands, and a provider may
let people fill in any.
"""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Model, PublicId, UtcDateTime, db
from forum.settings import Provider, settings


class Identity(PublicId, Model):
    """`provider`: the name under which the settings had it when it was linked."""

    __tablename__ = "identities"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(sa.String(255))
    subject: Mapped[str] = mapped_column(sa.String(255))
    provider: Mapped[str] = mapped_column(sa.String(30))
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (sa.UniqueConstraint("issuer", "subject"),)


class SignOnAttempt(PublicId, Model):
    """From the button until the provider's answer, and for who has no account yet until they joined.

    The state travels through the browser; here is its hash only. Nonce and PKCE verifier are made of the
    state and the site's key, and stored nowhere. `user_id`: who links an identity to their account, None
    for who signs in. `arrival`: what the provider said of somebody who is yet to join.
    `is_again`: they were to show anew who they are, also when they are signed in there.
    """

    __tablename__ = "sign_on_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    state_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    browser_hash: Mapped[str] = mapped_column(sa.String(64))
    provider: Mapped[str] = mapped_column(sa.String(30))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("invitations.id", ondelete="CASCADE"), index=True
    )
    continue_to: Mapped[str] = mapped_column(sa.String(500), default="")
    draft_key: Mapped[str] = mapped_column(sa.String(200), default="")
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    arrival: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    is_again: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a provider told of somebody. Each text may be empty, except issuer and subject.

    `email` is in its canonical form; only with `is_email_verified` does the provider answer for it.
    `has_second_factor`: as the settings of the provider say. `sid`: what the provider calls its session.
    `shown`: when they last showed there who they are, in seconds since 1970; None when it does not tell.
    """

    issuer: str
    subject: str
    name: str = ""
    email: str = ""
    is_email_verified: bool = False
    organisation: str = ""
    has_second_factor: bool = False
    sid: str = ""
    shown: int | None = None
    id_token: str = field(default="", repr=False)

    @property
    def shown_at(self) -> datetime | None:
        return None if self.shown is None else datetime.fromtimestamp(self.shown, UTC)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """As somebody sees it on the page of their account."""

    public_id: str
    provider: str
    linked_at: datetime
    used_at: datetime | None


def own_identities(user_id: int) -> list[OwnIdentity]:
    """The oldest first. 1 statement."""
    rows = db.session.scalars(sa.select(Identity).where(Identity.user_id == user_id).order_by(Identity.id))
    return [OwnIdentity(row.public_id, row.provider, row.linked_at, row.used_at) for row in rows]


def linked_providers(user_id: int) -> list[Provider]:
    """With which of the forum's providers somebody signs in. 1 statement, 0 when there are none."""
    offered = settings().oidc_providers
    if not offered:
        return []
    linked = {identity.provider for identity in own_identities(user_id)}
    return [one for one in offered if one.name in linked]


def forget_identities(user_id: int) -> None:
    """Part of a command: nobody signs in to this account by a provider any more."""
    db.session.execute(sa.delete(Identity).where(Identity.user_id == user_id))
