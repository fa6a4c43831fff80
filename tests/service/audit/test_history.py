"""Asking the register what was."""

from forum.audit import has_been, recorded
from forum.lib.db import atomic
from forum.permissions import SYSTEM
from forum.positions.models import PositionState
from tests.factories import a_position

VISIBLE, HELD, HIDDEN = PositionState.VISIBLE, PositionState.HELD, PositionState.HIDDEN


@atomic
def put(position, state):
    with recorded(SYSTEM, "test", position):
        position.state = state


def test_the_register_remembers_what_a_column_was_and_became(position):
    put(position, HELD)
    put(position, HIDDEN)
    assert has_been(position, "state", VISIBLE)
    assert has_been(position, "state", HELD)
    assert has_been(position, "state", HIDDEN)
    assert not has_been(position, "state", PositionState.TAKEN_OUT)


def test_what_never_changed_is_not_in_it_and_what_happened_to_another_is_not_either(position, bob):
    other = a_position(bob)
    put(other, HELD)
    assert not has_been(position, "state", VISIBLE)
    assert not has_been(position, "state", HELD)
