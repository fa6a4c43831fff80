"""A provider that lies, breaks or is away: each time a page that says so, and no account touched."""

import base64
import hmac
import json
import time
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from joserfc.jwk import OctKey

from forum.accounts.identities import Identity, SignOnAttempt
from forum.accounts.models import User, UserSession
from forum.accounts.oidc import wire
from forum.lib.db import atomic
from tests.browsing import Person
from tests.factories import a_user
from tests.oidc_provider import CLIENT_SECRET, a_key, running_provider
from tests.web.accounts.conftest import PASSWORD, with_password
from tests.web.accounts.signing_on import ROBIN, as_setting, asked_in, at_provider, leave, sign_on

UNTRUSTED = "We could not be sure that this answer came from Noord"
AWAY = "Noord does not answer as it should."
OVER = "This attempt to sign in is over"


@pytest.fixture
def robin(with_noord, noord, db):
    """Somebody who signs in at the provider, and whom a forged answer would let somebody else be."""
    noord.somebody = dict(ROBIN)

    @atomic
    def link():
        one = with_password(a_user("robin"))
        db.session.flush()
        identity = Identity(
            user_id=one.id, issuer=noord.issuer, subject="robin-1", provider="noord", linked_at=one.joined_at
        )
        db.session.add(identity)
        return one

    return link()


@pytest.fixture
def accounts(db, robin):
    """What may not change."""

    def look():
        db.session.rollback()
        tables = (User, UserSession, Identity)
        return [[tuple(row) for row in db.session.execute(sa.select(model.__table__))] for model in tables]

    return look


@pytest.fixture
def refuses(nobody, accounts):
    """Run something that must end at a page with these words, with nobody signed in and nothing changed."""

    def check(page, words, status):
        assert words in page.words("main"), page.words("main")
        assert page.status_code == status
        assert page.select_one("main a.button[href^='/login']")
        assert nobody.get("/account").status_code == 303
        assert accounts() == before

    before = accounts()
    return check


def changed(**claims):
    def change(original):
        return {name: value for name, value in (original | claims).items() if value is not None}

    return change


def shifted(**seconds):
    def change(original):
        return original | {name: original[name] + more for name, more in seconds.items()}

    return change


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


def encoded(value) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(claims):
    return f"{encoded({'alg': 'none'})}.{encoded(claims)}."


def signed_with(secret: bytes):
    """As a forger does it: the library refuses to use a public key as a secret."""

    def sign(claims):
        text = f"{encoded({'alg': 'HS256', 'kid': 'first'})}.{encoded(claims)}"
        digest = hmac.digest(secret, text.encode(), "sha256")
        return f"{text}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"

    return sign


def with_the_signature_of_another(noord):
    def sign(claims):
        real = noord.signed(claims | {"sub": "somebody-else"}).split(".")
        return ".".join((real[0], encoded(claims), real[2]))

    return sign


def public_key(noord) -> bytes:
    return noord.key.as_pem(private=False)


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


def test_an_answer_is_taken_once(robin, noord, app, nobody, refuses, accounts):
    back = at_provider(leave(nobody))
    noord.sign = unsigned
    refuses(nobody.get(back), UNTRUSTED, 400)
    noord.sign = noord.signed
    refuses(nobody.get(back), OVER, 410)


def test_a_code_for_the_second_time_is_refused_by_the_provider(robin, noord, app, refuses, nobody):
    first = Person(app)
    used = at_provider(leave(first))
    state = asked_in(leave(nobody))["state"]
    replayed = urlencode(asked_in(used) | {"state": state})
    noord.codes.clear()
    refuses(nobody.get(f"/login/oidc/noord/callback?{replayed}"), UNTRUSTED, 400)


def test_a_code_of_another_attempt_fails_on_its_verifier(robin, noord, app, refuses, nobody):
    stolen = asked_in(at_provider(leave(Person(app))))
    state = asked_in(leave(nobody))["state"]
    mixed = urlencode(stolen | {"state": state})
    refuses(nobody.get(f"/login/oidc/noord/callback?{mixed}"), UNTRUSTED, 400)


def test_the_state_of_another_browser_signs_nobody_in_and_stays_usable_there(robin, app, nobody, refuses):
    attacker = Person(app)
    planted = at_provider(leave(attacker))
    leave(nobody)
    refuses(nobody.get(planted), OVER, 410)
    assert attacker.get(planted).location == "/"


def test_a_browser_that_never_began_is_not_signed_in(robin, app, nobody, refuses):
    planted = at_provider(leave(Person(app)))
    refuses(nobody.get(planted), OVER, 410)


def test_an_answer_that_took_too_long_is_over(robin, nobody, refuses, clock):
    back = at_provider(leave(nobody))
    clock.advance(minutes=15)
    refuses(nobody.get(back), OVER, 410)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "code=x",
        "state=x",
        "code=x&state=%00",
        "code=x&state=" + "x" * 5000,
        "code=x&state=x&state=y",
        "error=access_denied",
        "code=%ff&state=%ff",
    ],
)
def test_an_answer_to_nothing_is_over(robin, nobody, query, accounts):
    before = accounts()
    page = nobody.get(f"/login/oidc/noord/callback?{query}")
    assert page.status_code in (404, 410)
    assert accounts() == before


@pytest.mark.parametrize("change", [{"code": ""}, {"code": "x" * 5000}, {"code": "invented"}])
def test_a_code_that_is_none_is_refused(robin, nobody, refuses, change):
    back = asked_in(at_provider(leave(nobody)))
    refuses(nobody.get(f"/login/oidc/noord/callback?{urlencode(back | change)}"), UNTRUSTED, 400)


@pytest.mark.parametrize(
    ("error", "words", "status"),
    [
        ("access_denied", "You were not signed in at Noord. Nothing has changed here.", 403),
        ("login_required", "You were not signed in at Noord. Nothing has changed here.", 403),
        ("invalid_request", UNTRUSTED, 400),
        ("<script>alert(1)</script>", UNTRUSTED, 400),
    ],
)
def test_an_error_is_told_in_our_words_and_what_one_was_doing_goes_on(
    robin, noord, nobody, refuses, error, words, status
):
    state = asked_in(leave(nobody, next="/questions", draft="a-key"))["state"]
    query = urlencode({"error": error, "error_description": "Evil!", "state": state, "iss": noord.issuer})
    page = nobody.get(f"/login/oidc/noord/callback?{query}")
    refuses(page, words, status)
    assert "Evil!" not in page.text
    assert "<script>alert" not in page.text
    assert page.select_one("main a[href='/login?next=/questions&draft=a-key']")


@pytest.mark.parametrize("named", ["https://elsewhere.example", "", None])
def test_an_answer_names_the_provider_that_gives_it(robin, nobody, refuses, named):
    back = asked_in(at_provider(leave(nobody))) | {"iss": named}
    query = urlencode({name: value for name, value in back.items() if value is not None})
    refuses(nobody.get(f"/login/oidc/noord/callback?{query}"), UNTRUSTED, 400)


def test_a_provider_that_never_names_itself_need_not(robin, noord, nobody):
    noord.names_itself = False
    assert sign_on(nobody).location == "/"


def test_a_provider_that_never_names_itself_may_name_no_other(robin, noord, nobody, refuses):
    noord.names_itself = False
    back = asked_in(at_provider(leave(nobody))) | {"iss": "https://elsewhere.example"}
    refuses(nobody.get(f"/login/oidc/noord/callback?{urlencode(back)}"), UNTRUSTED, 400)


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


GARBAGE = {
    "500": lambda: (500, {}, b"oops"),
    "no JSON": lambda: (200, {}, b"<html>Welcome to our hotel</html>"),
    "a list": lambda: (200, {"Content-Type": "application/json"}, b"[]"),
    "deep JSON": lambda: (200, {}, b"[" * 100_000),
    "no text": lambda: (200, {}, b"\xff\xfe\x00"),
    "huge": lambda: (200, {}, b" " * (wire.LONGEST_ANSWER + 1)),
    "huge when unpacked": lambda: (200, {"Content-Encoding": "gzip"}, _zipped()),
    "a redirect": lambda: (302, {"Location": "/elsewhere"}, b""),
    "nothing": lambda: (200, {}, b""),
}


def _zipped() -> bytes:
    import gzip

    return gzip.compress(b" " * 50_000_000)


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
