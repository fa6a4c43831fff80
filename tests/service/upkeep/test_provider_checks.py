"""Do the providers with which people sign in answer? Asked of real ones."""

from dataclasses import replace

import pytest

from forum.settings import Provider
from forum.upkeep.findings import Level
from forum.upkeep.provider_checks import provider_roles, providers
from tests.oidc_provider import running_provider


@pytest.fixture
def noord(clock):
    with running_provider(clock) as provider:
        yield provider


def setting(provider, name="noord", **fields) -> Provider:
    return Provider(name=name, issuer=provider.issuer, client_id="x", client_secret="hunter2", **fields)


def test_without_providers_there_is_nothing_to_mend(app):
    assert providers().level is Level.WELL


def test_providers_that_answer_are_well(noord, configure):
    configure(oidc_providers=(setting(noord), setting(noord, "west")))
    assert (providers().level, providers().told) == (Level.WELL, "2 providers answer")


def test_one_that_is_gone_is_named_with_what_is_wrong(noord, configure):
    gone = replace(setting(noord, "west"), issuer="http://127.0.0.1:9/realm-doctor")
    configure(oidc_providers=(setting(noord), gone))
    found = providers()
    assert found.level is Level.PROBLEM
    assert "west: http://127.0.0.1:9/realm-doctor/.well-known/openid-configuration" in found.told
    assert "noord:" not in found.told
    assert "hunter2" not in found.told


def test_one_that_is_somebody_else_is_named(noord, configure):
    noord.about["issuer"] = "https://elsewhere.example"
    configure(oidc_providers=(setting(noord),))
    assert "calls itself 'https://elsewhere.example'" in providers().told


def test_one_without_keys_is_named(noord, configure):
    noord.keys = lambda: {"keys": []}
    configure(oidc_providers=(setting(noord),))
    assert "noord: it publishes no keys" in providers().told


def test_a_role_that_no_article_has_is_worth_knowing(article, noord, configure):
    configure(oidc_providers=(setting(noord, perspective="provider"),))
    assert provider_roles().level is Level.WELL
    configure(oidc_providers=(setting(noord, perspective="king"),))
    found = provider_roles()
    assert found.level is Level.NOTE
    assert "FORUM_OIDC_NOORD_PERSPECTIVE=king" in found.told
    assert "provider" in found.mend
