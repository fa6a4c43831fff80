"""Let many people vote on the positions of a question, and wait until the worker has counted their votes.

Two camps agree on every third position and differ on the others, so that all that can be seen of an analysis
is there.
"""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.perspectives import Perspective
from forum.accounts.service import create_user
from forum.articles.models import Question
from forum.jobs import OutboxMessage
from forum.lib.db import db
from forum.permissions import SYSTEM, Actor, Role
from forum.positions.models import Choice, Position
from forum.positions.voting import cast_vote
from tests.browser.site import eventually


def let_vote(slug: str, each: int) -> list[str]:
    """slug: of a question; each: so many of each perspective. Returns the public ids of its positions."""
    question_id = db.session.scalars(sa.select(Question.id).where(Question.slug == slug)).one()
    positions = list(
        db.session.scalars(
            sa.select(Position.public_id).where(Position.question_id == question_id).order_by(Position.id)
        )
    )
    perspectives = list(db.session.scalars(sa.select(Perspective.slug).order_by(Perspective.position)))
    for number, perspective in enumerate(perspectives * each):
        voter = _voter(slug, number, perspective)
        for place, position in enumerate(positions):
            cast_vote(voter, position, _choice(place, number))
    eventually(_is_counted, "the worker to count the votes")
    return positions


def _is_counted() -> bool:
    db.session.rollback()  # to see what the worker committed
    waiting = sa.select(sa.func.count(OutboxMessage.id)).where(
        OutboxMessage.event == "positions.VotesChanged", OutboxMessage.done_at.is_(None)
    )
    return db.session.scalar(waiting) == 0


def _voter(slug: str, number: int, perspective: str) -> Actor:
    email = f"{slug}.{number}@example.nl"
    create_user(
        SYSTEM,
        email=email,
        name=f"Kiezer {slug[0].upper()} {number}",
        role=Role.MEMBER,
        perspective=perspective,
    )
    user = db.session.scalars(sa.select(User).where(User.email == email)).one()
    return Actor(id=user.id, role=user.role, is_confirmed=True, joined_at=user.joined_at)


def _choice(place: int, number: int) -> Choice:
    if (place + number) % 9 == 0:
        return Choice.PASS
    if place % 3 == 0:
        return Choice.AGREE
    return Choice.AGREE if (number // 6 + place) % 2 else Choice.DISAGREE
