"""Decisions to read about: bob wrote, mo decided."""

from typing import Any

import pytest

from forum.moderation.declaring import action_named
from forum.moderation.models import Decision
from forum.moderation.service import perform
from tests.browsing import Person
from tests.factories import a_user, as_actor

REASON = "A client can be recognised by this. Leave out the street."


@pytest.fixture
def do(mo):
    """`do("hide", "comment:abc")` as mo, or `by` somebody else."""

    def run(action: str, ref: str, *, by=None, ground: str = "", **options: Any) -> Decision:
        ground = ground or action_named(action).grounds[0].value
        options.setdefault("reason", REASON)
        return perform(as_actor(by or mo), action, ref, ground=ground, **options)

    return run


@pytest.fixture
def mia(db):
    """Another moderator."""
    return a_user("mia", role="moderator")


@pytest.fixture
def as_mia(app, mia) -> Person:
    return Person(app, mia)


@pytest.fixture
def hidden(do, comment) -> Decision:
    """mo took bob's comment away."""
    return do("hide", f"comment:{comment.public_id}", ground="client_data")


def address(decision: Decision) -> str:
    return f"/decisions/{decision.public_id}"
