"""Signing in with a second proof, setting it up, and showing again who one is."""

import re

import pytest
import sqlalchemy as sa

from forum.accounts.models import UserSession
from tests.browsing import Person
from tests.factories import a_position, a_thread
from tests.second_factors import Phone, with_app
from tests.web.accounts.conftest import PASSWORD
from tests.web.accounts.test_login import ELSEWHERE


@pytest.fixture
def phone(dana, clock):
    phone, _added = with_app(dana)
    clock.advance(minutes=5)
    return phone


def first_step(person, dana, mode="plain", **fields):
    return person.post("/login", {"email": dana.email, "password": PASSWORD} | fields, mode=mode)


def second_step(person, code, mode="plain", **fields):
    return person.post("/login/second", {"code": code} | fields, mode=mode)


@pytest.fixture
def as_dana(app, dana, phone):
    return Person(app, dana)


def test_signing_in_takes_two_steps(nobody, dana, phone, mode):
    page = first_step(nobody, dana, mode, next="/questions")
    assert page.location == "/login/second?next=/questions"
    assert nobody.get("/account").location == "/login?next=/account"
    form = nobody.get(page.location)
    assert form.value("next") == "/questions"
    done = second_step(nobody, phone.code(), mode, next=form.value("next"))
    assert done.location == "/questions"
    assert nobody.get("/account").status_code == 200


def test_a_text_that_waited_survives_both_steps(nobody, dana, phone):
    thread = a_thread(dana)
    parked = nobody.post(f"/threads/{thread.public_id}/comments", {"body": "What I wanted to say."})
    form = nobody.get(parked.location)
    page = first_step(nobody, dana, next=form.value("next"), draft=form.value("draft"))
    second = nobody.get(page.location)
    wrong = second_step(nobody, "000000", next=second.value("next"), draft=second.value("draft"))
    assert wrong.status_code == 422
    done = second_step(nobody, phone.code(), next=wrong.value("next"), draft=wrong.value("draft"))
    assert nobody.get(done.location).value("body").strip() == "What I wanted to say."


def test_a_vote_that_waited_survives_both_steps(nobody, dana, phone, article, bob):
    position = a_position(bob)
    parked = nobody.post(f"/positions/{position.public_id}/vote", {"choice": "agree"})
    form = nobody.get(parked.location)
    page = first_step(nobody, dana, next=form.value("next"), draft=form.value("draft"))
    second = nobody.get(page.location)
    assert "Your vote waits" in second.words("main")
    done = second_step(nobody, phone.code(), next=second.value("next"), draft=second.value("draft"))
    assert done.location == f"/positions/{position.public_id}/vote"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_neither_step_leads_elsewhere(nobody, dana, phone, address):
    page = first_step(nobody, dana, next=address)
    assert page.location == "/login/second"
    assert second_step(nobody, phone.code(), next=address).location == "/"


def test_the_second_step_alone_is_nothing(nobody, dana, phone, mode):
    assert nobody.get("/login/second", mode=mode).location == "/login?late=1"
    assert second_step(nobody, phone.code(), mode).location == "/login?late=1"


def test_after_ten_minutes_one_begins_again_with_what_one_was_doing(nobody, dana, phone, clock):
    first_step(nobody, dana)
    clock.advance(minutes=10)
    page = second_step(nobody, phone.code(), next="/questions", draft="a-key")
    assert page.location == "/login?next=/questions&draft=a-key&late=1"
    form = nobody.get(page.location)
    assert "took too long" in form.words("main")
    assert form.value("next") == "/questions"


def test_a_clock_that_was_set_back_keeps_nothing_open_for_longer(nobody, dana, phone, clock):
    first_step(nobody, dana)
    clock.advance(hours=-2)
    assert nobody.get("/login/second").status_code == 303


def test_a_half_done_sign_in_belongs_to_one_browser(app, nobody, dana, phone):
    first_step(nobody, dana)
    other = Person(app)
    assert second_step(other, phone.code()).location == "/login?late=1"
    assert second_step(nobody, phone.code()).location == "/"


def test_what_the_browser_made_up_itself_is_not_believed(nobody, dana, phone):
    with nobody._client.session_transaction() as session:
        session["half"] = {"user": dana.id, "mark": "0" * 64, "at": 1_800_000_000}
    assert second_step(nobody, phone.code()).status_code == 303
    nobody._client.set_cookie("session", "eyJoYWxmIjp7InVzZXIiOjF9fQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert second_step(nobody, phone.code()).location == "/login?late=1"
    assert nobody.get("/account").location == "/login?next=/account"


def test_five_wrong_codes_are_enough_for_a_while(nobody, dana, phone, clock, mode):
    first_step(nobody, dana)
    for _ in range(5):
        assert second_step(nobody, "000000").status_code == 422
    page = second_step(nobody, phone.code(), mode, next="/questions")
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "60"
    assert "Try again in one minute" in page.words("#second-code-error")
    assert page.value("next") == "/questions"
    clock.advance(minutes=1)
    assert second_step(nobody, phone.code(), mode).location == "/"


@pytest.mark.parametrize("code", ["", "x" * 100_000, "\x00", "１２３４５６", "<script>"])
def test_strange_codes_are_only_wrong(nobody, dana, phone, code):
    first_step(nobody, dana)
    page = second_step(nobody, code)
    assert page.status_code == 422
    assert page.select_one("#second-code-error")
    assert page.value("code") == ""


def test_in_two_tabs_at_once_each_goes_its_own_way(nobody, dana, phone, clock):
    one = nobody.get(first_step(nobody, dana, next="/questions").location)
    other = nobody.get(first_step(nobody, dana, next="/lessons").location)
    assert second_step(nobody, phone.code(), next=one.value("next")).location == "/questions"
    assert nobody.get("/login/second?next=/lessons").location == "/lessons"
    assert second_step(nobody, phone.code(1), next=other.value("next")).location.startswith("/login")
    assert nobody.get("/account").status_code == 200


def test_a_link_for_a_new_password_leads_to_the_second_step(nobody, dana, phone, mailbox):
    from tests.letters import secret_in, sent_by

    nobody.post("/account/forgot", {"email": dana.email, "next": "/questions"})
    secret = secret_in(sent_by(mailbox, dana.email)[-1])
    page = nobody.post(f"/account/reset/{secret}", {"password": "een heel ander woord"})
    assert page.location == "/login/second?next=/questions"
    assert second_step(nobody, phone.code(), next="/questions").location == "/questions"


def test_an_app_is_set_up_with_a_picture_and_a_key_to_type(app, dana, clock, mode):
    person = Person(app, dana)
    page = person.get("/account/second-factor")
    picture = page.select_one("img.qr")
    assert picture is not None
    assert str(picture["src"]).startswith("data:image/svg+xml")
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.words(".secret"))
    phone = Phone(dana.id, page.value("nonce"))
    wrong = person.post("/account/second-factor", {"nonce": phone.nonce, "code": "1"}, mode=mode)
    assert wrong.status_code == 422
    assert wrong.value("nonce") == phone.nonce
    done = person.post("/account/second-factor", {"nonce": phone.nonce, "code": phone.code()}, mode=mode)
    assert done.status_code == 200
    assert len(done.select(".codes li")) == 10
    assert person.get("/account/security").select_one("form[action='/account/second-factor/remove']")
    assert done.select(".codes li")[0].get_text() not in person.get("/account/security").text


def test_an_app_can_be_removed_and_codes_renewed(as_dana, mode):
    codes = as_dana.post("/account/recovery-codes", mode=mode)
    assert len(codes.select(".codes li")) == 10
    page = as_dana.post("/account/second-factor/remove", mode=mode)
    assert as_dana.get(page.location).select_one(".notice[data-kind=done]")
    assert as_dana.post("/account/recovery-codes").status_code == 409


FRESH_ONLY = [
    ("/account/second-factor", {"nonce": "x", "code": "1"}, "/account/second-factor"),
    ("/account/second-factor/remove", {}, "/account/security"),
    ("/account/recovery-codes", {}, "/account/security"),
    ("/account/sessions", {}, "/account/sessions"),
]


@pytest.mark.parametrize(("path", "fields", "back"), FRESH_ONLY)
def test_what_protects_an_account_changes_only_shortly_after_a_proof(
    as_dana, clock, path, fields, back, mode
):
    clock.advance(minutes=10)
    page = as_dana.post(path, fields, mode=mode)
    assert page.location == f"/account/confirm-it-is-you?next={back}"
    form = as_dana.get(page.location)
    wrong = as_dana.post("/account/confirm-it-is-you", {"password": "wrong", "next": form.value("next")})
    assert (wrong.status_code, wrong.value("next")) == (422, back)
    done = as_dana.post("/account/confirm-it-is-you", {"password": PASSWORD, "next": back}, mode=mode)
    assert done.location == back
    assert "confirm-it" not in (as_dana.post(path, fields).location or "")


def test_a_code_of_the_app_proves_it_too(as_dana, phone, clock):
    clock.advance(minutes=10)
    assert as_dana.get("/account/second-factor").location.startswith("/account/confirm-it-is-you")
    page = as_dana.post("/account/confirm-it-is-you", {"code": phone.code(), "next": "/account/security"})
    assert page.location == "/account/security"
    assert as_dana.get("/account/confirm-it-is-you?next=/lessons").location == "/lessons"


def test_the_proof_leads_nowhere_else(as_dana, clock):
    clock.advance(minutes=10)
    fields = {"password": PASSWORD, "next": "https://elsewhere.example"}
    assert as_dana.post("/account/confirm-it-is-you", fields).location == "/account"


def test_guessing_at_the_proof_has_to_wait(as_dana, clock):
    clock.advance(minutes=10)
    for _ in range(10):
        assert as_dana.post("/account/confirm-it-is-you", {"password": "wrong"}).status_code == 422
    assert as_dana.post("/account/confirm-it-is-you", {"password": PASSWORD}).status_code == 429


def test_a_browser_is_remembered_where_one_signs_in_and_nowhere_else(app, nobody, dana, db):
    page = first_step(nobody, dana)
    device = next(one for one in page.headers.getlist("Set-Cookie") if one.startswith("device="))
    assert all(part in device for part in ("HttpOnly", "SameSite=Lax", "Path=/login"))
    nobody.post("/logout")
    again = first_step(nobody, dana)
    assert not any(one.startswith("device=") for one in again.headers.getlist("Set-Cookie"))
    assert db.session.scalar(sa.select(sa.func.count(UserSession.id))) == 1
    assert nobody.get("/account/security").select(".sessions li") == []
    first_step(Person(app), dana)
    assert len(nobody.get("/account/security").select(".sessions li")) == 1
