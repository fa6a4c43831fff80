"""Voting. Nothing here says in a log, an event or an error what somebody chose."""

from typing import Any

import sqlalchemy as sa

from forum.accounts.capacity import Capacity
from forum.articles.models import Question
from forum.articles.selects import QUESTION_IS_OPEN
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import UtcDateTime, atomic, db, upsert
from forum.lib.errors import Invalid, NotFound
from forum.lib.i18n import _
from forum.mandates.models import Mandate
from forum.mandates.using import mandate_to_use
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.positions.events import VotesChanged
from forum.positions.mandated import place_of
from forum.positions.models import Choice, OrganisationVote, Position, Vote
from forum.positions.rules import check_stands, checked_reason
from forum.settings import settings


@atomic
def cast_vote(actor: Actor, public_id: str, choice: Choice, *, reason: str | None = None) -> Vote:
    """Vote, or change one's vote. `reason` None keeps an earlier reason, "" removes it.

    3 statements, 4 for a position's first vote. Raises NotFound, Conflict when the position takes no votes,
    Invalid for a reason that is too long.
    """
    position = _votable(public_id)
    require(actor, P.POSITION_VOTE, position)
    now = clock.now()
    changes: dict[str, Any] = {
        "choice": choice,
        # Saying the same again is no change: the vote keeps its place in the order of the evidence.
        "voted_at": sa.case((Vote.choice == choice, Vote.voted_at), else_=sa.literal(now, UtcDateTime())),
    }
    if reason is not None:
        changes["reason"] = checked_reason(reason)
    key = {"user_id": actor.user_id, "position_id": position.id, "capacity": Capacity.PERSONAL}
    vote = upsert(Vote, key | changes | {"voted_at": now}, update=changes)
    _freeze(position)
    _tell(position.question_id)
    return vote


@atomic
def withdraw_vote(actor: Actor, public_id: str) -> None:
    """Take one's vote and its reason back. Without a vote nothing happens. Raises as `cast_vote`."""
    position = _votable(public_id)
    require(actor, P.POSITION_VOTE, position)
    own = sa.delete(Vote).where(
        Vote.user_id == actor.user_id,
        Vote.position_id == position.id,
        Vote.capacity == Capacity.PERSONAL,
    )
    if db.session.execute(own.returning(Vote.position_id)).first():
        _tell(position.question_id)


@atomic
def cast_vote_for(actor: Actor, public_id: str, choice: Choice, *, capacity: str) -> OrganisationVote:
    """Vote in the name of an organisation, or change what it voted, whoever cast that.

    capacity: public id of a mandate. Raises as `cast_vote`, and Invalid at `capacity` when that does not hold
    here now.
    """
    position = _votable(public_id)
    require(actor, P.POSITION_VOTE, position)
    mandate = _mandate(actor, capacity, position)
    changes = {"choice": choice, "mandate_id": mandate.id, "voted_at": clock.now()}
    key = {"organisation_id": mandate.organisation_id, "position_id": position.id}
    vote = upsert(OrganisationVote, key | changes, update=changes)
    _freeze(position)
    _tell(position.question_id)
    return vote


@atomic
def withdraw_vote_for(actor: Actor, public_id: str, *, capacity: str) -> None:
    """Take back what the organisation voted. Without a vote nothing happens. Raises as `cast_vote_for`."""
    position = _votable(public_id)
    require(actor, P.POSITION_VOTE, position)
    mandate = _mandate(actor, capacity, position)
    theirs = sa.delete(OrganisationVote).where(
        OrganisationVote.organisation_id == mandate.organisation_id,
        OrganisationVote.position_id == position.id,
    )
    if db.session.execute(theirs.returning(OrganisationVote.position_id)).first():
        _tell(position.question_id)


def _mandate(actor: Actor, capacity: str, position: Position) -> Mandate:
    mandate = mandate_to_use(actor, capacity, lambda: place_of(position.question_id))
    if mandate is None:
        raise Invalid({"capacity": _("Choose in whose name you do this.")})
    return mandate


def _freeze(position: Position) -> None:
    if position.frozen_at is None:
        db.session.execute(
            sa.update(Position)
            .where(Position.id == position.id, Position.frozen_at.is_(None))
            .values(frozen_at=clock.now())
        )


def _votable(public_id: str) -> Position:
    row = db.session.execute(_VOTABLE, {"public_id": public_id}).first() if "\x00" not in public_id else None
    if row is None:
        raise NotFound
    position, is_question_open = row
    check_stands(
        position.state,
        is_superseded=not position.is_open,
        is_merged=position.is_merged,
        is_question_open=is_question_open,
    )
    return position


# A weak lock: votes do not wait for each other, but hiding, superseding and withdrawing the position wait
# for them, and they for it.
_VOTABLE = (
    sa.select(Position, QUESTION_IS_OPEN)
    .join(Question, Question.id == Position.question_id)
    .where(Position.public_id == sa.bindparam("public_id"))
    .with_for_update(read=True, key_share=True, of=Position)
    .execution_options(populate_existing=True)
)


def _tell(question_id: int) -> None:
    emit(
        VotesChanged(question_id),
        delay_seconds=settings().analysis_delay,
        once=f"votes:{question_id}",
    )
