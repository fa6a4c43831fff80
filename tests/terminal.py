"""A terminal at which commands are typed, in a folder with an instance of its own.

Most commands run in the process of the test: through the same door as at a terminal, with the same
variables and folder, but without starting Python and reading the whole forum again. `start` and
`serving` are there for what only a process of its own can show.
"""

import contextlib
import contextvars
import gc
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

from click.testing import CliRunner
from flask import Flask

from forum.app import create_app
from forum.cli import run
from forum.lib.db import db

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 60

Outcome = subprocess.CompletedProcess[str]


class Terminal:
    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
        own = {"FORUM_INSTANCE": str(folder / "instance"), "PYTHONPATH": str(ROOT)}
        self.environment = {**kept, **own, **settings}
        self._apps: dict[tuple[tuple[str, str], ...], Flask] = {}

    def forum(self, *arguments: str, stdin: str = "", **settings: str) -> Outcome:
        """Type a command. The same settings give the same application again."""
        key = tuple(sorted(settings.items()))

        def make_app() -> Flask:
            if key not in self._apps:
                self._apps[key] = create_app()
            return self._apps[key]

        try:
            return typed(
                *arguments,
                make_app=make_app,
                stdin=stdin,
                environment={**self.environment, **settings},
                folder=self.folder,
            )
        finally:
            self.close()

    def close(self) -> None:
        """Leave no connection open, as a process that ends leaves none."""
        for app in self._apps.values():
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
            app.extensions["forum.jobs"].huey.storage.close()

    def start(self, *arguments: str, stdin: str = "", **settings: str) -> Outcome:
        """Run a command as a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "forum.command", *arguments],
            cwd=self.folder,
            env={**self.environment, **settings},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=2 * PATIENCE_SECONDS,
            check=False,
        )

    @contextlib.contextmanager
    def serving(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        command = [sys.executable, "-m", "forum.command", "serve", *arguments]
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(PATIENCE_SECONDS)
            assert process.stdout is not None
            process.stdout.close()


def typed(
    *arguments: str,
    make_app: Callable[[], Flask],
    environment: dict[str, str],
    folder: Path,
    stdin: str = "",
) -> Outcome:
    """What the command line prints and with which status it ends, without a process of its own."""
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        contextlib.chdir(folder),
        CliRunner().isolation(input=stdin) as (said, complained, _both),
    ):
        # In an empty context: the command must not find an application context of the test.
        status = contextvars.Context().run(_status_of, make_app, arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        return Outcome(arguments, status, said.getvalue().decode(), complained.getvalue().decode())


def _status_of(make_app: Callable[[], Flask], arguments: tuple[str, ...]) -> int:
    try:
        run(make_app, arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        gc.enable()  # `forum analyse` lives too shortly for it; the tests do not
    return 0


def copied(instance: Path, folder: Path) -> None:
    """Give the terminal in this folder a copy of an instance that is up to date."""
    shutil.copytree(instance, folder / "instance")


def refused(outcome: Outcome, *words: str) -> bool:
    """One clear line and exit status 2, never a traceback."""
    lines = outcome.stderr.strip().splitlines()
    return (
        outcome.returncode == 2 and "Traceback" not in outcome.stderr and all(w in lines[-1] for w in words)
    )
