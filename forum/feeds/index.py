"""Which entries a feed has, the newest first: conditions and order, without what they say.

What anybody may read who is not signed in, by the conditions of the pages. What was there and is gone comes
too, at the moment when it went, so that readers who have it let go of it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from enum import IntEnum
from typing import Any

import sqlalchemy as sa

from forum.articles.models import Lesson, Question, QuestionLesson
from forum.audit.models import AuditEntry
from forum.discussion.models import Comment, CommentState, Thread, ThreadLesson, ThreadState
from forum.feeds.followed import in_questions, in_threads
from forum.feeds.scopes import Kind
from forum.lib.db import UtcDateTime
from forum.moderation.models import Decision
from forum.positions.models import Position, PositionState, PositionTransition, Standing
from forum.synthesis.models import Synthesis

Rows = sa.Select[*tuple[Any, ...]]

MOST_REMOVED = 20
"""So that a large conversation that is taken away does not push everything else off the page."""
REMOVED_SHOWN = timedelta(days=90)
"""Who did not look for longer gets the feed without it, which says the same."""


class Source(IntEnum):
    """The tables that entries come from; of two at the same moment, the higher comes first."""

    DECISION = 1
    SYNTHESIS = 2
    CHANGE = 3
    POSITION = 4
    COMMENT = 5
    HEAD = 9  # no entry: the question, thread or lesson that the feed is about


MOST = sa.bindparam("most", type_=sa.Integer)
SINCE = sa.bindparam("since", type_=UtcDateTime)
KEY = sa.bindparam("key", type_=sa.String)
BEFORE_AT = sa.bindparam("before_at", type_=UtcDateTime)
BEFORE = (
    BEFORE_AT,
    sa.bindparam("before_source", type_=sa.Integer),
    sa.bindparam("before_id", type_=sa.Integer),
)
STILL_THERE = sa.cast(sa.null(), UtcDateTime)

QUESTION_ID = sa.select(Question.id).where(Question.slug == KEY).scalar_subquery()

COMMENT_SHOWN = sa.and_(Comment.state == CommentState.VISIBLE, Thread.state == ThreadState.VISIBLE)
# Older wordings stay readable at their address, so they stay here too; what went into another one does not.
POSITION_SHOWN = sa.and_(
    Position.state == PositionState.VISIBLE, Position.is_meta.is_(False), Position.is_merged.is_(False)
)
IS_NEWS = sa.and_(
    PositionTransition.is_doubted.is_(False),
    sa.or_(PositionTransition.after == Standing.SHARED, PositionTransition.before == Standing.SHARED),
)

WRITTEN = (Source.COMMENT, Source.POSITION, Source.CHANGE, Source.SYNTHESIS)
SOURCES: dict[Kind, Sequence[Source]] = {
    Kind.ALL: WRITTEN,
    Kind.QUESTION: WRITTEN,
    Kind.LESSONS: WRITTEN,
    Kind.PERSONAL: WRITTEN,
    Kind.THREAD: (Source.COMMENT,),
    Kind.SHARED: (Source.CHANGE,),
    Kind.SYNTHESES: (Source.SYNTHESIS,),
    Kind.LOG: (Source.DECISION,),
}


def lesson_key(number: int) -> sa.BindParameter[str]:
    return sa.bindparam(f"lesson_{number}", type_=sa.String)


def entry_index(kind: Kind, lessons: int, *, is_continued: bool) -> sa.CTE:
    """Source, id, moment and moment of removal of at most `most` entries, those behind BEFORE."""
    there: list[Rows] = []
    gone: list[Rows] = []
    for source in SOURCES[kind]:
        within = _within(kind, lessons, source)
        for rows in _THERE[source](within):
            there.append(_newest(rows, MOST, is_continued=is_continued))
        for rows in _GONE[source](within):
            gone.append(_newest(rows, sa.literal(MOST_REMOVED), is_continued=is_continued))
    if gone:
        there.append(_newest(_together(gone), sa.literal(MOST_REMOVED), is_continued=False))
    return _newest(_together(there), MOST, is_continued=False).cte("newest")


def _together(parts: Iterable[Rows]) -> Rows:
    return sa.select(sa.union_all(*parts).subquery())


def _newest(rows: Rows, most: Any, *, is_continued: bool) -> Rows:
    """The newest of some rows, as a statement that can stand in a union."""
    source, id, at, _removed_at = rows.selected_columns
    if is_continued:
        # The first condition says less than the second, and is one that an index answers.
        rows = rows.where(at <= BEFORE_AT, sa.tuple_(at, source, id) < sa.tuple_(*BEFORE))
    cut = rows.order_by(at.desc(), source.desc(), id.desc()).limit(most).subquery()
    return sa.select(cut)


def _rows(source: Source, id: Any, at: Any, removed_at: Any = STILL_THERE) -> Rows:
    return sa.select(
        sa.literal_column(str(source.value), sa.Integer).label("source"),
        id.label("id"),
        at.label("at"),
        removed_at.label("removed_at"),
    )


def _within(kind: Kind, lessons: int, source: Source) -> list[Any]:
    """Conditions on Thread for comments, on Question for the rest."""
    if source is Source.COMMENT:
        return [in_threads(KEY)] if kind is Kind.PERSONAL else _in_threads(kind, lessons)
    if kind is Kind.PERSONAL:
        return [in_questions(KEY, with_positions=source is not Source.SYNTHESIS)]
    return _in_questions(kind, lessons)


def _in_threads(kind: Kind, lessons: int) -> list[Any]:
    if kind is Kind.QUESTION:
        return [Thread.question_id == QUESTION_ID]
    if kind is Kind.THREAD:
        return [Thread.public_id == KEY]
    tagged = sa.select(ThreadLesson.thread_id)
    return [Thread.id.in_(tagged.where(ThreadLesson.lesson_id == _lesson_id(n))) for n in range(lessons)]


def _in_questions(kind: Kind, lessons: int) -> list[Any]:
    """Conditions on Question."""
    if kind is Kind.QUESTION:
        return [Question.id == QUESTION_ID]
    tagged = sa.select(QuestionLesson.question_id)
    return [Question.id.in_(tagged.where(QuestionLesson.lesson_id == _lesson_id(n))) for n in range(lessons)]


def _lesson_id(number: int) -> sa.ScalarSelect[int]:
    return sa.select(Lesson.id).where(Lesson.slug == lesson_key(number)).scalar_subquery()


def _comments(within: list[Any]) -> Iterable[Rows]:
    rows = _rows(Source.COMMENT, Comment.id, Comment.created_at)
    yield rows.join(Thread, Thread.id == Comment.thread_id).where(COMMENT_SHOWN, *within)


def _positions(within: list[Any]) -> Iterable[Rows]:
    rows = _rows(Source.POSITION, Position.id, Position.created_at)
    yield rows.join(Question, Question.id == Position.question_id).where(POSITION_SHOWN, *within)


def _changes(within: list[Any]) -> Iterable[Rows]:
    rows = _rows(Source.CHANGE, PositionTransition.id, PositionTransition.at)
    yield (
        rows.join(Position, Position.id == PositionTransition.position_id)
        .join(Question, Question.id == Position.question_id)
        .where(POSITION_SHOWN, IS_NEWS, *within)
    )


def _syntheses(within: list[Any]) -> Iterable[Rows]:
    rows = _rows(Source.SYNTHESIS, Synthesis.id, Synthesis.published_at)
    yield rows.join(Question, Question.id == Synthesis.question_id).where(*within)


def _decisions(_within: list[Any]) -> Iterable[Rows]:
    yield _rows(Source.DECISION, Decision.id, Decision.at)


def _removals(table: str, *also: Any) -> sa.Subquery:
    """When each thing was last taken from readers. What nobody could read yet is not among them."""
    was_visible = AuditEntry.before["state"].as_string() == "visible"
    return (
        sa.select(AuditEntry.target_id, sa.func.max(AuditEntry.at).label("at"))
        .where(AuditEntry.at > SINCE, AuditEntry.target_kind == table, sa.or_(was_visible, *also))
        .group_by(AuditEntry.target_id)
        .subquery()
    )


def _removed_comments(within: list[Any]) -> Iterable[Rows]:
    """By themselves, and with their whole thread."""
    own, whole = _removals("comments"), _removals("threads")
    yield (
        _rows(Source.COMMENT, Comment.id, own.c.at, own.c.at)
        .join(own, own.c.target_id == Comment.id)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Comment.state != CommentState.VISIBLE, Thread.state == ThreadState.VISIBLE, *within)
    )
    yield (
        _rows(Source.COMMENT, Comment.id, whole.c.at, whole.c.at)
        .join(Thread, Thread.id == Comment.thread_id)
        .join(whole, whole.c.target_id == Thread.id)
        .where(Comment.state == CommentState.VISIBLE, *within)
        .where(Thread.state.in_((ThreadState.HIDDEN, ThreadState.HELD)))
    )


def _removed_positions(within: list[Any]) -> Iterable[Rows]:
    gone = _removals("positions", AuditEntry.action == "moderation.join")
    yield (
        _rows(Source.POSITION, Position.id, gone.c.at, gone.c.at)
        .join(gone, gone.c.target_id == Position.id)
        .join(Question, Question.id == Position.question_id)
        .where(~POSITION_SHOWN, *within)
    )


def _removed_changes(within: list[Any]) -> Iterable[Rows]:
    gone = _removals("positions", AuditEntry.action == "moderation.join")
    yield (
        _rows(Source.CHANGE, PositionTransition.id, gone.c.at, gone.c.at)
        .join(Position, Position.id == PositionTransition.position_id)
        .join(gone, gone.c.target_id == Position.id)
        .join(Question, Question.id == Position.question_id)
        .where(~POSITION_SHOWN, IS_NEWS, PositionTransition.at <= gone.c.at, *within)
    )


def _none(_within: list[Any]) -> Iterable[Rows]:
    return ()


_Branch = Callable[[list[Any]], Iterable[Rows]]
_THERE: dict[Source, _Branch] = {
    Source.COMMENT: _comments,
    Source.POSITION: _positions,
    Source.CHANGE: _changes,
    Source.SYNTHESIS: _syntheses,
    Source.DECISION: _decisions,
}
_GONE: dict[Source, _Branch] = {
    Source.COMMENT: _removed_comments,
    Source.POSITION: _removed_positions,
    Source.CHANGE: _removed_changes,
    Source.SYNTHESIS: _none,
    Source.DECISION: _none,
}
