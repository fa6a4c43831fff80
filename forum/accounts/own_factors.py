"""What proves who somebody is, as they see it themselves."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum.accounts import recovery
from forum.accounts.factors import AuthenticatorApp, Passkey
from forum.accounts.models import User
from forum.lib.db import db


@dataclass(frozen=True, slots=True)
class OwnPasskey:
    public_id: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnFactors:
    """`app_added_at` None: there is no app."""

    has_password: bool
    app_added_at: datetime | None
    passkeys: tuple[OwnPasskey, ...]
    codes_left: int

    @property
    def is_any(self) -> bool:
        return self.app_added_at is not None or bool(self.passkeys)

    @property
    def has_few_codes(self) -> bool:
        return self.is_any and self.codes_left <= recovery.FEW


def own_factors(user_id: int) -> OwnFactors:
    """3 statements."""
    row = db.session.execute(
        sa.select(User.password_hash, AuthenticatorApp.added_at)
        .outerjoin(AuthenticatorApp, AuthenticatorApp.user_id == User.id)
        .where(User.id == user_id)
    ).one()
    keys = sa.select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.added_at, Passkey.id)
    return OwnFactors(
        has_password=row.password_hash is not None,
        app_added_at=row.added_at,
        passkeys=tuple(
            OwnPasskey(one.public_id, one.name, one.added_at, one.used_at) for one in db.session.scalars(keys)
        ),
        codes_left=recovery.codes_left(user_id),
    )
