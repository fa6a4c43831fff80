"""Ways to act as a moderator in few words."""

from typing import Any

import pytest

from forum.moderation.declaring import action_named
from forum.moderation.service import perform
from tests.factories import as_actor


@pytest.fixture
def do(mo):
    """`do("hide", "comment:abc")` as mo, with a fitting ground and reason; `by` somebody else."""

    def run(action: str, ref: str, *, by=None, ground: str = "", **options: Any):
        ground = ground or action_named(action).grounds[0].value
        options.setdefault("reason", "It is better this way, for everybody.")
        return perform(as_actor(by or mo), action, ref, ground=ground, **options)

    return run
