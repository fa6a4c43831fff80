"""Passkeys over the web: what the browser is offered, and forms that carry what it signed."""

import json

import pytest

from tests.authenticator import Authenticator
from tests.browsing import Person
from tests.factories import a_thread
from tests.second_factors import with_app
from tests.web.accounts.conftest import PASSWORD


@pytest.fixture
def as_dana(app, dana):
    return Person(app, dana)


def make(person, device=None, mode="plain"):
    device = device or Authenticator()
    person.get("/account/passkeys/new")
    options = person.post("/account/passkeys/options")
    fields = {"name": "Phone", "credential": device.create(options.text)}
    return device, person.post("/account/passkeys", fields, mode=mode)


def offered(person, **fields) -> str:
    return person.post("/login/passkey/options", fields).text


def test_a_passkey_is_made_and_its_codes_are_shown_once(as_dana, mode):
    _device, page = make(as_dana, mode=mode)
    assert page.status_code == 200
    assert len(page.select(".codes li")) == 10
    assert "Phone" in as_dana.get("/account/security").words(".proofs")
    _other, again = make(as_dana)
    assert as_dana.get(again.location).select_one(".notice[data-kind=done]")


def test_one_signs_in_with_it_and_goes_on_where_one_was(app, as_dana, dana, mode):
    device, _page = make(as_dana)
    nobody = Person(app)
    thread = a_thread(dana)
    parked = nobody.post(f"/threads/{thread.public_id}/comments", {"body": "What I wanted to say."})
    form = nobody.get(parked.location or "")
    fields = {"next": form.value("next"), "draft": form.value("draft")}
    credential = device.get(offered(nobody))
    done = nobody.post("/login/passkey", fields | {"credential": credential}, mode=mode)
    assert nobody.get(done.location or "").value("body").strip() == "What I wanted to say."


def test_what_another_browser_was_offered_signs_nobody_in(app, as_dana):
    device, _page = make(as_dana)
    thief, nobody = Person(app), Person(app)
    with thief._client.session_transaction() as session:
        session["csrf_token"] = "1" * 40
    credential = device.get(offered(nobody))
    assert thief.post("/login/passkey", {"credential": credential}).status_code == 422
    assert thief.get("/account").status_code == 303


def test_a_refused_passkey_says_what_else_to_do_and_keeps_what_one_was_doing(nobody, article):
    page = nobody.post("/login/passkey", {"credential": "{}", "next": "/questions", "draft": "a-key"})
    assert page.status_code == 422
    assert (page.value("next"), page.value("draft")) == ("/questions", "a-key")
    assert "password" in page.words(".error-summary")


def test_a_passkey_is_the_second_step_too(app, as_dana, dana):
    device, _page = make(as_dana)
    nobody = Person(app)
    page = nobody.post("/login", {"email": dana.email, "password": PASSWORD, "next": "/questions"})
    assert nobody.get(page.location or "").select_one("#second-passkey")
    options = offered(nobody, step="second")
    assert len(json.loads(options)["allowCredentials"]) == 1
    wrong = nobody.post("/login/second/passkey", {"credential": "{}", "next": "/questions"})
    assert (wrong.status_code, wrong.value("next")) == (422, "/questions")
    fields = {"credential": device.get(options), "next": "/questions"}
    assert nobody.post("/login/second/passkey", fields).location == "/questions"


def test_the_second_step_with_a_passkey_needs_the_first(nobody, article):
    assert nobody.post("/login/second/passkey", {"credential": "{}"}).location == "/login?late=1"


def test_a_passkey_proves_again_who_one_is(as_dana, clock):
    device, _page = make(as_dana)
    clock.advance(minutes=11)
    page = as_dana.post("/account/recovery-codes")
    form = as_dana.get(page.location)
    assert form.select_one("#prove-passkey")
    assert as_dana.post("/account/confirm-it-is-you/passkey", {"credential": "[]"}).status_code == 422
    options = as_dana.post("/account/confirm-it-is-you/options").text
    fields = {"credential": device.get(options), "next": form.value("next")}
    assert as_dana.post("/account/confirm-it-is-you/passkey", fields).location == "/account/security"
    assert as_dana.post("/account/recovery-codes").status_code == 200


def test_who_has_no_passkey_is_offered_none(as_dana, dana, clock):
    with_app(dana)
    person = as_dana
    person.sign_in(dana)
    clock.advance(minutes=11)
    assert person.get("/account/confirm-it-is-you").select_one("#prove-passkey") is None
    assert person.post("/account/confirm-it-is-you/options").status_code == 422


def test_a_passkey_is_removed(as_dana, mode):
    make(as_dana)
    action = as_dana.get("/account/security").select_one("form[action$='/remove']")
    assert action is not None
    page = as_dana.get(as_dana.post(str(action["action"]), mode=mode).location)
    assert page.select_one(".notice[data-kind=done]")
    assert page.select_one("form[action$='/remove']") is None


@pytest.mark.parametrize(
    "fields", [{}, {"name": ""}, {"name": "x", "credential": "\x00"}, {"credential": "x"}]
)
def test_a_strange_form_makes_no_passkey(as_dana, fields):
    assert as_dana.post("/account/passkeys", fields).status_code == 422


def test_without_a_script_there_is_no_button(nobody, article):
    page = nobody.get("/login")
    form = page.select_one("#login-passkey")
    assert form is not None
    assert form.has_attr("hidden")
    assert page.select_one("input[autocomplete='username webauthn']")
