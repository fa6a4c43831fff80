"""ID tokens that are not for this attempt, or that the provider did not sign: no account touched."""

import pytest
from joserfc.jwk import OctKey

from tests.browsing import Person
from tests.oidc_provider import CLIENT_SECRET, a_key
from tests.web.accounts.hostile import (
    UNTRUSTED,
    changed,
    encoded,
    public_key,
    shifted,
    signed_with,
    unsigned,
    with_the_signature_of_another,
)
from tests.web.accounts.signing_on import sign_on

LIES = {
    "another issuer": changed(iss="https://elsewhere.example"),
    "no issuer": changed(iss=None),
    "another audience": changed(aud=["another-client"]),
    "no audience": changed(aud=None),
    "several audiences and no authorized party": changed(aud=["the-forum", "another-client"]),
    "another authorized party": changed(azp="another-client"),
    "another nonce": changed(nonce="x" * 43),
    "no nonce": changed(nonce=None),
    "a nonce that is no text": changed(nonce=["x"]),
    "no subject": changed(sub=None),
    "an empty subject": changed(sub=""),
    "a subject that is no text": changed(sub=1),
    "a subject with a NUL": changed(sub="robin-1\x00"),
    "a subject longer than any": changed(sub="x" * 256),
    "expired": shifted(exp=-400),
    "no expiry": changed(exp=None),
    "an expiry that is no number": changed(exp="tomorrow"),
    "made in the future": shifted(iat=120),
    "made before the attempt": shifted(iat=-120),
    "not made at any time": changed(iat=None),
    "not valid yet": lambda claims: claims | {"nbf": claims["iat"] + 120},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is_not_for_this_attempt_signs_nobody_in(robin, noord, nobody, refuses, lie):
    noord.change_claims = LIES[lie]
    refuses(sign_on(nobody), UNTRUSTED, 400)


NEARLY = {
    "just expired": shifted(exp=-330),
    "made in a moment": shifted(iat=50),
    "made a moment before": shifted(iat=-50),
    "for us alone": changed(azp="the-forum"),
}


@pytest.mark.parametrize("nearly", NEARLY)
def test_clocks_that_differ_a_little_are_no_lie(robin, noord, nobody, nearly):
    noord.change_claims = NEARLY[nearly]
    assert sign_on(nobody).location == "/"


FORGERIES = {
    "alg none": lambda noord: unsigned,
    "alg None": lambda noord: (
        lambda claims: f"{encoded({'alg': 'None', 'kid': 'first'})}.{encoded(claims)}.x"
    ),
    "HS256 with the client secret": lambda noord: signed_with(CLIENT_SECRET.encode()),
    "HS256 with the public key": lambda noord: signed_with(public_key(noord)),
    "a key that is not published": lambda noord: lambda claims: noord.signed(claims, a_key("x"), kid="x"),
    "another key under a known name": lambda noord: lambda claims: noord.signed(claims, a_key("x")),
    "the signature of another token": with_the_signature_of_another,
    "no signature": lambda noord: lambda claims: noord.signed(claims).rpartition(".")[0] + ".",
    "no token": lambda noord: lambda claims: "",
    "no JSON": lambda noord: lambda claims: "x.y.z",
    "a list for a header": lambda noord: lambda claims: f"{encoded([])}.{encoded(claims)}.x",
    "an algorithm that is no text": lambda noord: lambda claims: f"{encoded({'alg': ['RS256']})}.x.y",
    "a token longer than any": lambda noord: lambda claims: noord.signed(claims | {"x": "x" * 40_000}),
    "bytes that are no text": lambda noord: lambda claims: "é.é.é",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_token_that_the_provider_did_not_sign_signs_nobody_in(robin, noord, nobody, refuses, forgery):
    noord.sign = FORGERIES[forgery](noord)
    refuses(sign_on(nobody), UNTRUSTED, 400)


def test_a_secret_key_among_the_published_ones_is_never_used(robin, noord, nobody, refuses):
    secret = OctKey.import_key(b"x" * 32)
    noord.keys = lambda: {"keys": [secret.as_dict() | {"kid": "first"}]}
    noord.sign = signed_with(b"x" * 32)
    refuses(sign_on(nobody), UNTRUSTED, 400)


def test_a_key_for_encryption_verifies_nothing(robin, noord, nobody, refuses):
    noord.keys = lambda: {"keys": [noord.key.as_dict(private=False) | {"use": "enc"}]}
    refuses(sign_on(nobody), UNTRUSTED, 400)


def test_invented_key_names_make_us_ask_for_keys_once_a_minute_at_most(robin, noord, app, clock):
    noord.sign = lambda claims: noord.signed(claims, a_key("x"), kid="invented")
    for _ in range(4):
        assert sign_on(Person(app)).status_code == 400
    assert noord.asked.count("/keys") == 1
    clock.advance(minutes=1)
    for _ in range(4):
        assert sign_on(Person(app)).status_code == 400
    assert noord.asked.count("/keys") == 2
