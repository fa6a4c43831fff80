"""A second factor here, and one at the provider."""

import pytest

from tests.browsing import Person
from tests.web.accounts.signing_on import (
    asks_for_a_code,
    is_signed_in,
    sign_on,
)


def test_what_asks_for_a_second_factor_here_asks_who_comes_by_a_provider_too(
    robin, noord, nobody, with_noord, db
):
    asks_for_a_code(robin)
    page = sign_on(nobody, next="/questions")
    assert page.location == "/login/second?next=/questions"
    assert not is_signed_in(nobody)


@pytest.mark.parametrize("told", [{"amr": ["pwd", "mfa"]}, {"acr": "urn:strong"}])
def test_a_second_factor_at_the_provider_counts_where_the_settings_say_so(
    robin, noord, app, with_noord, told
):
    asks_for_a_code(robin)
    noord.somebody |= told
    assert sign_on(Person(app)).location == "/login/second"
    with_noord(second_factor=("mfa", "urn:strong"))
    assert sign_on(Person(app)).location == "/"


@pytest.mark.parametrize("told", [{}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": ["mfa"]}, {"acr": None}])
def test_what_the_provider_does_not_say_counts_for_nothing(robin, noord, nobody, with_noord, told):
    asks_for_a_code(robin)
    with_noord(second_factor=("mfa", "None"))
    noord.change_claims = lambda claims: claims | told
    assert sign_on(nobody).location == "/login/second"
