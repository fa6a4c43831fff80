"""What is done by the clock is done once for each of its moments, and made up for when it was missed."""

from threading import Barrier, Thread

import pytest

from forum.jobs import rounds, schedule
from forum.jobs.models import ChoreRun
from forum.jobs.rounds import chore_states, run_due
from forum.jobs.schedule import Rhythm, registered
from forum.lib.db import db


@pytest.fixture
def chores(app, monkeypatch):
    """Only these, in the place of those that the rooms registered."""
    for name in ("OFTEN", "HOURLY", "DAILY"):
        monkeypatch.setattr(schedule, name, [])
    return schedule


@pytest.fixture
def washing(chores):
    """A nightly chore, and how often it was done."""
    done = []

    def wash_up() -> None:
        done.append(1)
        if len(done) == 13:
            raise ValueError("no water for dana@example.nl")

    chores.DAILY.append(wash_up)
    return done


def test_every_chore_there_is_runs_on_an_empty_forum_and_says_what_it_does(app):
    chores = [chore for _rhythm, chore in registered()]
    assert len(chores) >= 10
    assert [chore for chore in chores if not chore.__doc__] == []
    for chore in chores:
        chore()


def test_a_chore_is_done_at_the_start_and_then_once_a_night(washing, clock):
    run_due()
    run_due()
    assert len(washing) == 1
    clock.advance(hours=12)
    run_due()
    assert len(washing) == 1
    clock.advance(hours=12)
    run_due()
    run_due()
    assert len(washing) == 2


def test_nights_without_a_worker_are_made_up_for_once(washing, clock):
    run_due()
    clock.advance(days=5)
    run_due()
    run_due()
    assert len(washing) == 2


def test_each_rhythm_has_its_own_moments(chores, clock):
    counted = []
    chores.OFTEN.append(lambda: counted.append("often"))
    chores.HOURLY.append(lambda: counted.append("hourly"))
    chores.DAILY.append(lambda: counted.append("daily"))
    # Functions of one name would be one chore.
    for chore, name in ((chores.OFTEN[0], "a"), (chores.HOURLY[0], "b"), (chores.DAILY[0], "c")):
        chore.__name__ = name
    for _step in range(24 * 12):
        clock.advance(minutes=5)
        run_due()
    assert counted.count("often") == 24 * 12
    assert counted.count("hourly") in (24, 25)  # the first at once, whatever the minute
    assert counted.count("daily") == 2


def test_what_fails_rests_an_hour_and_keeps_nobody_from_running(washing, chores, clock):
    others = []
    chores.DAILY.append(lambda: others.append(1))
    washing.extend([1] * 11)
    run_due()
    clock.advance(days=1)
    run_due()
    assert (len(washing), len(others)) == (13, 2)
    state = chore_states()[0]
    assert state.error == "ValueError: no water for d…@example.nl"
    clock.advance(minutes=59)
    run_due()
    assert len(washing) == 13
    clock.advance(minutes=2)
    run_due()
    assert len(washing) == 14
    assert chore_states()[0].error is None


def test_a_clock_that_was_far_ahead_does_not_stop_the_chores_when_it_is_put_right(washing, clock):
    clock.advance(days=4000)
    run_due()
    clock.advance(days=-4000)
    run_due()
    run_due()
    assert len(washing) == 2


def test_a_worker_that_died_holds_its_chore_for_an_hour(washing, clock):
    run_due()
    clock.advance(days=1)
    assert rounds._claim(*_claimed())
    run_due()
    assert len(washing) == 1
    assert chore_states()[0].is_running
    clock.advance(minutes=61)
    run_due()
    assert len(washing) == 2


def test_two_workers_at_once_do_it_once(app, washing):
    """Both saw that it is due before either claimed it."""
    both_looked = Barrier(2, timeout=60)

    def work() -> None:
        with app.app_context():
            name, moment = _claimed()
            both_looked.wait()
            won.append(rounds._claim(name, moment))

    won: list[bool] = []
    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(won) == [False, True]


def test_before_the_first_run_everything_is_due(washing):
    state = chore_states()[0]
    assert (state.rhythm, state.is_due, state.is_running, state.last_at) == (Rhythm.DAILY, True, False, None)
    run_due()
    state = chore_states()[0]
    assert (state.is_due, state.last_at is not None) == (False, True)


def test_a_look_when_nothing_is_due_writes_nothing(washing, statements):
    run_due()
    with statements() as counted:
        run_due()
    assert len(counted) == 1
    assert counted[0].startswith("SELECT")


def _claimed():
    """The arguments with which a worker would claim the chore that washes up."""
    [(_rhythm, chore)] = registered()
    return rounds.name_of(chore), rounds._moment(Rhythm.DAILY)


def test_what_is_stored_of_a_chore_is_only_how_it_stands(washing):
    run_due()
    [run] = db.session.query(ChoreRun).all()
    assert run.name.endswith("wash_up")
    assert run.not_before is None
