"""Terminals: on an empty folder, and where the forum is installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal, copied


@pytest.fixture(scope="session")
def instance(tmp_path_factory) -> Path:
    """An instance whose database is up to date, to be copied: migrating is what takes long."""
    terminal = Terminal(tmp_path_factory.mktemp("installed"))
    outcome = terminal.forum("db", "upgrade")
    assert outcome.returncode == 0, outcome.stderr
    return terminal.folder / "instance"


@pytest.fixture
def terminal(tmp_path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.close()


@pytest.fixture
def installed(terminal, instance) -> Terminal:
    copied(instance, terminal.folder)
    return terminal
