"""Copies of one's own data: asking for one, and which there are (General Data Protection Regulation,
articles 15 and 20). What stands in them is made by forum/own_data, which sees all rooms.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.events import DataAsked, DataReady
from forum.accounts.models import User
from forum.accounts.queries import Recipient, recipient
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import Model, PublicId, UtcDateTime, atomic, db
from forum.lib.errors import Conflict, NotFound, TooSoon
from forum.lib.i18n import _
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.settings import settings

COPIES, COPIES_WITHIN = 3, timedelta(days=1)
UNDERWAY = timedelta(hours=48)
"""As long as the outbox tries; after that it failed, whatever became of the worker."""


class DataCopy(PublicId, Model):
    """`size`: of the file, in bytes, once it is there."""

    __tablename__ = "data_copies"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    size: Mapped[int] = mapped_column(sa.BigInteger, default=0)

    __table_args__ = (sa.Index("ix_data_copies_user_id_asked_at", "user_id", "asked_at"),)


@dataclass(frozen=True, slots=True)
class CopyView:
    """`until`: when it is removed. `is_underway`: it is being made."""

    public_id: str
    asked_at: datetime
    ready_at: datetime | None
    until: datetime | None
    size: int
    is_underway: bool


@atomic
def ask_for_data(actor: Actor) -> None:
    """Raises Conflict while one is being made, TooSoon after three in a day."""
    require(actor, P.OWN_DATA_TAKE)
    db.session.get_one(User, actor.user_id, with_for_update=True)  # of two at once, the second sees the first
    now = clock.now()
    copies = db.session.scalars(_of(actor.user_id)).all()
    if any(_is_underway(copy, now) for copy in copies):
        raise Conflict(_("A copy is being made already. You get a mail when it is ready."))
    recent = sorted(copy.asked_at for copy in copies if now - copy.asked_at < COPIES_WITHIN)
    if len(recent) >= COPIES:
        wait = recent[-COPIES] + COPIES_WITHIN - now
        raise TooSoon(
            _("You asked for several copies today. Use one of those, or try again tomorrow."),
            retry_after=max(1, int(wait.total_seconds())),
        )
    copy = DataCopy(user_id=actor.user_id, asked_at=now)
    db.session.add(copy)
    db.session.flush()
    emit(DataAsked(copy.id))


def own_copies(actor: Actor) -> list[CopyView]:
    """Those that can be had or are being made, the newest first. 1 statement."""
    require(actor, P.OWN_DATA_TAKE)
    now = clock.now()
    views = [_view(copy, now) for copy in db.session.scalars(_of(actor.user_id))]
    return [view for view in views if view.is_underway or (view.until is not None and view.until > now)]


def own_copy(actor: Actor, public_id: str) -> CopyView:
    """One that can be had. Raises NotFound, for somebody else's too."""
    for view in own_copies(actor):
        if view.public_id == public_id and view.ready_at is not None:
            return view
    raise NotFound


def copy_to_make(copy_id: int) -> DataCopy | None:
    """None when it was made, or its account is gone."""
    copy = db.session.get(DataCopy, copy_id, populate_existing=True)
    return copy if copy is not None and copy.ready_at is None else None


@atomic
def note_ready(copy_id: int, size: int) -> None:
    copy = db.session.get(DataCopy, copy_id, with_for_update=True)
    if copy is not None and copy.ready_at is None:
        copy.ready_at, copy.size = clock.now(), size
        emit(DataReady(copy.id))


@atomic
def forget_old_copies() -> None:
    """Those whose time is over, and those that never came."""
    now = clock.now()
    over = DataCopy.ready_at < now - timedelta(days=settings().keep_data_copies)
    never = sa.and_(DataCopy.ready_at.is_(None), DataCopy.asked_at < now - UNDERWAY)
    db.session.execute(sa.delete(DataCopy).where(sa.or_(over, never)))


def copies_there_are() -> set[str]:
    """Public ids of all copies, of everybody."""
    return set(db.session.scalars(sa.select(DataCopy.public_id)))


def whose_copy(copy_id: int) -> tuple[Recipient, CopyView] | None:
    """To whom to write that it is ready."""
    copy = db.session.get(DataCopy, copy_id)
    to = recipient(copy.user_id) if copy is not None else None
    return (to, _view(copy, clock.now())) if copy is not None and to is not None else None


def _of(user_id: int) -> sa.Select[DataCopy]:
    return sa.select(DataCopy).where(DataCopy.user_id == user_id).order_by(DataCopy.id.desc())


def _is_underway(copy: DataCopy, now: datetime) -> bool:
    return copy.ready_at is None and now - copy.asked_at < UNDERWAY


def _view(copy: DataCopy, now: datetime) -> CopyView:
    keep = timedelta(days=settings().keep_data_copies)
    return CopyView(
        public_id=copy.public_id,
        asked_at=copy.asked_at,
        ready_at=copy.ready_at,
        until=copy.ready_at + keep if copy.ready_at else None,
        size=copy.size,
        is_underway=_is_underway(copy, now),
    )
