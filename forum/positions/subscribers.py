"""What follows from votes, in the background."""

import sqlalchemy as sa

from forum.jobs import on
from forum.lib.db import db
from forum.positions.assessment import assess_question
from forum.positions.events import ListChanged, PositionsMerged, PositionSuperseded, VotesChanged
from forum.positions.models import Position


@on(VotesChanged)
def assess_votes(event: VotesChanged) -> None:
    assess_question(event.question_id)


@on(PositionSuperseded)
def assess_without_superseded(event: PositionSuperseded) -> None:
    """The older wording leaves the analysis, and the new one enters it without votes."""
    question_id = db.session.scalar(sa.select(Position.question_id).where(Position.id == event.by_id))
    if question_id is not None:
        assess_question(question_id)


@on(PositionsMerged)
def assess_merged(event: PositionsMerged) -> None:
    """One leaves the analysis, the other has more votes."""
    question_id = db.session.scalar(sa.select(Position.question_id).where(Position.id == event.into_id))
    if question_id is not None:
        assess_question(question_id)


@on(ListChanged)
def assess_what_is_listed(event: ListChanged) -> None:
    assess_question(event.question_id)
