"""What the tests of positions ask for besides."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from forum.articles.models import Question
from forum.positions.assessment import assess_question
from forum.settings import settings


@pytest.fixture
def holding(app, monkeypatch):
    """The setting that members' positions wait for a moderator."""
    monkeypatch.setitem(app.extensions, "forum.settings", replace(settings(), hold_positions=True))


@pytest.fixture
def question_id(article, db):
    return db.session.scalar(sa.select(Question.id).filter_by(slug="who-is-we"))


@pytest.fixture
def assess(position):
    """Has the votes on the position's question looked at."""
    return lambda: assess_question(position.question_id)
