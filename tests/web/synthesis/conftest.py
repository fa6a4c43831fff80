"""What the tests of synthesis pages ask for besides."""

import pytest

from tests.factories import a_synthesis


@pytest.fixture
def synthesis(thread, mo):
    """What mo wrote of the question in which bob takes part."""
    return a_synthesis(mo, "We agree on the goal.")
