"""What changed from one version to another."""

from datetime import UTC, datetime

from forum.positions.models import Choice, Standing
from forum.synthesis.comparing import changes_between
from forum.synthesis.models import Slot
from forum.synthesis.views import LinkedPosition, Outcome, SynthesisSource

SHARED = Outcome(Standing.SHARED, Choice.AGREE)
OPEN = Outcome(Standing.OPEN, Choice.AGREE)


def a_version(texts=None, **positions) -> SynthesisSource:
    return SynthesisSource(
        version=1,
        author="Mo",
        published_at=datetime(2026, 11, 23, tzinfo=UTC),
        texts=texts or {},
        positions={Slot(slot): tuple(them) for slot, them in positions.items()},
    )


def a_position(public_id: str, then: Outcome = SHARED) -> LinkedPosition:
    return LinkedPosition(public_id, f"Statement {public_id}.", "en", then, SHARED, True)


def test_every_part_is_there_also_those_that_did_not_change():
    changes = changes_between(a_version({Slot.AGREE: "So."}), a_version({Slot.AGREE: "So."}))
    assert [one.slot for one in changes] == list(Slot)
    assert not any(one.has_changed for one in changes)


def test_words_are_compared_part_by_part():
    agree, differ, *_ = changes_between(
        a_version({Slot.AGREE: "one goal"}), a_version({Slot.AGREE: "two goals", Slot.DIFFER: "Much."})
    )
    assert [piece.kind for piece in agree.pieces] == ["removed", "added", "same", "removed", "added"]
    assert [(piece.kind, piece.text) for piece in differ.pieces] == [("added", "Much.")]


def test_positions_come_go_and_come_to_something_else():
    before = a_version(agree=[a_position("a"), a_position("b", OPEN), a_position("c")])
    after = a_version(agree=[a_position("b"), a_position("c"), a_position("d")])
    agree, *_ = changes_between(before, after)
    assert [one.public_id for one in agree.added] == ["d"]
    assert [one.public_id for one in agree.removed] == ["a"]
    assert [(old.then, new.then) for old, new in agree.changed] == [(OPEN, SHARED)]


def test_a_position_that_went_to_the_other_part_left_the_one_and_came_to_the_other():
    agree, differ, *_ = changes_between(
        a_version(agree=[a_position("a")]), a_version(differ=[a_position("a")])
    )
    assert ([one.public_id for one in agree.removed], [one.public_id for one in differ.added]) == (
        ["a"],
        ["a"],
    )


def test_the_direction_shows_only_of_what_is_shared():
    against = Outcome(Standing.SHARED, Choice.DISAGREE)
    assert not SHARED.looks_like(against)
    assert Outcome(Standing.CONTESTED, Choice.AGREE).looks_like(Outcome(Standing.CONTESTED, Choice.DISAGREE))
