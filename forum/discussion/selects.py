"""The statements behind the queries, and the way from their rows to what a reader sees.

A statement takes longer to put together than to run, so each is made once for each language, with its
values bound at each use.
"""

from datetime import datetime
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.accounts.people import SHOWN_HANDLE
from forum.accounts.perspectives import PerspectiveText
from forum.accounts.withheld import shown_name
from forum.articles.models import Question, QuestionText
from forum.audit import AuditEntry
from forum.discussion.models import Comment, CommentState, Thread, ThreadLesson, ThreadState, ThreadVisit
from forum.discussion.sight import IS_FOUND
from forum.discussion.tree import OPENING_PATH, depth
from forum.discussion.views import Author, CommentView, LessonTag, QuestionRef, ThreadRow, ThreadView
from forum.lib.db import UtcDateTime
from forum.lib.rendered import RENDERER_VERSION, fresh, plain
from forum.lib.text import excerpt, slugify
from forum.lib.wording import preferred
from forum.mandates.speaking import SPOKEN_FOR, spoken_for, with_mandate
from forum.permissions import Actor, moderates

# Enough of the opening text for its first line; the whole texts of 20 threads would be read for nothing.
EXCERPT_SOURCE = 1000


def perspective_label(locale: str) -> sa.ScalarSelect[Any]:
    return preferred(PerspectiveText.label, PerspectiveText.perspective_id == User.perspective_id, locale)


def _question_title(locale: str) -> sa.ScalarSelect[Any]:
    return preferred(QuestionText.title, QuestionText.question_id == Question.id, locale)


# What is withheld does not even leave the database.
_AUTHOR = (
    sa.case((Comment.is_name_withheld, ""), else_=User.name).label("author_name"),
    sa.case((Comment.is_name_withheld, None), else_=User.organisation).label("author_organisation"),
    Comment.is_name_withheld,
    *SPOKEN_FOR,
    User.public_id.label("author_public_id"),
    User.role.label("author_role"),
    sa.case((Comment.is_name_withheld, None), else_=SHOWN_HANDLE).label("author_handle"),
)


@cache
def thread_select(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """Threads with their opening text's author, their question, and the last visit of `viewer_id`."""
    return with_mandate(
        sa.select(
            Thread.id,
            Thread.public_id,
            Thread.title,
            Thread.author_id,
            Thread.state,
            Thread.is_locked,
            Thread.is_pinned,
            Thread.comment_count,
            Thread.last_activity_at,
            Question.concluded_at,
            Question.slug.label("question_slug"),
            Question.number.label("question_number"),
            _question_title(locale).label("question_title"),
            *_AUTHOR,
            perspective_label(locale).label("author_perspective"),
            Comment.capacity,
            sa.case(
                (Comment.state == CommentState.VISIBLE, sa.func.substr(Comment.html, 1, EXCERPT_SOURCE)),
                else_="",
            ).label("opening_html"),
            ThreadVisit.new_since,
            ThreadVisit.seen_at,
        )
        .join(Question, Question.id == Thread.question_id)
        .join(User, User.id == Thread.author_id)
        .join(Comment, sa.and_(Comment.thread_id == Thread.id, Comment.path == OPENING_PATH))
        .outerjoin(
            ThreadVisit,
            sa.and_(ThreadVisit.thread_id == Thread.id, ThreadVisit.user_id == sa.bindparam("viewer_id")),
        ),
        Comment.mandate_id,
    )


@cache
def thread_by_id(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """The thread with `public_id`, as in `thread_select`, and whether anything was ever done to it."""
    merged = aliased(Thread)
    entered = sa.exists().where(
        AuditEntry.target_kind == Thread.__tablename__, AuditEntry.target_id == Thread.id
    )
    took_in = sa.exists().where(merged.merged_into_id == Thread.id)
    return (
        thread_select(locale)
        .add_columns(sa.or_(entered, took_in).label("is_curated"))
        .where(Thread.public_id == sa.bindparam("public_id"))
    )


@cache
def thread_list(
    locale: str, *, of_question: bool, lessons: int, is_continued: bool
) -> sa.Select[*tuple[Any, ...]]:
    """At most `most` visible threads as in `thread_select`, the latest activity first.

    Of `question_id`, the pinned ones before all others; with each of `lesson_0`, `lesson_1` …; behind the
    thread `last_id`, active at `last_at`, pinned if `last_pinned`.
    """
    threads = thread_select(locale).where(Thread.state == ThreadState.VISIBLE)
    order = (Thread.last_activity_at, Thread.id)
    last = (sa.bindparam("last_at", type_=UtcDateTime), sa.bindparam("last_id", type_=sa.Integer))
    if of_question:
        threads = threads.where(Thread.question_id == sa.bindparam("question_id"))
        order, last = (Thread.is_pinned, *order), (sa.bindparam("last_pinned", type_=sa.Boolean), *last)
    for number in range(lessons):
        tag = ThreadLesson.lesson_id == sa.bindparam(f"lesson_{number}")
        threads = threads.where(sa.exists().where(ThreadLesson.thread_id == Thread.id, tag))
    if is_continued:
        threads = threads.where(sa.tuple_(*order) < sa.tuple_(*last))
    return threads.order_by(*(column.desc() for column in order)).limit(
        sa.bindparam("most", type_=sa.Integer)
    )


@cache
def comment_select(locale: str) -> sa.Select[*tuple[Any, ...]]:
    parent = aliased(Comment)
    parent_author = aliased(User)
    return with_mandate(
        sa.select(
            Comment.public_id,
            Thread.public_id.label("thread_public_id"),
            Thread.state.label("thread_state"),
            Thread.author_id.label("thread_author_id"),
            sa.and_(Thread.is_locked.is_(False), Question.concluded_at.is_(None)).label("is_open"),
            Comment.path,
            Comment.number,
            Comment.version,
            Comment.html,
            Comment.renderer_version,
            sa.case((Comment.renderer_version < RENDERER_VERSION, Comment.source)).label("stale_source"),
            Comment.author_id,
            Comment.capacity,
            Comment.created_at,
            Comment.edited_at,
            Comment.state,
            *_AUTHOR,
            perspective_label(locale).label("author_perspective"),
            sa.case(
                (parent.state == CommentState.HELD, None),
                (parent.is_name_withheld, ""),
                else_=parent_author.name,
            ).label("reply_to"),
        )
        .join(Thread, Thread.id == Comment.thread_id)
        .join(Question, Question.id == Thread.question_id)
        .join(User, User.id == Comment.author_id)
        .outerjoin(parent, parent.id == Comment.parent_id)
        .outerjoin(parent_author, parent_author.id == parent.author_id),
        Comment.mandate_id,
    )


@cache
def comments_of_thread(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """At most `most` comments of `thread_id` in reading order, those behind the path `after`: see `sight`."""
    return (
        comment_select(locale)
        .where(Comment.thread_id == sa.bindparam("thread_id"), Comment.path > sa.bindparam("after"))
        .where(IS_FOUND)
        .order_by(Comment.path)
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


def _author(row: Any) -> Author:
    return Author(
        name=shown_name(row.author_name),
        perspective=row.author_perspective,
        organisation=row.author_organisation,
        public_id=row.author_public_id,
        role=row.author_role,
        handle=row.author_handle,
        speaks_for=spoken_for(row),
        is_withheld=row.is_name_withheld,
    )


def _reply_to(row: Any) -> str | None:
    """The name of who is answered, deep down where the nesting does not say it."""
    return None if row.reply_to is None or depth(row.path) <= 1 else shown_name(row.reply_to)


def comment_view(row: Any, viewer: Actor, since: datetime | None) -> CommentView:
    """row: of `comment_select`."""
    is_shown = row.state is CommentState.VISIBLE
    is_own = row.author_id == viewer.id
    is_readable = is_shown or (
        row.state is not CommentState.WITHDRAWN and (is_own or moderates(viewer, None))
    )
    is_visible = is_shown and row.thread_state is ThreadState.VISIBLE
    return CommentView(
        public_id=row.public_id,
        thread_public_id=row.thread_public_id,
        path=row.path,
        version=row.version,
        html=Markup(fresh(row.stale_source, row.html, row.renderer_version) if is_readable else ""),  # noqa: S704
        author=_author(row),
        author_id=row.author_id,
        capacity=row.capacity.value,
        posted_at=row.created_at,
        edited_at=row.edited_at,
        is_new=is_shown and since is not None and row.created_at > since and not is_own,
        is_own=is_own,
        is_opening=row.number == 1,
        state=row.state.value,
        is_visible=is_visible,
        is_held=not is_visible
        and row.state in (CommentState.VISIBLE, CommentState.HELD)
        and row.thread_state in (ThreadState.VISIBLE, ThreadState.HELD),
        is_open=bool(row.is_open),
        depth=0 if row.number == 1 else depth(row.path),
        reply_to=_reply_to(row),
    )


def thread_view(row: Any, viewer: Actor, lessons: tuple[LessonTag, ...]) -> ThreadView:
    return ThreadView(
        id=row.id,
        public_id=row.public_id,
        slug=slugify(row.title),
        title=row.title,
        question=QuestionRef(row.question_slug, row.question_number, row.question_title),
        lessons=lessons,
        comments=row.comment_count,
        state=row.state.value,
        author_id=row.author_id,
        author_role=row.author_role,
        is_own=row.author_id == viewer.id,
        is_pinned=row.is_pinned,
        is_locked=row.is_locked,
        is_concluded=row.concluded_at is not None,
        is_curated=bool(row.is_curated),
    )


def thread_row(row: Any, *, lessons: dict[int, tuple[LessonTag, ...]], new: dict[int, int]) -> ThreadRow:
    return ThreadRow(
        id=row.id,
        public_id=row.public_id,
        slug=slugify(row.title),
        title=row.title,
        excerpt=_excerpt(row.opening_html),
        author=_author(row),
        capacity=row.capacity.value,
        comments=row.comment_count,
        new=new.get(row.id, 0),
        last_activity_at=row.last_activity_at,
        is_pinned=row.is_pinned,
        is_locked=row.is_locked,
        lessons=lessons.get(row.id, ()),
        question=QuestionRef(row.question_slug, row.question_number, row.question_title),
    )


@lru_cache(maxsize=2048)
def _excerpt(html: str) -> str:
    """Kept, since reading HTML costs more than the rest of a thread's line."""
    return excerpt(plain(html))
