"""Nudges and signs of life go through each kind of queue; one that is away stops nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.jobs import Jobs, heartbeat
from forum.settings import SettingsError
from tests.mail_server import free_port
from tests.queues import RedisServer, postgres_queue, redis_server


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def queue_url(request, tmp_path, tmp_path_factory):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/jobs.db"
    elif request.param == "postgresql":
        with postgres_queue(tmp_path_factory) as url:
            yield url
    else:
        with redis_server(tmp_path) as server:
            yield server.url


@pytest.fixture
def ends(app, queue_url):
    """A web process and a worker at the same queue."""
    ends = [Jobs(queue_url, app_context=app.app_context) for _ in range(2)]
    yield ends
    for end in ends:
        end.huey.storage.close()


def test_a_nudge_of_one_process_reaches_another_once(ends):
    web, worker = ends
    web.nudge()
    assert worker.huey.dequeue().name == "deliver"
    assert worker.huey.storage.queue_size() == 0


def test_a_nudge_for_later_waits_for_its_time(ends):
    web, worker = ends
    web.nudge(60)
    now = datetime.now(UTC).replace(tzinfo=None)
    worker.huey.execute(worker.huey.dequeue())  # which finds that it is too early
    assert worker.huey.read_schedule(now) == []
    assert len(worker.huey.read_schedule(now + timedelta(seconds=61))) == 1


def test_everybody_sees_which_workers_are_alive(ends, clock):
    web, worker = ends
    assert web.workers() == []
    worker.beat()
    [seen] = web.workers()
    assert seen.is_alive(clock())
    clock.advance(minutes=4)
    assert not seen.is_alive(clock())
    worker.beat()
    [seen] = web.workers()
    assert seen.seen_at == clock()
    assert seen.since == clock() - timedelta(minutes=4)
    worker.leave()
    assert web.workers() == []


def test_workers_that_are_long_gone_are_forgotten(ends, clock, monkeypatch):
    web, worker = ends
    monkeypatch.setattr(heartbeat, "_key", lambda: "worker:elsewhere:17")
    worker.beat()
    monkeypatch.undo()
    clock.advance(hours=25)
    worker.beat()
    assert [seen.machine == "elsewhere" for seen in web.workers()] == [False]


AWAY = {
    "sqlite": "sqlite:////nowhere/at/all/jobs.db",
    "postgresql": "postgresql://127.0.0.1:{port}/forum",
    "redis": "redis://127.0.0.1:{port}/0",
}


@pytest.mark.parametrize("kind", AWAY)
def test_a_queue_that_is_away_stops_nobody_and_is_left_alone_for_a_while(app, kind, caplog):
    jobs = Jobs(AWAY[kind].format(port=free_port()), app_context=app.app_context)
    caplog.clear()
    jobs.nudge()
    jobs.nudge(60)
    jobs.nudge()
    assert len(caplog.records) == 1
    assert "could not nudge" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_queue_that_comes_later_is_found(app, tmp_path):
    server = RedisServer(tmp_path, free_port())
    jobs = Jobs(server.url, app_context=app.app_context)
    jobs.beat()
    server.start()
    try:
        assert jobs.workers() == []
        jobs.beat()
        assert len(jobs.workers()) == 1
    finally:
        server.stop()


def test_an_address_that_cannot_be_used_is_said_in_one_line(app):
    with pytest.raises(SettingsError, match="FORUM_JOBS_URL"):
        Jobs("redis://127.0.0.1:6379/0?nonsense=1&max_connections=x", app_context=app.app_context)
