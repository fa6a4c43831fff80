"""The command line as somebody at a terminal meets it: real files, real signals, a process of each kind."""

import contextlib
import signal
import socket
import sqlite3
import time
from urllib.error import URLError
from urllib.request import urlopen

import click
import pytest
from click.testing import CliRunner

from forum.cli import commands
from tests.terminal import PATIENCE_SECONDS, ROOT, refused

ARTICLE = ROOT / "forum" / "content" / "samenwerken.md"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(port: int, path: str = "/") -> str:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as response:
                return response.read().decode()
        except (URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def test_every_command_explains_itself():
    def explain(command: click.Command, path: list[str]) -> None:
        outcome = CliRunner().invoke(commands, [*path, "--help"])
        assert outcome.exit_code == 0
        assert command.help
        assert command.help.split(".")[0] in " ".join(outcome.output.split())
        if isinstance(command, click.Group):
            for name, each in command.commands.items():
                explain(each, [*path, name])

    explain(commands, [])


def test_an_article_is_loaded_once_and_then_found_unchanged(terminal):
    upgraded = terminal.start("db", "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    assert "created" in terminal.start("article", "load", str(ARTICLE)).stdout
    assert "unchanged" in terminal.forum("article", "load", str(ARTICLE)).stdout
    assert terminal.forum("db", "check").returncode == 0


def test_a_file_that_is_no_article_is_refused_with_its_line(installed, tmp_path):
    wrong = tmp_path / "wrong.md"
    wrong.write_text("---\nslug: a\nlessons: 5\n---\n--- nl\nTekst.\n")
    for command in ("check", "load"):
        outcome = installed.forum("article", command, str(wrong))
        assert outcome.returncode == 2
        assert f"{wrong}:3:" in outcome.stderr


def test_commands_on_an_old_database_say_what_to_do(terminal):
    assert refused(terminal.start("db", "check"), "forum db upgrade")


def test_a_database_of_a_newer_release_is_not_touched(installed):
    with contextlib.closing(sqlite3.connect(installed.folder / "instance" / "forum.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    assert refused(installed.forum("db", "upgrade"), "newer release")


def test_a_check_that_finds_something_says_so_with_its_status(installed):
    with contextlib.closing(sqlite3.connect(installed.folder / "instance" / "forum.db")) as database:
        database.execute(
            "INSERT INTO outbox (event, subscriber, payload, created_at, due_at, attempts) "
            "VALUES ('a.B', 'a.c', '{}', '2026-11-01 00:00:00', '2026-11-01 00:00:00', 0)"
        )
        database.commit()
    outcome = installed.forum("db", "check")
    assert outcome.returncode == 2
    assert "is a worker running?" in outcome.stderr


def test_an_administrator_is_made_without_a_browser(installed):
    made = installed.start(
        "user",
        "create",
        "ada@example.nl",
        "--name",
        "Ada de Boer",
        "--role",
        "admin",
        "--password-stdin",
        stdin="korenbloem fiets zes tafel\n",
    )
    assert made.returncode == 0, made.stderr
    assert refused(installed.forum("user", "promote", "nobody@example.nl", "admin"))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("FORUM_BASE_URL", "nonsense"),
        ("FORUM_DATABASE_URL", "sqlite:////nowhere/at/all.db"),
        ("FORUM_NO_SUCH", "1"),
    ],
)
def test_a_wrong_setting_stops_with_one_line(terminal, setting, value):
    assert refused(terminal.forum("db", "upgrade", **{setting: value}))


def test_the_server_prepares_itself_answers_and_stops_cleanly(terminal):
    port = free_port()
    with terminal.serving("--prepare", "--port", str(port)) as server:
        assert "Samenwerken" in answer(port)
        assert '"ok"' in answer(port, "/readyz")
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE_SECONDS) == 0
        assert server.stdout is not None
        said = server.stdout.read()
    assert f"http://127.0.0.1:{port}" in said
    assert "user promote" in said
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_said_so(terminal):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert refused(terminal.forum("serve", "--port", str(port)), str(port))
