"""Doing what is due by the clock: each chore by one worker at a time, whatever becomes of another."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from forum.jobs.events import name_of
from forum.jobs.models import ChoreRun
from forum.jobs.schedule import Chore, Rhythm, last_moment, registered
from forum.lib import clock
from forum.lib.db import atomic, db, insert_if_absent
from forum.lib.masking import masked_addresses
from forum.settings import settings

log = logging.getLogger(__name__)

LEASE = timedelta(hours=1)
"""A worker that dies holds its chore for so long."""
REST = {
    Rhythm.OFTEN: timedelta(minutes=5),
    Rhythm.HOURLY: timedelta(hours=1),
    Rhythm.DAILY: timedelta(hours=1),
}
"""After a failure."""
AHEAD = timedelta(hours=1)
"""What was done for a later moment than this from now was done by a clock that went wrong."""


@dataclass(frozen=True, slots=True)
class ChoreState:
    """A chore as administrators see it. `about`: what it does. `last_at`: when it last came to an end, well
    or not."""

    name: str
    about: str
    rhythm: Rhythm
    is_running: bool
    is_due: bool
    last_at: datetime | None
    error: str | None


def run_due(*, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Run the chores that are due, one after the other. Returns how many went well."""
    runs = _runs()
    done = 0
    for rhythm, chore in registered():
        name, moment = name_of(chore), _moment(rhythm)
        if not is_stopping() and _is_due(runs.get(name), moment) and _claim(name, moment):
            done += _run(chore, rhythm, moment)
    return done


def chore_states() -> list[ChoreState]:
    """All chores there are, in the order in which they run. 1 statement."""
    runs = _runs()
    return [_state(rhythm, chore, runs.get(name_of(chore))) for rhythm, chore in registered()]


def _state(rhythm: Rhythm, chore: Chore, run: ChoreRun | None) -> ChoreState:
    run = run or ChoreRun()
    is_held = run.not_before is not None and run.not_before > clock.now()
    is_running = is_held and run.started_at is not None and run.started_at > (run.finished_at or _NEVER)
    return ChoreState(
        name=name_of(chore),
        about=_about(chore),
        rhythm=rhythm,
        is_running=is_running,
        is_due=_is_due(run, _moment(rhythm)),
        last_at=run.finished_at,
        error=run.error,
    )


def _about(chore: Chore) -> str:
    """The first paragraph of its docstring, without what it returns."""
    return " ".join((chore.__doc__ or "").split("\n\n")[0].split()).partition(" Returns ")[0]


_NEVER = datetime.min.replace(tzinfo=ZoneInfo("UTC"))


def _runs() -> dict[str, ChoreRun]:
    return {run.name: run for run in db.session.scalars(sa.select(ChoreRun))}


def _moment(rhythm: Rhythm) -> datetime:
    return last_moment(rhythm, clock.now(), ZoneInfo(settings().timezone))


def _is_due(run: ChoreRun | None, moment: datetime) -> bool:
    if run is None:
        return True
    now = clock.now()
    if run.not_before is not None and now < run.not_before <= now + LEASE:
        return False
    return run.ran_for is None or run.ran_for < moment or run.ran_for > now + AHEAD


@atomic
def _claim(name: str, moment: datetime) -> bool:
    """Whether it is this worker's to do: another may have been first."""
    insert_if_absent(ChoreRun, name=name)
    run = db.session.scalars(
        sa.select(ChoreRun)
        .where(ChoreRun.name == name)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if not _is_due(run, moment):
        return False
    now = clock.now()
    run.started_at, run.not_before = now, now + LEASE
    return True


def _run(chore: Chore, rhythm: Rhythm, moment: datetime) -> bool:
    name = name_of(chore)
    try:
        chore()
    except Exception as error:
        db.session.rollback()
        log.exception("the chore %s failed", name)
        _note(
            name,
            error=masked_addresses(f"{type(error).__name__}: {error}")[:500],
            not_before=clock.now() + REST[rhythm],
        )
        return False
    _note(name, error=None, not_before=None, ran_for=moment)
    return True


@atomic
def _note(name: str, **values: object) -> None:
    db.session.execute(
        sa.update(ChoreRun).where(ChoreRun.name == name).values(finished_at=clock.now(), **values)
    )
