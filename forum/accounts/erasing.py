"""Wanting one's account erased, and thinking better of it (General Data Protection Regulation, article 17).

For some days the account only waits: signed out everywhere, and unable to write. Erasing it in all rooms is
done by forum/own_data, which sees them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.events import ErasureAsked, ErasureNear
from forum.accounts.models import User
from forum.accounts.queries import Recipient, recipient, user_id_of
from forum.accounts.rules import clean_email
from forum.accounts.sessions import end_sessions
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import Model, UtcDateTime, atomic, db
from forum.lib.errors import Conflict, Invalid, Refused
from forum.lib.i18n import _
from forum.permissions import Actor, Role, require
from forum.permissions import Permission as P
from forum.settings import settings

REMIND = timedelta(days=3)
"""So long before the end a mail says that it is near."""


class Erasure(Model):
    """`keeps_votes`: they go on counting, under a pseudonym that leads nowhere. From `begun_at` on nothing
    stops it. `farewell_*`: to whom the last mail goes, emptied when it has gone.
    """

    __tablename__ = "erasures"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), unique=True)
    keeps_votes: Mapped[bool]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    farewell_name: Mapped[str | None] = mapped_column(sa.String(60))
    farewell_email: Mapped[str | None] = mapped_column(sa.String(254))
    farewell_locale: Mapped[str | None] = mapped_column(sa.String(5))


@dataclass(frozen=True, slots=True)
class Leaving:
    """An erasure that waits. `at`: from when it is done."""

    at: datetime
    keeps_votes: bool


@atomic
def ask_erasure(actor: Actor, *, keeps_votes: bool) -> None:
    """From now on they are signed out everywhere.

    Raises Refused for an administrator, Conflict when it was asked before.
    """
    require(actor, P.ACCOUNT_ERASE)
    _ask(db.session.get_one(User, actor.user_id, with_for_update=True), keeps_votes)


@atomic
def ask_erasure_for(actor: Actor, user_id: int, *, keeps_votes: bool, is_now: bool) -> None:
    """For somebody who asked it in another way; asked before is fine. `is_now`: without days to think better
    of it. Raises Refused for an administrator.
    """
    require(actor, P.USER_ERASE)
    user = db.session.get_one(User, user_id, with_for_update=True)
    if user.erase_at is None:
        _ask(user, keeps_votes, is_told=not is_now)
    if is_now:
        user.erase_at = clock.now()


def _ask(user: User, keeps_votes: bool, *, is_told: bool = True) -> None:
    if user.role is Role.ADMIN:
        raise Refused(
            _(
                "This account administers the forum, so it cannot be erased. First have another "
                "administrator make it an ordinary account."
            )
        )
    if user.erase_at is not None:
        raise Conflict(_("This account is about to be erased already."))
    now = clock.now()
    user.erase_at = now + timedelta(days=settings().erasure_days)
    erasure = Erasure(user_id=user.id, keeps_votes=keeps_votes, asked_at=now)
    db.session.add(erasure)
    db.session.flush()
    end_sessions(user.id)
    if is_told:
        emit(ErasureAsked(erasure.id))


@atomic
def stop_erasure(actor: Actor) -> None:
    """Not erase it after all. Nothing happens when nobody asked. Raises Conflict when it has begun."""
    require(actor, P.ACCOUNT_ERASE)
    user = db.session.get_one(User, actor.user_id, with_for_update=True)
    erasure = db.session.scalar(sa.select(Erasure).where(Erasure.user_id == user.id).with_for_update())
    if erasure is None:
        return
    if erasure.begun_at is not None:
        raise Conflict(_("Your account is being erased at this moment. That cannot be stopped any more."))
    db.session.delete(erasure)
    user.erase_at = None


def leaving(user_id: int) -> Leaving | None:
    """1 statement."""
    row = db.session.execute(
        sa.select(User.erase_at, Erasure.keeps_votes)
        .join(Erasure, Erasure.user_id == User.id)
        .where(User.id == user_id, User.erase_at.is_not(None))
    ).one_or_none()
    return Leaving(row.erase_at, row.keeps_votes) if row else None


def cannot_leave(actor: Actor) -> bool:
    return actor.role is Role.ADMIN


@atomic
def remind_leaving() -> int:
    """Tell everybody whose account is erased within days, once. Returns how many."""
    now = clock.now()
    near = db.session.scalars(
        sa.select(Erasure)
        .join(User, User.id == Erasure.user_id)
        .where(Erasure.reminded_at.is_(None), Erasure.begun_at.is_(None), User.erase_at <= now + REMIND)
        .where(User.erase_at > now)
        .order_by(Erasure.id)
        .with_for_update(of=Erasure)
    ).all()
    for erasure in near:
        erasure.reminded_at = now
        emit(ErasureNear(erasure.id))
    return len(near)


def who_leaves(erasure_id: int) -> tuple[Recipient, datetime] | None:
    """To whom to write that it will happen, and when; None when they thought better of it."""
    erasure = db.session.get(Erasure, erasure_id)
    if erasure is None or erasure.begun_at is not None:
        return None
    to, waiting = recipient(erasure.user_id), leaving(erasure.user_id)
    return (to, waiting.at) if to is not None and waiting is not None else None


def who_left(erasure_id: int) -> Recipient | None:
    """To whom the last mail goes; None when it has gone."""
    erasure = db.session.get(Erasure, erasure_id, populate_existing=True)
    if erasure is None or not erasure.farewell_email:
        return None
    return Recipient(
        user_id=None,
        name=erasure.farewell_name or "",
        email=erasure.farewell_email,
        locale=erasure.farewell_locale or settings().default_locale,
    )


@atomic
def forget_farewell(erasure_id: int) -> None:
    """The last mail has gone."""
    _forget(Erasure.id == erasure_id)


@atomic
def forget_farewells(*, done_before: datetime) -> None:
    """Of mails that never could be delivered."""
    _forget(Erasure.done_at < done_before, Erasure.farewell_email.is_not(None))


def _forget(*conditions: sa.ColumnElement[bool]) -> None:
    empty = {"farewell_name": None, "farewell_email": None, "farewell_locale": None}
    db.session.execute(sa.update(Erasure).where(*conditions).values(**empty))


def account_of(email: str) -> int:
    """The account with this address. Raises Invalid when there is none."""
    user_id = user_id_of(clean_email(email))
    if user_id is None:
        raise Invalid({"email": _("There is no account with this e-mail address.")})
    return user_id
