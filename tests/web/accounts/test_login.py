"""Signing in and out."""

import re

import pytest
import sqlalchemy as sa

from forum.accounts.models import UserSession
from forum.jobs import Jobs
from tests.browsing import Person
from tests.factories import a_thread
from tests.web.accounts.conftest import PASSWORD

ELSEWHERE = [
    "https://elsewhere.example",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "\\/elsewhere.example",
    "javascript:alert(1)",
    "/a b",
    "/a\r\nSet-Cookie: x=y",
    "/" + "x" * 500,
    "questions",
    "",
]


def sign_in(person, user, mode="plain", **fields):
    return person.post("/login", {"email": user.email, "password": PASSWORD} | fields, mode=mode)


def without_secrets(page):
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page.text)


def test_signing_in_leads_to_where_one_was(nobody, dana, mode):
    page = sign_in(nobody, dana, mode, next="/questions?q=ü")
    assert page.status_code == (200 if mode == "htmx" else 303)
    assert page.location == "/questions?q=%C3%BC"
    assert nobody.get("/questions").words("#account-menu").startswith("D Dana")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_nowhere_else(nobody, dana, address):
    assert sign_in(nobody, dana, next=address).location == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_the_page_passes_no_foreign_address_on(nobody, article, address):
    page = nobody.get("/login", query_string={"next": address})
    assert page.select_one("form#login input[name=next]") is None
    assert "elsewhere" not in page.words("main")


def test_unknown_people_and_wrong_passwords_look_the_same(nobody, dana):
    wrong = nobody.post("/login", {"email": dana.email, "password": "wrong"})
    unknown = nobody.post("/login", {"email": "gone@example.nl", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.select_one("#login-password-error")
    assert without_secrets(wrong).replace(dana.email, "") == without_secrets(unknown).replace(
        "gone@example.nl", ""
    )


def test_what_was_typed_stays_except_the_password(nobody, dana, mode):
    fields = {"email": dana.email, "password": "wrong", "next": "/questions", "draft": "a-key"}
    page = nobody.post("/login", fields, mode=mode)
    assert page.status_code == 422
    assert (page.value("email"), page.value("next"), page.value("draft")) == (
        dana.email,
        "/questions",
        "a-key",
    )
    assert page.value("password") == ""


def test_a_text_that_waited_stands_ready_after_signing_in(nobody, dana):
    thread = a_thread(dana)
    parked = nobody.post(f"/threads/{thread.public_id}/comments", {"body": "What I wanted to say."})
    form = nobody.get(parked.location)
    fields = {"next": form.value("next"), "draft": form.value("draft")}
    page = nobody.get(sign_in(nobody, dana, **fields).location)
    assert page.value("body").strip() == "What I wanted to say."


@pytest.mark.parametrize("key", ["unknown", "\x00", "x" * 5000, "é"])
def test_a_draft_that_is_not_there_is_no_obstacle(nobody, dana, key):
    assert sign_in(nobody, dana, draft=key).location == "/"


def test_nothing_that_was_in_the_browser_before_stays_in_it(app, nobody, dana):
    nobody.get("/login")
    nobody.get("/language/en")
    with nobody._client.session_transaction() as session:
        session["planted"] = "by an attacker"
        session["_user_id"] = "a session the attacker knows"
        before = session["csrf_token"]
    sign_in(nobody, dana)
    with nobody._client.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"] != "a session the attacker knows"
        assert session.get("csrf_token") != before
        assert session["locale"] == "en"


def test_the_language_of_the_account_replaces_a_choice_made_before(nobody, dana):
    from forum.accounts.service import change_language
    from tests.factories import as_actor

    change_language(as_actor(dana), "nl")
    nobody.get("/language/en")
    sign_in(nobody, dana)
    assert nobody.get("/questions").select_one("html[lang=nl]")
    nobody.get("/language/en")
    assert nobody.get("/questions").select_one("html[lang=en]")


def test_signing_in_again_replaces_the_session_of_this_browser(nobody, dana, db):
    sign_in(nobody, dana)
    sign_in(nobody, dana)
    assert db.session.scalar(sa.select(sa.func.count(UserSession.id))) == 1


def test_the_cookie_is_out_of_reach_for_scripts_and_is_set_once(nobody, dana):
    cookie = sign_in(nobody, dana).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Expires=" in cookie
    nobody.get("/account")  # here the form's token joins it
    assert "Set-Cookie" not in nobody.get("/questions").headers


def test_a_cookie_that_we_did_not_sign_is_nobody(app, article):
    stranger = Person(app)
    stranger._client.set_cookie("session", "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    page = stranger.get("/questions")
    assert page.status_code == 200
    assert page.select_one("#account-menu a[href^='/login']")


def test_a_session_that_ended_shows_pages_as_to_anybody(nobody, dana, clock):
    sign_in(nobody, dana)
    clock.advance(days=14)
    assert nobody.get("/questions").select_one("#account-menu a[href^='/login']")
    assert nobody.get("/account").location == "/login?next=/account"


def test_reading_keeps_one_signed_in_without_writing_in_a_get(app, nobody, dana, clock, db):
    sign_in(nobody, dana)
    clock.advance(days=13)
    nobody.get("/questions")
    row = sa.select(UserSession.last_seen_at)
    assert db.session.scalar(row) < clock()
    jobs: Jobs = app.extensions["forum.jobs"]
    jobs.drain()
    db.session.rollback()
    assert db.session.scalar(row) == clock()


def test_who_is_signed_in_is_led_on(nobody, dana):
    sign_in(nobody, dana)
    assert nobody.get("/login?next=/questions").location == "/questions"
    assert nobody.get("/register?next=/questions").location == "/questions"


def test_ten_wrong_attempts_on_one_account_are_enough_for_a_while(nobody, dana, alice, mode):
    for _ in range(10):
        assert nobody.post("/login", {"email": dana.email.upper(), "password": "wrong"}).status_code == 422
    page = sign_in(nobody, dana, mode, next="/questions")
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "60"
    assert "Try again in one minute" in page.words("#login-password-error")
    assert "a link for a new password" in page.words("form#login .notice")
    assert (page.value("email"), page.value("next")) == (dana.email, "/questions")
    assert nobody.post("/login", {"email": alice.email, "password": "wrong"}).status_code == 422


def test_who_waits_looks_the_same_with_and_without_an_account(nobody, dana):
    for email in (dana.email, "gone@example.nl"):
        for _ in range(10):
            nobody.post("/login", {"email": email, "password": "wrong"})
    wrong = nobody.post("/login", {"email": dana.email, "password": "wrong"})
    unknown = nobody.post("/login", {"email": "gone@example.nl", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 429
    assert wrong.headers["Retry-After"] == unknown.headers["Retry-After"]
    assert without_secrets(wrong).replace(dana.email, "") == without_secrets(unknown).replace(
        "gone@example.nl", ""
    )


def test_what_others_try_keeps_nobody_out_of_their_own_browser(app, nobody, dana):
    sign_in(nobody, dana)
    nobody.post("/logout")
    stranger = Person(app)
    for _ in range(10):
        stranger.post("/login", {"email": dana.email, "password": "wrong"})
    assert sign_in(stranger, dana).status_code == 429
    assert sign_in(nobody, dana).status_code == 303


def test_signing_in_rightly_does_not_count(nobody, dana):
    for _ in range(12):
        assert sign_in(nobody, dana).status_code == 303


@pytest.mark.parametrize(
    "fields", [{}, {"email": ""}, {"email": "x" * 100_000, "password": "\x00"}, {"password": "x" * 100_000}]
)
def test_strange_forms_are_only_wrong(nobody, dana, fields):
    assert nobody.post("/login", fields).status_code == 422


def test_signing_out_ends_the_session_for_whoever_copied_its_cookie(app, nobody, dana, mode):
    sign_in(nobody, dana)
    with nobody._client.session_transaction() as session:
        copied = dict(session)
    assert nobody.post("/logout", mode=mode).location == "/"
    assert nobody.get("/questions").select_one("#account-menu a[href^='/login']")
    thief = Person(app)
    with thief._client.session_transaction() as session:
        session.update(copied)
    assert thief.get("/questions").select_one("#account-menu a[href^='/login']")


def test_following_a_link_signs_nobody_out(nobody, dana):
    sign_in(nobody, dana)
    page = nobody.get("/logout")
    assert page.select_one("form#logout button")
    assert nobody.get("/account").status_code == 200


def test_who_is_signed_out_can_sign_out(nobody, article):
    assert nobody.get("/logout").location == "/"
    assert nobody.post("/logout").location == "/"
