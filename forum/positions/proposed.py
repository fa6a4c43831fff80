"""Which positions a person or an organisation proposed; never how they voted."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum.articles.models import Question, QuestionText
from forum.lib.db import db
from forum.lib.paging import Page, decode, page
from forum.lib.wording import preferred
from forum.mandates.models import Mandate
from forum.mandates.speaking import SPOKEN_FOR, SpokenFor, spoken_for, with_mandate
from forum.positions.models import Position, PositionState
from forum.positions.selects import position_select, position_view, statement_of
from forum.positions.views import PositionView

ON_PAGE = 20


@dataclass(frozen=True, slots=True)
class Proposed:
    public_id: str
    statement: str
    proposed_at: datetime
    question_slug: str
    question_title: str
    speaks_for: SpokenFor | None


def proposed_by(user_id: int, locale: str, *, after: str | None = None) -> Page[Proposed]:
    """The newest first. 1 statement. Raises NotFound for a cursor that we did not make."""
    title = preferred(QuestionText.title, QuestionText.question_id == Question.id, locale)
    rows = with_mandate(
        sa.select(
            Position.id,
            Position.public_id,
            statement_of(Position.id, locale).label("statement"),
            Position.created_at,
            Question.slug,
            title.label("question_title"),
            *SPOKEN_FOR,
        )
        .join(Question, Question.id == Position.question_id)
        .where(Position.author_id == user_id, Position.state == PositionState.VISIBLE)
        .order_by(Position.id.desc())
        .limit(ON_PAGE + 1),
        Position.mandate_id,
    )
    if after:
        rows = rows.where(Position.id < decode(after, int)[0])
    found = page(db.session.execute(rows).all(), ON_PAGE, lambda row: [row.id])
    return Page(
        [
            Proposed(
                row.public_id,
                row.statement,
                row.created_at,
                row.slug,
                row.question_title,
                spoken_for(row),
            )
            for row in found.rows
        ],
        found.next,
    )


def proposed_for(organisation_id: int, locale: str, *, after: str | None = None) -> Page[PositionView]:
    """What was proposed in its name and everybody can read, older wordings too, the newest first; without
    anybody's vote. 1 statement. Raises NotFound for a cursor that we did not make."""
    rows = (
        position_select(locale)
        .where(Mandate.organisation_id == organisation_id, Position.state == PositionState.VISIBLE)
        .order_by(Position.id.desc())
        .limit(ON_PAGE + 1)
    )
    if after:
        rows = rows.where(Position.id < decode(after, int)[0])
    found = page(db.session.execute(rows, {"viewer_id": 0}).all(), ON_PAGE, lambda row: [row.id])
    return Page([position_view(row) for row in found.rows], found.next)
