"""One's own account: what others see, and the language."""

import pytest

from forum.accounts.mailboxes import note_failure
from tests.browsing import Person
from tests.factories import a_user
from tests.letters import path_in, sent_by


@pytest.fixture
def as_dana(app, dana):
    return Person(app, dana)


def test_the_page_shows_what_is_known(as_dana, dana):
    page = as_dana.get("/account")
    assert page.value("name") == "Dana"
    assert page.select_one("option[value=provider][selected]")
    assert dana.email in page.words("main")


def test_the_page_is_for_who_is_signed_in(nobody, article, mode):
    assert nobody.get("/account", mode=mode).location == "/login?next=/account"
    assert nobody.get("/account/security", mode=mode).location == "/login?next=/account/security"
    assert nobody.get("/account/sessions", mode=mode).location == "/login?next=/account/sessions"
    for path in ("profile", "language", "password", "sessions", "sessions/end", "confirm"):
        assert nobody.post(f"/account/{path}", mode=mode).location.startswith("/login")


def test_what_others_see_can_be_changed(as_dana, mode):
    fields = {"name": "Dana de Wit", "perspective": "municipality", "organisation": "Gemeente Noord"}
    page = as_dana.get(as_dana.post("/account/profile", fields, mode=mode).location)
    assert page.select_one(".notice[data-kind=done]")
    assert (page.value("name"), page.value("organisation")) == ("Dana de Wit", "Gemeente Noord")
    assert page.select_one("option[value=municipality][selected]")


def test_a_line_about_oneself_stands_on_the_page_about_one(as_dana, dana, nobody, mode):
    fields = {"name": "Dana", "perspective": "provider", "about": "I visit <b>people</b> at home."}
    page = as_dana.get(as_dana.post("/account/profile", fields, mode=mode).location)
    assert page.value("about") == fields["about"]
    assert fields["about"] in nobody.get(f"/people/{dana.handle}").words("main")


def test_a_line_about_oneself_has_an_end(as_dana, mode):
    fields = {"name": "Dana", "perspective": "provider", "about": "x" * 201}
    page = as_dana.post("/account/profile", fields, mode=mode)
    assert page.status_code == 422
    assert "200" in page.words("#profile-about-error")
    assert page.value("about") == fields["about"]


def test_beside_each_field_stands_who_sees_it(as_dana):
    page = as_dana.get("/account")
    for name in ("name", "perspective", "organisation", "about"):
        assert "Everybody sees" in page.words(f"#profile-{name}-hint"), name


def test_a_refused_change_comes_back_with_what_was_typed(as_dana, mode):
    fields = {"name": "<b>", "perspective": "king", "organisation": "Gemeente Noord"}
    page = as_dana.post("/account/profile", fields, mode=mode)
    assert page.status_code == 422
    assert (page.value("name"), page.value("organisation")) == ("<b>", "Gemeente Noord")
    assert page.select_one("#profile-name-error")
    assert page.select_one("#profile-perspective-error")


def test_nobody_changes_role_or_address_by_the_way(as_dana, dana, db):
    fields = {"name": "Dana", "perspective": "provider", "role": "admin", "email": "x@example.nl", "id": "1"}
    as_dana.post("/account/profile", fields)
    db.session.refresh(dana)
    assert (dana.role.value, dana.email) == ("member", "dana@example.nl")


def test_the_language_of_pages_is_ones_own_choice(as_dana, mode):
    as_dana.get("/language/en")
    page = as_dana.get(as_dana.post("/account/language", {"locale": "nl"}, mode=mode).location)
    assert page.select_one("html[lang=nl]")
    assert as_dana.post("/account/language", {"locale": "xx"}).status_code == 422


def test_who_is_not_confirmed_reads_what_to_do(app, article):
    page = Person(app, a_user("newcomer", is_confirmed=False)).get("/account")
    assert "not confirmed" in page.words(".notice[data-kind=warning]")


def test_who_cannot_be_reached_by_mail_reads_so_and_can_mend_it(as_dana, dana, mailbox, mode):
    assert "come back" not in as_dana.get("/account").words("main")
    note_failure(dana.id, "5.1.1", "no such user")
    assert "come back" in as_dana.get("/account").words("main")
    as_dana.post("/account/confirm", mode=mode)
    as_dana.post(path_in(sent_by(mailbox, dana.email)[0], "/account/confirm/"))
    assert "come back" not in as_dana.get("/account").words("main")


def test_ones_short_name_stands_there_and_can_be_changed(as_dana, dana, db, mode):
    assert as_dana.get("/account").value("handle") == "dana"
    fields = {"name": "Dana", "perspective": "provider", "organisation": "", "handle": "@Dana-W"}
    assert as_dana.post("/account/profile", fields, mode=mode).location == "/account?done=profile"
    assert as_dana.get("/account").value("handle") == "dana-w"


def test_a_short_name_of_somebody_else_comes_back_with_what_to_do(as_dana, bob, mode):
    fields = {"name": "Dana", "perspective": "provider", "organisation": "", "handle": "bob"}
    page = as_dana.post("/account/profile", fields, mode=mode)
    assert page.status_code == 422
    assert page.value("handle") == "bob"
    assert page.select_one("#profile-handle-error")
