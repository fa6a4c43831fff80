"""What readers of positions ask."""

from dataclasses import asdict, astuple

import pytest

from forum.audit import recorded
from forum.lib.db import atomic
from forum.lib.errors import NotFound
from forum.permissions import ANONYMOUS
from forum.positions import queries
from forum.positions.models import (
    Choice,
    OpinionSnapshot,
    PositionState,
    PositionText,
    PositionTransition,
    Standing,
)
from forum.positions.offers import ballot, offers_by_question
from forum.positions.service import supersede_position
from forum.positions.tally import ALL, Missing, Row
from tests.factories import a_position, a_result, a_vote, as_actor

SHARED, CONTESTED = Standing.SHARED, Standing.CONTESTED
PROVISIONAL, OPEN = Standing.PROVISIONAL, Standing.OPEN


def a_row(key=ALL, agree=0, disagree=0, passed=0):
    return Row(key, agree, disagree, passed, 0.0, 1.0)


@atomic
def put_state(moderator, position, state):
    with recorded(as_actor(moderator), "position.test", position):
        position.state = state


def listed(question_id, viewer=ANONYMOUS):
    return [view.public_id for view in queries.question_positions(question_id, viewer, "en")]


def test_a_position_shows_what_was_stored_of_its_votes_and_never_a_recount(position, alice):
    rows = (a_row(agree=8, disagree=1), a_row("role:provider", agree=5))
    missing = (Missing("role:municipality", 3),)
    a_vote(alice, position)
    a_result(
        position,
        PROVISIONAL,
        voters=9,
        score=0.7,
        rows=[asdict(row) for row in rows],
        missing=[asdict(each) for each in missing],
    )
    result = queries.position_view(position.public_id, ANONYMOUS, "en").result
    assert result is not None
    assert (result.standing, result.voters, result.score) == (PROVISIONAL, 9, 0.7)
    assert (result.rows, result.missing, result.direction) == (rows, missing, Choice.AGREE)


def test_a_position_is_read_in_ones_own_language_else_in_dutch_else_in_any(position):
    @atomic
    def translate():
        from forum.lib.db import db

        db.session.add(PositionText(position_id=position.id, locale="nl", statement="Samen."))

    assert queries.position_view(position.public_id, ANONYMOUS, "nl").language == "en"
    translate()
    view = queries.position_view(position.public_id, ANONYMOUS, "nl")
    assert (view.statement, view.language) == ("Samen.", "nl")
    assert queries.position_view(position.public_id, ANONYMOUS, "en").statement == "Clients decide with us."


@pytest.mark.parametrize("public_id", ["unknown", "", "a\x00"])
def test_there_is_no_page_for_an_unknown_position(article, public_id):
    with pytest.raises(NotFound):
        queries.position_page(public_id, ANONYMOUS, "en")


@pytest.mark.parametrize("state", [one for one in PositionState if one is not PositionState.VISIBLE])
def test_what_is_not_visible_is_for_its_author_and_moderators_and_in_no_list(
    position, question_id, alice, bob, mo, state
):
    put_state(mo, position, state)
    for viewer in (bob, mo):
        assert queries.position_view(position.public_id, as_actor(viewer), "en").state is state
    for viewer in (ANONYMOUS, as_actor(alice)):
        with pytest.raises(NotFound):
            queries.position_view(position.public_id, viewer, "en")
    viewer = as_actor(bob)
    assert listed(question_id, viewer) == []
    assert queries.all_positions(viewer, "en").rows == []
    assert queries.standings_by_question([question_id]) == {}
    assert queries.similar_to(question_id, "Clients decide with us.", "en", viewer) == []
    assert ballot(question_id, as_actor(alice), "en").total == 0


def test_positions_stand_in_the_order_of_what_they_came_to(question_id, bob):
    def one(standing, **fields):
        position = a_position(bob)
        a_result(position, standing, **fields)
        return position.public_id

    fresh = a_position(bob).public_id
    open_far, open_near = one(OPEN, score=0.2), one(OPEN, score=0.45)
    mild, sharp = one(CONTESTED, divisive=0.1, score=0.3), one(CONTESTED, divisive=0.4, score=0.1)
    provisional = one(PROVISIONAL, score=0.8)
    shared_ties = [one(SHARED, score=0.6, pooled=pooled) for pooled in (0.5, 0.7)]
    best = one(SHARED, score=0.9)
    expected = [best, *reversed(shared_ties), sharp, mild, provisional, open_near, open_far, fresh]
    assert listed(question_id) == expected
    assert [view.public_id for view in queries.all_positions(ANONYMOUS, "en").rows] == expected


def test_the_list_of_all_positions_goes_on_where_it_stopped(question_id, bob):
    for number in range(queries.POSITIONS_ON_PAGE + 5):
        position = a_position(bob, question="one-budget" if number % 3 else "who-is-we")
        if number % 2:
            a_result(position, SHARED if number % 4 == 1 else OPEN, score=number % 7 / 10, voters=number)
    first = queries.all_positions(ANONYMOUS, "en")
    second = queries.all_positions(ANONYMOUS, "en", after=first.next)
    assert (len(first.rows), len(second.rows), second.next) == (queries.POSITIONS_ON_PAGE, 5, None)
    assert len({view.public_id for view in (*first.rows, *second.rows)}) == queries.POSITIONS_ON_PAGE + 5


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsMiwzLDQsNV0"])
def test_a_cursor_that_is_not_ours_leads_nowhere(article, cursor):
    with pytest.raises(NotFound):
        queries.all_positions(ANONYMOUS, "en", after=cursor)


def test_positions_are_found_by_lesson_standing_and_perspective(question_id, bob):
    tagged, other = a_position(bob), a_position(bob, question="one-budget")
    against, divided = a_position(bob), a_position(bob)
    a_result(other, SHARED, rows=[asdict(a_row("role:provider", agree=6, disagree=1, passed=2))])
    a_result(against, CONTESTED, rows=[asdict(a_row("role:provider", disagree=6, agree=1))])
    a_result(
        divided, OPEN, rows=[asdict(a_row("role:provider", agree=3, disagree=3)), asdict(a_row(agree=9))]
    )

    def found(**filters):
        return {view.public_id for view in queries.all_positions(ANONYMOUS, "en", **filters).rows}

    assert found(lessons=["we", "values"]) == {tagged.public_id, against.public_id, divided.public_id}
    assert found(lessons=["we", "nothing"]) == set()
    assert found(standing=SHARED) == {other.public_id}
    assert found(standing=OPEN) == {tagged.public_id, divided.public_id}
    assert found(perspective="provider") == {other.public_id, against.public_id}
    assert found(perspective="provider", lessons=["we"], standing=CONTESTED) == {against.public_id}
    assert found(perspective='"; drop table votes') == set()


def test_standings_are_counted_by_question_and_what_was_not_analysed_is_open(question_id, bob):
    a_result(a_position(bob), SHARED)
    a_result(a_position(bob), OPEN)
    a_position(bob)
    supersede_position(as_actor(bob), a_position(bob).public_id, statement="Better.")
    assert queries.standings_by_question([question_id]) == {question_id: {SHARED: 1, OPEN: 3}}


def test_a_near_repetition_leads_to_the_position_that_is_there_with_ones_own_vote(
    position, question_id, alice, bob
):
    a_position(bob, "Municipalities publish their waiting times.")
    a_vote(alice, position, Choice.DISAGREE)
    [near] = queries.similar_to(question_id, "Clients should decide with us", "en", as_actor(alice))
    assert (near.public_id, near.my_vote) == (position.public_id, Choice.DISAGREE)
    assert queries.similar_to(question_id, "Contracts last five years", "en") == []


def test_history_is_told_without_the_doubts_that_are_for_moderators(position, clock):
    @atomic
    def change(**fields):
        from forum.lib.db import db

        values = {"position_id": position.id, "direction": 1, "voters": 9, "rows": [], "at": clock()}
        db.session.add(PositionTransition(**values | fields))

    change(before=OPEN, after=PROVISIONAL, rows=[asdict(a_row(agree=9))])
    change(before=PROVISIONAL, after=SHARED, is_doubted=True)
    [told] = queries.position_page(position.public_id, ANONYMOUS, "en").transitions
    assert (told.before, told.after, told.rows) == (OPEN, PROVISIONAL, (a_row(agree=9),))


def test_the_last_analysis_of_a_question_is_a_snapshot(question_id, clock, db):
    @atomic
    def analyse():
        values = {"version": 2, "made_at": clock(), "voters": 3, "votes": 8, "groups": {"shown": False}}
        db.session.add(OpinionSnapshot(question_id=question_id, **values))

    assert queries.snapshot_of(question_id) is None
    analyse()
    snapshot = queries.snapshot_of(question_id)
    assert snapshot is not None
    assert astuple(snapshot) == (2, clock(), 3, 8, {"shown": False})


def test_reading_takes_as_many_statements_as_it_says_whatever_the_number(
    question_id, thread, bob, alice, statements
):
    positions = [a_position(bob) for _ in range(12)]
    for position in positions:
        a_result(position, SHARED, rows=[asdict(a_row(agree=9))])
    viewer, first = as_actor(alice), positions[0].public_id
    asked = {
        "position_view": (1, lambda: queries.position_view(first, viewer, "en")),
        "position_page": (5, lambda: queries.position_page(first, viewer, "en")),
        "question_positions": (1, lambda: queries.question_positions(question_id, viewer, "en")),
        "all_positions": (1, lambda: queries.all_positions(viewer, "en", perspective="provider")),
        "positions_of_thread": (1, lambda: queries.positions_of_thread(thread.id, "en")),
        "similar_to": (2, lambda: queries.similar_to(question_id, "Statement number 1 holds.", "en")),
        "standings_by_question": (1, lambda: queries.standings_by_question([question_id])),
        "ballot": (2, lambda: ballot(question_id, viewer, "en")),
        "offers_by_question": (2, lambda: offers_by_question([question_id], viewer, "en")),
    }
    for name, (expected, ask) in asked.items():
        with statements() as counted:
            ask()
        assert len(counted) == expected, name
