"""What proves who somebody is besides a password: an authenticator app, passkeys, recovery codes.

No secret of these can be read from the database alone: see docs/decisions/0027-second-factors.md.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Model, PublicId, UtcDateTime, db

LONGEST_CREDENTIAL = 1400  # in base64url; WebAuthn allows 1023 bytes


class AuthenticatorApp(Model):
    """An app that shows a code every 30 seconds. `last_step`: the newest such span whose code was used."""

    __tablename__ = "authenticator_apps"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    nonce: Mapped[str] = mapped_column(sa.String(43))
    last_step: Mapped[int] = mapped_column(sa.BigInteger)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecoveryCode(Model):
    """For who has lost the app and the passkeys."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Passkey(PublicId, Model):
    """A key pair in somebody's phone, computer or security key; we have its public half."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[str] = mapped_column(sa.String(LONGEST_CREDENTIAL), unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int] = mapped_column(sa.BigInteger)
    name: Mapped[str] = mapped_column(sa.String(60))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasskeyChallenge(Model):
    """What a passkey has to sign, once. `scope_hash`: for what, in which browser, by whom."""

    __tablename__ = "passkey_challenges"

    challenge_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    scope_hash: Mapped[str] = mapped_column(sa.String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


def has_factor(user_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether more than a password belongs to the account, as a condition in a query over accounts."""
    return sa.or_(
        sa.exists().where(AuthenticatorApp.user_id == user_id), sa.exists().where(Passkey.user_id == user_id)
    )


def asks_for_more(user_id: int) -> bool:
    """Whether a password alone opens no session of this account. 1 statement."""
    return bool(db.session.scalar(sa.select(has_factor(sa.literal(user_id)))))
