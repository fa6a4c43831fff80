"""Registering, and confirming the address by the mailed link."""

import re

import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.settings import settings
from tests.browsing import Person
from tests.factories import a_thread
from tests.letters import path_in, sent_by
from tests.web.accounts.conftest import PASSWORD

FIELDS = {
    "email": "robin@example.nl",
    "name": "Robin Smit",
    "password": PASSWORD,
    "perspective": "provider",
    "organisation": "Zorg voor Noord",
    "accept": "yes",
}


def confirm_link(mailbox):
    return path_in(sent_by(mailbox, FIELDS["email"])[-1], "/account/confirm")


def test_registering_ends_at_the_mailbox(nobody, article, mailbox, mode):
    page = nobody.post("/register", FIELDS, mode=mode)
    assert page.location == "/register/sent"
    assert nobody.get(page.location).words("h1") == "Look in your mailbox"
    assert nobody.get("/account").location == "/login?next=/account"
    assert len(sent_by(mailbox, FIELDS["email"])) == 1


def test_a_known_address_gets_the_same_answer(app, article, alice, mailbox):
    new = Person(app).post("/register", FIELDS)
    known = Person(app).post("/register", FIELDS | {"email": alice.email})
    assert (new.status_code, new.location, new.text) == (known.status_code, known.location, known.text)
    assert "/account/confirm" not in str(sent_by(mailbox, alice.email)[0])


def test_opening_the_link_changes_nothing_and_the_button_signs_in(nobody, article, mailbox, db, mode):
    nobody.post("/register", FIELDS | {"next": "/questions/who-is-we"})
    link = confirm_link(mailbox)
    page = nobody.get(link)
    assert page.select_one("form#confirm button")
    assert db.session.scalar(sa.select(User.email_confirmed_at)) is None
    done = nobody.post(link, mode=mode)
    assert done.location == "/questions/who-is-we"
    assert nobody.get("/account").words("main").count("not confirmed") == 0
    assert nobody.get("/questions").words("#account-menu").startswith("R Robin Smit")


def test_what_one_was_writing_survives_registering_in_another_browser(app, nobody, article, bob, mailbox):
    thread = a_thread(bob)
    parked = nobody.post(f"/threads/{thread.public_id}/comments", {"body": "What I wanted to say."})
    login = nobody.get(parked.location)
    register_link = login.select_one("main a[href^='/register']")
    assert register_link is not None
    form = nobody.get(str(register_link["href"]))
    nobody.post("/register", FIELDS | {"next": form.value("next"), "draft": form.value("draft")})
    other_browser = Person(app)
    done = other_browser.post(confirm_link(mailbox))
    assert other_browser.get(done.location or "").value("body").strip() == "What I wanted to say."


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"]
)
def test_the_link_leads_to_our_own_pages_only(nobody, article, mailbox, address):
    nobody.post("/register", FIELDS | {"next": address})
    assert nobody.post(confirm_link(mailbox)).location == "/"


def test_a_refused_form_comes_back_with_all_but_the_password(nobody, article, mode):
    typed = FIELDS | {"password": "short", "next": "/questions", "draft": "a-key"}
    page = nobody.post("/register", typed, mode=mode)
    assert page.status_code == 422
    for name in ("email", "name", "organisation", "next", "draft"):
        assert page.value(name) == typed[name]
    assert page.select_one("option[value=provider][selected]")
    assert page.select_one("[name=accept][checked]")
    assert page.value("password") == ""
    assert "short" not in page.text.replace("A short sentence", "")
    assert page.select_one("#register-password-error")


@pytest.mark.parametrize("field", ["email", "name", "password", "perspective", "accept"])
def test_every_needed_field_has_its_own_message(nobody, article, field):
    page = nobody.post("/register", {name: value for name, value in FIELDS.items() if name != field})
    assert page.status_code == 422
    assert [str(problem["id"]) for problem in page.select(".problem")] == [f"register-{field}-error"]


@pytest.mark.parametrize(
    "value", ["\x00", "1" + "0" * 30, "<script>alert(1)</script>", "x" * 50_000, "é\u202e" * 9000]
)
@pytest.mark.parametrize(
    "field", ["email", "name", "password", "perspective", "organisation", "accept", "next", "draft"]
)
def test_strange_values_are_refused_or_harmless(nobody, article, field, value):
    page = nobody.post("/register", FIELDS | {field: value})
    assert page.status_code in (303, 422)
    assert "<script>alert" not in page.text


def test_nobody_becomes_more_than_a_member_by_asking(nobody, article, db):
    nobody.post(
        "/register", FIELDS | {"role": "admin", "email_confirmed_at": "2026-01-01", "id": "1", "locale": "xx"}
    )
    user = db.session.scalars(sa.select(User)).one()
    assert (user.role.value, user.email_confirmed_at, user.locale) == ("member", None, "en")


def test_a_form_without_token_opens_no_account(nobody, article, db):
    assert nobody.post("/register", FIELDS, csrf=False).status_code == 400
    assert db.session.scalar(sa.select(sa.func.count(User.id))) == 0


@pytest.mark.parametrize("secret", ["x", "%00", "%ff", "a" * 43, "x" * 5000, "..%2f.."])
@pytest.mark.parametrize("page", ["/account/confirm", "/account/reset"])
def test_a_forged_link_is_a_page_that_helps(nobody, article, page, secret):
    for answer in (nobody.get(f"{page}/{secret}"), nobody.post(f"{page}/{secret}", {"password": PASSWORD})):
        assert answer.status_code in (404, 410)
        assert answer.select_one("main h1")


def test_a_used_link_says_so(nobody, article, mailbox):
    nobody.post("/register", FIELDS)
    link = confirm_link(mailbox)
    nobody.post(link)
    assert nobody.get(link).status_code == 410
    assert nobody.post(link).status_code == 410


def test_pages_with_a_secret_in_their_address_keep_it_private(nobody, article, mailbox):
    nobody.post("/register", FIELDS)
    page = nobody.get(confirm_link(mailbox))
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "private, no-store"
    # Such a page sends its form with this origin.
    done = nobody.post(confirm_link(mailbox), headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"})
    assert done.status_code == 303


def test_a_form_on_another_site_confirms_nothing(nobody, article, mailbox):
    nobody.post("/register", FIELDS)
    for headers in (
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
    ):
        assert nobody.post(confirm_link(mailbox), headers=headers).status_code == 403


def test_an_unconfirmed_person_can_sign_in_and_have_the_link_sent_again(nobody, article, mailbox):
    nobody.post("/register", FIELDS)
    nobody.post("/login", {"email": FIELDS["email"], "password": PASSWORD})
    page = nobody.get("/account")
    assert page.select_one("form[action='/account/confirm']")
    for _ in range(2):
        again = nobody.post("/account/confirm")
        assert nobody.get(again.location).select_one(".notice[data-kind=done]")
    refused = nobody.post("/account/confirm")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) == 6 * 3600
    assert len(sent_by(mailbox, FIELDS["email"])) == 3
    nobody.post(confirm_link(mailbox))
    assert nobody.get("/account").select_one("form[action='/account/confirm']") is None


def test_a_closed_forum_says_so(nobody, article, app):
    from dataclasses import replace

    usual = settings()
    app.extensions["forum.settings"] = replace(usual, registration="closed")
    try:
        assert nobody.get("/register").words("h1") == "Joining is closed"
        assert nobody.post("/register", FIELDS).status_code == 403
    finally:
        app.extensions["forum.settings"] = usual


def test_the_mails_lead_to_pages_that_exist(app):
    from forum.notifications import links

    rules = [re.sub(r"<\w+>", "{secret}", rule.rule) for rule in app.url_map.iter_rules()]
    for path in (links.CONFIRM, links.RESET, links.LOGIN, links.FORGOT):
        assert path in rules
