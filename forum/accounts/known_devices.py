"""In which browsers somebody signed in before, so that a sign-in elsewhere can be told.

A browser is known by a secret in a cookie of its own, of which we keep a hash beside the account.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.tokens import hash_token
from forum.lib import clock
from forum.lib.db import Model, UtcDateTime, db, insert_if_absent
from forum.lib.ids import new_token

KEPT = timedelta(days=400)
"""As long as browsers keep a cookie at most."""

MOST = 20


class KnownDevice(Model):
    __tablename__ = "known_devices"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True, index=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


def recognise(user_id: int, device: str) -> tuple[bool, str]:
    """Part of a command: (whether to tell the owner, the secret for this browser's cookie).

    `device`: the secret that the browser brought, "" for none. The first browser of an account is no news.
    """
    now = clock.now()
    devices = sa.select(KnownDevice).where(KnownDevice.user_id == user_id)
    known = list(db.session.scalars(devices.order_by(KnownDevice.seen_at.desc())))
    this = next((one for one in known if device and one.token_hash == hash_token(device)), None)
    if this is not None:
        this.seen_at = now
        return False, device
    for surplus in known[MOST - 1 :]:
        db.session.delete(surplus)
    # Several people share a browser: each is known there by the same secret.
    secret = device if _is_ours(device) else new_token()
    insert_if_absent(KnownDevice, user_id=user_id, token_hash=hash_token(secret), seen_at=now)
    return bool(known), secret


def is_known(user_id: sa.ColumnElement[int], device: str) -> sa.ColumnElement[bool]:
    """Whether this person signed in before in the browser with this secret, as a part of a query."""
    return sa.exists().where(KnownDevice.user_id == user_id, KnownDevice.token_hash == hash_token(device))


def _is_ours(device: str) -> bool:
    """Whether we gave this browser its secret, rather than somebody who planted one."""
    if not device:
        return False
    known = sa.select(sa.exists().where(KnownDevice.token_hash == hash_token(device)))
    return bool(db.session.scalar(known))
