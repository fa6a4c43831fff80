"""The statement behind a feed: its heading and its entries in one, each with what it says.

When only STAMP is read, it says whether anything changed.
"""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.accounts.capacity import Capacity
from forum.accounts.models import Suspension, User
from forum.articles.models import Article, Lesson, LessonText, Question
from forum.audit.models import AuditEntry
from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.discussion.tree import OPENING_PATH
from forum.feeds.columns import STAMP, WHOLE, Columns, author, ground, last_change, question_title, select_of
from forum.feeds.index import KEY, SOURCES, Rows, Source, entry_index, lesson_key
from forum.feeds.scopes import Kind, Scope
from forum.following.models import FeedKey
from forum.lib.rendered import RENDERER_VERSION
from forum.lib.wording import preferred
from forum.mandates.models import Mandate, Organisation
from forum.moderation.kinds import Kind as Target
from forum.moderation.models import Decision
from forum.positions.models import Position, PositionTransition
from forum.positions.selects import statement_of
from forum.synthesis.models import Synthesis, SynthesisText


def entry_select(scope: Scope, locale: str, *, is_continued: bool, is_whole: bool) -> sa.CompoundSelect[Any]:
    """Heading and entries of a feed, in no order; for the values see queries.py."""
    return _entry_select(scope.kind, len(scope.keys), locale, is_continued, is_whole)


def heading_select(scope: Scope, locale: str) -> Rows:
    """What the feed is about, alone."""
    return _heading_select(scope.kind, len(scope.keys), locale)


@cache
def _heading_select(kind: Kind, keys: int, locale: str) -> Rows:
    return _heading(kind, keys if kind is Kind.LESSONS else 0, locale, WHOLE)


@cache
def _entry_select(
    kind: Kind, keys: int, locale: str, is_continued: bool, is_whole: bool
) -> sa.CompoundSelect[Any]:
    lessons = keys if kind is Kind.LESSONS else 0
    newest = entry_index(kind, lessons, is_continued=is_continued)
    columns = WHOLE if is_whole else STAMP
    parts = [_heading(kind, lessons, locale, columns)]
    parts += [_SELECTS[source](newest, locale, columns) for source in SOURCES[kind]]
    return sa.union_all(*parts)


def _of(source: Source, newest: sa.CTE, columns: Columns, **filled: Any) -> Rows:
    index = {name: newest.c[name] for name in ("source", "id", "at", "removed_at")}
    return (
        select_of(columns, **(index | filled))
        .select_from(newest)
        .where(newest.c.source == sa.literal_column(str(source.value)))
    )


def _heading(kind: Kind, lessons: int, locale: str, columns: Columns) -> Rows:
    """Nothing when the question, thread or secret is not there; one row for each lesson that is."""
    same = {
        "source": sa.literal_column(str(Source.HEAD.value), sa.Integer),
        "version": sa.select(sa.func.max(AuditEntry.id)).scalar_subquery(),
        "at": sa.select(sa.func.max(Article.loaded_at)).scalar_subquery(),
    }
    if kind is Kind.QUESTION:
        title = question_title(locale)
        found = {"id": Question.id, "public_id": Question.slug, "title": title}
        rows = select_of(columns, **same, **found).select_from(Question)
        return rows.where(Question.slug == KEY)
    if kind is Kind.THREAD:
        found = {"id": Thread.id, "public_id": Thread.public_id, "title": Thread.title}
        rows = select_of(columns, **same, **found).select_from(Thread)
        return rows.where(Thread.public_id == KEY, Thread.state == ThreadState.VISIBLE)
    if kind is Kind.PERSONAL:
        rows = select_of(columns, **same, id=User.id, edited_at=FeedKey.made_at).select_from(FeedKey)
        return rows.join(User, User.id == FeedKey.user_id).where(
            FeedKey.token_hash == KEY,
            User.suspension.is_distinct_from(Suspension.CLOSED),
            User.is_pseudonym.is_(False),
        )
    if kind is Kind.LESSONS:
        title = preferred(LessonText.title, LessonText.lesson_id == Lesson.id, locale)
        found = {"id": Lesson.id, "public_id": Lesson.slug, "title": title, "number": Lesson.number}
        rows = select_of(columns, **same, **found).select_from(Lesson)
        return rows.where(sa.or_(*map(_is_lesson, range(lessons))))
    return select_of(columns, **same)


def _is_lesson(number: int) -> sa.ColumnElement[bool]:
    """By its slug, or by its number in the featured article; no slug is a number."""
    featured = sa.select(Article.id).where(Article.is_featured).scalar_subquery()
    by_number = sa.and_(
        Lesson.article_id == featured,
        Lesson.is_retired.is_(False),
        sa.cast(Lesson.number, sa.String) == lesson_key(number),
    )
    return sa.or_(Lesson.slug == lesson_key(number), by_number)


def _comments(newest: sa.CTE, locale: str, columns: Columns) -> Rows:
    is_removed = newest.c.removed_at.is_not(None)
    is_there = newest.c.removed_at.is_(None)
    parent = aliased(Comment)
    by_itself = Comment.state != CommentState.VISIBLE
    is_opening = Comment.path == OPENING_PATH
    return (
        _of(
            Source.COMMENT,
            newest,
            columns,
            edited_at=Comment.edited_at,
            moderated_at=last_change("comments", Comment.id, "state", "is_name_withheld"),
            placed_at=sa.case((is_opening, last_change("threads", Thread.id, "state", "title"))),
            state=sa.case(
                (by_itself, sa.cast(Comment.state, sa.String)), else_=sa.cast(Thread.state, sa.String)
            ),
            ground=sa.case(
                (sa.and_(is_removed, by_itself), ground(Target.COMMENT, Comment.id)),
                (is_removed, ground(Target.THREAD, Thread.id)),
            ),
            version=Comment.version,
            rendered=Comment.renderer_version,
            public_id=Comment.public_id,
            **author(locale)
            | {
                "author": sa.case((Comment.is_name_withheld, ""), else_=User.name),
                "organisation": Organisation.name,
            },
            capacity=Comment.capacity,
            title=Thread.title,
            number=Comment.number,
            html=sa.case((is_there, Comment.html)),
            stale_source=sa.case(
                (sa.and_(is_there, Comment.renderer_version < RENDERER_VERSION), Comment.source)
            ),
            parent_public_id=parent.public_id,
            thread_id=Thread.id,
            thread_public_id=Thread.public_id,
            question_slug=Question.slug,
        )
        .join(Comment, Comment.id == newest.c.id)
        .join(Thread, Thread.id == Comment.thread_id)
        .join(Question, Question.id == Thread.question_id)
        .join(User, User.id == Comment.author_id)
        .outerjoin(parent, parent.id == Comment.parent_id)
        .outerjoin(Mandate, Mandate.id == Comment.mandate_id)
        .outerjoin(Organisation, Organisation.id == Mandate.organisation_id)
    )


def _positions(newest: sa.CTE, locale: str, columns: Columns) -> Rows:
    better = aliased(Position)
    return (
        _of(
            Source.POSITION,
            newest,
            columns,
            **_of_position(locale, newest),
            edited_at=better.created_at,
            other_public_id=better.public_id,
            **author(locale) | {"organisation": Organisation.name},
            capacity=sa.case((Position.mandate_id.is_not(None), Capacity.ORGANISATION.value)),
        )
        .join(Position, Position.id == newest.c.id)
        .join(Question, Question.id == Position.question_id)
        .outerjoin(User, User.id == Position.author_id)
        .outerjoin(better, better.id == Position.superseded_by_id)
        .outerjoin(Mandate, Mandate.id == Position.mandate_id)
        .outerjoin(Organisation, Organisation.id == Mandate.organisation_id)
    )


def _changes(newest: sa.CTE, locale: str, columns: Columns) -> Rows:
    return (
        _of(
            Source.CHANGE,
            newest,
            columns,
            **_of_position(locale, newest),
            before=PositionTransition.before,
            after=PositionTransition.after,
            direction=PositionTransition.direction,
            voters=PositionTransition.voters,
            rows=PositionTransition.rows,
        )
        .join(PositionTransition, PositionTransition.id == newest.c.id)
        .join(Position, Position.id == PositionTransition.position_id)
        .join(Question, Question.id == Position.question_id)
    )


def _of_position(locale: str, newest: sa.CTE) -> Columns:
    is_merged = (Position.is_merged, sa.literal("merged"))
    return {
        "moderated_at": last_change("positions", Position.id, "state"),
        "state": sa.case(is_merged, else_=sa.cast(Position.state, sa.String)),
        "ground": sa.case((newest.c.removed_at.is_not(None), ground(Target.POSITION, Position.id))),
        "public_id": Position.public_id,
        "title": sa.case((newest.c.removed_at.is_(None), statement_of(Position.id, locale))),
        "question_id": Question.id,
        "question_slug": Question.slug,
        "question_title": question_title(locale),
        "position_id": Position.id,
    }


def _syntheses(newest: sa.CTE, locale: str, columns: Columns) -> Rows:
    rendered = sa.select(sa.func.sum(SynthesisText.renderer_version)).where(
        SynthesisText.synthesis_id == Synthesis.id
    )
    return (
        _of(
            Source.SYNTHESIS,
            newest,
            columns,
            version=Synthesis.version,
            rendered=rendered.scalar_subquery(),
            **author(locale),
            question_id=Question.id,
            question_slug=Question.slug,
            question_title=question_title(locale),
        )
        .join(Synthesis, Synthesis.id == newest.c.id)
        .join(Question, Question.id == Synthesis.question_id)
        .join(User, User.id == Synthesis.author_id)
    )


def _decisions(newest: sa.CTE, _locale: str, columns: Columns) -> Rows:
    """Their ids alone: what the public log tells of them, it tells itself."""
    rows = _of(Source.DECISION, newest, columns, public_id=Decision.public_id)
    return rows.join(Decision, Decision.id == newest.c.id)


_SELECTS = {
    Source.COMMENT: _comments,
    Source.POSITION: _positions,
    Source.CHANGE: _changes,
    Source.SYNTHESIS: _syntheses,
    Source.DECISION: _decisions,
}
