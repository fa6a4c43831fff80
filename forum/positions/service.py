"""Commands on positions. Voting is in voting.py, what comes with the article in seeds.py."""

import sqlalchemy as sa

from forum.articles.models import Question
from forum.audit import recorded
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db, found
from forum.lib.errors import Invalid, NotFound
from forum.lib.i18n import LOCALES, _, current_locale
from forum.lib.once import remember, repeated
from forum.permissions import Actor, can, moderates, require
from forum.permissions import Permission as P
from forum.positions.events import PositionProposed, PositionSuperseded, SourceAsked
from forum.positions.models import (
    LONGEST_SOURCE_QUOTE,
    Answer,
    Position,
    PositionSource,
    PositionState,
    PositionText,
)
from forum.positions.rules import (
    check_new,
    check_stands,
    check_withdrawable,
    checked_quote,
    checked_statement,
)
from forum.positions.sources import SourceComment, comment_named, comments
from forum.positions.wording import nearest_sentence
from forum.settings import settings


@atomic
def propose_position(
    actor: Actor,
    question_slug: str,
    *,
    statement: str,
    source_comment: str | None = None,
    quote: str = "",
    language: str | None = None,
    submission_key: str = "",
) -> Position:
    """Propose a position, perhaps taken from a comment (its public id) in which `quote` stands.

    Without a quote, the sentence of the comment that is nearest to the statement is quoted. Raises NotFound,
    and Invalid for a statement that will not do or is there already, and for a source or quote that is not.
    """
    question = _locked_question(Question.slug == question_slug.replace("\x00", ""))
    require(actor, P.POSITION_PROPOSE, question)
    statement = checked_statement(statement)
    source = _source(source_comment, question.id) if source_comment else None
    if source is not None:
        quote = checked_quote(
            quote or nearest_sentence(source.text, statement)[:LONGEST_SOURCE_QUOTE], source.text
        )
    if earlier := repeated(actor.user_id, submission_key):
        return found(Position, earlier)
    check_new(statement, _statements_of(question.id))

    position = _add_position(actor, question.id, statement, language)
    remember(actor.user_id, submission_key, position.public_id)
    emit(PositionProposed(position.id))
    if source is not None:
        _add_source(actor, position, source.id, author_id=source.author_id, quote=quote)
    return position


@atomic
def supersede_position(
    actor: Actor, public_id: str, *, statement: str, language: str | None = None, submission_key: str = ""
) -> Position:
    """Put a better wording in the place of a position; the old one stays readable, with its votes.

    Returns the new one, which begins without votes and with the same sources. Their authors are asked again.
    """
    position = _readable(actor, public_id)
    if earlier := repeated(actor.user_id, submission_key):
        return found(Position, earlier)
    question = _locked_question(Question.id == position.question_id)
    check_stands(position.state, is_superseded=not position.is_open, is_question_open=question.is_open)
    require(actor, P.POSITION_SUPERSEDE, position)
    statement = checked_statement(statement)
    check_new(statement, _statements_of(question.id))

    better = _add_position(actor, question.id, statement, language)
    position.superseded_by_id = better.id
    remember(actor.user_id, submission_key, better.public_id)
    emit(PositionProposed(better.id))
    emit(PositionSuperseded(position.id, better.id))
    for source, author_id in _sources_with_authors(position.id):
        _add_source(actor, better, source.comment_id, author_id=author_id, quote=source.quote)
    return better


@atomic
def withdraw_position(actor: Actor, public_id: str) -> Position:
    """Take one's own position back, before anybody voted. Raises Conflict after that."""
    position = _readable(actor, public_id)
    check_withdrawable(position.state, is_superseded=not position.is_open, is_frozen=position.is_frozen)
    require(actor, P.POSITION_WITHDRAW, position)
    if position.state is not PositionState.WITHDRAWN:
        with recorded(actor, "position.withdraw", position):
            position.state = PositionState.WITHDRAWN
    return position


@atomic
def answer_source(actor: Actor, public_id: str, comment_public_id: str, *, is_meant: bool) -> None:
    """Say whether a position is what one meant in one's comment. Can be said again. Raises NotFound."""
    position = _readable(actor, public_id)
    comment = comment_named(comment_public_id)
    source = db.session.get(PositionSource, (position.id, comment.id)) if comment else None
    if comment is None or source is None:
        raise NotFound
    require(actor, P.SOURCE_ANSWER, comment)
    source.answer = Answer.MEANT if is_meant else Answer.NOT_MEANT
    source.answered_at = clock.now()


def _locked_question(condition: sa.ColumnElement[bool]) -> Question:
    """Positions of one question are proposed one after the other, so that each is compared with all.

    The lock is a weak one: other things that belong to the question do not wait for it.
    """
    question = db.session.scalar(sa.select(Question).where(condition).with_for_update(key_share=True))
    if question is None:
        raise NotFound
    return question


def _readable(actor: Actor, public_id: str) -> Position:
    """Locked. Raises NotFound, also when this actor may not read it."""
    position = found(Position, public_id, lock=True)
    if not can(actor, P.POSITION_READ, position):
        raise NotFound
    return position


def _source(public_id: str, question_id: int) -> SourceComment:
    comment = comment_named(public_id)
    if comment is None or not comment.is_visible or comment.question_id != question_id:
        raise Invalid(
            {"source_comment": _("The comment that you took this from is not part of this question.")}
        )
    return comment


def _statements_of(question_id: int) -> list[str]:
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


def _add_position(actor: Actor, question_id: int, statement: str, language: str | None) -> Position:
    language = language or current_locale()
    if language not in LOCALES:
        raise Invalid({"language": _("Choose a language from the list.")})
    is_held = settings().hold_positions and not moderates(actor, None)
    position = Position(
        question_id=question_id,
        author_id=actor.user_id,
        state=PositionState.HELD if is_held else PositionState.VISIBLE,
        created_at=clock.now(),
    )
    db.session.add(position)
    db.session.flush()
    db.session.add(PositionText(position_id=position.id, locale=language, statement=statement))
    db.session.flush()
    return position


def _add_source(actor: Actor, position: Position, comment_id: int, *, author_id: int, quote: str) -> None:
    """Its author is asked whether it is what they meant, unless they made the position themselves."""
    is_own = author_id == actor.user_id
    now = clock.now()
    db.session.add(
        PositionSource(
            position_id=position.id,
            comment_id=comment_id,
            quote=quote,
            answer=Answer.MEANT if is_own else Answer.ASKED,
            added_at=now,
            answered_at=now if is_own else None,
        )
    )
    # Nobody is asked about what they cannot read yet.
    if not is_own and position.is_visible:
        emit(SourceAsked(position.id, comment_id))


def _sources_with_authors(position_id: int) -> list[tuple[PositionSource, int]]:
    rows = db.session.execute(
        sa.select(PositionSource, comments.c.author_id)
        .join(comments, comments.c.id == PositionSource.comment_id)
        .where(PositionSource.position_id == position_id)
    )
    return [(source, author_id) for source, author_id in rows]
