"""Reading what somebody follows, and how much they did not look at yet."""

from functools import cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.articles.models import Lesson, LessonText, Question, QuestionText
from forum.discussion.models import Thread, ThreadState
from forum.following.followed import Followed
from forum.following.models import Cadence, FeedKey, Follow, FollowKind, FollowSettings, Notification
from forum.following.views import FollowedGroup, FollowedRow, FollowPage, FollowView
from forum.lib import paging
from forum.lib.db import UtcDateTime, db
from forum.lib.wording import preferred
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.positions.models import Position, PositionState
from forum.positions.selects import statement_of

FOLLOWS_ON_PAGE = 100
MOST_COUNTED = 100
"""From here on it is "99+": nobody needs to know how much more, and counting stays short."""

Rows = sa.Select[*tuple[Any, ...]]


def unread() -> sa.ColumnElement[int]:
    """For use as a column beside User: how many notifications they did not look at, MOST_COUNTED at most."""
    some = (
        sa.select(sa.literal(1).label("one"))
        .where(Notification.user_id == User.id, Notification.read_at.is_(None))
        .limit(MOST_COUNTED)
        .correlate(User)
        .subquery()
    )
    return sa.select(sa.func.count()).select_from(some).scalar_subquery()


def unread_of(user_id: int) -> int:
    """1 statement."""
    return db.session.scalars(sa.select(unread()).select_from(User).where(User.id == user_id)).one()


def follow_view(actor: Actor, thing: Followed) -> FollowView:
    """Whether and how this actor follows it. 1 statement; 0 for who is signed out."""
    if not actor.is_signed_in:
        return FollowView(thing.ref, None)
    row = db.session.execute(
        sa.select(Follow.cadence, Follow.is_automatic).filter_by(
            user_id=actor.user_id, kind=thing.kind, target_id=thing.id
        )
    ).one_or_none()
    return FollowView(thing.ref, row.cadence, row.is_automatic) if row else FollowView(thing.ref, None)


def follow_page(actor: Actor, locale: str, *, after: str | None = None) -> FollowPage:
    """What they follow, by kind, the last chosen first. 2 statements."""
    require(actor, P.ACCOUNT_CHANGE)
    values: dict[str, Any] = {"user_id": actor.user_id, "most": FOLLOWS_ON_PAGE + 1}
    if after:
        kind, since, target_id = paging.decode(after, int, str, int)
        values |= {"after_kind": kind, "after_since": paging.moment(since), "after_id": target_id}
    found = db.session.execute(_list_select(locale, bool(after)), values).all()
    page = paging.page(found, FOLLOWS_ON_PAGE, lambda row: (row.kind, row.since.isoformat(), row.target_id))
    rows = [_row(row) for row in page.rows]
    settings = _settings(actor.user_id)
    return FollowPage(
        groups=[FollowedGroup(kind, list(some)) for kind, some in groupby(rows, lambda row: row.kind)],
        is_automatic=settings.is_automatic is not False,
        hears_mentions=settings.hears_mentions is not False,
        feed_made_at=settings.made_at,
        next=page.next,
    )


def _settings(user_id: int) -> Any:
    """Empty for what somebody never chose."""
    return db.session.execute(
        sa.select(FollowSettings.is_automatic, FollowSettings.hears_mentions, FeedKey.made_at)
        .select_from(User)
        .outerjoin(FollowSettings, FollowSettings.user_id == User.id)
        .outerjoin(FeedKey, FeedKey.user_id == User.id)
        .where(User.id == user_id)
    ).one()


def _row(row: Any) -> FollowedRow:
    kind = _ORDER[row.kind]
    follow = FollowView(f"{kind.value}:{row.name}", Cadence(row.cadence), row.is_automatic)
    return FollowedRow(kind, row.name, row.title or "", row.since, follow)


_ORDER = (FollowKind.QUESTION, FollowKind.LESSON, FollowKind.THREAD, FollowKind.POSITION)
"""In which the kinds stand on the page; rows and cursors hold the place in it."""


@cache
def _list_select(locale: str, is_continued: bool) -> Rows:
    """What went on elsewhere is not listed: whoever followed it follows that."""
    rows = sa.union_all(
        _of(
            FollowKind.QUESTION,
            Question.slug,
            preferred(QuestionText.title, QuestionText.question_id == Question.id, locale),
        ).join(Question, Question.id == Follow.target_id),
        _of(
            FollowKind.LESSON,
            Lesson.slug,
            preferred(LessonText.title, LessonText.lesson_id == Lesson.id, locale),
        ).join(Lesson, Lesson.id == Follow.target_id),
        _of(
            FollowKind.THREAD,
            Thread.public_id,
            sa.case((Thread.state == ThreadState.VISIBLE, Thread.title)),
        )
        .join(Thread, Thread.id == Follow.target_id)
        .where(Thread.state != ThreadState.MERGED),
        _of(
            FollowKind.POSITION,
            Position.public_id,
            sa.case((Position.state == PositionState.VISIBLE, statement_of(Position.id, locale))),
        )
        .join(Position, Position.id == Follow.target_id)
        .where(Position.superseded_by_id.is_(None)),
    ).subquery()
    select = sa.select(rows)
    if is_continued:
        kind, since, id = (
            sa.bindparam("after_kind", type_=sa.Integer),
            sa.bindparam("after_since", type_=UtcDateTime),
            sa.bindparam("after_id", type_=sa.Integer),
        )
        is_older = sa.or_(rows.c.since < since, sa.and_(rows.c.since == since, rows.c.target_id < id))
        select = select.where(sa.or_(rows.c.kind > kind, sa.and_(rows.c.kind == kind, is_older)))
    return select.order_by(rows.c.kind, rows.c.since.desc(), rows.c.target_id.desc()).limit(
        sa.bindparam("most", type_=sa.Integer)
    )


def _of(kind: FollowKind, name: Any, title: Any) -> Rows:
    return sa.select(
        sa.literal_column(str(_ORDER.index(kind)), sa.Integer).label("kind"),
        Follow.target_id,
        name.label("name"),
        sa.cast(title, sa.String).label("title"),
        sa.cast(Follow.cadence, sa.String).label("cadence"),
        Follow.is_automatic,
        Follow.since,
    ).where(
        Follow.user_id == sa.bindparam("user_id", type_=sa.Integer),
        Follow.kind == kind,
        Follow.cadence != Cadence.OFF,
    )
