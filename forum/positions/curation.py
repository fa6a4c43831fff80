"""What moderators do to positions. Each of these is part of a moderation action, which asks for permission,
holds the position's row and writes the register.
"""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from forum.audit import has_been
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import db
from forum.permissions import Actor
from forum.positions.adding import add_better, question_for_better
from forum.positions.events import ListChanged, PositionProposed, SourceAsked, VotesChanged
from forum.positions.models import Answer, OrganisationVote, Position, PositionSource, PositionState
from forum.positions.rules import check_showable, check_takable


def show_position(position: Position) -> None:
    """Give it to readers: it waited for a moderator, or one hid it or took it out. Votes on it count again.

    When nobody could read it before, it is proposed only now, and those it was taken from are asked. Raises
    Conflict when it is shown already, and when its author withdrew it.
    """
    check_showable(position.state)
    is_new = not has_been(position, "state", PositionState.VISIBLE)
    position.state = PositionState.VISIBLE
    if is_new:
        position.created_at = clock.now()
        emit(PositionProposed(position.id))
        for comment_id in _unanswered(position.id):
            emit(SourceAsked(position.id, comment_id))
    _list_changed(position)


def hold_position(position: Position) -> None:
    """Out of sight until a moderator looks at it. Raises Conflict when it is not shown."""
    _take(position, PositionState.HELD)


def hide_position(position: Position) -> None:
    """Out of sight for its content. Raises Conflict when it is hidden, or was withdrawn or taken out."""
    _take(position, PositionState.HIDDEN)


def withdraw_by_moderator(position: Position) -> None:
    """Off the list although people voted on it. It breaks no rule, but it does not work as a position: it
    asks two things, for instance. Raises Conflict when it is hidden, or was withdrawn or taken out.
    """
    _take(position, PositionState.TAKEN_OUT)


def supersede(actor: Actor, position: Position, *, statement: str, language: str | None = None) -> Position:
    """Put a moderator's better wording in its place, which begins without votes; the old one keeps its own.

    Raises Conflict when it takes none, Invalid at `statement`.
    """
    question = question_for_better(position)
    return add_better(actor, position, question, statement=statement, language=language)


def _take(position: Position, state: PositionState) -> None:
    check_takable(position.state, state)
    position.state = state
    _list_changed(position)


def _unanswered(position_id: int) -> list[int]:
    """Comments whose authors have not said whether it is what they meant."""
    asked = sa.select(PositionSource.comment_id).where(
        PositionSource.position_id == position_id, PositionSource.answer == Answer.ASKED
    )
    return list(db.session.scalars(asked.order_by(PositionSource.comment_id)))


def _list_changed(position: Position) -> None:
    emit(ListChanged(position.question_id), once=f"list:{position.question_id}")


def carry_organisation_votes(from_id: int, into_id: int) -> int:
    """Two organisations that are the same have one vote on each position: what `into` voted stays.

    3 statements, and one for each question. Returns how many votes were carried over.
    """
    theirs = OrganisationVote.organisation_id == from_id
    questions = _questions_voted_on(from_id)
    kept = sa.alias(OrganisationVote.__table__)
    is_there = sa.exists().where(
        kept.c.organisation_id == into_id, kept.c.position_id == OrganisationVote.position_id
    )
    carried = db.session.execute(
        sa.update(OrganisationVote)
        .where(theirs, ~is_there)
        .values(organisation_id=into_id)
        .returning(OrganisationVote.position_id),
        execution_options={"synchronize_session": False},
    ).all()
    db.session.execute(
        sa.delete(OrganisationVote).where(theirs), execution_options={"synchronize_session": False}
    )
    _votes_changed(questions)
    return len(carried)


def count_votes_anew(organisation_id: int) -> None:
    """It speaks from another role: its votes count there. 1 statement, and one for each question."""
    _votes_changed(_questions_voted_on(organisation_id))


def _questions_voted_on(organisation_id: int) -> Sequence[int]:
    voted = (
        sa.select(Position.question_id)
        .join(OrganisationVote, OrganisationVote.position_id == Position.id)
        .where(OrganisationVote.organisation_id == organisation_id)
    )
    return db.session.scalars(voted.distinct().order_by(Position.question_id)).all()


def _votes_changed(questions: Iterable[int]) -> None:
    for question_id in questions:
        emit(VotesChanged(question_id), once=f"votes:{question_id}")


def take_back_votes(mandate_id: int) -> None:
    """What was voted by a mandate that should not have been. 2 statements, and one for each question."""
    positions = db.session.scalars(
        sa.delete(OrganisationVote)
        .where(OrganisationVote.mandate_id == mandate_id)
        .returning(OrganisationVote.position_id)
    ).all()
    questions = sa.select(Position.question_id).where(Position.id.in_(positions)).distinct()
    _votes_changed(db.session.scalars(questions).all() if positions else ())
