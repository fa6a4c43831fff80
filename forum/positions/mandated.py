"""What organisations voted, as those see it who speak for them now."""

from collections.abc import Collection

import sqlalchemy as sa

from forum.articles.models import QuestionLesson
from forum.lib.db import db
from forum.mandates.models import Mandate
from forum.mandates.rules import Place
from forum.positions.models import Choice, OrganisationVote


def place_of(question_id: int) -> Place:
    """Where a position of this question stands. 1 statement."""
    lessons = sa.select(QuestionLesson.lesson_id).where(QuestionLesson.question_id == question_id)
    return Place(question_id, frozenset(db.session.scalars(lessons)))


def votes_by_mandate(position_id: int, mandates: Collection[str]) -> dict[str, Choice]:
    """Public id of a mandate to what its organisation voted, whoever cast that. 1 statement, 0 for none."""
    if not mandates:
        return {}
    rows = db.session.execute(
        sa.select(Mandate.public_id, OrganisationVote.choice)
        .join(OrganisationVote, OrganisationVote.organisation_id == Mandate.organisation_id)
        .where(OrganisationVote.position_id == position_id, Mandate.public_id.in_(sorted(mandates)))
    )
    return {public_id: Choice(choice) for public_id, choice in rows}
