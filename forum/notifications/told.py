"""What notifications speak of, as it stands now: for mails.

Left out is what was read on the page since, what belongs to something that they left since, what nobody can
see any more, and what is no longer so: a change of standing after which came another, a synthesis of which
there is a newer version.
"""

from collections import defaultdict
from collections.abc import Collection
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.accounts.perspectives import PerspectiveText
from forum.accounts.withheld import shown_name
from forum.articles.models import Question, QuestionText
from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.discussion.tree import OPENING_PATH
from forum.following.models import Cadence, Follow, FollowKind, Notification, What
from forum.lib.db import db
from forum.lib.portable import portable
from forum.lib.rendered import fresh
from forum.lib.wording import preferred
from forum.mandates.models import Mandate, Organisation
from forum.notifications import links
from forum.notifications.views import (
    QuestionRef,
    SynthesisPart,
    Text,
    ToldComment,
    ToldStanding,
    ToldSynthesis,
)
from forum.positions.models import Position, PositionState, PositionTransition
from forum.positions.notices import news_of
from forum.positions.selects import IS_LISTED, rows_of, statement_of
from forum.positions.tally import ALL
from forum.synthesis.models import Slot, Synthesis, SynthesisPosition, SynthesisText

MOST = 1000
"""Of each kind in one mail. Who has more to read finds it on the page."""

Which = sa.ColumnElement[bool]
Rows = sa.Select[*tuple[Any, ...]]


def comments_told(which: Which, locale: str) -> list[ToldComment]:
    """Comments, and threads by their opening text, in the order in which they were told. 1 statement."""
    return [
        ToldComment(
            what=row.what,
            id=row.id,
            public_id=row.public_id,
            author=shown_name(row.author),
            role=row.role,
            organisation=row.organisation,
            thread_id=row.thread_id,
            thread_public_id=row.thread_public_id,
            title=row.title,
            opening_public_id=row.opening_public_id,
            parent_public_id=row.parent_public_id,
            question=_question(row),
        )
        for row in db.session.execute(_comments(locale).where(which))
    ]


@cache
def _comments(locale: str) -> Rows:
    parent, opening = aliased(Comment), aliased(Comment)
    begins = sa.select(opening.id).where(
        opening.thread_id == Notification.subject_id, opening.path == OPENING_PATH
    )
    told = sa.case(
        (Notification.what == What.THREAD, begins.scalar_subquery()), else_=Notification.subject_id
    )
    role = preferred(PerspectiveText.label, PerspectiveText.perspective_id == User.perspective_id, locale)
    opening_of_thread = aliased(Comment)
    return (
        sa.select(
            Notification.what,
            Comment.id,
            Comment.public_id,
            sa.case((Comment.is_name_withheld, ""), else_=User.name).label("author"),
            role.label("role"),
            Organisation.name.label("organisation"),
            Thread.id.label("thread_id"),
            Thread.public_id.label("thread_public_id"),
            Thread.title,
            opening_of_thread.public_id.label("opening_public_id"),
            parent.public_id.label("parent_public_id"),
            *_question_columns(locale),
        )
        .select_from(Notification)
        .join(Comment, Comment.id == told)
        .join(Thread, Thread.id == Comment.thread_id)
        .join(
            opening_of_thread,
            sa.and_(opening_of_thread.thread_id == Thread.id, opening_of_thread.path == OPENING_PATH),
        )
        .join(User, User.id == Comment.author_id)
        .join(Question, Question.id == Thread.question_id)
        .outerjoin(parent, parent.id == Comment.parent_id)
        .outerjoin(Mandate, Mandate.id == Comment.mandate_id)
        .outerjoin(Organisation, Organisation.id == Mandate.organisation_id)
        .where(
            Notification.what.in_((What.REPLY, What.COMMENT, What.MENTION, What.THREAD)),
            Notification.read_at.is_(None),
            # A mention is for somebody themselves; a new thread may come to them by way of a lesson.
            sa.or_(
                Notification.what.in_((What.MENTION, What.THREAD)), ~_was_left(FollowKind.THREAD, Thread.id)
            ),
            Comment.state == CommentState.VISIBLE,
            Thread.state == ThreadState.VISIBLE,
        )
        .order_by(Notification.id)
        .limit(MOST)
    )


def standings_told(which: Which, locale: str) -> list[ToldStanding]:
    """In the order in which they changed. 1 statement."""
    told: list[ToldStanding] = []
    for row in db.session.execute(_standings(locale).where(which)):
        news = news_of(row.before, row.after)
        if news is not None:
            rows = rows_of(row.rows)
            told.append(
                ToldStanding(
                    id=row.id,
                    news=news,
                    direction=row.direction,
                    position_id=row.position_id,
                    public_id=row.public_id,
                    statement=row.statement,
                    everybody=next((each for each in rows if each.key == ALL), None),
                    question=_question(row),
                )
            )
    return told


@cache
def _standings(locale: str) -> Rows:
    later = aliased(PositionTransition)
    is_over = sa.exists().where(
        later.position_id == PositionTransition.position_id,
        later.id > PositionTransition.id,
        later.is_doubted.is_(False),
    )
    return (
        sa.select(
            PositionTransition.id,
            PositionTransition.before,
            PositionTransition.after,
            PositionTransition.direction,
            PositionTransition.rows,
            PositionTransition.position_id,
            Position.public_id,
            statement_of(Position.id, locale).label("statement"),
            *_question_columns(locale),
        )
        .select_from(Notification)
        .join(PositionTransition, PositionTransition.id == Notification.subject_id)
        .join(Position, Position.id == PositionTransition.position_id)
        .join(Question, Question.id == Position.question_id)
        .where(
            Notification.what == What.STANDING,
            Notification.read_at.is_(None),
            PositionTransition.is_doubted.is_(False),
            ~_was_left(FollowKind.POSITION, Position.id),
            IS_LISTED,
            ~is_over,
        )
        .order_by(PositionTransition.id)
        .limit(MOST)
    )


def syntheses_told(which: Which, locale: str) -> list[ToldSynthesis]:
    """1 statement."""
    rows = db.session.execute(_syntheses(locale).where(which))
    return [ToldSynthesis(row.id, row.version, _question(row)) for row in rows]


@cache
def _syntheses(locale: str) -> Rows:
    newer = aliased(Synthesis)
    is_over = sa.exists().where(newer.question_id == Synthesis.question_id, newer.version > Synthesis.version)
    return (
        sa.select(Synthesis.id, Synthesis.version, *_question_columns(locale))
        .select_from(Notification)
        .join(Synthesis, Synthesis.id == Notification.subject_id)
        .join(Question, Question.id == Synthesis.question_id)
        .where(
            Notification.what == What.SYNTHESIS,
            Notification.read_at.is_(None),
            ~_was_left(FollowKind.QUESTION, Question.id),
            ~is_over,
        )
        .order_by(Synthesis.id)
        .limit(MOST)
    )


def texts_of(comments: Collection[ToldComment]) -> dict[int, Text]:
    """What they say, by id. 1 statement."""
    links_of = {one.id: one.link for one in comments}
    rows = db.session.execute(
        sa.select(Comment.id, Comment.source, Comment.html, Comment.renderer_version).where(
            Comment.id.in_(links_of)
        )
    )
    return {
        row.id: Text(
            portable(fresh(row.source, row.html, row.renderer_version), links_of[row.id]), row.source
        )
        for row in rows
    }


def parts_of(synthesis: ToldSynthesis, locale: str) -> list[SynthesisPart]:
    """What a synthesis says, in its order. 2 statements."""
    texts = {
        row.slot: Text(
            portable(fresh(row.source, row.html, row.renderer_version), synthesis.link), row.source
        )
        for row in db.session.scalars(
            sa.select(SynthesisText).where(SynthesisText.synthesis_id == synthesis.id)
        )
    }
    positions: dict[Slot, list[tuple[str, str]]] = defaultdict(list)
    rows = db.session.execute(
        sa.select(SynthesisPosition.slot, Position.public_id, statement_of(Position.id, locale).label("text"))
        .join(Position, Position.id == SynthesisPosition.position_id)
        .where(SynthesisPosition.synthesis_id == synthesis.id, Position.state == PositionState.VISIBLE)
        .order_by(SynthesisPosition.place)
    )
    for row in rows:
        positions[row.slot].append((row.text, links.to(links.POSITION, row.public_id)))
    return [
        SynthesisPart(slot.value, texts.get(slot, Text("", "")), tuple(positions[slot]))
        for slot in Slot
        if slot in texts or positions[slot]
    ]


def _was_left(kind: FollowKind, id: Any) -> sa.Exists:
    return sa.exists().where(
        Follow.user_id == Notification.user_id,
        Follow.kind == kind,
        Follow.target_id == id,
        Follow.cadence == Cadence.OFF,
    )


def _question_columns(locale: str) -> tuple[Any, ...]:
    title = preferred(QuestionText.title, QuestionText.question_id == Question.id, locale)
    return (
        Question.id.label("question_id"),
        Question.slug.label("question_slug"),
        title.label("question_title"),
    )


def _question(row: Any) -> QuestionRef:
    return QuestionRef(row.question_id, row.question_slug, row.question_title)
