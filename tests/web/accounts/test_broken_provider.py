"""A provider that breaks or is away: each time a page that says so, and no account touched."""

import json
import time

import pytest
import sqlalchemy as sa

from forum.accounts.identities import SignOnAttempt
from forum.accounts.oidc import wire
from tests.web.accounts.conftest import PASSWORD, with_password
from tests.web.accounts.hostile import AWAY, GARBAGE, UNTRUSTED, changed
from tests.web.accounts.signing_on import ROBIN, as_setting, at_provider, leave, sign_on


def test_userinfo_about_somebody_else_is_refused(robin, noord, nobody, refuses):
    noord.userinfo_only = {"name"}
    told = json.dumps(ROBIN | {"sub": "somebody-else"}).encode()
    noord.answers["/userinfo"] = lambda: (200, {"Content-Type": "application/json"}, told)
    refuses(sign_on(nobody), UNTRUSTED, 400)


def test_userinfo_changes_nothing_that_the_token_says(robin, noord, nobody):
    noord.somebody = ROBIN | {"sub": "new"}
    noord.userinfo_only = {"name", "email_verified"}
    told = ROBIN | {"sub": "new", "email": "x@evil.example", "email_verified": True, "iss": "x", "aud": "x"}
    noord.answers["/userinfo"] = lambda: (200, {}, json.dumps(told).encode())
    form = nobody.get(sign_on(nobody).location)
    # Userinfo answered for another address than the token names, so we have this one confirmed.
    assert form.value("email") == ROBIN["email"]


@pytest.mark.parametrize("status", [404, 500])
def test_without_userinfo_people_fill_in_what_is_missing(robin, noord, nobody, status):
    noord.somebody, noord.userinfo_only = ROBIN | {"sub": "new"}, {"name", "email"}
    noord.answers["/userinfo"] = lambda: (status, {}, b"")
    form = nobody.get(sign_on(nobody).location)
    assert (form.value("name"), form.value("email")) == ("", "")


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_a_provider_that_answers_garbage_is_away(robin, noord, nobody, refuses, path, garbage):
    noord.answers[path] = GARBAGE[garbage]
    if path == "/.well-known/openid-configuration":
        page = nobody.post("/login/oidc/noord", {"next": "/questions"})
    else:
        page = sign_on(nobody, next="/questions")
    # A set of keys that holds none is an answer, and verifies nothing.
    refuses(page, AWAY, 503)
    assert page.select_one("main a[href='/login?next=/questions']")
    assert "Do you have a password here?" in page.words("main")
    assert "/elsewhere" not in noord.asked


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": "x"}, {"keys": [1, None, {}]}])
def test_a_provider_without_usable_keys_is_not_believed(robin, noord, nobody, refuses, keys):
    noord.keys = lambda: keys
    refuses(sign_on(nobody), UNTRUSTED, 400)


@pytest.mark.parametrize("key", [{"n": "x", "e": "x"}, {"n": 1}, {}])
def test_a_broken_key_is_not_believed(robin, noord, nobody, refuses, key):
    noord.keys = lambda: {"keys": [{"kty": "RSA", "kid": "first"} | key]}
    refuses(sign_on(nobody), UNTRUSTED, 400)


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://elsewhere.example"},
        {"issuer": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "//elsewhere.example"},
        {"token_endpoint": None},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": "http://["},
        {"jwks_uri": ["x"]},
    ],
)
def test_a_document_that_is_not_about_this_provider_leads_nowhere(robin, noord, nobody, refuses, about):
    noord.about.update(about)
    refuses(nobody.post("/login/oidc/noord"), AWAY, 503)


@pytest.mark.parametrize("mood", ["waits", "drips"])
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token"])
def test_a_provider_that_is_slow_is_not_waited_for(robin, noord, nobody, refuses, monkeypatch, path, mood):
    """With less patience than usual: the suite asserts no duration, but a test must end."""
    monkeypatch.setattr(wire, "READ_SECONDS", 0.4)
    monkeypatch.setattr(wire, "IN_ALL_SECONDS", 0.8)
    noord.answers[path] = getattr(noord, mood)
    began = time.monotonic()
    page = nobody.post("/login/oidc/noord") if path.startswith("/.") else sign_on(nobody)
    refuses(page, AWAY, 503)
    assert time.monotonic() - began < 30  # and not the minute for which the provider keeps quiet


def test_a_provider_that_is_gone_stands_in_nobodys_way(robin, configure, noord, nobody, refuses):
    from dataclasses import replace

    gone = replace(as_setting(noord), issuer="http://127.0.0.1:9/realm-gone")
    configure(oidc_providers=(gone,))
    refuses(nobody.post("/login/oidc/noord"), AWAY, 503)
    assert nobody.get("/login").status_code == 200
    with_password(robin)
    assert nobody.post("/login", {"email": robin.email, "password": PASSWORD}).location == "/"


def test_a_provider_that_is_away_is_left_alone_for_a_moment(robin, noord, nobody, clock):
    noord.answers["/.well-known/openid-configuration"] = GARBAGE["500"]
    for _ in range(3):
        assert nobody.post("/login/oidc/noord").status_code == 503
    assert len(noord.asked) == 1
    noord.answers.clear()
    clock.advance(seconds=10)
    assert nobody.post("/login/oidc/noord").status_code == 200


def test_what_fails_before_leaving_leaves_nothing_behind(robin, noord, nobody, db):
    noord.answers["/.well-known/openid-configuration"] = GARBAGE["500"]
    nobody.post("/login/oidc/noord")
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(SignOnAttempt.id))) == 0


def test_the_log_says_what_was_wrong_and_no_secret(robin, noord, nobody, caplog):
    noord.change_claims = changed(aud=["another-client"])
    back = at_provider(leave(nobody))
    nobody.get(back)
    (line,) = [one.getMessage() for one in caplog.records if one.name == "forum.web.single_sign_on"]
    assert line == "signing in with noord: ID token: it is for another client"
