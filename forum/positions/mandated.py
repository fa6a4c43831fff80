"""Positions and the organisations for whom people speak: where they may, and what organisations voted, as
those see it who speak for them now."""

from collections.abc import Collection

import sqlalchemy as sa

from forum.articles.models import QuestionLesson
from forum.lib.db import db
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.mandates.models import Mandate, Organisation
from forum.mandates.rules import Place
from forum.mandates.using import mandate_to_use
from forum.permissions import Actor
from forum.positions.models import Choice, OrganisationVote, Position


def place_of(question_id: int) -> Place:
    """Where a position of this question stands: in no thread, also when it was taken from a comment. 1
    statement."""
    lessons = sa.select(QuestionLesson.lesson_id).where(QuestionLesson.question_id == question_id)
    return Place(question_id, frozenset(db.session.scalars(lessons)))


def mandate_for_better(actor: Actor, position: Position, capacity: str) -> Mandate | None:
    """Part of a command: by which mandate a better wording takes the place of this position.

    What an organisation proposed does not become somebody's own by other words. Raises Invalid at `capacity`.
    """
    if position.mandate_id is None:
        return mandate_to_use(actor, capacity, lambda: place_of(position.question_id))
    organisation = db.session.scalars(
        sa.select(Organisation)
        .join(Mandate, Mandate.organisation_id == Organisation.id)
        .where(Mandate.id == position.mandate_id)
    ).one()
    try:
        mandate = mandate_to_use(actor, capacity, lambda: place_of(position.question_id))
    except Invalid:
        mandate = None
    if mandate is None or mandate.organisation_id != organisation.id:
        raise Invalid(
            {
                "capacity": _(
                    "This was proposed on behalf of %(organisation)s, and you do not speak for it now. "
                    "Propose your sentence as a position of your own, or ask for a mandate again.",
                    organisation=organisation.name,
                )
            }
        )
    return mandate


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
