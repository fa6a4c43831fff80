"""A forgotten password."""

import pytest

from tests.browsing import Person
from tests.factories import a_thread
from tests.letters import path_in, sent_by
from tests.web.accounts.conftest import PASSWORD

NEW = "een heel ander woord"


def reset_link(mailbox, user):
    return path_in(sent_by(mailbox, user.email)[-1], "/account/reset")


def test_known_and_unknown_addresses_get_the_same_answer(app, dana, mailbox, mode):
    known = Person(app).post("/account/forgot", {"email": dana.email}, mode=mode)
    unknown = Person(app).post("/account/forgot", {"email": "gone@example.nl"}, mode=mode)
    assert (known.status_code, known.location, known.text) == (
        unknown.status_code,
        unknown.location,
        unknown.text,
    )
    assert len(sent_by(mailbox, dana.email)) == len(mailbox.messages) == 1


def test_what_is_no_address_comes_back(nobody, article, mode):
    page = nobody.post("/account/forgot", {"email": "dana", "next": "/questions"}, mode=mode)
    assert page.status_code == 422
    assert (page.value("email"), page.value("next")) == ("dana", "/questions")
    assert page.select_one("#forgot-email-error")


def test_a_new_password_signs_in_and_leads_on(app, nobody, dana, mailbox, mode):
    nobody.post("/account/forgot", {"email": dana.email, "next": "/questions"})
    link = reset_link(mailbox, dana)
    assert nobody.get(link).value("username") == dana.email
    other_browser = Person(app)
    assert other_browser.post(link, {"password": NEW}, mode=mode).location == "/questions"
    assert other_browser.get("/account").status_code == 200
    assert Person(app).post("/login", {"email": dana.email, "password": NEW}).status_code == 303
    assert Person(app).post("/login", {"email": dana.email, "password": PASSWORD}).status_code == 422


def test_a_text_that_waits_survives_a_forgotten_password(app, nobody, dana, bob, mailbox):
    thread = a_thread(bob)
    parked = nobody.post(f"/threads/{thread.public_id}/comments", {"body": "What I wanted to say."})
    forgot = nobody.get(parked.location).select_one("a[href^='/account/forgot']")
    assert forgot is not None
    form = nobody.get(str(forgot["href"]))
    fields = {"email": dana.email, "next": form.value("next"), "draft": form.value("draft")}
    nobody.post("/account/forgot", fields)
    done = Person(app)
    page = done.get(done.post(reset_link(mailbox, dana), {"password": NEW}).location or "")
    assert page.value("body").strip() == "What I wanted to say."


def test_a_weak_password_comes_back_with_its_message_and_the_link_still_works(nobody, dana, mailbox):
    nobody.post("/account/forgot", {"email": dana.email})
    link = reset_link(mailbox, dana)
    page = nobody.post(link, {"password": "dana@example.nl"})
    assert page.status_code == 422
    assert page.select_one("#reset-password-error")
    assert nobody.post(link, {"password": NEW}).status_code == 303


def test_an_old_link_leads_to_a_new_one(nobody, dana, mailbox, clock):
    nobody.post("/account/forgot", {"email": dana.email})
    link = reset_link(mailbox, dana)
    clock.advance(minutes=30)
    for page in (nobody.get(link), nobody.post(link, {"password": NEW})):
        assert page.status_code == 410
        assert page.select_one("main a[href='/account/forgot']")


def test_pages_about_passwords_are_kept_nowhere(nobody, dana, mailbox):
    nobody.post("/account/forgot", {"email": dana.email})
    page = nobody.get(reset_link(mailbox, dana))
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("email", ["", "\x00", "x" * 100_000, "<script>alert(1)</script>@example.nl"])
def test_strange_addresses_are_only_wrong(nobody, article, email):
    page = nobody.post("/account/forgot", {"email": email})
    assert page.status_code == 422
    assert "<script>alert" not in page.text


def test_asking_over_and_over_has_to_wait(nobody, article):
    answers = [nobody.post("/account/forgot", {"email": "gone@example.nl"}) for _ in range(21)]
    assert [answer.status_code for answer in answers[:20]] == [303] * 20
    assert answers[-1].status_code == 429
