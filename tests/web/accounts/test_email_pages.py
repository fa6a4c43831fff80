"""Changing one's e-mail address."""

import pytest

from tests.browsing import Person
from tests.letters import secret_in, sent_by
from tests.web.accounts.conftest import PASSWORD

ADDRESS = "dana@new.example"


@pytest.fixture
def as_dana(app, dana):
    return Person(app, dana)


def link(mailbox, address) -> str:
    return secret_in(sent_by(mailbox, address)[-1])


def test_the_way_from_the_old_address_to_the_new_one(as_dana, dana, mailbox, mode):
    assert dana.email in as_dana.get("/account/email").words("main")
    page = as_dana.post("/account/email", {"email": ADDRESS}, mode=mode)
    assert "new mailbox" in as_dana.get(page.location).words("h1")
    address = f"/account/email/confirm/{link(mailbox, ADDRESS)}"
    shown = as_dana.get(address)
    assert ADDRESS in shown.words("main")
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    done = as_dana.post(address, mode=mode)
    security = as_dana.get(done.location)
    assert security.select_one(".notice[data-kind=done]")
    assert ADDRESS in security.words("main")
    assert as_dana.get(address).status_code == 410


def test_the_link_works_in_a_browser_that_is_not_signed_in(as_dana, nobody, mailbox):
    as_dana.post("/account/email", {"email": ADDRESS})
    page = nobody.post(f"/account/email/confirm/{link(mailbox, ADDRESS)}")
    assert page.status_code == 200
    assert nobody.get("/account").status_code == 303
    assert as_dana.get("/account").status_code == 303


def test_the_old_address_undoes_it(as_dana, nobody, dana, mailbox, mode):
    as_dana.post("/account/email", {"email": ADDRESS})
    as_dana.post(f"/account/email/confirm/{link(mailbox, ADDRESS)}")
    address = f"/account/email/undo/{link(mailbox, 'dana@example.nl')}"
    assert nobody.get(address).select_one("#email-confirm button")
    page = nobody.post(address, mode=mode)
    assert page.select_one("a[href='/account/forgot']")
    assert as_dana.get("/account").status_code == 303
    assert nobody.post("/login", {"email": "dana@example.nl", "password": PASSWORD}).status_code == 303


def test_a_refused_address_comes_back_as_it_was_typed(as_dana, mode):
    page = as_dana.post("/account/email", {"email": "no address"}, mode=mode)
    assert page.status_code == 422
    assert page.value("email") == "no address"
    assert page.select_one("#email-email-error")


def test_what_was_typed_waits_while_one_shows_who_one_is(as_dana, clock, mode):
    clock.advance(minutes=10)
    page = as_dana.post("/account/email", {"email": ADDRESS}, mode=mode)
    assert page.location == "/account/confirm-it-is-you?next=/account/email"
    done = as_dana.post("/account/confirm-it-is-you", {"password": PASSWORD, "next": "/account/email"})
    assert as_dana.get(done.location).value("email") == ADDRESS
    as_dana.post("/account/email", {"email": ADDRESS})
    assert as_dana.get("/account/email").value("email") == ""


@pytest.mark.parametrize("page", ["confirm", "undo"])
def test_a_link_that_we_did_not_make_says_so(nobody, article, page):
    for secret in ("nothing", "é", "x" * 500):
        assert nobody.get(f"/account/email/{page}/{secret}").status_code == 410
        assert nobody.post(f"/account/email/{page}/{secret}").status_code == 410
