"""What moderators do to positions: give back, hold, hide, take out, reword."""

from collections import defaultdict

import pytest
import sqlalchemy as sa

from forum.audit import Unrecorded
from forum.jobs import deliver_all, events
from forum.jobs.models import OutboxMessage
from forum.lib.db import atomic, db
from forum.lib.errors import Conflict, Invalid, NotFound
from forum.permissions import ANONYMOUS
from forum.positions import checks
from forum.positions.curation import (
    hide_position,
    hold_position,
    show_position,
    supersede,
    withdraw_by_moderator,
)
from forum.positions.events import (
    ListChanged,
    PositionHeld,
    PositionProposed,
    PositionSuperseded,
    SourceAsked,
)
from forum.positions.models import Choice, PositionState, Standing
from forum.positions.queries import (
    position_page,
    position_view,
    question_positions,
    snapshot_of,
    standings_by_question,
)
from forum.positions.service import answer_source, supersede_position, withdraw_position
from forum.positions.views import PositionRef
from tests.factories import a_position, a_vote, as_actor, curated
from tests.service.positions.polling import municipality, provider, result, shown, transitions, vote

TAKING_AWAY = [
    (hold_position, PositionState.HELD),
    (hide_position, PositionState.HIDDEN),
    (withdraw_by_moderator, PositionState.TAKEN_OUT),
]


@pytest.fixture
def told(app, monkeypatch):
    """Delivers what waits, and gives the names of the events that were told, in order."""
    heard = []
    monkeypatch.setattr(events, "_subscribers", defaultdict(list))
    for event in (PositionProposed, PositionHeld, SourceAsked, PositionSuperseded, ListChanged):
        events.on(event)(lambda event: heard.append(type(event).__name__))

    def deliver():
        deliver_all()
        return sorted(heard)

    return deliver


def listed(position):
    return [one.public_id for one in question_positions(position.question_id, ANONYMOUS, "en")]


def counted_votes(position):
    snapshot = snapshot_of(position.question_id)
    return snapshot and snapshot.votes


@pytest.mark.parametrize(("effect", "state"), TAKING_AWAY)
def test_what_is_taken_away_is_for_its_author_and_moderators(position, alice, bob, mo, effect, state):
    curated(effect, position)
    assert position.state is state
    assert listed(position) == []
    for reader in (bob, mo):
        assert position_view(position.public_id, as_actor(reader), "en").state is state
    for reader in (ANONYMOUS, as_actor(alice)):
        with pytest.raises(NotFound):
            position_view(position.public_id, reader, "en")


@pytest.mark.parametrize(("effect", "state"), TAKING_AWAY)
def test_it_comes_back_with_its_votes(position, alice, effect, state):
    a_vote(alice, position, Choice.DISAGREE)
    curated(effect, position)
    with pytest.raises(Conflict):
        a_vote(alice, position)
    curated(show_position, position)
    assert position_view(position.public_id, as_actor(alice), "en").my_vote is Choice.DISAGREE
    assert listed(position) == [position.public_id]


def test_a_held_position_is_proposed_when_a_moderator_lets_it_through(holding, comment, alice, told):
    position = a_position(alice, source_comment=comment.public_id)
    assert told() == ["PositionHeld"]
    curated(show_position, position)
    assert told() == ["ListChanged", "PositionHeld", "PositionProposed", "SourceAsked"]


def test_nobody_is_asked_or_told_a_second_time(comment, alice, told):
    position = a_position(alice, source_comment=comment.public_id)
    assert told() == ["PositionProposed", "SourceAsked"]
    for effect, _state in TAKING_AWAY:
        curated(effect, position)
        curated(show_position, position)
    assert [name for name in told() if name != "ListChanged"] == ["PositionProposed", "SourceAsked"]


def test_who_answered_already_is_not_asked_when_it_is_let_through(holding, comment, bob, told):
    position = a_position(bob, source_comment=comment.public_id)
    curated(show_position, position)
    assert "SourceAsked" not in told()


def test_what_its_author_withdrew_stays_withdrawn(position, bob):
    withdraw_position(as_actor(bob), position.public_id)
    for effect in (show_position, hold_position, hide_position, withdraw_by_moderator):
        with pytest.raises(Conflict, match="withdrew"):
            curated(effect, position)


@pytest.mark.parametrize(("effect", "state"), TAKING_AWAY)
def test_the_same_twice_is_refused(position, effect, state):
    curated(effect, position)
    with pytest.raises(Conflict):
        curated(effect, position)


@pytest.mark.parametrize("effect", [hide_position, withdraw_by_moderator])
def test_its_author_does_not_undo_it(position, bob, effect):
    curated(effect, position)
    with pytest.raises(Conflict):
        withdraw_position(as_actor(bob), position.public_id)


def test_nothing_of_this_happens_behind_the_registers_back(position):
    for effect, _state in TAKING_AWAY:
        with pytest.raises(Unrecorded):
            atomic(effect)(position)
        db.session.refresh(position)


@pytest.mark.parametrize(("effect", "state"), TAKING_AWAY)
def test_results_follow_from_what_is_listed(position, bob, assess, effect, state):
    other = a_position(bob, "Contracts last five years.")
    for each in (position, other):
        vote(municipality(8), each)
        vote(provider(8), each)
    assess()
    assert counted_votes(position) == 32
    curated(effect, position)
    deliver_all()
    assert counted_votes(position) == 16
    assert standings_by_question([position.question_id]) == {position.question_id: {Standing.SHARED: 1}}
    curated(show_position, position)
    deliver_all()
    assert counted_votes(position) == 32
    assert result(position).standing is Standing.SHARED
    assert shown(position)["all"] == (16, 0, 0)
    assert len(transitions(position)) == 1
    assert list(checks.problems()) == []


def test_several_changes_are_looked_at_once(position, bob):
    other = a_position(bob, "Contracts last five years.")
    for each in (position, other):
        curated(hide_position, each)
    waiting = sa.select(OutboxMessage).where(OutboxMessage.event.contains("ListChanged"))
    assert len(db.session.scalars(waiting).all()) == 1


def test_a_moderator_puts_a_better_wording_in_its_place(position, comment, mo, alice, told):
    a_vote(alice, position)
    better = curated_by(mo, position, "Clients decide.")
    old = position_view(position.public_id, ANONYMOUS, "en")
    assert old.superseded_by == PositionRef(better.public_id, "Clients decide.")
    assert not old.is_merged
    assert position_view(better.public_id, as_actor(alice), "en").my_vote is None
    assert told() == ["PositionProposed", "PositionSuperseded"]


@pytest.mark.parametrize(
    ("statement", "expected"), [("", Invalid), ("x" * 141, Invalid), ("Clients decide with us!", Invalid)]
)
def test_a_better_wording_is_a_wording_that_will_do(position, mo, statement, expected):
    with pytest.raises(expected) as refused:
        curated_by(mo, position, statement)
    assert set(refused.value.fields) == {"statement"}


def test_what_is_hidden_or_superseded_takes_no_better_wording(position, bob, mo):
    hidden = a_position(bob, "Contracts last five years.")
    curated(hide_position, hidden)
    supersede_position(as_actor(bob), position.public_id, statement="Clients decide.")
    for one in (hidden, position):
        with pytest.raises(Conflict):
            curated_by(mo, one, "Another wording.")


@pytest.mark.parametrize(("effect", "state"), TAKING_AWAY)
def test_the_words_of_a_better_wording_that_was_taken_away_are_not_quoted(position, bob, effect, state):
    better = supersede_position(as_actor(bob), position.public_id, statement="Clients decide.")
    curated(effect, better)
    old = position_view(position.public_id, ANONYMOUS, "en")
    assert old.superseded_by == PositionRef(better.public_id, "", is_visible=False)
    assert not old.is_open


def test_the_author_of_a_source_still_answers_for_what_waits_when_they_wrote_it(holding, comment, bob, mo):
    position = a_position(mo, source_comment=comment.public_id)
    answer_source(as_actor(bob), position.public_id, comment.public_id, is_meant=True)
    curated(hold_position, position)
    curated(show_position, position)
    assert position_page(position.public_id, ANONYMOUS, "en").sources[0].answer.value == "meant"


def curated_by(moderator, position, statement):
    return curated(
        lambda one: supersede(as_actor(moderator), one, statement=statement, language="en"), position
    )
