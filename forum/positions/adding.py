"""Parts of the commands that bring a new position: the row, its wording, the comments it was taken from."""

from dataclasses import dataclass

import sqlalchemy as sa

from forum.articles.models import Question
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import Invalid, NotFound
from forum.lib.i18n import LOCALES, _, current_locale
from forum.mandates.models import Mandate
from forum.permissions import Actor, moderates
from forum.positions.events import PositionHeld, PositionProposed, PositionSuperseded, SourceAsked
from forum.positions.models import Answer, Position, PositionSource, PositionState, PositionText
from forum.positions.rules import check_new, check_stands, checked_statement
from forum.positions.sources import comments
from forum.settings import settings


def locked_question(condition: sa.ColumnElement[bool]) -> Question:
    """Positions of one question are proposed one after the other, so that each is compared with all.

    The lock is a weak one: other things that belong to the question do not wait for it. Raises NotFound.
    """
    question = db.session.scalar(sa.select(Question).where(condition).with_for_update(key_share=True))
    if question is None:
        raise NotFound
    return question


def statements_of(question_id: int) -> list[str]:
    """All wordings that stand in this question or wait for a moderator, the older ones included."""
    stands = Position.state.in_((PositionState.VISIBLE, PositionState.HELD))
    return list(
        db.session.scalars(
            sa.select(PositionText.statement)
            .join(Position, Position.id == PositionText.position_id)
            .where(Position.question_id == question_id, stands)
            .order_by(Position.id)
        )
    )


def add_position(
    actor: Actor, question_id: int, statement: str, *, language: str | None, mandate: Mandate | None = None
) -> Position:
    """Visible, or waiting for a moderator; who is to know is told."""
    language = language or current_locale()
    if language not in LOCALES:
        raise Invalid({"language": _("Choose a language from the list.")})
    is_held = settings().hold_positions and not moderates(actor, None)
    position = Position(
        question_id=question_id,
        author_id=actor.user_id,
        mandate_id=mandate.id if mandate else None,
        state=PositionState.HELD if is_held else PositionState.VISIBLE,
        created_at=clock.now(),
    )
    db.session.add(position)
    db.session.flush()
    db.session.add(PositionText(position_id=position.id, locale=language, statement=statement))
    db.session.flush()
    emit(PositionHeld(position.id) if is_held else PositionProposed(position.id))
    return position


@dataclass(frozen=True, slots=True)
class Quoted:
    """A comment that a position is taken from, and the sentence in it."""

    comment_id: int
    author_id: int
    quote: str


def add_source(actor: Actor, position: Position, source: Quoted) -> None:
    """Its author is asked whether it is what they meant, unless they made the position themselves."""
    is_own = source.author_id == actor.user_id
    now = clock.now()
    db.session.add(
        PositionSource(
            position_id=position.id,
            comment_id=source.comment_id,
            quote=source.quote,
            answer=Answer.MEANT if is_own else Answer.ASKED,
            added_at=now,
            answered_at=now if is_own else None,
        )
    )
    # Nobody is asked about what they cannot read yet: see curation.show_position.
    if not is_own and position.is_visible:
        emit(SourceAsked(position.id, source.comment_id))


def question_for_better(position: Position) -> Question:
    """Locked. Raises Conflict when the position takes no better wording (any more)."""
    question = locked_question(Question.id == position.question_id)
    check_stands(
        position.state,
        is_superseded=not position.is_open,
        is_merged=position.is_merged,
        is_question_open=question.is_open,
    )
    return question


def add_better(
    actor: Actor,
    position: Position,
    question: Question,
    *,
    statement: str,
    language: str | None,
    mandate: Mandate | None = None,
) -> Position:
    """The wording that takes the place of a position: without votes, and with the same sources."""
    statement = checked_statement(statement)
    check_new(statement, statements_of(question.id))
    better = add_position(actor, question.id, statement, language=language, mandate=mandate)
    position.superseded_by_id = better.id
    emit(PositionSuperseded(position.id, better.id))
    for source in _sources_of(position.id):
        add_source(actor, better, source)
    return better


def _sources_of(position_id: int) -> list[Quoted]:
    rows = db.session.execute(
        sa.select(PositionSource.comment_id, comments.c.author_id, PositionSource.quote)
        .join(comments, comments.c.id == PositionSource.comment_id)
        .where(PositionSource.position_id == position_id)
        .order_by(PositionSource.comment_id)
    )
    return [Quoted(*row) for row in rows]
