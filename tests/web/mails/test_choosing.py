"""Which mails one gets, and when not."""

from dataclasses import replace

import pytest

from forum.notifications.queries import wishes_of
from forum.settings import settings

OWN = {"wanted": "at_once", "quiet": "own", "quiet_from": "21:00", "quiet_until": "8:30", "weekend": "yes"}


def test_the_page_is_for_who_is_signed_in(nobody, article, mode):
    assert nobody.get("/account/mails", mode=mode).location == "/login?next=/account/mails"
    assert nobody.post("/account/mails", OWN, mode=mode).location.startswith("/login")


def test_who_chose_nothing_sees_how_it_is(as_alice, article):
    page = as_alice.get("/account/mails")
    assert page.select_one("[name=wanted][value=all][checked]")
    assert page.select_one("[name=quiet][value=none][checked]")
    assert page.select_one("[name=quiet][value=forum]") is None
    assert not page.select_one("[name=weekend][checked]")


def test_a_choice_is_kept(as_alice, alice, article, db, mode):
    page = as_alice.post("/account/mails", OWN, mode=mode)
    if mode == "plain":
        assert page.status_code == 303
        page = as_alice.get(page.location)
    else:
        assert page.select_one("#mail-choices") is page.soup.find()
    assert page.select_one(".notice[data-kind=done]")
    assert page.select_one("[name=wanted][value=at_once][checked]")
    assert (page.value("quiet_from"), page.value("quiet_until")) == ("21:00", "08:30")
    assert page.select_one("[name=weekend][checked]")
    db.session.rollback()
    wishes = wishes_of([alice.id])[alice.id]
    assert (wishes.wanted.value, wishes.quiet_hours, wishes.is_weekend_quiet) == (
        "at_once",
        "21:00-08:30",
        True,
    )


@pytest.mark.parametrize(
    "wrong", [{"quiet_from": ""}, {"quiet_from": "x"}, {"quiet_until": "21:00"}, {"wanted": "sometimes"}]
)
def test_a_wrong_choice_comes_back_with_what_was_typed(as_alice, alice, article, db, mode, wrong):
    page = as_alice.post("/account/mails", OWN | wrong, mode=mode)
    assert page.status_code == 422
    assert page.select_one(".error-summary a")
    assert page.select_one("[name=weekend][checked]")
    db.session.rollback()
    assert wishes_of([alice.id])[alice.id].quiet_hours is None


@pytest.mark.parametrize(("quiet", "stored"), [("forum", None), ("none", "")])
def test_the_hours_of_the_forum_can_be_taken_or_left(
    app, as_alice, alice, article, db, monkeypatch, quiet, stored
):
    monkeypatch.setitem(app.extensions, "forum.settings", replace(settings(), quiet_hours="20:00-07:00"))
    as_alice.post("/account/mails", OWN | {"quiet": quiet})
    page = as_alice.get("/account/mails")
    assert page.select_one(f"[name=quiet][value={quiet}][checked]")
    assert "from 20:00 until 07:00" in page.words("main")
    db.session.rollback()
    assert wishes_of([alice.id])[alice.id].quiet_hours == stored


def test_the_account_page_leads_here(as_alice, article):
    assert as_alice.get("/account").select_one("main a[href='/account/mails']")
