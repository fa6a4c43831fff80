"""Notifications as their own page shows them: the newest first, gathered under what they are about."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from forum.following.models import Notification
from forum.following.told import Headings, Subjects, told_of
from forum.following.views import NoticeGroup, NoticeLine, NoticePage, Told
from forum.lib import paging
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.permissions import Actor, require
from forum.permissions import Permission as P

GROUPS_ON_PAGE = 20
LINES_IN_GROUP = 5

Rows = sa.Select[*tuple[Any, ...]]


def notice_page(actor: Actor, locale: str, *, after: str | None = None) -> NoticePage:
    """One's own. 2 statements. Raises NotFound for a cursor that we did not make."""
    require(actor, P.ACCOUNT_CHANGE)
    values = {"user_id": actor.user_id, "most": GROUPS_ON_PAGE + 1}
    if after:
        (values["before"],) = paging.decode(after, int)
    rows = db.session.execute(_grouped(bool(after)), values).all()
    found = [list(some) for _newest, some in groupby(rows, lambda row: row.newest)]
    page = paging.page(found, GROUPS_ON_PAGE, lambda some: [some[0].newest])
    shown = [row for some in page.rows for row in some]
    subjects, headings = told_of(
        ((row.what, row.subject_id) for row in shown),
        ((row.group_kind, row.group_id) for row in shown if row.group_kind),
        locale,
    )
    return NoticePage(
        groups=[_group(some, subjects, headings) for some in page.rows],
        newest=shown[0].newest if shown else 0,
        next=page.next,
    )


def notice(actor: Actor, id: int, locale: str) -> Told:
    """What one's own notification speaks of. 2 statements. Raises NotFound."""
    require(actor, P.ACCOUNT_CHANGE)
    row = db.session.execute(
        sa.select(Notification.what, Notification.subject_id).where(
            Notification.id == id, Notification.user_id == actor.user_id
        )
    ).one_or_none()
    subjects, _headings = told_of([(row.what, row.subject_id)], (), locale) if row else ({}, {})
    if not subjects:
        raise NotFound
    (told,) = subjects.values()
    return told


def _group(rows: Sequence[Any], subjects: Subjects, headings: Headings) -> NoticeGroup:
    first = rows[0]
    heading = headings.get((first.group_kind, first.group_id))
    return NoticeGroup(
        kind=first.group_kind,
        name=heading.name if heading else "",
        title=heading.title if heading else "",
        count=first.total,
        unread=first.unread,
        lines=[
            NoticeLine(row.id, row.created_at, row.read_at is None, subjects.get((row.what, row.subject_id)))
            for row in rows
        ],
    )


@cache
def _grouped(is_continued: bool) -> Rows:
    """The newest lines of the groups in which something happened last, with the numbers of each."""
    n = Notification
    by_itself = sa.case((n.group_kind.is_(None), n.id), else_=0)
    group = (n.group_kind, n.group_id, by_itself)
    numbered = (
        sa.select(
            *(n.id, n.what, n.subject_id, n.group_kind, n.group_id, n.created_at, n.read_at),
            sa.func.row_number().over(order_by=n.id.desc(), partition_by=group).label("place"),
            sa.func.count().over(partition_by=group).label("total"),
            sa.func.count(sa.case((n.read_at.is_(None), 1))).over(partition_by=group).label("unread"),
            sa.func.max(n.id).over(partition_by=group).label("newest"),
        )
        .where(n.user_id == sa.bindparam("user_id", type_=sa.Integer))
        .subquery()
    )
    ranked = sa.select(numbered, sa.func.dense_rank().over(order_by=numbered.c.newest.desc()).label("rank"))
    if is_continued:
        ranked = ranked.where(numbered.c.newest < sa.bindparam("before", type_=sa.Integer))
    found = ranked.subquery()
    return (
        sa.select(found)
        .where(found.c.rank <= sa.bindparam("most", type_=sa.Integer), found.c.place <= LINES_IN_GROUP)
        .order_by(found.c.newest.desc(), found.c.id.desc())
    )
