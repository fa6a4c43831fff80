"""Which providers there are, their keys and documents, and how we show that it is us."""

import pytest

from tests.browsing import Person
from tests.oidc_provider import a_key
from tests.web.accounts.signing_on import (
    as_setting,
    sign_on,
)


@pytest.mark.parametrize("registration", ["open", "domains", "invite", "closed"])
def test_signing_in_is_offered_however_joining_is_set(with_noord, nobody, configure, registration):
    configure(registration=registration, registration_domains=("noord.example",))
    assert "Sign in with Noord" in nobody.get("/login").words("#sign-on")


def test_new_keys_of_the_provider_are_fetched_when_a_token_names_one(robin, noord, app, clock):
    assert sign_on(Person(app)).location == "/"
    clock.advance(minutes=2)
    noord.key = a_key("second")
    noord.sign = lambda claims: noord.signed(claims, kid="second")
    assert sign_on(Person(app)).location == "/"
    assert noord.asked.count("/keys") == 2


def test_documents_and_keys_are_kept_for_an_hour(robin, noord, app, clock):
    for _ in range(3):
        sign_on(Person(app))
    assert (noord.asked.count("/.well-known/openid-configuration"), noord.asked.count("/keys")) == (1, 1)
    clock.advance(hours=1)
    sign_on(Person(app))
    assert (noord.asked.count("/.well-known/openid-configuration"), noord.asked.count("/keys")) == (2, 2)


def test_a_provider_that_takes_the_secret_in_the_form_only_gets_it_there(robin, noord, app, configure):
    noord.about["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert sign_on(Person(app)).location == "/"


def test_a_secret_with_strange_characters_arrives_whole(robin, noord, app, with_noord, monkeypatch):
    secret = "a+b/c%d&e=f:g é"
    monkeypatch.setattr("tests.oidc_provider.CLIENT_SECRET", secret)
    with_noord(client_secret=secret)
    noord.about["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert sign_on(Person(app)).location == "/"


def test_a_provider_that_is_not_set_is_no_page(nobody, article):
    assert nobody.get("/login").select("#sign-on") == []
    assert nobody.post("/login/oidc/noord").status_code == 404
    assert nobody.get("/login/oidc/noord/callback?code=x&state=y").status_code == 404


def test_several_providers_each_have_a_button(with_noord, noord, configure, nobody):
    configure(oidc_providers=(as_setting(noord), as_setting(noord, "west", label="West & Zn.")))
    words = [button.get_text() for button in nobody.get("/login").select("#sign-on button")]
    assert words == ["Sign in with Noord", "Sign in with West & Zn."]
