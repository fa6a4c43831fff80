"""The worker as a process of its own, at each kind of queue, killed and stopped as it comes."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg
import pytest
from aiosmtpd.controller import Controller
from flask import current_app

from forum.accounts.events import PasswordChanged
from forum.accounts.service import create_user
from forum.app import create_app
from forum.cli.database import upgrade_schema
from forum.cli.serve import web_command
from forum.jobs import emit
from forum.lib.db import atomic, db
from forum.permissions import SYSTEM, Role
from forum.settings import Settings
from tests.mail_server import free_port
from tests.queues import PATIENCE_SECONDS, RedisServer, postgres_queue, redis_server

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow


class Inbox:
    """A mail server that takes its time when told to."""

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self.begun = threading.Event()
        self.may_end = threading.Event()
        self.may_end.set()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        self.begun.set()
        while not self.may_end.is_set():
            await asyncio.sleep(0.05)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.ids += re.findall(rb"Message-ID: <password-changed-([^@]+)@", envelope.content)
        return "250 OK"

    def __enter__(self) -> "Inbox":
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.may_end.set()
        self._controller.stop()


class House:
    """A forum with one account, on this database and with this queue."""

    def __init__(
        self, folder: Path, instance: Path, *, database_url: str, jobs_url: str, inbox: Inbox
    ) -> None:
        self.folder = folder
        self.database_url = database_url
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
        self.environment = {
            **kept,
            "FORUM_INSTANCE": str(folder / "instance"),
            "FORUM_DATABASE_URL": database_url,
            "FORUM_JOBS_URL": jobs_url,
            "FORUM_MAIL_URL": f"smtp://127.0.0.1:{inbox.port}",
            "PYTHONPATH": str(ROOT),
        }
        shutil.copytree(instance, folder / "instance")
        if database_url.startswith("sqlite"):
            (folder / "instance" / "forum.db").rename(database_url.removeprefix("sqlite:///"))
        with self.page():
            upgrade_schema(current_app)
            create_user(
                SYSTEM, email="ada@example.nl", name="Ada", role=Role.ADMIN, perspective="", password=None
            )

    @contextlib.contextmanager
    def page(self) -> Iterator[None]:
        """What a web process does that was started just now; nothing stays of it but what it wrote."""
        app = create_app(Settings.from_env(self.environment))
        with app.app_context():
            yield
            db.session.remove()
            db.engine.dispose()
        app.extensions["forum.jobs"].huey.storage.close()

    def tell(self, *keys: str, delay: float = 0) -> None:
        """As a page would do it: a command that changes something and tells of it."""

        @atomic
        def tell() -> None:
            for key in keys:
                emit(PasswordChanged(1, key), delay_seconds=delay)

        with self.page():
            tell()

    @contextlib.contextmanager
    def process(self, command: list[str], **options: Any) -> Iterator[subprocess.Popen[Any]]:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stderr=log, stdout=log, **options
            )
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.kill()
                process.wait(PATIENCE_SECONDS)

    def worker(self) -> contextlib.AbstractContextManager[subprocess.Popen[Any]]:
        return self.process([sys.executable, "-m", "forum.command", "worker"])

    def query(self, sql: str) -> list[Any]:
        """Rows of the outbox, asked for from outside."""
        if self.database_url.startswith("sqlite"):
            file = self.database_url.removeprefix("sqlite:///")
            with contextlib.closing(sqlite3.connect(file, timeout=30)) as connection, connection:
                return connection.execute(sql).fetchall()
        with psycopg.connect(self.database_url) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def attempts_of_done(self) -> list[int]:
        return [row[0] for row in self.query("SELECT attempts FROM outbox WHERE done_at IS NOT NULL")]

    def waiting(self) -> int:
        return self.query("SELECT count(*) FROM outbox WHERE done_at IS NULL")[0][0]


def wait_for(happened: Callable[[], Any], what: str, process: subprocess.Popen | None = None) -> None:
    until = time.monotonic() + 2 * PATIENCE_SECONDS
    while not happened():
        assert process is None or process.poll() is None, "the worker ended"
        assert time.monotonic() < until, f"never happened: {what}"
        time.sleep(0.1)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with Inbox() as inbox:
        yield inbox


@pytest.fixture
def a_house(tmp_path, instance, inbox) -> Callable[[str, str], House]:
    def made(database_url: str, jobs_url: str) -> House:
        return House(tmp_path, instance, database_url=database_url, jobs_url=jobs_url, inbox=inbox)

    return made


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def house(request, tmp_path, tmp_path_factory, a_house) -> Iterator[House]:
    sqlite = f"sqlite:///{tmp_path}/forum.db"
    if request.param == "sqlite":
        yield a_house(sqlite, f"sqlite:///{tmp_path}/jobs.db")
    elif request.param == "redis":
        with redis_server(tmp_path) as server:
            yield a_house(sqlite, server.url)
    else:
        with postgres_queue(tmp_path_factory, "worker") as url:
            yield a_house(url, url)


@pytest.fixture
def small_house(tmp_path, a_house) -> House:
    return a_house(f"sqlite:///{tmp_path}/forum.db", f"sqlite:///{tmp_path}/jobs.db")


def test_what_happened_is_told_now_later_and_also_when_it_happened_before_the_worker_came(house, inbox):
    house.tell("early")
    with house.worker() as worker:
        wait_for(lambda: inbox.ids == [b"early"], "what waited when the worker came", worker)
        house.tell("later", delay=3)
        house.tell("now")
        wait_for(lambda: len(inbox.ids) == 3, "what happened while it ran", worker)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE_SECONDS) == 0
    assert sorted(inbox.ids) == [b"early", b"later", b"now"]
    assert house.attempts_of_done() == [1, 1, 1]
    assert "Traceback" not in (house.folder / "log").read_text()


def test_without_the_queue_pages_answer_and_the_worker_finds_what_happened(tmp_path, a_house, inbox):
    server = RedisServer(tmp_path, free_port())
    server.start()
    house = a_house(f"sqlite:///{tmp_path}/forum.db", server.url)
    server.stop()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.set_inheritable(True)
        command = web_command(listener.fileno(), 1, "forum.command:make_app()")
        with house.process(command, pass_fds=(listener.fileno(),)) as web:
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            with urlopen(f"{address}/questions", timeout=PATIENCE_SECONDS) as answer:
                assert answer.status == 200
            house.tell("unheard")
            assert house.waiting() == 1
            with house.worker() as worker:
                wait_for(lambda: inbox.ids == [b"unheard"], "the outbox is emptied without the queue", worker)
                server.start()
                try:
                    house.tell("heard")
                    wait_for(lambda: b"heard" in inbox.ids, "the queue is found again", worker)
                finally:
                    server.stop()
                worker.send_signal(signal.SIGTERM)
                assert worker.wait(PATIENCE_SECONDS) == 0
            web.terminate()
            assert web.wait(PATIENCE_SECONDS) == 0
    assert house.attempts_of_done() == [1, 1]


@pytest.mark.postgresql
def test_two_workers_tell_everything_once(tmp_path_factory, a_house, inbox):
    with postgres_queue(tmp_path_factory, "worker") as url:
        house = a_house(url, url)
        keys = [f"number-{number}" for number in range(60)]
        house.tell(*keys[:30])
        with house.worker() as one, house.worker() as other:
            house.tell(*keys[30:])
            wait_for(lambda: len(house.attempts_of_done()) == 60, "everything is told")
            for worker in (one, other):
                worker.send_signal(signal.SIGTERM)
                assert worker.wait(PATIENCE_SECONDS) == 0
        assert sorted(inbox.ids) == sorted(key.encode() for key in keys)
        assert set(house.attempts_of_done()) == {1}


def test_a_worker_that_is_killed_while_it_tells_leaves_it_to_the_next(small_house, inbox):
    house = small_house
    inbox.may_end.clear()
    house.tell("cut-off")
    with house.worker() as worker:
        wait_for(inbox.begun.is_set, "the mail is on its way", worker)
        worker.kill()
        worker.wait(PATIENCE_SECONDS)
    inbox.may_end.set()
    assert house.waiting() == 1
    # Five minutes later.
    house.query("UPDATE outbox SET leased_until = '2020-01-01 00:00:00.000000'")
    with house.worker() as worker:
        wait_for(lambda: house.waiting() == 0, "the next worker tells it", worker)
    assert inbox.ids == [b"cut-off"]
    assert house.attempts_of_done() == [2]


def test_a_worker_that_has_to_stop_finishes_what_it_began_and_takes_nothing_new(small_house, inbox):
    house = small_house
    inbox.may_end.clear()
    house.tell(*(f"number-{number}" for number in range(20)))
    with house.worker() as worker:
        wait_for(inbox.begun.is_set, "the first mail is on its way", worker)
        worker.send_signal(signal.SIGTERM)
        time.sleep(1.5)  # it has seen the signal; nothing is asserted of how long that takes
        inbox.may_end.set()
        assert worker.wait(PATIENCE_SECONDS) == 0
    begun = house.query("SELECT count(*) FROM outbox WHERE attempts > 0")[0][0]
    assert len(house.attempts_of_done()) == begun == len(inbox.ids)
    assert 0 < begun < 20
