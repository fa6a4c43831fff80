"""What the positions room does by the clock."""

from datetime import timedelta

import sqlalchemy as sa

from forum.accounts.models import User
from forum.jobs import daily, hourly
from forum.lib import clock
from forum.lib.db import db
from forum.positions.assessment import assess_question
from forum.positions.models import Position, Vote
from forum.settings import settings

LOOK_BACK = timedelta(hours=3)
"""Longer than between two runs, since a run can be late; looking twice changes nothing."""


@hourly
def assess_newly_trusted() -> int:
    """Look again at questions with votes of accounts that have just become old enough, or confirmed their
    e-mail address. Returns at how many."""
    now = clock.now()
    old_enough = now - timedelta(days=settings().trusted_days)
    newly_trusted = sa.or_(
        User.joined_at.between(old_enough - LOOK_BACK, old_enough),
        User.email_confirmed_at > now - LOOK_BACK,
    )
    return _assess(_voted_on().join(User, User.id == Vote.user_id).where(newly_trusted))


@daily
def assess_all() -> int:
    """Look again at every question with votes: at what was missed, and with thresholds that were changed."""
    return _assess(_voted_on())


def _voted_on() -> sa.Select[int]:
    return sa.select(Position.question_id).distinct().join(Vote, Vote.position_id == Position.id)


def _assess(questions: sa.Select[int]) -> int:
    ids = db.session.scalars(questions.order_by(Position.question_id)).all()
    for question_id in ids:
        assess_question(question_id)
    return len(ids)
