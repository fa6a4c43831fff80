"""Where one is signed in."""

import pytest

from tests.browsing import Person


@pytest.fixture
def as_dana(app, dana):
    return Person(app, dana)


def test_one_can_sign_out_everywhere_else(app, as_dana, dana, mode):
    elsewhere = Person(app, dana)
    assert len(as_dana.get("/account/sessions").select(".sessions li")) == 2
    page = as_dana.get(as_dana.post("/account/sessions", mode=mode).location)
    assert len(page.select(".sessions li")) == 1
    assert elsewhere.get("/account").status_code == 303


def test_one_device_can_be_signed_out_by_itself(app, as_dana, dana, mode):
    one, other = Person(app, dana), Person(app, dana)
    number = as_dana.get("/account/sessions").select(".sessions [name=session]")[0]["value"]
    page = as_dana.get(as_dana.post("/account/sessions/end", {"session": number}, mode=mode).location)
    assert len(page.select(".sessions li")) == 2
    assert page.select_one(".notice[data-kind=done]")
    assert sorted(person.get("/account").status_code for person in (one, other)) == [200, 303]


def test_this_device_comes_first_and_has_no_button(app, as_dana, dana):
    Person(app, dana)
    first = as_dana.get("/account/sessions").select(".sessions li")[0]
    assert "this device" in first.get_text()
    assert first.select_one("button") is None


def test_nobody_signs_another_person_out(as_dana, as_bob, bob):
    numbers = [number for number in range(50) if number]
    for number in numbers:
        assert as_dana.post("/account/sessions/end", {"session": str(number)}).status_code == 303
    assert as_bob.get("/account").status_code == 200


@pytest.mark.parametrize("number", ["", "x", "-1", "1e3", "9" * 40, "\x00"])
def test_a_strange_number_is_only_wrong(as_dana, number):
    assert as_dana.post("/account/sessions/end", {"session": number}).status_code == 422
