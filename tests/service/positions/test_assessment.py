"""What the votes on a question come to, from the votes to what is stored."""

import subprocess
import sys
import threading

import sqlalchemy as sa

from forum.accounts.perspectives import Perspective
from forum.articles.models import Question, QuestionPerspective
from forum.jobs import OutboxMessage, deliver_all
from forum.lib.db import atomic
from forum.positions import checks
from forum.positions.assessment import assess_question
from forum.positions.models import (
    OpinionSnapshot,
    PositionResult,
    PositionTransition,
    Standing,
)
from forum.positions.service import supersede_position
from tests.factories import a_vote, as_actor
from tests.service.positions.polling import (
    AGREE,
    DISAGREE,
    PASS,
    municipality,
    people,
    provider,
    result,
    shown,
    take_back,
    transitions,
    vote,
    vote_of_organisations,
)


@atomic
def put_core(db, question_id, *slugs):
    for slug in slugs:
        perspective_id = db.session.scalar(sa.select(Perspective.id).filter_by(slug=slug))
        db.session.add(QuestionPerspective(question_id=question_id, perspective_id=perspective_id))


@atomic
def retire(db, slug):
    db.session.scalar(sa.select(Perspective).filter_by(slug=slug)).is_retired = True


@atomic
def drop_core(db):
    db.session.execute(sa.update(Perspective).values(is_core=False))


def test_votes_are_gathered_and_looked_at_once(position, db, clock, alice, bob):
    a_vote(alice, position)
    a_vote(bob, position)
    waiting = sa.select(sa.func.count()).where(
        OutboxMessage.event == "positions.VotesChanged", OutboxMessage.done_at.is_(None)
    )
    assert db.session.scalar(waiting) == 1
    deliver_all()
    assert db.session.get(PositionResult, position.id) is None
    clock.advance(seconds=11)
    deliver_all()
    assert result(position).standing is Standing.OPEN


def test_a_position_without_votes_says_who_is_needed(position, assess):
    assess()
    found = result(position)
    assert (found.standing, found.rows, found.voters) == (Standing.OPEN, [], 0)
    assert found.missing == [
        {"key": "role:municipality", "votes": 5},
        {"key": "role:provider", "votes": 5},
    ]


def test_a_question_without_positions_and_one_that_is_not_there_are_no_trouble(article, db):
    question_id = db.session.scalar(sa.select(Question.id).filter_by(slug="one-budget"))
    assess_question(question_id)
    assess_question(987654)
    snapshot = db.session.get(OpinionSnapshot, question_id)
    assert (snapshot.version, snapshot.voters, snapshot.votes) == (1, 0, 0)


def test_what_both_core_perspectives_agree_with_becomes_shared(position, assess):
    vote(municipality(8), position)
    vote(provider(8), position)
    assess()
    found = result(position)
    assert (found.standing, found.direction, found.voters, found.missing) == (Standing.SHARED, 1, 16, [])
    (change,) = transitions(position)
    assert (change.before, change.after, change.is_doubted) == (Standing.OPEN, Standing.SHARED, False)
    assert (change.rows, change.voters) == (found.rows, 16)


def test_so_does_what_both_disagree_with(position, assess):
    vote(municipality(8), position, DISAGREE)
    vote(provider(8), position, DISAGREE)
    assess()
    assert (result(position).standing, result(position).direction) == (Standing.SHARED, -1)


def test_what_one_perspective_alone_agrees_with_is_not_shared(position, assess):
    vote(municipality(40), position)
    assess()
    assert result(position).standing is not Standing.SHARED
    assert result(position).missing == [{"key": "role:provider", "votes": 5}]


def test_perspectives_against_each_other_are_contested(position, assess):
    vote(municipality(9), position)
    vote(provider(9), position, DISAGREE)
    assess()
    assert result(position).standing is Standing.CONTESTED
    assert result(position).divisive > 0


def test_passes_alone_decide_nothing(position, assess):
    vote(municipality(9), position, PASS)
    vote(provider(9), position, PASS)
    assess()
    assert result(position).standing is Standing.OPEN
    assert shown(position)["all"] == (0, 0, 18)


def test_running_again_changes_nothing(position, assess, db, clock):
    vote(municipality(8), position)
    vote(provider(8), position)
    assess()
    first = result(position)
    since, version = first.standing_since, db.session.get(OpinionSnapshot, position.question_id).version
    clock.advance(hours=1)
    assess()
    assert len(transitions(position)) == 1
    assert (result(position).standing_since, result(position).assessed_at) == (since, since)
    assert db.session.get(OpinionSnapshot, position.question_id).version == version == 1


def test_several_at_once_store_one_change(position, app, db):
    vote(municipality(8), position)
    vote(provider(8), position)
    question_id, failures = position.question_id, []
    db.session.rollback()
    barrier = threading.Barrier(4)

    def run():
        with app.app_context():
            try:
                barrier.wait()
                assess_question(question_id)
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(transitions(position)) == 1
    assert db.session.get(OpinionSnapshot, question_id).version == 1


def test_numbers_move_by_three_votes_and_the_version_with_them(position, assess, db):
    def version():
        db.session.rollback()
        return db.session.get(OpinionSnapshot, position.question_id).version

    vote(municipality(6), position)
    assess()
    assert version() == 1
    vote(municipality(2), position)
    assess()
    assert (shown(position)["all"], version()) == ((6, 0, 0), 1)
    vote(municipality(1), position)
    assess()
    assert (shown(position)["all"], version()) == ((9, 0, 0), 2)


def test_nothing_of_a_result_tells_the_next_vote(position, assess):
    """Not the standing, nor what is missing, nor any figure, however small its digits."""
    vote(municipality(8), position)
    vote(provider(7), position)
    assess()

    def everything():
        found = result(position)
        names = ("standing", "direction", "score", "pooled", "divisive", "rows", "missing", "assessed_at")
        return [getattr(found, name) for name in names]

    before = everything()
    for choice in (AGREE, DISAGREE):
        vote(provider(1), position, choice)
        assess()
        assert everything() == before


def test_while_nothing_may_be_shown_a_position_stays_open(position, assess):
    vote(municipality(4), position)
    assess()
    found = result(position)
    assert (found.standing, found.rows, found.score) == (Standing.OPEN, [], 0)
    assert {each["votes"] for each in found.missing} == {5}


def test_a_row_that_became_too_small_is_hidden_at_once(position, assess):
    voters = municipality(5)
    vote(voters, position)
    assess()
    take_back(voters[:1], position)
    assess()
    assert shown(position) == {}
    assert result(position).standing is Standing.OPEN


def test_while_a_row_is_hidden_numbers_still_move_by_three_votes(position, assess):
    voters = municipality(5)
    vote(voters, position)
    vote(provider(9), position)
    assess()
    take_back(voters[:1], position)
    assess()
    assert shown(position) == {"all": (9, 0, 0), "role:provider": (9, 0, 0)}
    seen = result(position)
    vote(provider(2), position, DISAGREE)
    assess()
    assert (result(position).basis, result(position).missing) == (seen.basis, seen.missing)


def test_rows_are_in_the_order_of_the_list_of_perspectives(position, assess):
    vote(people(5), position)
    vote(provider(5), position)
    vote(municipality(5), position)
    assess()
    assert list(shown(position)) == ["all", "role:municipality", "role:provider", "rest"]


def test_people_without_a_perspective_are_among_the_rest(position, assess):
    vote(people(3), position)
    vote(provider(3), position, DISAGREE)
    vote(municipality(6), position)
    assess()
    assert shown(position) == {"all": (9, 3, 0), "role:municipality": (6, 0, 0), "rest": (3, 3, 0)}


def test_without_core_perspectives_nothing_is_shared_and_nobody_is_missing(position, assess, db):
    drop_core(db)
    vote(municipality(20), position)
    vote(provider(20), position)
    assess()
    assert (result(position).standing, result(position).missing) == (Standing.PROVISIONAL, [])


def test_a_question_can_have_core_perspectives_of_its_own(position, assess, db):
    put_core(db, position.question_id, "municipality")
    vote(municipality(12), position)
    assess()
    assert result(position).standing is Standing.SHARED


def test_nobody_waits_for_a_retired_perspective_but_its_votes_count(position, assess, db):
    retire(db, "provider")
    vote(municipality(12), position)
    vote(provider(5), position)
    assess()
    assert result(position).standing is Standing.SHARED
    assert shown(position)["role:provider"] == (5, 0, 0)


def test_votes_with_a_mandate_stand_apart(position, assess):
    vote(municipality(6), position)
    vote_of_organisations(5, "provider", position, DISAGREE)
    assess()
    found = result(position)
    assert shown(position) == {"all": (6, 0, 0), "role:municipality": (6, 0, 0)}
    assert {(row["key"], row["disagree"]) for row in found.mandated} == {("all", 5), ("role:provider", 5)}


def test_votes_of_fewer_than_five_organisations_are_not_shown(position, assess):
    vote(municipality(6), position)
    vote_of_organisations(4, "provider", position, DISAGREE)
    assess()
    assert result(position).mandated == []


def test_organisations_change_nothing_of_what_people_came_to(position, assess):
    vote(municipality(8), position)
    vote(provider(8), position)
    assess()
    before = {name: getattr(result(position), name) for name in ("standing", "score", "voters", "rows")}
    vote_of_organisations(12, "provider", position, DISAGREE)
    assess()
    assert {name: getattr(result(position), name) for name in before} == before
    assert result(position).mandated[0]["disagree"] == 12


def test_a_superseded_position_leaves_the_analysis_and_keeps_its_result(position, bob, assess, clock):
    vote(municipality(8), position)
    vote(provider(8), position)
    assess()
    better = supersede_position(as_actor(bob), position.public_id, statement="Clients decide, we help.")
    deliver_all()
    assert result(position).standing is Standing.SHARED
    assert result(better).rows == []


def test_what_is_stored_passes_the_check_of_the_database(position, assess, db):
    vote(municipality(8), position)
    vote(provider(8), position, DISAGREE)
    assess()
    assert list(checks.problems()) == []


def test_the_check_tells_of_rows_that_do_not_add_up(position, assess, db):
    vote(municipality(8), position)
    assess()

    @atomic
    def spoil():
        db.session.execute(sa.update(PositionResult).values(voters=9, standing=Standing.SHARED))

    spoil()
    assert len(list(checks.problems())) == 2


def test_the_web_process_does_not_load_numpy():
    code = "import sys, forum.app; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_transitions_are_only_ever_added(position, assess, db):
    voters = (municipality(8), provider(8))
    for each in voters:
        vote(each, position)
    assess()
    vote(voters[1], position, DISAGREE)
    assess()
    assert [each.after for each in transitions(position)] == [Standing.SHARED, Standing.CONTESTED]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PositionTransition)) == 2
