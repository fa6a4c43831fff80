"""The statements behind the queries, and the way from their rows to what a reader sees.

A statement takes longer to put together than to run, so each is made once for each language, with its
values bound at each use.
"""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.accounts.capacity import Capacity
from forum.accounts.models import User
from forum.accounts.perspectives import PerspectiveText
from forum.articles.models import Question, QuestionText
from forum.articles.selects import QUESTION_IS_OPEN
from forum.lib.wording import preferred
from forum.mandates.speaking import SPOKEN_FOR, spoken_for, with_mandate
from forum.positions.models import (
    Choice,
    Position,
    PositionResult,
    PositionState,
    PositionText,
    Standing,
    Vote,
)
from forum.positions.tally import Missing, Row
from forum.positions.views import PositionRef, PositionView, QuestionRef, Result

# Positions that everybody finds in lists: of several wordings the last, and none about the voting itself.
IS_LISTED = sa.and_(
    Position.state == PositionState.VISIBLE,
    Position.superseded_by_id.is_(None),
    Position.is_meta.is_(False),
)

_RESULT = (
    PositionResult.standing,
    PositionResult.standing_since,
    PositionResult.direction,
    PositionResult.score,
    PositionResult.divisive,
    PositionResult.voters,
    PositionResult.rows,
    PositionResult.mandated,
    PositionResult.missing,
    PositionResult.assessed_at,
)

# Shared, contested, provisional, open; in each, those with the clearest outcome first. Ties: OPINION.md, 3.
ORDER = (
    sa.case(
        (PositionResult.standing == Standing.SHARED, 0),
        (PositionResult.standing == Standing.CONTESTED, 1),
        (PositionResult.standing == Standing.PROVISIONAL, 2),
        else_=3,
    ),
    -sa.func.coalesce(
        sa.case(
            (PositionResult.standing == Standing.CONTESTED, PositionResult.divisive),
            else_=PositionResult.score,
        ),
        0.0,
    ),
    -sa.func.coalesce(PositionResult.pooled, 0.0),
    -sa.func.coalesce(PositionResult.voters, 0),
    Position.id,
)
ORDER_TYPES = (int, float, float, int, int)
"""Of the values that ORDER gives, for a cursor."""


def statement_of(position_id: Any, locale: str) -> sa.ScalarSelect[Any]:
    """The wording in the reader's language, else in Dutch, else in any."""
    return preferred(PositionText.statement, PositionText.position_id == position_id, locale)


def own_vote() -> sa.ColumnElement[bool]:
    """For an outer join: the vote of `viewer_id`, nobody else's."""
    return sa.and_(
        Vote.position_id == Position.id,
        Vote.user_id == sa.bindparam("viewer_id", type_=sa.Integer),
        Vote.capacity == Capacity.PERSONAL,
    )


@cache
def position_select(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """Positions with their question, author and for whom they spoke, result, and the vote of `viewer_id`."""
    better = aliased(Position)
    other_text = aliased(PositionText)
    language = preferred(other_text.locale, other_text.position_id == Position.id, locale)
    question_title = preferred(QuestionText.title, QuestionText.question_id == Question.id, locale)
    author_perspective = preferred(
        PerspectiveText.label, PerspectiveText.perspective_id == User.perspective_id, locale
    )
    return with_mandate(
        sa.select(
            Position.id,
            Position.public_id,
            Position.author_id,
            Position.state,
            Position.frozen_at,
            Position.created_at,
            Position.is_merged,
            Position.question_id,
            Question.slug.label("question_slug"),
            Question.number.label("question_number"),
            QUESTION_IS_OPEN.label("is_question_open"),
            Question.concluded_at.label("question_concluded_at"),
            question_title.label("question_title"),
            PositionText.statement,
            PositionText.locale,
            User.name.label("author_name"),
            User.public_id.label("author_public_id"),
            User.role.label("author_role"),
            author_perspective.label("author_perspective"),
            *SPOKEN_FOR,
            better.public_id.label("better_public_id"),
            better.state.label("better_state"),
            statement_of(better.id, locale).label("better_statement"),
            Vote.choice,
            Vote.reason,
            *_RESULT,
        )
        .join(Question, Question.id == Position.question_id)
        .join(
            PositionText,
            sa.and_(PositionText.position_id == Position.id, PositionText.locale == language),
        )
        .outerjoin(User, User.id == Position.author_id)
        .outerjoin(better, better.id == Position.superseded_by_id)
        .outerjoin(PositionResult, PositionResult.position_id == Position.id)
        .outerjoin(Vote, own_vote()),
        Position.mandate_id,
    )


@cache
def position_by_id(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """The position with `public_id`, as in `position_select`."""
    return position_select(locale).where(Position.public_id == sa.bindparam("public_id"))


@cache
def positions_by_ids(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """The positions with these `ids`, as in `position_select`."""
    return position_select(locale).where(Position.id.in_(sa.bindparam("ids", expanding=True)))


@cache
def positions_of_question(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """Those listed of `question_id`, in ORDER."""
    return (
        position_select(locale)
        .where(IS_LISTED, Position.question_id == sa.bindparam("question_id"))
        .order_by(*ORDER)
    )


def position_view(row: Any) -> PositionView:
    return PositionView(
        id=row.id,
        public_id=row.public_id,
        question=QuestionRef(
            row.question_id,
            row.question_slug,
            row.question_number,
            row.question_title,
            is_open=bool(row.is_question_open),
            is_concluded=row.question_concluded_at is not None,
        ),
        statement=row.statement,
        language=row.locale,
        author_id=row.author_id,
        author=row.author_name,
        author_public_id=row.author_public_id,
        author_role=row.author_role,
        author_perspective=row.author_perspective,
        speaks_for=spoken_for(row),
        state=row.state,
        is_frozen=row.frozen_at is not None,
        created_at=row.created_at,
        superseded_by=_superseded_by(row) if row.better_public_id else None,
        is_merged=row.is_merged,
        my_vote=Choice(row.choice) if row.choice is not None else None,
        my_reason=row.reason,
        result=_result(row) if row.standing else None,
    )


def _superseded_by(row: Any) -> PositionRef:
    """What is not shown is not quoted either."""
    is_visible = row.better_state is PositionState.VISIBLE
    return PositionRef(
        row.better_public_id, row.better_statement if is_visible else "", is_visible=is_visible
    )


def rows_of(stored: list[dict[str, Any]]) -> tuple[Row, ...]:
    return tuple(Row(**each) for each in stored)


def _result(row: Any) -> Result:
    return Result(
        standing=row.standing,
        standing_since=row.standing_since,
        direction=Choice(row.direction),
        score=row.score,
        divisive=row.divisive,
        voters=row.voters,
        rows=rows_of(row.rows),
        mandated=rows_of(row.mandated),
        # Nobody is asked to vote where nobody can.
        missing=tuple(Missing(**each) for each in row.missing) if row.is_question_open else (),
        assessed_at=row.assessed_at,
    )
