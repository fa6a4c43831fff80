"""Commands on positions. Voting is in voting.py, what moderators do in curation.py, what comes with the
article in seeds.py."""

from forum.articles.models import Question
from forum.audit import recorded
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db, found
from forum.lib.errors import Invalid, NotFound
from forum.lib.i18n import _
from forum.lib.once import remember, repeated
from forum.mandates.using import mandate_to_use
from forum.permissions import Actor, can, require
from forum.permissions import Permission as P
from forum.positions.adding import (
    Quoted,
    add_better,
    add_position,
    add_source,
    locked_question,
    question_for_better,
    statements_of,
)
from forum.positions.events import PositionWithdrawn
from forum.positions.mandated import mandate_for_better, place_of
from forum.positions.models import LONGEST_SOURCE_QUOTE, Answer, Position, PositionSource, PositionState
from forum.positions.rules import check_new, check_withdrawable, checked_quote, checked_statement
from forum.positions.sources import SourceComment, comment_named
from forum.positions.wording import nearest_sentence


@atomic
def propose_position(
    actor: Actor,
    question_slug: str,
    *,
    statement: str,
    source_comment: str | None = None,
    quote: str = "",
    language: str | None = None,
    capacity: str = "",
    submission_key: str = "",
) -> Position:
    """Propose a position, perhaps taken from a comment (its public id) in which `quote` stands.

    Without a quote, the sentence of the comment that is nearest to the statement is quoted. capacity:
    `personal`, or the public id of a mandate. Raises NotFound, and Invalid for a statement that will not do
    or is there already, for a source or quote that is not, and for a mandate that does not hold here now.
    """
    question = locked_question(Question.slug == question_slug.replace("\x00", ""))
    require(actor, P.POSITION_PROPOSE, question)
    statement = checked_statement(statement)
    source = _source(source_comment, question.id) if source_comment else None
    if source is not None:
        quote = checked_quote(
            quote or nearest_sentence(source.text, statement)[:LONGEST_SOURCE_QUOTE], source.text
        )
    if earlier := repeated(actor.user_id, submission_key):
        return found(Position, earlier)
    mandate = mandate_to_use(actor, capacity, lambda: place_of(question.id))
    check_new(statement, statements_of(question.id))

    position = add_position(actor, question.id, statement, language=language, mandate=mandate)
    remember(actor.user_id, submission_key, position.public_id)
    if source is not None:
        add_source(actor, position, Quoted(source.id, source.author_id, quote))
    return position


@atomic
def supersede_position(
    actor: Actor,
    public_id: str,
    *,
    statement: str,
    language: str | None = None,
    capacity: str = "",
    submission_key: str = "",
) -> Position:
    """Put a better wording in the place of one's own position; the old one stays readable, with its votes.

    Returns the new one, which begins without votes and with the same sources. Their authors are asked again.
    What was proposed for an organisation is reworded for that organisation only: raises Invalid at `capacity`
    for who speaks for it no more.
    """
    position = _readable(actor, public_id)
    if earlier := repeated(actor.user_id, submission_key):
        return found(Position, earlier)
    question = question_for_better(position)
    require(actor, P.POSITION_SUPERSEDE, position)
    mandate = mandate_for_better(actor, position, capacity)
    better = add_better(actor, position, question, statement=statement, language=language, mandate=mandate)
    remember(actor.user_id, submission_key, better.public_id)
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
        emit(PositionWithdrawn(position.id))
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
