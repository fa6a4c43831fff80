"""Positions with a result, as if the analysis had stored it."""

import pytest

from forum.lib import clock
from forum.lib.db import atomic
from forum.positions.models import OpinionSnapshot, Standing
from tests import factories


def a_row(key: str = "all", agree: int = 0, disagree: int = 0, passed: int = 0) -> dict:
    share = (agree + 1) / (agree + disagree + passed + 2)
    lower, upper = max(share - 0.1, 0.0), min(share + 0.1, 1.0)
    return {
        "key": key, "agree": agree, "disagree": disagree, "passed": passed, "lower": lower, "upper": upper,
    }  # fmt: skip


@pytest.fixture
def result_of(db):
    """Stores a result: everybody agrees, from two roles."""

    def store(position, standing=Standing.SHARED, **fields):
        rows = [a_row(agree=12), a_row("role:municipality", agree=6), a_row("role:provider", agree=6)]
        return factories.a_result(position, standing, **({"rows": rows, "voters": 12} | fields))

    return store


@pytest.fixture
def counted(db):
    """Stores the analysis of a question."""

    @atomic
    def store(question_id: int, **fields) -> OpinionSnapshot:
        values = {"version": 3, "made_at": clock.now(), "voters": 12, "votes": 40, "groups": {}}
        snapshot = OpinionSnapshot(question_id=question_id, **(values | fields))
        database.session.add(snapshot)
        return snapshot

    database = db
    return store
