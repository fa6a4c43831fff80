"""Mandates to try things on. anna speaks for Zeist in the whole forum; ben works there too."""

import pytest

from tests.factories import a_mandate, a_user


@pytest.fixture
def anna(db):
    return a_user("anna")


@pytest.fixture
def ben(db):
    return a_user("ben")


@pytest.fixture
def annas(anna, article):
    """anna's confirmed mandate."""
    return a_mandate(anna, "Gemeente Zeist")


@pytest.fixture
def bens(ben, annas):
    """What ben asks for, after anna."""
    return a_mandate(ben, "Gemeente Zeist", is_confirmed=False)
