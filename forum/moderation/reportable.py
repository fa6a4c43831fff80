"""What somebody is about to report, as it stands above the form."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from forum.accounts.models import User
from forum.accounts.withheld import shown_name
from forum.discussion.models import Comment, Thread
from forum.discussion.tree import OPENING_PATH
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.rendered import plain
from forum.lib.text import excerpt
from forum.moderation.kinds import Kind
from forum.moderation.models import Flag
from forum.moderation.targets import parsed
from forum.permissions import Actor
from forum.positions.models import Position
from forum.positions.notices import statement_for
from forum.synthesis.models import Recognition


@dataclass(frozen=True, slots=True)
class Reportable:
    """Also what `can('flag.raise', …)` looks at. `author` is None for what came with the article; `report`:
    the public id of the viewer's own report of it."""

    kind: Kind
    public_id: str
    words: str
    author: str | None
    author_id: int | None
    written_at: datetime
    is_visible: bool
    report: str | None

    @property
    def ref(self) -> str:
        return f"{self.kind.value}:{self.public_id}"


_SELECTS: dict[Kind, sa.Select[Any]] = {
    Kind.COMMENT: sa.select(Comment).join(Comment.thread).options(contains_eager(Comment.thread)),
    Kind.THREAD: sa.select(Thread),
    Kind.POSITION: sa.select(Position),
    Kind.REMARK: sa.select(Recognition),
}


def reportable(ref: str, viewer: Actor, locale: str) -> Reportable:
    """2 statements. Raises NotFound for what others cannot see, unless this viewer reported it."""
    kind, public_id = parsed(ref)
    if kind not in _SELECTS:
        raise NotFound
    select = _SELECTS[kind]
    model = select.column_descriptions[0]["entity"]
    own = sa.select(Flag.public_id).where(
        Flag.reporter_id == (viewer.id or 0), Flag.kind == kind, Flag.target_id == model.id
    )
    found = db.session.execute(
        select.add_columns(_name(kind), own.scalar_subquery())
        .outerjoin(User, User.id == model.author_id)
        .where(model.public_id == public_id)
    ).one_or_none()
    if found is None or not (found[0].is_visible or found[2]):
        raise NotFound
    row, author, report = found
    return Reportable(
        kind=kind,
        public_id=public_id,
        words=_words(row, locale),
        author=shown_name(author) if author == "" else author,
        author_id=row.author_id,
        written_at=row.marked_at if isinstance(row, Recognition) else row.created_at,
        is_visible=row.is_visible,
        report=report,
    )


def _name(kind: Kind) -> Any:
    """Empty where it is withheld: a report reaches the moderators, who know it."""
    if kind is Kind.COMMENT:
        return sa.case((Comment.is_name_withheld, ""), else_=User.name)
    if kind is Kind.THREAD:
        is_withheld = sa.exists().where(
            Comment.thread_id == Thread.id, Comment.path == OPENING_PATH, Comment.is_name_withheld
        )
        return sa.case((is_withheld, ""), else_=User.name)
    return User.name


def _words(row: Any, locale: str) -> str:
    if isinstance(row, Comment):
        return excerpt(plain(row.html), most=280)
    if isinstance(row, Recognition):
        return row.remark
    return row.title if isinstance(row, Thread) else statement_for(row.id, locale)
