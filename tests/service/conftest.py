"""What tests share that need a forum of their own, apart from the one all others look at."""

from pathlib import Path

import pytest

from tests.terminal import Terminal


@pytest.fixture(scope="session")
def instance(tmp_path_factory) -> Path:
    """An instance whose database is up to date, to be copied: migrating is what takes long."""
    terminal = Terminal(tmp_path_factory.mktemp("installed"))
    outcome = terminal.forum("db", "upgrade")
    assert outcome.returncode == 0, outcome.stderr
    return terminal.folder / "instance"
