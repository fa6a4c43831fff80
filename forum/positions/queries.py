"""What readers of positions ask: each in a fixed number of statements. Results are read, never recounted.

Everybody reads visible positions. Those held, withdrawn or hidden are for their author and moderators, at
their own address only; so are older wordings, which a better one took the place of, but for everybody.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.articles.models import Lesson, QuestionLesson
from forum.lib.db import db, items_of
from forum.lib.errors import NotFound
from forum.lib.paging import Page, decode, page
from forum.permissions import ANONYMOUS, Actor, can
from forum.permissions import Permission as P
from forum.positions import selects
from forum.positions.models import (
    Choice,
    OpinionPlace,
    OpinionSnapshot,
    Position,
    PositionResult,
    PositionSource,
    PositionState,
    PositionText,
    PositionTransition,
    Standing,
)
from forum.positions.reasons import reasons_of
from forum.positions.selects import IS_LISTED, ORDER, ORDER_TYPES, position_select, rows_of, statement_of
from forum.positions.snapshots import Dot
from forum.positions.sources import comments, is_shown, sources_of, threads
from forum.positions.views import PositionPage, PositionRef, PositionView, Snapshot, Transition
from forum.positions.wording import NEAR, similarity

POSITIONS_ON_PAGE = 30
SIMILAR_AT_MOST = 3


def position_view(public_id: str, viewer: Actor, locale: str) -> PositionView:
    """1 statement. Raises NotFound, also for one that this viewer may not read."""
    values = {"public_id": public_id.replace("\x00", ""), "viewer_id": viewer.id or 0}
    row = db.session.execute(selects.position_by_id(locale), values).one_or_none()
    if row is None:
        raise NotFound
    view = selects.position_view(row)
    if not can(viewer, P.POSITION_READ, view):
        raise NotFound
    return view


def position_page(public_id: str, viewer: Actor, locale: str) -> PositionPage:
    """A position, its sources, history and reasons. At most 5 statements. Raises NotFound."""
    position = position_view(public_id, viewer, locale)
    older = _replaced_by(position.id, locale)
    return PositionPage(
        position=position,
        sources=sources_of(position.id),
        transitions=_transitions(position.id),
        replaces=older[False],
        merged=older[True],
        reasons=reasons_of(position),
    )


def question_positions(question_id: int, viewer: Actor, locale: str) -> list[PositionView]:
    """All that are listed: shared, contested, provisional, open; the clearest first. 1 statement."""
    values = {"question_id": question_id, "viewer_id": viewer.id or 0}
    rows = db.session.execute(selects.positions_of_question(locale), values)
    return [selects.position_view(row) for row in rows]


def all_positions(
    viewer: Actor,
    locale: str,
    *,
    lessons: Sequence[str] = (),
    standing: Standing | None = None,
    perspective: str | None = None,
    question_id: int | None = None,
    after: str | None = None,
) -> Page[PositionView]:
    """Positions of all questions in the order of `question_positions`. 1 statement.

    lessons: slugs; the question is tagged with each of them. perspective: slug; more than half of its voters
    chose one side, as the stored rows show it. Raises NotFound for a cursor that we did not make.
    """
    found = position_select(locale).where(IS_LISTED)
    for slug in lessons:
        found = found.where(Position.question_id.in_(_questions_tagged(slug)))
    if standing is not None:
        is_it = PositionResult.standing == standing
        is_new = PositionResult.standing.is_(None)
        found = found.where(sa.or_(is_it, is_new) if standing is Standing.OPEN else is_it)
    if question_id is not None:
        found = found.where(Position.question_id == question_id)
    if perspective is not None:
        found = found.where(_is_clear_among(f"role:{perspective}"))
    if after:
        last = (sa.literal(value) for value in decode(after, *ORDER_TYPES))
        found = found.where(sa.tuple_(*ORDER) > sa.tuple_(*last))
    found = found.add_columns(*(column.label(f"order_{n}") for n, column in enumerate(ORDER)))
    rows = db.session.execute(
        found.order_by(*ORDER).limit(POSITIONS_ON_PAGE + 1), {"viewer_id": viewer.id or 0}
    ).all()
    slice = page(rows, POSITIONS_ON_PAGE, lambda row: row[-len(ORDER) :])
    return Page([selects.position_view(row) for row in slice.rows], slice.next)


def positions_of_thread(thread_id: int, locale: str) -> dict[str, list[PositionView]]:
    """Those that grew from its comments, by the comment's public id, the oldest first; without anybody's
    vote. 1 statement."""
    values = {"thread_id": thread_id, "viewer_id": 0}
    grown: dict[str, list[PositionView]] = defaultdict(list)
    for row in db.session.execute(_thread_select(locale), values):
        grown[row.comment_public_id].append(selects.position_view(row))
    return dict(grown)


def standings_by_question(question_ids: Sequence[int]) -> dict[int, dict[Standing, int]]:
    """How many listed positions came to what; those not analysed yet are open. 1 statement."""
    counts: dict[int, dict[Standing, int]] = defaultdict(dict)
    for question_id, standing, count in db.session.execute(_standings(), {"ids": question_ids}):
        key = standing or Standing.OPEN
        counts[question_id][key] = counts[question_id].get(key, 0) + count
    return dict(counts)


def snapshot_of(question_id: int) -> Snapshot | None:
    """The last analysis of a question, None before the first. 1 statement."""
    row = db.session.get(OpinionSnapshot, question_id)
    return Snapshot(row.version, row.made_at, row.voters, row.votes, row.groups) if row else None


def place_of(question_id: int, viewer: Actor) -> Dot | None:
    """Where this viewer stands on the map of a question; nobody else is told. At most 1 statement."""
    if viewer.id is None:
        return None
    row = db.session.get(OpinionPlace, (question_id, viewer.id))
    return Dot(row.x, row.y, -1 if row.group is None else row.group) if row else None


def similar_to(
    question_id: int, statement: str, locale: str, viewer: Actor = ANONYMOUS
) -> list[PositionView]:
    """Listed positions that nearly repeat this statement, in any language, the nearest first; at most
    SIMILAR_AT_MOST. Some say the opposite: a vote says that as well. 2 statements, 1 when there are none."""
    nearness: dict[int, float] = {}
    for position_id, text in db.session.execute(_texts_select(), {"question_id": question_id}):
        nearness[position_id] = max(nearness.get(position_id, 0.0), similarity(statement, text))
    near = sorted((id for id, near in nearness.items() if near >= NEAR), key=lambda id: (-nearness[id], id))
    if not near:
        return []
    values = {"ids": near[:SIMILAR_AT_MOST], "viewer_id": viewer.id or 0}
    views = map(selects.position_view, db.session.execute(selects.positions_by_ids(locale), values))
    return sorted(views, key=lambda view: near.index(view.id))


def _transitions(position_id: int) -> tuple[Transition, ...]:
    """What happened, the oldest first; doubts are for moderators."""
    rows = db.session.scalars(
        sa.select(PositionTransition)
        .where(PositionTransition.position_id == position_id, PositionTransition.is_doubted.is_(False))
        .order_by(PositionTransition.id)
    )
    return tuple(
        Transition(row.before, row.after, Choice(row.direction), row.voters, rows_of(row.rows), row.at)
        for row in rows
    )


def _replaced_by(position_id: int, locale: str) -> dict[bool, tuple[PositionRef, ...]]:
    """Older wordings, and under True those that were merged."""
    rows = db.session.execute(_replaced_select(locale), {"position_id": position_id}).all()
    return {
        is_merged: tuple(
            PositionRef(row.public_id, row.statement) for row in rows if row.is_merged is is_merged
        )
        for is_merged in (False, True)
    }


@cache
def _replaced_select(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """All positions that led to `position_id`, newest first."""
    is_direct = Position.superseded_by_id == sa.bindparam("position_id")
    older = sa.select(Position.id).where(is_direct).cte("older", recursive=True)
    earlier = aliased(Position)
    older = older.union(sa.select(earlier.id).where(earlier.superseded_by_id == older.c.id))
    return (
        sa.select(
            Position.public_id, Position.is_merged, statement_of(Position.id, locale).label("statement")
        )
        .join(older, older.c.id == Position.id)
        .where(Position.state == PositionState.VISIBLE)
        .order_by(Position.id.desc())
    )


@cache
def _thread_select(locale: str) -> sa.Select[*tuple[Any, ...]]:
    return (
        position_select(locale)
        .add_columns(comments.c.public_id.label("comment_public_id"))
        .join(PositionSource, PositionSource.position_id == Position.id)
        .join(comments, comments.c.id == PositionSource.comment_id)
        .join(threads, threads.c.id == comments.c.thread_id)
        .where(IS_LISTED, is_shown, comments.c.thread_id == sa.bindparam("thread_id"))
        .order_by(Position.id)
    )


@cache
def _standings() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(Position.question_id, PositionResult.standing, sa.func.count())
        .outerjoin(PositionResult, PositionResult.position_id == Position.id)
        .where(IS_LISTED, Position.question_id.in_(sa.bindparam("ids", expanding=True)))
        .group_by(Position.question_id, PositionResult.standing)
    )


@cache
def _texts_select() -> sa.Select[int, str]:
    return (
        sa.select(Position.id, PositionText.statement)
        .join(PositionText, PositionText.position_id == Position.id)
        .where(IS_LISTED, Position.question_id == sa.bindparam("question_id"))
    )


def _questions_tagged(lesson_slug: str) -> sa.Select[int]:
    return (
        sa.select(QuestionLesson.question_id)
        .join(Lesson, Lesson.id == QuestionLesson.lesson_id)
        .where(Lesson.slug == lesson_slug.replace("\x00", ""))
    )


def _is_clear_among(key: str) -> sa.ColumnElement[bool]:
    """A stored row with this key has a majority of its voters on one side."""
    row = items_of(PositionResult.rows)
    agree, disagree, passed = (row.c.value[name].as_integer() for name in ("agree", "disagree", "passed"))
    voters = agree + disagree + passed
    has_majority = sa.or_(2 * agree > voters, 2 * disagree > voters)
    return sa.exists().select_from(row).where(row.c.value["key"].as_string() == key, has_majority)
