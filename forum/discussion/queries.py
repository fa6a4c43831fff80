"""What readers of threads and comments ask: each in a fixed number of statements."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from forum.audit import AuditEntry
from forum.discussion.models import (
    Comment,
    CommentRevision,
    CommentState,
    Thread,
    ThreadLesson,
    ThreadState,
)
from forum.discussion.participation import people_select, question_counts
from forum.discussion.selects import (
    comment_select,
    comment_view,
    comments_of_thread,
    thread_by_id,
    thread_list,
    thread_row,
    thread_view,
)
from forum.discussion.sight import IS_FOUND, may_find, may_read_thread, sight
from forum.discussion.tags import lessons_of
from forum.discussion.tree import grow
from forum.discussion.views import (
    CommentSource,
    CommentView,
    Counts,
    Revision,
    ThreadPage,
    ThreadRow,
    ThreadView,
)
from forum.discussion.visits import is_to_be_noted, new_since
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.paging import Page, decode, encode, moment, page
from forum.lib.text import slugify
from forum.permissions import Actor, require
from forum.permissions import Permission as P

# Nearly every thread is one page: it prints, searches and links as a whole.
COMMENTS_ON_PAGE = 200
THREADS_ON_PAGE = 20


def thread_page(
    public_id: str, viewer: Actor, locale: str, *, now: datetime, after: str | None = None
) -> ThreadPage:
    """One thread with a page of its comments in reading order. 3 statements, whatever the size.

    Raises NotFound when there is no such thread, or none that this viewer may read.
    """
    row = _readable_thread(public_id, viewer, locale)
    thread = thread_view(row, viewer, lessons_of([row.id], locale).get(row.id, ()))
    since = new_since(row.new_since, row.seen_at, now) if row.seen_at else None

    values = sight(viewer) | {
        "thread_id": row.id,
        "after": decode(after, str)[0] if after else "",
        "most": COMMENTS_ON_PAGE + 1,
    }
    rows = db.session.execute(comments_of_thread(locale), values).all()
    slice = page(rows, COMMENTS_ON_PAGE, lambda last: [last.path])
    views = [comment_view(each, viewer, since) for each in slice.rows]
    opening = views.pop(0) if views and views[0].is_opening else None
    return ThreadPage(
        thread=thread,
        opening=opening,
        nodes=grow(views),
        new=sum(view.is_new for view in views),
        next=slice.next,
        is_to_be_noted=viewer.is_signed_in and is_to_be_noted(row.seen_at, row.last_activity_at, now),
    )


def thread_heading(public_id: str, viewer: Actor, locale: str) -> ThreadView:
    """A thread without its comments. 2 statements. Raises NotFound."""
    row = _readable_thread(public_id, viewer, locale)
    return thread_view(row, viewer, lessons_of([row.id], locale).get(row.id, ()))


def _readable_thread(public_id: str, viewer: Actor, locale: str) -> Any:
    values = {"public_id": public_id, "viewer_id": viewer.id or 0}
    row = db.session.execute(thread_by_id(locale), values).one_or_none()
    if row is None or not may_read_thread(viewer, row.state, row.author_id):
        raise NotFound
    return row


def comment_of_merged(public_id: str) -> str:
    """The comment that the opening text of a merged thread became, by its public id. 1 statement.

    Raises NotFound when no thread with this public id was merged.
    """
    comment = db.session.scalar(
        sa.select(Comment.public_id)
        .join(Thread, Thread.merged_comment_id == Comment.id)
        .where(Thread.public_id == public_id)
    )
    if comment is None:
        raise NotFound
    return comment


def one_comment(public_id: str, viewer: Actor, locale: str) -> CommentView:
    """One comment as it stands in its thread. 1 statement. Raises NotFound."""
    return comment_view(_findable_comment(public_id, viewer, comment_select(locale)), viewer, None)


def _findable_comment(public_id: str, viewer: Actor, comments: sa.Select[*tuple[Any, ...]]) -> Any:
    row = db.session.execute(comments.where(Comment.public_id == public_id)).one_or_none()
    if row is None or not may_find(viewer, row):
        raise NotFound
    return row


def place_of_comment(public_id: str, viewer: Actor) -> tuple[str, str, str | None]:
    """(thread's public id, its slug, cursor of the page it is on or None for the first). 2 statements.

    Raises NotFound.
    """
    place = sa.select(
        Comment.thread_id,
        Comment.path,
        Comment.number,
        Comment.state,
        Comment.author_id,
        Thread.public_id,
        Thread.title,
        Thread.state.label("thread_state"),
        Thread.author_id.label("thread_author_id"),
    ).join(Thread, Thread.id == Comment.thread_id)
    row = _findable_comment(public_id, viewer, place)
    # The pages are cut at every COMMENTS_ON_PAGE-th path, so the cursor is the last path of such a block.
    numbered = (
        sa.select(Comment.path, sa.func.row_number().over(order_by=Comment.path).label("place"))
        .where(Comment.thread_id == row.thread_id, Comment.path < row.path, IS_FOUND)
        .subquery()
    )
    last = db.session.scalar(
        sa.select(sa.func.max(numbered.c.path)).where(numbered.c.place % COMMENTS_ON_PAGE == 0),
        sight(viewer),
    )
    return row.public_id, slugify(row.title), encode([last]) if last else None


def comment_source(public_id: str, viewer: Actor, locale: str) -> CommentSource:
    """1 statement. Raises NotFound, also for a comment whose text this viewer may not read."""
    with_source = comment_select(locale).add_columns(Comment.source, Thread.title.label("thread_title"))
    row = _findable_comment(public_id, viewer, with_source)
    view = comment_view(row, viewer, None)
    require(viewer, P.COMMENT_READ, view)
    return CommentSource(
        public_id=view.public_id,
        thread_public_id=view.thread_public_id,
        thread_title=row.thread_title,
        source=row.source,
        version=view.version,
        author=view.author,
        author_id=view.author_id,
        posted_at=view.posted_at,
        is_opening=view.is_opening,
        is_visible=view.is_visible,
        is_held=view.is_held,
        is_open=view.is_open,
    )


def revisions(comment: CommentSource) -> list[Revision]:
    """Every version of a comment, the newest first. 1 statement."""
    rows = db.session.execute(
        sa.select(CommentRevision.version, CommentRevision.source, CommentRevision.written_at)
        .join(Comment, Comment.id == CommentRevision.comment_id)
        .where(Comment.public_id == comment.public_id)
        .union_all(
            sa.select(
                Comment.version, Comment.source, sa.func.coalesce(Comment.edited_at, Comment.created_at)
            ).where(Comment.public_id == comment.public_id)
        )
        .order_by(sa.literal_column("1").desc())
    )
    return [Revision(*row) for row in rows]


def signed_at(comment: CommentSource) -> datetime | None:
    """When its author showed their name with a text that left it out before. 1 statement."""
    return db.session.scalar(
        sa.select(sa.func.max(AuditEntry.at))
        .join(Comment, Comment.id == AuditEntry.target_id)
        .where(
            Comment.public_id == comment.public_id,
            AuditEntry.target_kind == Comment.__tablename__,
            AuditEntry.action == "comment.sign",
        )
    )


def thread_rows(
    viewer: Actor,
    locale: str,
    *,
    now: datetime,
    question_id: int | None = None,
    lesson_ids: Sequence[int] = (),
    after: str | None = None,
) -> Page[ThreadRow]:
    """Threads with the latest activity first: of a question, or tagged with all these lessons. In a question,
    what is pinned comes before all others.

    3 statements, whatever the number.
    """
    threads = thread_list(
        locale,
        of_question=question_id is not None,
        lessons=len(lesson_ids),
        is_continued=bool(after),
    )
    values: dict[str, Any] = {"viewer_id": viewer.id or 0, "most": THREADS_ON_PAGE + 1}
    values |= {"question_id": question_id}
    values |= {f"lesson_{number}": lesson_id for number, lesson_id in enumerate(lesson_ids)}
    if after:
        values["last_pinned"], last_at, values["last_id"] = decode(after, bool, str, int)
        values["last_at"] = moment(last_at)
    rows = page(
        db.session.execute(threads, values).all(),
        THREADS_ON_PAGE,
        lambda row: [row.is_pinned, row.last_activity_at.isoformat(), row.id],
    )
    ids = [row.id for row in rows.rows]
    lessons = lessons_of(ids, locale)
    new = _new_counts(viewer, rows.rows, now)
    as_row = partial(thread_row, lessons=lessons, new=new)
    return Page([as_row(row) for row in rows.rows], rows.next)


def counts_by_question(question_ids: Sequence[int]) -> dict[int, Counts]:
    """How many visible threads and comments there are; opening texts are not counted. 1 statement."""
    rows = db.session.execute(question_counts(), {"ids": question_ids})
    return {question_id: Counts(threads, int(comments)) for question_id, threads, comments in rows}


def counts_by_lesson() -> dict[int, Counts]:
    """As counts_by_question, for every lesson that any thread is tagged with. 1 statement."""
    rows = db.session.execute(
        sa.select(ThreadLesson.lesson_id, sa.func.count(), sa.func.sum(Thread.comment_count))
        .join(Thread, Thread.id == ThreadLesson.thread_id)
        .where(Thread.state == ThreadState.VISIBLE)
        .group_by(ThreadLesson.lesson_id)
    )
    return {lesson_id: Counts(threads, int(comments)) for lesson_id, threads, comments in rows}


def people_by_perspective(question_id: int, locale: str) -> list[tuple[str, int]]:
    """(perspective's label, people who wrote in this question's threads), the largest first. 1 statement."""
    rows = db.session.execute(people_select(locale), {"question_id": question_id})
    return [(name, count) for name, count in rows if name]


def _new_counts(viewer: Actor, rows: Sequence[Any], now: datetime) -> dict[int, int]:
    """Replies by others since this viewer's last visit, for each thread they have visited."""
    visited = [row for row in rows if row.seen_at]
    since = {row.id: new_since(row.new_since, row.seen_at, now) for row in visited}
    since = {row.id: since[row.id] for row in visited if row.last_activity_at > since[row.id]}
    if not since:
        return {}
    is_visible = Comment.state == CommentState.VISIBLE
    newer = [
        sa.and_(Comment.thread_id == thread_id, is_visible, Comment.created_at > moment)
        for thread_id, moment in since.items()
    ]
    counts = db.session.execute(
        sa.select(Comment.thread_id, sa.func.count())
        .where(sa.or_(*newer), Comment.author_id != viewer.id, Comment.number > 1)
        .group_by(Comment.thread_id)
    )
    return {thread_id: count for thread_id, count in counts}  # noqa: C416
