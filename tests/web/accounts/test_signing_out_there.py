"""Signing out at the provider too: offered to who came by it, and never in the way of signing out here."""

import pytest

from tests.browsing import Person
from tests.oidc_provider import CLIENT_ID
from tests.web.accounts.conftest import PASSWORD
from tests.web.accounts.signing_on import ROBIN, asked_in, at_provider, joined, sign_on


def is_signed_in(person) -> bool:
    return person.get("/account").status_code == 200


def sign_out_there(person, mode="plain"):
    return person.post("/logout", {"there": "yes"}, mode=mode)


def way_there(page) -> str:
    link = page.select_one("main a.button")
    assert link is not None
    return str(link["href"])


def test_who_came_by_a_provider_chooses_on_a_page_of_its_own(robin, nobody):
    sign_on(nobody)
    assert nobody.get("/questions").select_one("#account-menu a[href='/logout']")
    words = [button.get_text() for button in nobody.get("/logout").select("form#logout button")]
    assert words == ["Sign out here only", "Sign out here and at Noord"]


def test_who_came_by_a_password_signs_out_with_one_press(nobody, dana, with_noord):
    nobody.post("/login", {"email": dana.email, "password": PASSWORD})
    assert nobody.get("/questions").select_one("#account-menu form[action='/logout']")
    assert len(nobody.get("/logout").select("form#logout button")) == 1
    assert sign_out_there(nobody).location == "/"


def test_signing_out_here_only_tells_the_provider_nothing(robin, noord, nobody, mode):
    sign_on(nobody)
    asked = len(noord.asked)
    assert nobody.post("/logout", mode=mode).location == "/"
    assert not is_signed_in(nobody)
    assert len(noord.asked) == asked


def test_the_browser_goes_there_with_what_the_provider_needs_and_comes_back(robin, noord, nobody, mode):
    sign_on(nobody)
    page = sign_out_there(nobody, mode)
    assert page.status_code == 200
    assert not is_signed_in(nobody)
    address = way_there(page)
    meta = page.select_one("meta[http-equiv=refresh]")
    assert meta is not None
    assert meta["content"] == f"0; url={address}"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert address.startswith(f"{noord.issuer}/end?")
    asked = asked_in(address)
    assert asked["post_logout_redirect_uri"] == "http://localhost/logout/back"
    assert asked["client_id"] == CLIENT_ID
    assert len(asked["state"]) >= 43
    done = nobody.get(at_provider(address))
    assert "here and at your organisation" in done.words("main")
    assert noord.somebody is None


def test_the_language_of_the_browser_stays(robin, nobody):
    from forum.accounts.service import change_language
    from tests.factories import as_actor

    change_language(as_actor(robin), "nl")
    nobody.get("/language/en")
    sign_on(nobody)
    nobody.get("/language/en")
    back = at_provider(way_there(sign_out_there(nobody)))
    assert nobody.get(back).select_one("html[lang=en]")


@pytest.mark.parametrize("state", ["", "invented", "é", "x" * 5000])
def test_what_this_browser_did_not_begin_is_not_believed(robin, nobody, state):
    sign_on(nobody)
    sign_out_there(nobody)
    page = nobody.get("/logout/back", query_string={"state": state})
    assert page.status_code == 200
    assert "here and at your organisation" not in page.words("main")


def test_coming_back_counts_once(robin, nobody):
    sign_on(nobody)
    back = at_provider(way_there(sign_out_there(nobody)))
    nobody.get(back)
    assert "Whether you are signed out elsewhere" in nobody.get(back).words("main")


def test_who_follows_such_an_address_gets_no_cookie(app, article):
    page = Person(app).get("/logout/back?state=x")
    assert "Set-Cookie" not in page.headers


def test_who_is_signed_in_is_not_told_otherwise(robin, nobody):
    sign_on(nobody)
    assert nobody.get("/logout/back?state=x").location == "/"
    assert is_signed_in(nobody)


@pytest.mark.parametrize("status", [500, 302])
def test_a_provider_that_is_away_keeps_nobody_signed_in(robin, noord, nobody, clock, status):
    sign_on(nobody)
    clock.advance(hours=1)  # so that its document is asked for again
    noord.answers["/.well-known/openid-configuration"] = lambda: (status, {"Location": "/elsewhere"}, b"")
    page = sign_out_there(nobody)
    assert page.status_code == 200
    assert "At Noord it did not work" in page.words("main")
    assert not is_signed_in(nobody)


@pytest.mark.parametrize(
    "endpoint", [None, "", "javascript:alert(1)", "//elsewhere.example", "ftp://elsewhere.example", 7]
)
def test_a_provider_without_a_usable_address_for_it_keeps_nobody_signed_in(robin, noord, nobody, endpoint):
    sign_on(nobody)
    document = {name: value for name, value in noord.document().items() if name != "end_session_endpoint"}
    if endpoint is not None:
        document["end_session_endpoint"] = endpoint
    noord.document = lambda: document
    forget_documents()
    page = sign_out_there(nobody)
    assert "At Noord it did not work" in page.words("main")
    assert not is_signed_in(nobody)


def forget_documents():
    from forum.accounts.oidc import metadata

    metadata._known.clear()


def test_a_provider_that_left_the_settings_is_not_offered(robin, nobody, configure):
    sign_on(nobody)
    configure(oidc_providers=())
    assert len(nobody.get("/logout").select("form#logout button")) == 1
    assert sign_out_there(nobody).location == "/"
    assert not is_signed_in(nobody)


def test_an_address_with_a_question_in_it_stays_whole(robin, noord, nobody):
    sign_on(nobody)
    noord.about["end_session_endpoint"] = f"{noord.issuer}/end?realm=noord"
    forget_documents()
    assert asked_in(way_there(sign_out_there(nobody)))["realm"] == "noord"


def test_a_token_too_long_for_an_address_is_left_out(robin, noord, nobody):
    noord.change_claims = lambda claims: claims | {"roles": "x" * 4000}
    sign_on(nobody)
    assert "id_token_hint" not in asked_in(way_there(sign_out_there(nobody)))


def test_who_has_just_joined_can_sign_out_there_too(with_noord, noord, nobody):
    noord.somebody = dict(ROBIN)
    joined(nobody, sign_on(nobody))
    back = at_provider(way_there(sign_out_there(nobody)))
    assert "here and at your organisation" in nobody.get(back).words("main")
