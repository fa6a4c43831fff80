"""A provider tells that somebody signed out there: what began by it ends here, and nothing else."""

import json

import pytest
import sqlalchemy as sa

from forum.accounts.chores import forget_expired
from forum.accounts.identities import Identity
from forum.accounts.provider_sessions import ProviderSession, UsedLogoutToken
from forum.accounts.service import provider_named, sign_out_by_provider
from forum.lib.db import atomic
from tests.browsing import Person
from tests.oidc_provider import CLIENT_SECRET, a_key
from tests.second_factors import with_app
from tests.service.accounts.test_at_the_same_time import at_once
from tests.web.accounts.conftest import PASSWORD, with_password
from tests.web.accounts.hostile import signed_with, unsigned, with_the_signature_of_another
from tests.web.accounts.signing_on import ROBIN, asks_for_a_code, joined, sign_on

PATH = "/login/oidc/noord/signed-out"


def is_signed_in(person) -> bool:
    return person.get("/account").status_code == 200


def tell(app, token, path=PATH, **headers):
    """As the provider's server does: without cookie, token of a form, or an origin."""
    return Person(app).post(path, {"logout_token": token}, csrf=False, headers=headers)


def come_in(app, noord, sid: str | None = None) -> Person:
    noord.change_claims = lambda claims: claims | ({"sid": sid} if sid else {})
    person = Person(app)
    assert sign_on(person).location == "/"
    return person


def test_all_of_a_subject_end_and_nothing_else(app, robin, noord, dana, db):
    with_password(robin)
    phone, laptop = come_in(app, noord, "one"), come_in(app, noord, "two")
    by_password, other = Person(app), Person(app)
    by_password.post("/login", {"email": robin.email, "password": PASSWORD})
    other.post("/login", {"email": dana.email, "password": PASSWORD})
    answer = tell(app, noord.logout_token(sub="robin-1"))
    assert (answer.status_code, answer.text) == (200, "")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert not is_signed_in(phone)
    assert not is_signed_in(laptop)
    assert is_signed_in(by_password)
    assert is_signed_in(other)


@pytest.mark.parametrize("sub", ["robin-1", None])
def test_one_session_there_ends_one_session_here(app, robin, noord, sub):
    phone, laptop = come_in(app, noord, "one"), come_in(app, noord, "two")
    assert tell(app, noord.logout_token(sub=sub, sid="one")).status_code == 200
    assert not is_signed_in(phone)
    assert is_signed_in(laptop)


def test_a_session_of_somebody_else_does_not_end(app, robin, noord):
    phone = come_in(app, noord, "one")
    assert tell(app, noord.logout_token(sub="somebody", sid="one")).status_code == 200
    assert tell(app, noord.logout_token(sub="somebody")).status_code == 200
    assert tell(app, noord.logout_token(sid="another")).status_code == 200
    assert is_signed_in(phone)


def test_a_session_that_was_not_named_when_it_began_ends_with_its_subject(app, robin, noord):
    phone = come_in(app, noord)
    assert tell(app, noord.logout_token(sub="robin-1", sid="one")).status_code == 200
    assert not is_signed_in(phone)


def test_who_signed_out_here_already_is_no_error(app, robin, noord, db):
    phone = come_in(app, noord)
    phone.post("/logout")
    assert tell(app, noord.logout_token(sub="robin-1")).status_code == 200
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(ProviderSession.id))) == 0


def test_who_joined_by_the_provider_is_signed_out_too(app, with_noord, noord, nobody):
    noord.somebody = dict(ROBIN)
    joined(nobody, sign_on(nobody))
    tell(app, noord.logout_token(sub="robin-1"))
    assert not is_signed_in(nobody)


def test_after_unlinking_it_still_ends_what_began_there(app, robin, noord, db):
    phone = come_in(app, noord)

    @atomic
    def unlink():
        db.session.execute(sa.delete(Identity))

    unlink()
    tell(app, noord.logout_token(sub="robin-1"))
    assert not is_signed_in(phone)


def test_between_the_two_steps_it_ends_the_first(app, robin, noord, nobody, clock):
    phone, _added = with_app(robin)
    clock.advance(minutes=5)
    assert sign_on(nobody).location == "/login/second"
    tell(app, noord.logout_token(sub="robin-1"))
    assert nobody.post("/login/second", {"code": phone.code()}).location == "/login?late=1"
    assert not is_signed_in(nobody)


def test_after_two_steps_it_ends_the_session(app, robin, noord, nobody, clock):
    phone, _added = with_app(robin)
    clock.advance(minutes=5)
    sign_on(nobody)
    nobody.post("/login/second", {"code": phone.code()})
    assert is_signed_in(nobody)
    tell(app, noord.logout_token(sub="robin-1"))
    assert not is_signed_in(nobody)


def test_a_message_counts_once(app, robin, noord):
    message = noord.logout_token(sub="robin-1")
    assert tell(app, message).status_code == 200
    phone = come_in(app, noord)
    answer = tell(app, message)
    assert answer.status_code == 400
    assert json.loads(answer.text) == {"error": "invalid_request"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert is_signed_in(phone)


def test_a_message_that_comes_many_times_at_once_counts_once(app, robin, noord, db):
    one, message = provider_named("noord"), noord.logout_token(sub="robin-1")
    db.session.rollback()
    answers = at_once(app, lambda: sign_out_by_provider(one, message))
    assert sorted(type(answer).__name__ for answer in answers) == ["Untrusted"] * 5 + ["int"]


def test_the_names_of_messages_are_forgotten(app, robin, noord, clock, db):
    tell(app, noord.logout_token(sub="robin-1"))
    clock.advance(minutes=21)
    forget_expired()
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UsedLogoutToken)) == 0


def test_what_was_never_finished_is_forgotten_and_what_goes_on_is_not(app, robin, noord, clock, db):
    come_in(app, noord)
    asks_for_a_code(robin)
    sign_on(Person(app))
    clock.advance(hours=2)
    forget_expired()
    db.session.rollback()
    (kept,) = db.session.scalars(sa.select(ProviderSession.session_id))
    assert kept is not None


EVENT = "http://schemas.openid.net/event/backchannel-logout"
LIES = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "another-client"},
    "other audiences": {"aud": ["another-client", "a-third"]},
    "no audience": {"aud": None},
    "not made at any time": {"iat": None},
    "made in words": {"iat": "today"},
    "no expiry": {"exp": None},
    "no name": {"jti": None},
    "an empty name": {"jti": ""},
    "a name that is no text": {"jti": ["x"]},
    "no event": {"events": None},
    "another event": {"events": {"http://schemas.openid.net/event/other": {}}},
    "an event that is a list": {"events": [EVENT]},
    "an event without an object": {"events": {EVENT: True}},
    "an event in words": {"events": EVENT},
    "a nonce": {"nonce": "x"},
    "an empty nonce": {"nonce": ""},
    "nobody": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is no text": {"sub": 1},
    "a subject with a NUL": {"sub": "robin-1\x00"},
    "a session that is no text": {"sid": ["one"]},
    "an empty session": {"sid": ""},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_message_that_is_not_what_it_should_be_ends_nothing(app, robin, noord, lie):
    phone = come_in(app, noord, "one")
    assert tell(app, noord.logout_token(**{"sub": "robin-1"} | LIES[lie])).status_code == 400
    assert is_signed_in(phone)


@pytest.mark.parametrize("shift", [{"exp": -61}, {"iat": -660}, {"iat": 660}])
def test_a_message_of_another_time_ends_nothing(app, robin, noord, clock, shift):
    phone, now = come_in(app, noord), int(clock().timestamp())
    moved = {name: now + seconds for name, seconds in shift.items()}
    assert tell(app, noord.logout_token(sub="robin-1", **moved)).status_code == 400
    assert is_signed_in(phone)


@pytest.mark.parametrize("shift", [{"exp": -50}, {"iat": -500}, {"iat": 50}])
def test_clocks_that_differ_a_little_are_no_lie(app, robin, noord, clock, shift):
    phone, now = come_in(app, noord), int(clock().timestamp())
    moved = {name: now + seconds for name, seconds in shift.items()}
    assert tell(app, noord.logout_token(sub="robin-1", **moved)).status_code == 200
    assert not is_signed_in(phone)


FORGERIES = {
    "unsigned": lambda noord: unsigned,
    "with the client secret": lambda noord: signed_with(CLIENT_SECRET.encode()),
    "with the public key": lambda noord: signed_with(noord.key.as_pem(private=False)),
    "with another key": lambda noord: lambda claims: noord.signed(claims, a_key("x")),
    "with the signature of another": with_the_signature_of_another,
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_message_that_the_provider_did_not_sign_ends_nothing(app, robin, noord, forgery):
    phone = come_in(app, noord)
    noord.sign = FORGERIES[forgery](noord)
    assert tell(app, noord.logout_token(sub="robin-1")).status_code == 400
    assert is_signed_in(phone)


@pytest.mark.parametrize("token", ["", "x", "x.y.z", "\x00", "é.é.é", "x" * 100_000])
def test_what_is_no_message_ends_nothing(app, robin, noord, token):
    phone = come_in(app, noord)
    assert tell(app, token).status_code == 400
    assert is_signed_in(phone)


def test_an_id_token_is_no_message(app, robin, noord, db):
    phone = come_in(app, noord)
    db.session.rollback()
    assert tell(app, db.session.scalar(sa.select(ProviderSession.id_token))).status_code == 400
    assert is_signed_in(phone)


def test_a_message_is_no_id_token(robin, noord, nobody):
    noord.change_claims = lambda claims: claims | {"nonce": None, "events": {EVENT: {}}}
    assert sign_on(nobody).status_code == 400


def test_a_message_in_the_address_or_twice_in_the_form_is_none(app, robin, noord):
    phone, message = come_in(app, noord), noord.logout_token(sub="robin-1")
    assert Person(app).post(f"{PATH}?logout_token={message}", csrf=False).status_code == 400
    assert Person(app).post(PATH, {"logout_token": [message, message]}, csrf=False).status_code == 400
    assert is_signed_in(phone)


def test_a_provider_whose_keys_are_away_ends_nothing(app, robin, noord, clock):
    phone = come_in(app, noord)
    clock.advance(hours=1)
    noord.answers["/keys"] = lambda: (500, {}, b"")
    answer = tell(app, noord.logout_token(sub="robin-1"))
    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "no-store"
    noord.answers.clear()
    clock.advance(seconds=10)
    assert is_signed_in(phone)


def test_a_page_of_another_site_cannot_send_it(app, robin, noord):
    message = noord.logout_token(sub="robin-1")
    assert tell(app, message, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_provider_that_is_not_set_is_no_address(app, robin, noord):
    assert tell(app, noord.logout_token(sub="robin-1"), "/login/oidc/west/signed-out").status_code == 404


def test_a_message_to_the_address_of_another_provider_ends_nothing(app, robin, noord, configure, clock):
    from tests.oidc_provider import running_provider
    from tests.web.accounts.signing_on import as_setting

    phone = come_in(app, noord)
    with running_provider(clock) as evil:
        configure(oidc_providers=(as_setting(noord), as_setting(evil, "evil", label="Evil")))
        for message in (
            noord.logout_token(sub="robin-1"),
            evil.logout_token(sub="robin-1"),
            evil.logout_token(sub="robin-1", iss=noord.issuer),
        ):
            tell(app, message, "/login/oidc/evil/signed-out")
    assert is_signed_in(phone)


def test_the_log_says_what_was_wrong_and_no_name(app, robin, noord, caplog):
    tell(app, noord.logout_token(sub="robin-1", nonce="x"))
    (line,) = [one.getMessage() for one in caplog.records if one.name == "forum.web.provider_sign_out"]
    assert line == "signing out by noord: logout token: it has a nonce, as an ID token"
