"""The public log: what moderators did to what kind of thing, why and by which right.

Never whose it was, never what it said: not a name, a title or a text leaves this file, and an address only of
what everybody can see now.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.lib.db import UtcDateTime, db
from forum.lib.errors import NotFound
from forum.lib.paging import Page, decode, moment, page
from forum.mandates.models import Organisation
from forum.moderation.declaring import ACTIONS
from forum.moderation.grounds import GroundRule, rule_of
from forum.moderation.kinds import Ground, Kind, Outcome
from forum.moderation.models import Appeal, Decision, Flag
from forum.moderation.reversals import appeals_with, taken_back_by
from forum.positions.models import Position, PositionState
from forum.settings import settings

ENTRIES_ON_PAGE = 50
FIRST_YEAR, LAST_YEAR = 2000, 9998  # what every database can hold, with the year that follows


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to see of the log; None: everything."""

    action: str | None = None
    ground: Ground | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Appeals:
    """How many objected to a decision, and how that ended."""

    waiting: int
    upheld: int
    reversed: int

    def __bool__(self) -> bool:
        return bool(self.waiting or self.upheld or self.reversed)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One decision. `role`: `moderator`, `admin`, or `system` when the forum decided by itself.

    `place`: the public id of what it is about, where everybody can see that now. `taken_back_by`: the public
    id of a later decision; `about`: of the earlier one that this takes back, or that was objected to.
    """

    public_id: str
    at: datetime
    action: str
    done: str
    kind: Kind
    ground: Ground
    reason: str
    role: str
    scope: str | None
    until: datetime | None
    is_automated: bool
    is_restriction: bool
    place: str | None
    appeals: Appeals
    taken_back_by: str | None
    about: str | None

    @property
    def rule(self) -> GroundRule:
        return rule_of(self.ground)


def log_page(choice: Choice, *, after: str | None = None) -> Page[LogEntry]:
    """Newest first. 1 statement. Raises NotFound for a cursor or a year that is none."""
    statement = _entries().order_by(Decision.at.desc(), Decision.id.desc()).limit(ENTRIES_ON_PAGE + 1)
    if choice.action:
        statement = statement.where(Decision.action == choice.action)
    if choice.ground:
        statement = statement.where(Decision.ground == choice.ground)
    if choice.year is not None:
        statement = statement.where(in_year(Decision.at, choice.year))
    if after:
        at, id = decode(after, str, int)
        last = sa.tuple_(sa.literal(moment(at), UtcDateTime), sa.literal(id))
        statement = statement.where(sa.tuple_(Decision.at, Decision.id) < last)
    rows = db.session.execute(statement).all()
    slice = page(rows, ENTRIES_ON_PAGE, lambda row: [row.at.isoformat(), row.id])
    return Page([_entry(row) for row in slice.rows], slice.next)


def log_entry(public_id: str) -> LogEntry:
    """1 statement. Raises NotFound."""
    row = db.session.execute(_entries().where(Decision.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound
    return _entry(row)


def log_entries(ids: Collection[int]) -> dict[int, LogEntry]:
    """By id of the decision. 1 statement, 0 for no ids."""
    if not ids:
        return {}
    rows = db.session.execute(_entries().where(Decision.id.in_(sorted(ids))))
    return {row.id: _entry(row) for row in rows}


def years() -> tuple[int, ...]:
    """In which something was decided or reported, the latest first. 2 statements."""
    moments = [sa.func.min(Decision.at), sa.func.max(Decision.at)]
    moments += [sa.func.min(Flag.created_at), sa.func.max(Flag.created_at)]
    first_and_last = db.session.execute(
        sa.select(*(sa.select(each).scalar_subquery() for each in moments))
    ).one()
    zone = _zone()
    around = [at.astimezone(zone).year for at in first_and_last if at is not None]
    if not around:
        return ()
    span = range(max(around), min(around) - 1, -1)
    has_any = [
        sa.or_(
            sa.exists().where(in_year(Decision.at, year)), sa.exists().where(in_year(Flag.created_at, year))
        )
        for year in span
    ]
    found = db.session.execute(sa.select(*has_any)).one()
    return tuple(year for year, is_there in zip(span, found, strict=True) if is_there)


def in_year(column: Any, year: int) -> sa.ColumnElement[bool]:
    """In this year as the forum's time zone counts it. Raises NotFound for a year that is none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    begins, ends = (datetime(each, 1, 1, tzinfo=_zone()) for each in (year, year + 1))
    return sa.and_(column >= begins, column < ends)


def _zone() -> ZoneInfo:
    return ZoneInfo(settings().timezone)


def _entry(row: Any) -> LogEntry:
    action = ACTIONS.get(row.action)
    return LogEntry(
        public_id=row.public_id,
        at=row.at,
        action=row.action,
        done=str(action.done) if action else row.action,
        kind=row.kind,
        ground=row.ground,
        reason=row.reason,
        role=row.actor_role,
        scope=row.scope,
        until=row.until,
        is_automated=row.is_automated,
        is_restriction=row.is_restriction,
        place=row.target_public_id if row.is_public else None,
        appeals=Appeals(row.waiting, row.upheld, row.reversed),
        taken_back_by=row.taken_back_by,
        about=row.about,
    )


@cache
def _entries() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        Decision.id,
        Decision.public_id,
        Decision.at,
        Decision.action,
        Decision.kind,
        Decision.ground,
        Decision.reason,
        Decision.actor_role,
        Decision.scope,
        Decision.until,
        Decision.is_automated,
        Decision.is_restriction,
        Decision.target_public_id,
        _is_public().label("is_public"),
        appeals_with(None).label("waiting"),
        appeals_with(Outcome.UPHELD).label("upheld"),
        appeals_with(Outcome.REVERSED).label("reversed"),
        taken_back_by().label("taken_back_by"),
        _about().label("about"),
    )


def _is_public() -> sa.ColumnElement[bool]:
    """Whether everybody can see now what this `Decision` is about."""
    return sa.case(
        (Decision.kind == Kind.COMMENT, sa.exists().where(*_visible_comment())),
        (Decision.kind == Kind.THREAD, _thread_can_be_read()),
        (
            Decision.kind == Kind.POSITION,
            sa.exists().where(Position.id == Decision.target_id, Position.state == PositionState.VISIBLE),
        ),
        (
            Decision.kind == Kind.ORGANISATION,
            sa.exists().where(Organisation.id == Decision.target_id, Organisation.is_confirmed),
        ),
        else_=Decision.kind == Kind.QUESTION,
    )


def _visible_comment() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Comment.id == Decision.target_id,
        Comment.state == CommentState.VISIBLE,
        Thread.id == Comment.thread_id,
        Thread.state == ThreadState.VISIBLE,
    )


def _thread_can_be_read() -> sa.ColumnElement[bool]:
    """The address of a merged thread leads on to where it went."""
    merged_into = aliased(Thread)
    goes_on = sa.exists().where(
        merged_into.id == Thread.merged_into_id, merged_into.state == ThreadState.VISIBLE
    )
    return sa.exists().where(
        Thread.id == Decision.target_id,
        sa.or_(Thread.state == ThreadState.VISIBLE, sa.and_(Thread.state == ThreadState.MERGED, goes_on)),
    )


def _about() -> sa.ColumnElement[str | None]:
    """The public id of the decision that this one takes back, or answers an appeal against."""
    earlier = aliased(Decision)
    appealed = (
        sa.select(earlier.public_id)
        .join(Appeal, Appeal.decision_id == earlier.id)
        .where(Appeal.id == Decision.target_id)
        .correlate(Decision)
        .scalar_subquery()
    )
    undone = (
        sa.select(earlier.public_id)
        .where(earlier.id == Decision.reverses_id)
        .correlate(Decision)
        .scalar_subquery()
    )
    return sa.case((Decision.kind == Kind.APPEAL, appealed), else_=undone)
