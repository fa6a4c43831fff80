"""/account/erase: what happens is said before, and one can think better of it."""

import pytest
import sqlalchemy as sa

from forum.accounts.erasing import ask_erasure, leaving
from forum.accounts.models import User
from forum.lib.db import db
from forum.own_data.chores import erase_accounts
from tests.browsing import Person
from tests.factories import as_actor

ERASE = "/account/erase"


def test_it_says_what_disappears_and_what_stays(as_alice):
    page = as_alice.get(ERASE)
    words = page.words("main")
    for said in ("You have 14 days", "What disappears", "What stays", "Former participant", "objections"):
        assert said in words
    assert page.select_one(".account-nav [aria-current=page]").get_text() == "Your data"


def test_asking_signs_out_everywhere(as_alice, alice, app, mode):
    elsewhere = Person(app, alice)
    answer = as_alice.post(ERASE, {"votes": "keep"}, mode=mode)
    assert answer.location == "/account/erase/asked"
    assert "within 14 days" in as_alice.get(answer.location).words("main")
    for person in (as_alice, elsewhere):
        assert person.get("/account").status_code in (303, 401)
    waiting = leaving(alice.id)
    assert waiting is not None
    assert waiting.keeps_votes


@pytest.mark.parametrize("typed", [{}, {"votes": "sell"}])
def test_without_a_choice_nothing_happens(as_alice, alice, typed, mode):
    page = as_alice.post(ERASE, typed, mode=mode)
    assert page.status_code == 422
    assert page.select_one("#erase-votes-error")
    assert leaving(alice.id) is None


def test_who_did_not_show_lately_who_they_are_does_so_first_and_finds_their_choice(
    as_alice, alice, clock, password, mode
):
    clock.advance(minutes=11)
    answer = as_alice.post(ERASE, {"votes": "keep"}, mode=mode)
    assert answer.location == "/account/confirm-it-is-you?next=/account/erase"
    assert leaving(alice.id) is None
    assert as_alice.post(answer.location, {"password": password, "next": ERASE}).location == ERASE
    page = as_alice.get(ERASE)
    assert page.select_one("[name=votes][value=keep]").has_attr("checked")


def test_who_signs_in_meanwhile_first_sees_how_to_stop_it(as_alice, alice, nobody, password, mode):
    as_alice.post(ERASE, {"votes": "remove"})
    signed_in = nobody.post("/login", {"email": alice.email, "password": password, "next": "/questions"})
    assert signed_in.location == ERASE
    page = nobody.get(ERASE)
    assert "7 December 2026" in page.words("h1") or "December 7, 2026" in page.words("h1")
    assert [button.get_text() for button in page.select("main button")] == ["Do not erase after all"]
    assert nobody.post(f"{ERASE}/stop", mode=mode).location == "/account?done=stays"
    assert "Your account stays" in nobody.get("/account?done=stays").text
    assert leaving(alice.id) is None


def test_meanwhile_every_page_says_so_and_offers_nothing_that_would_be_refused(as_alice, alice, thread):
    ask_erasure(as_actor(alice), keeps_votes=True)
    as_alice.sign_in(alice)
    page = as_alice.get(f"/threads/{thread.public_id}/{thread.slug}")
    assert "will be erased on" in page.words(".notices")
    assert not page.select("form.composer")
    refused = as_alice.post(f"/threads/{thread.public_id}/comments", {"body": "Still here."})
    assert refused.status_code == 403
    assert "about to be erased" in refused.text


def test_meanwhile_one_still_takes_ones_data_along(as_alice, alice):
    ask_erasure(as_actor(alice), keeps_votes=True)
    as_alice.sign_in(alice)
    assert as_alice.post("/account/data").location == "/account/data"


def test_an_administrator_reads_why_not(as_admin):
    page = as_admin.get(ERASE)
    assert "You administer this forum" in page.words("main")
    assert not page.select("main form")


def test_stopping_what_nobody_asked_changes_nothing(as_alice):
    assert as_alice.post(f"{ERASE}/stop").status_code == 303


@pytest.mark.parametrize("path", [ERASE, f"{ERASE}/stop"])
def test_who_is_signed_out_erases_nothing(nobody, path):
    page = nobody.post(path, {"votes": "keep"})
    assert page.status_code in (303, 401)


def test_when_it_was_done_meanwhile_the_session_is_gone(as_alice, alice, clock):
    ask_erasure(as_actor(alice), keeps_votes=True)
    as_alice.sign_in(alice)
    clock.advance(days=13)
    as_alice.sign_in(alice)
    clock.advance(days=2)
    erase_accounts()
    assert as_alice.get("/account").status_code in (303, 401)
    assert db.session.scalar(sa.select(User.name).where(User.id == alice.id)) != "Alice"
