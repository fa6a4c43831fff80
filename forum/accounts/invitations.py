"""Invitations: links with which people may join where not everybody may, and what was filled in for them.

The secret in the link is kept nowhere: as that of a mailed link, it is made of the nonce and the site's key.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.models import User
from forum.accounts.perspectives import Perspective
from forum.accounts.tokens import hash_token, secret_of
from forum.lib import clock
from forum.lib.db import Model, PublicId, UtcDateTime, db
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.settings import settings

MOST_USES = 1000
LONGEST_DAYS = 365
SHOWN = 200
KEPT = timedelta(days=90)
"""After its end: long enough to see who was invited, and to answer who says that the link failed."""


class Invitation(PublicId, Model):
    """`email`: only this address may use it. `uses`: how many accounts it made."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    nonce: Mapped[str] = mapped_column(sa.String(43))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    email: Mapped[str | None] = mapped_column(sa.String(254))
    locale: Mapped[str] = mapped_column(sa.String(5))
    perspective_id: Mapped[int | None] = mapped_column(sa.ForeignKey("perspectives.id"))
    organisation: Mapped[str | None] = mapped_column(sa.String(120))
    most_uses: Mapped[int]
    uses: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (sa.CheckConstraint("uses <= most_uses", name="uses_are_counted"),)


class InvitedAccount(Model):
    """By which invitation an account came; as long as the invitation is kept."""

    __tablename__ = "invited_accounts"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    invitation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("invitations.id", ondelete="CASCADE"), index=True
    )


class InvitationState(Enum):
    OPEN = "open"
    USED = "used"
    OVER = "over"
    REVOKED = "revoked"


def state_of(invitation: Invitation, now: datetime) -> InvitationState:
    if invitation.revoked_at is not None:
        return InvitationState.REVOKED
    if invitation.uses >= invitation.most_uses:
        return InvitationState.USED
    return InvitationState.OPEN if now < invitation.expires_at else InvitationState.OVER


def secret_in(invitation: Invitation) -> str:
    return secret_of(invitation.nonce, settings().secret_key, use="invitation")


@dataclass(frozen=True, slots=True)
class Invited:
    """A link that works, with what was filled in; each of these may be empty."""

    id: int
    secret: str = field(repr=False)
    email: str = ""
    perspective: str = ""
    organisation: str = ""


def invited_by(secret: str) -> Invited | None:
    """None when the link does not work (any more). Looking at it uses nothing up. 1 statement."""
    if not secret:
        return None
    row = db.session.execute(
        sa.select(Invitation, Perspective.slug)
        .outerjoin(Perspective, Perspective.id == Invitation.perspective_id)
        .where(Invitation.token_hash == hash_token(secret))
    ).one_or_none()
    if row is None or state_of(row[0], clock.now()) is not InvitationState.OPEN:
        return None
    found = row[0]
    return Invited(found.id, secret, found.email or "", row[1] or "", found.organisation or "")


def use_up(invited: Invited, user_id: int) -> None:
    """Part of the command that opened this account: of two at the same time, the last use goes to one.

    Raises Invalid at `invitation`.
    """
    used = db.session.execute(
        sa.update(Invitation)
        .where(
            Invitation.id == invited.id,
            Invitation.uses < Invitation.most_uses,
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .values(uses=Invitation.uses + 1)
        .returning(Invitation.id)
    )
    if used.first() is None:
        raise is_over()
    db.session.add(InvitedAccount(user_id=user_id, invitation_id=invited.id))


def is_over() -> Invalid:
    message = _("This invitation does not work any more. Ask who invited you for a new one.")
    return Invalid({"invitation": message})


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """As the list shows it. `secret`: for its link, empty once that does not work any more."""

    public_id: str
    state: InvitationState
    email: str
    organisation: str
    uses: int
    most_uses: int
    made_by: str
    made_at: datetime
    expires_at: datetime
    secret: str = field(repr=False)


def invitations(viewer: Actor) -> list[InvitationRow]:
    """The newest 200. 1 statement. Raises SignInNeeded and Refused."""
    require(viewer, P.INVITE)
    rows = db.session.execute(
        sa.select(Invitation, User.name)
        .outerjoin(User, User.id == Invitation.made_by_id)
        .order_by(Invitation.id.desc())
        .limit(SHOWN)
    )
    now = clock.now()
    return [_row(invitation, name, now) for invitation, name in rows]


def _row(invitation: Invitation, made_by: str | None, now: datetime) -> InvitationRow:
    state = state_of(invitation, now)
    return InvitationRow(
        public_id=invitation.public_id,
        state=state,
        email=invitation.email or "",
        organisation=invitation.organisation or "",
        uses=invitation.uses,
        most_uses=invitation.most_uses,
        made_by=made_by or "",
        made_at=invitation.made_at,
        expires_at=invitation.expires_at,
        secret=secret_in(invitation) if state is InvitationState.OPEN else "",
    )
