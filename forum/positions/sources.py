"""The comments that positions were taken from, as far as positions need to know of them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.withheld import shown_name
from forum.lib.db import db
from forum.lib.rendered import plain
from forum.positions.models import PositionSource
from forum.positions.views import Source

# Rooms on one floor do not import each other; these are the columns that we read of the other's tables.
comments = sa.table(
    "comments",
    sa.column("id", sa.Integer),
    sa.column("public_id", sa.String),
    sa.column("thread_id", sa.Integer),
    sa.column("author_id", sa.Integer),
    sa.column("is_name_withheld", sa.Boolean),
    sa.column("html", sa.String),
    sa.column("state", sa.String),
)
threads = sa.table(
    "threads",
    sa.column("id", sa.Integer),
    sa.column("question_id", sa.Integer),
    sa.column("title", sa.String),
    sa.column("state", sa.String),
)
is_shown = sa.and_(comments.c.state == "visible", threads.c.state == "visible")


@dataclass(frozen=True, slots=True)
class SourceComment:
    """A comment to take a position from; also what `can('source.answer', comment)` looks at."""

    id: int
    question_id: int
    author_id: int
    text: str
    is_visible: bool


def comment_named(public_id: str) -> SourceComment | None:
    """1 statement."""
    row = db.session.execute(
        sa.select(comments.c.id, threads.c.question_id, comments.c.author_id, comments.c.html, is_shown)
        .join(threads, threads.c.id == comments.c.thread_id)
        .where(comments.c.public_id == public_id.replace("\x00", ""))
    ).one_or_none()
    if row is None:
        return None
    return SourceComment(row[0], row[1], row[2], plain(row[3]), bool(row[4]))


def sources_of(position_id: int) -> tuple[Source, ...]:
    """Of one position, the oldest first. A comment that is not shown is not quoted either. 1 statement."""
    rows = db.session.execute(_sources(), {"position_id": position_id})
    return tuple(
        Source(
            comment_public_id=row.public_id,
            comment_author=shown_name(row.name),
            comment_author_id=row.author_id,
            thread_title=row.title if row.is_shown else "",
            quote=row.quote if row.is_shown else "",
            answer=row.answer,
            is_visible=bool(row.is_shown),
        )
        for row in rows
    )


@cache
def _sources() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            comments.c.public_id,
            comments.c.author_id,
            sa.case((comments.c.is_name_withheld, ""), else_=User.name).label("name"),
            threads.c.title,
            PositionSource.quote,
            PositionSource.answer,
            is_shown.label("is_shown"),
        )
        .join(comments, comments.c.id == PositionSource.comment_id)
        .join(threads, threads.c.id == comments.c.thread_id)
        .join(User, User.id == comments.c.author_id)
        .where(PositionSource.position_id == sa.bindparam("position_id"))
        .order_by(PositionSource.added_at, PositionSource.comment_id)
    )
