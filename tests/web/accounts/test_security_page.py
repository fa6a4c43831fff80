"""The page about one's password and what else proves who one is."""

import pytest

from tests.browsing import Person
from tests.web.accounts.conftest import PASSWORD

NEW = "een heel ander woord"


@pytest.fixture
def as_dana(app, dana):
    return Person(app, dana)


def test_a_new_password_signs_out_everywhere_else(app, as_dana, dana, mode):
    elsewhere = Person(app, dana)
    page = as_dana.post("/account/password", {"current": PASSWORD, "password": NEW}, mode=mode)
    assert as_dana.get(page.location).select_one(".notice[data-kind=done]")
    assert elsewhere.get("/account").location == "/login?next=/account"


def test_a_refused_password_says_why_and_shows_none(as_dana, mode):
    page = as_dana.post("/account/password", {"current": "wrong", "password": "too short"}, mode=mode)
    assert page.status_code == 422
    assert page.select_one("#password-current-error")
    assert page.select_one("#password-password-error")
    assert "too short" not in page.text


def test_guessing_the_present_password_has_to_wait(as_dana):
    for _ in range(10):
        assert as_dana.post("/account/password", {"current": "wrong", "password": NEW}).status_code == 422
    assert as_dana.post("/account/password", {"current": PASSWORD, "password": NEW}).status_code == 429
