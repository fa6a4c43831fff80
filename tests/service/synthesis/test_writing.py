"""Publishing versions of a synthesis."""

import threading

import pytest
import sqlalchemy as sa

from forum.audit.models import AuditEntry
from forum.discussion.drafts import draft_at, save_draft, synthesis_place
from forum.lib.db import atomic
from forum.lib.errors import Invalid, NotFound, Refused, SignInNeeded, Stale
from forum.permissions import ANONYMOUS
from forum.positions.models import Choice, PositionResult, Standing
from forum.positions.service import supersede_position, withdraw_position
from forum.synthesis.checks import problems
from forum.synthesis.events import SynthesisPublished
from forum.synthesis.models import Slot, Synthesis
from forum.synthesis.queries import (
    latest_source,
    latest_synthesis,
    synthesis_version,
    versions_of,
)
from forum.synthesis.service import write_synthesis
from forum.synthesis.views import Outcome
from tests.factories import a_body, a_position, a_result, a_synthesis, as_actor


def latest(synthesis: Synthesis, viewer=ANONYMOUS):
    found = latest_synthesis(synthesis.question_id, viewer, "en")
    assert found is not None
    return found


def test_the_first_version_says_what_its_four_parts_say(article, mo):
    texts = {Slot.AGREE: "The goal.", Slot.DIFFER: "The means.", Slot.NEXT_STEP: "We meet again."}
    view = latest(a_synthesis(mo, slots=texts))
    assert (view.version, view.author, view.is_latest) == (1, "Mo", True)
    assert [slot.slot for slot in view.slots] == list(Slot)
    assert [slot.html for slot in view.slots] == [
        "<p>The goal.</p>",
        "<p>The means.</p>",
        "",
        "<p>We meet again.</p>",
    ]
    assert list(problems()) == []


def test_a_question_without_a_synthesis_has_none(article, db, position):
    assert latest_synthesis(position.question_id, ANONYMOUS, "en") is None
    with pytest.raises(NotFound):
        synthesis_version(position.question_id, 1, ANONYMOUS, "en")


def test_versions_count_within_their_question_and_old_ones_stay(article, mo, ada):
    first = a_synthesis(mo, "First.")
    second = a_synthesis(ada, "Second.", version=1)
    elsewhere = a_synthesis(mo, question="one-budget")
    assert (second.version, elsewhere.version) == (2, 1)
    old = synthesis_version(first.question_id, 1, ANONYMOUS, "en")
    assert (old.slots[0].html, old.latest, old.is_latest) == ("<p>First.</p>", 2, False)
    assert [(line.version, line.author) for line in versions_of(first.question_id)] == [(2, "Ada"), (1, "Mo")]


def test_positions_stand_with_what_they_had_come_to(article, mo, bob, db):
    agreed, disputed, unknown = (a_position(bob) for _ in range(3))
    a_result(agreed, Standing.SHARED, direction=Choice.DISAGREE)
    result = a_result(disputed, Standing.CONTESTED)
    synthesis = a_synthesis(mo, "So.", positions={Slot.AGREE: [agreed, unknown], Slot.DIFFER: [disputed]})
    agree, differ = latest(synthesis).slots[:2]
    assert [one.public_id for one in agree.positions] == [agreed.public_id, unknown.public_id]
    assert agree.positions[0].then == Outcome(Standing.SHARED, Choice.DISAGREE)
    assert agree.positions[1].then == Outcome(Standing.OPEN, Choice.AGREE)
    assert not differ.positions[0].has_changed

    changed(db, result.position_id, Standing.PROVISIONAL)
    (shown,) = latest(synthesis).slots[1].positions
    assert (shown.then.standing, shown.now.standing) == (Standing.CONTESTED, Standing.PROVISIONAL)
    assert shown.has_changed


@atomic
def changed(db, position_id, standing):
    db.session.execute(
        sa.update(PositionResult).where(PositionResult.position_id == position_id).values(standing=standing)
    )


def test_a_position_that_is_taken_away_later_is_not_quoted_any_more(article, mo, bob):
    position = a_position(bob, "Clients decide with us.")
    synthesis = a_synthesis(mo, positions={Slot.AGREE: [position]})
    withdraw_position(as_actor(bob), position.public_id)
    (shown,) = latest(synthesis).slots[0].positions
    assert (shown.statement, shown.is_visible, shown.has_changed) == ("", False, False)


def test_a_position_of_another_question_or_of_nobody_is_refused(article, mo, bob):
    elsewhere = a_position(bob, question="one-budget")
    old = a_position(bob, "Clients decide.")
    supersede_position(as_actor(bob), old.public_id, statement="Clients decide with us.")
    for one in (elsewhere.public_id, old.public_id, "nothing"):
        with pytest.raises(Invalid) as error:
            write_synthesis(
                as_actor(mo),
                "who-is-we",
                slots={Slot.AGREE: a_body()},
                positions={Slot.DIFFER: [one]},
                version=0,
            )
        assert set(error.value.fields) == {"differ_positions"}


def test_a_text_that_will_not_do_is_refused_at_its_field(article, mo):
    with pytest.raises(Invalid, match="251 words"):
        a_synthesis(mo, "word " * 251)


def test_writing_is_for_moderators_and_for_questions_that_are_open(article, alice, mo, db):
    with pytest.raises(SignInNeeded):
        write_synthesis(ANONYMOUS, "who-is-we", slots={Slot.AGREE: a_body()}, positions={}, version=0)
    with pytest.raises(Refused):
        a_synthesis(alice)
    conclude(db)
    with pytest.raises(Refused):
        a_synthesis(mo)


@atomic
def conclude(db):
    from forum.articles.models import Question

    db.session.execute(sa.update(Question).values(is_retired=True))


@pytest.mark.parametrize("slug", ["nothing", "", "a\x00"])
def test_there_is_nothing_to_summarise_at_an_unknown_question(article, mo, slug):
    with pytest.raises(NotFound):
        a_synthesis(mo, question=slug)


def test_whom_another_moderator_was_before_sees_that_version_and_loses_nothing(article, mo, ada):
    a_synthesis(mo, "Mo's.")
    with pytest.raises(Stale) as error:
        a_synthesis(ada, "Ada's.", version=0)
    assert error.value.current.version == 1
    again = a_synthesis(ada, "Ada's.", version=1)
    assert again.version == 2


def test_two_moderators_at_the_same_moment_publish_one_version_each_number(app, article, mo, ada):
    outcomes = []

    def publish(actor):
        with app.app_context():
            try:
                write_synthesis(actor, "who-is-we", slots={Slot.AGREE: a_body()}, positions={}, version=0)
                outcomes.append("published")
            except Stale:
                outcomes.append("stale")

    writers = [threading.Thread(target=publish, args=(as_actor(one),)) for one in (mo, ada, mo, ada)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(outcomes) == ["published", "stale", "stale", "stale"]
    assert list(problems()) == []


def test_a_form_that_is_sent_twice_publishes_once(article, mo):
    first = a_synthesis(mo, "Once.", submission_key="k")
    assert a_synthesis(mo, "Once.", submission_key="k").id == first.id
    assert len(versions_of(first.question_id)) == 1


def test_what_says_the_same_is_no_new_version_unless_a_position_came_to_something_else(article, mo, bob, db):
    position = a_position(bob)
    a_result(position, Standing.PROVISIONAL)
    said = {"slots": {Slot.AGREE: "So.", Slot.DIFFER: " "}, "positions": {Slot.AGREE: [position]}}
    a_synthesis(mo, **said)
    with pytest.raises(Invalid, match="Nothing changed since version 1"):
        a_synthesis(mo, **said, version=1)
    changed(db, position.id, Standing.SHARED)
    assert a_synthesis(mo, **said, version=1).version == 2


def test_publishing_stands_in_the_register(article, mo, db):
    synthesis = a_synthesis(mo)
    entry = db.session.scalars(sa.select(AuditEntry).filter_by(action="synthesis.publish")).one()
    assert (entry.actor_id, entry.target_kind, entry.target_id) == (mo.id, "syntheses", synthesis.id)


def test_a_new_version_is_told(article, mo, told):
    synthesis = a_synthesis(mo)
    assert told() == [SynthesisPublished(synthesis.id)]


def test_publishing_discards_the_draft(article, mo):
    save_draft(as_actor(mo), synthesis_place("who-is-we"), {"agree": "Half a thought"})
    a_synthesis(mo)
    assert draft_at(as_actor(mo), synthesis_place("who-is-we")) is None


def test_the_next_version_begins_from_what_was_typed(article, mo, bob):
    position = a_position(bob)
    synthesis = a_synthesis(
        mo, slots={Slot.AGREE: "The **goal**.", Slot.UNKNOWN: "?!a"}, positions={Slot.DIFFER: [position]}
    )
    assert latest_source(synthesis.question_id + 1, "en") is None
    source = latest_source(synthesis.question_id, "en")
    assert source is not None
    assert (source.version, source.author) == (1, "Mo")
    assert source.texts == {Slot.AGREE: "The **goal**.", Slot.UNKNOWN: "?!a"}
    assert [one.public_id for one in source.positions[Slot.DIFFER]] == [position.public_id]


@pytest.mark.parametrize("size", [1, 12])
def test_reading_costs_three_statements_whatever_the_size(article, mo, bob, alice, size, statements):
    positions = [a_position(bob) for _ in range(2 * size)]
    for one in positions:
        a_result(one, Standing.SHARED)
    synthesis = a_synthesis(
        mo,
        slots=dict.fromkeys(Slot, "Words."),
        positions={Slot.AGREE: positions[:size], Slot.DIFFER: positions[size:]},
    )
    with statements() as counted:
        latest(synthesis, as_actor(alice))
    assert len(counted) == 3
    with statements() as counted:
        latest_synthesis(synthesis.question_id + 1, ANONYMOUS, "en")
    assert len(counted) == 1
