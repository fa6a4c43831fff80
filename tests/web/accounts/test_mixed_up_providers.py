"""A provider that speaks for another one: no account touched."""

from urllib.parse import urlencode

import pytest

from tests.browsing import Person
from tests.oidc_provider import a_key, running_provider
from tests.web.accounts.hostile import OVER, changed
from tests.web.accounts.signing_on import ROBIN, as_setting, asked_in, at_provider, leave, sign_on


@pytest.fixture
def evil(clock, noord, configure, robin):
    """A second provider, which somebody else runs."""
    with running_provider(clock) as provider:
        configure(oidc_providers=(as_setting(noord), as_setting(provider, "evil", label="Evil")))
        provider.somebody = dict(ROBIN)
        yield provider


def test_the_same_subject_at_another_provider_is_somebody_else(evil, nobody, refuses):
    page = sign_on(nobody, "evil")
    assert str(page.location).startswith("/login/oidc/evil/join/")
    assert nobody.get("/account").status_code == 303


def test_an_answer_of_one_provider_at_the_address_of_another_is_over(evil, nobody, refuses):
    back = at_provider(leave(nobody, "noord")).replace("/noord/", "/evil/")
    refuses(nobody.get(back), OVER, 410)


def test_a_provider_that_passes_on_the_code_of_another_gets_nowhere(evil, noord, nobody, app, refuses):
    """Mix-up: evil sends the browser back with a code of noord, and its own name or that of noord."""
    stolen = asked_in(at_provider(leave(Person(app), "noord")))["code"]
    for issuer in (noord.issuer, evil.issuer):
        state = asked_in(leave(nobody, "evil"))["state"]
        query = urlencode({"code": stolen, "state": state, "iss": issuer})
        page = nobody.get(f"/login/oidc/evil/callback?{query}")
        refuses(page, "We could not be sure that this answer came from Evil", 400)


def test_a_token_that_names_another_provider_is_refused_also_when_it_is_signed(evil, noord, nobody, refuses):
    evil.change_claims = changed(iss=noord.issuer)
    refuses(sign_on(nobody, "evil"), "We could not be sure that this answer came from Evil", 400)


def test_keys_of_another_provider_sign_nothing(evil, noord, nobody, refuses):
    evil.key = a_key("evil")
    evil.sign = lambda claims: evil.signed(claims | {"iss": noord.issuer}, a_key("first"), kid="first")
    refuses(sign_on(nobody, "evil"), "We could not be sure that this answer came from Evil", 400)
