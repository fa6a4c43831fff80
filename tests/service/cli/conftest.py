"""Terminals: on an empty folder, and where the forum is installed."""

from collections.abc import Iterator

import pytest

from tests.terminal import Terminal, copied


@pytest.fixture
def terminal(tmp_path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.close()


@pytest.fixture
def installed(terminal, instance) -> Terminal:
    copied(instance, terminal.folder)
    return terminal
