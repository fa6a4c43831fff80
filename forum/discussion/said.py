"""What was said in the name of an organisation."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.discussion.selects import comment_select, comment_view
from forum.discussion.views import CommentView
from forum.lib.db import db
from forum.lib.paging import Page, decode, page
from forum.lib.rendered import plain
from forum.lib.text import excerpt
from forum.mandates.models import Mandate
from forum.permissions import ANONYMOUS

ON_PAGE = 20


@dataclass(frozen=True, slots=True)
class Said:
    """`words`: how it begins. Of an opening text `title` is its own, else that of the thread it stands in."""

    comment: CommentView
    title: str
    words: str


def said_for(organisation_id: int, locale: str, *, after: str | None = None) -> Page[Said]:
    """What everybody can read, the newest first, whoever looks. 1 statement."""
    before = decode(after, int)[0] if after else None
    values = {"organisation_id": organisation_id, "most": ON_PAGE + 1, "before": before}
    rows = page(db.session.execute(_said(locale), values).all(), ON_PAGE, lambda row: [row.id])
    return Page([_of(row) for row in rows.rows], rows.next)


def _of(row: Any) -> Said:
    comment = comment_view(row, ANONYMOUS, None)
    return Said(comment, row.title, excerpt(plain(comment.html)))


@cache
def _said(locale: str) -> sa.Select[*tuple[Any, ...]]:
    before = sa.bindparam("before", type_=sa.Integer)
    return (
        comment_select(locale)
        .add_columns(Comment.id, Thread.title)
        .where(Mandate.organisation_id == sa.bindparam("organisation_id"))
        .where(Comment.state == CommentState.VISIBLE, Thread.state == ThreadState.VISIBLE)
        .where(sa.or_(before.is_(None), Comment.id < before))
        .order_by(Comment.id.desc())
        .limit(sa.bindparam("most", type_=sa.Integer))
    )
