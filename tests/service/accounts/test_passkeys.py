import json

import pytest
import sqlalchemy as sa

from forum.accounts.factors import Passkey, PasskeyChallenge
from forum.accounts.own_factors import own_factors
from forum.accounts.passkeys import PasskeyRefused, our_site
from forum.accounts.queries import viewer_of_session
from forum.accounts.security_events import Happened, security_lines
from forum.accounts.service import (
    SecondFactorNeeded,
    add_passkey,
    finish_by_passkey,
    offer_registration,
    offer_request,
    prove_by_passkey,
    remove_passkey,
    sign_in,
    sign_in_by_passkey,
)
from forum.lib.errors import Conflict, Invalid, NotFound, SignInNeeded
from forum.permissions import ANONYMOUS
from tests.authenticator import Authenticator
from tests.factories import a_user, as_actor
from tests.letters import sent_by, text_of
from tests.service.accounts.test_signing_in import PASSWORD, with_password

BROWSER = "a secret of this browser"


@pytest.fixture
def dana(article):
    return with_password(a_user("dana"))


def register(user, device=None, *, browser=BROWSER, name="Phone"):
    device = device or Authenticator()
    made = device.create(offer_registration(as_actor(user), browser=browser))
    added = add_passkey(as_actor(user), credential=made, name=name, browser=BROWSER)
    return device, added


def signed(device, **changed) -> str:
    return device.get(offer_request(browser=BROWSER), **changed)


def test_a_passkey_alone_opens_a_session(dana, clock):
    device, added = register(dana)
    assert len(added.codes) == 10
    clock.advance(minutes=1)
    viewer = viewer_of_session(sign_in_by_passkey(signed(device), browser=BROWSER).token)
    assert viewer is not None
    assert viewer.actor.id == dana.id
    (one,) = own_factors(dana.id).passkeys
    assert (one.name, one.used_at) == ("Phone", clock())


def test_the_browser_is_asked_for_what_we_insist_on(dana):
    asked = json.loads(offer_registration(as_actor(dana), browser=BROWSER))
    assert asked["rp"]["id"] == "localhost"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["attestation"] == "none"
    assert json.loads(offer_request(browser=BROWSER))["userVerification"] == "required"


def test_a_second_passkey_brings_no_other_codes_and_the_first_is_not_made_twice(dana):
    device, _added = register(dana)
    asked = json.loads(offer_registration(as_actor(dana), browser=BROWSER))
    assert [one["id"] for one in asked["excludeCredentials"]] == [json.loads(signed(device))["id"]]
    _other, added = register(dana, name="Laptop")
    assert added.codes == ()
    with pytest.raises(Conflict):
        register(dana, device)


def test_with_a_passkey_the_password_alone_opens_nothing(dana):
    device, _added = register(dana)
    with pytest.raises(SecondFactorNeeded) as asked:
        sign_in(dana.email, PASSWORD)
    half = asked.value.half
    answer = device.get(offer_request(browser=BROWSER, user_id=dana.id))
    assert finish_by_passkey(half.user_id, half.mark, answer, browser=BROWSER)


def test_anothers_passkey_is_no_second_step(dana, alice):
    register(dana)
    hers, _added = register(with_password(alice))
    with pytest.raises(SecondFactorNeeded) as asked:
        sign_in(dana.email, PASSWORD)
    half = asked.value.half
    answer = hers.get(offer_request(browser=BROWSER, user_id=dana.id))
    with pytest.raises(PasskeyRefused):
        finish_by_passkey(half.user_id, half.mark, answer, browser=BROWSER)


def test_a_challenge_is_for_one_use(dana):
    device, _added = register(dana)
    answer = signed(device)
    sign_in_by_passkey(answer, browser=BROWSER)
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(answer, browser=BROWSER)


def test_a_challenge_that_was_answered_wrongly_is_used_up(dana, db):
    device, _added = register(dana)
    options = offer_request(browser=BROWSER)
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(device.get(options, signature="AAAA"), browser=BROWSER)
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(device.get(options), browser=BROWSER)
    assert db.session.scalars(sa.select(PasskeyChallenge)).all() == []


def test_a_challenge_lasts_five_minutes(dana, clock):
    device, _added = register(dana)
    answer = signed(device)
    clock.advance(minutes=5)
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(answer, browser=BROWSER)


def test_a_challenge_belongs_to_one_browser_one_purpose_and_one_person(dana, alice):
    device, _added = register(dana)
    answer = signed(device)
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(answer, browser="another browser")
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(device.get(offer_registration(as_actor(dana), browser=BROWSER)), browser=BROWSER)
    for_alice = Authenticator().create(offer_registration(as_actor(alice), browser=BROWSER))
    with pytest.raises(PasskeyRefused):
        add_passkey(as_actor(dana), credential=for_alice, name="Stolen", browser=BROWSER)


def test_a_challenge_that_we_did_not_make_is_refused(dana):
    device, _added = register(dana)
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(device.get('{"challenge": "AAAA"}'), browser=BROWSER)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "http://localhost:1"},
        {"site": "elsewhere.example"},
        {"is_verifying": False},
    ],
)
def test_what_was_signed_for_another_site_or_unchecked_is_refused(dana, wrong):
    device, _added = register(dana)
    for name, value in wrong.items():
        setattr(device, name, value)
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(signed(device), browser=BROWSER)
    with pytest.raises(PasskeyRefused):
        register(dana, Authenticator(**wrong))


def test_a_count_that_went_back_shows_a_copy_of_the_passkey(dana):
    device, _added = register(dana)
    sign_in_by_passkey(signed(device), browser=BROWSER)
    device.count = 0
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(signed(device), browser=BROWSER)
    assert sign_in_by_passkey(signed(device), browser=BROWSER)


def test_passkeys_that_do_not_count_are_fine(dana):
    device, _added = register(dana)
    for _ in range(2):
        device.count = -1
        assert sign_in_by_passkey(signed(device), browser=BROWSER)


def test_another_key_with_the_same_name_is_refused(dana):
    device, _added = register(dana)
    forged = Authenticator(credential_id=device.credential_id)
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(signed(forged), browser=BROWSER)


def test_a_passkey_that_nobody_has_is_refused(dana):
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(signed(Authenticator()), browser=BROWSER)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"id": 1}',
        '{"id": "\\u0000"}',
        '{"id": "é"}',
        '{"id": "AAAA"}',
        '{"id": "AAAA", "response": []}',
        '{"id": "AAAA", "response": {"clientDataJSON": "!!!"}}',
        '{"id": "AAAA", "response": {"clientDataJSON": "bnVsbA"}}',
        '{"id": "AAAA", "response": {"clientDataJSON": "eyJjaGFsbGVuZ2UiOiAxfQ"}}',
        "[" * 10_000,
        '"' + "x" * 100_000 + '"',
        "\ud800",
    ],
)
def test_whatever_else_comes_is_refused(dana, answer):
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(answer, browser=BROWSER)
    with pytest.raises(PasskeyRefused):
        add_passkey(as_actor(dana), credential=answer, name="Phone", browser=BROWSER)


@pytest.mark.parametrize("part", ["authenticatorData", "signature", "clientDataJSON"])
@pytest.mark.parametrize("value", ["", "AAAA", None, 1, "!", "A" * 5000])
def test_no_part_of_an_answer_can_be_something_else(dana, part, value):
    device, _added = register(dana)
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(signed(device, **{part: value}), browser=BROWSER)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "\x00", "x" * 100_000])
def test_a_passkey_has_a_name_of_some_length(dana, name):
    made = Authenticator().create(offer_registration(as_actor(dana), browser=BROWSER))
    with pytest.raises(Invalid):
        add_passkey(as_actor(dana), credential=made, name=name, browser=BROWSER)


def test_a_removed_passkey_opens_nothing_and_takes_the_codes_along(dana, mailbox):
    device, _added = register(dana)
    answer = signed(device)
    (one,) = own_factors(dana.id).passkeys
    remove_passkey(as_actor(dana), one.public_id)
    with pytest.raises(PasskeyRefused):
        sign_in_by_passkey(answer, browser=BROWSER)
    assert own_factors(dana.id).codes_left == 0
    assert sign_in(dana.email, PASSWORD)
    assert [line.what for line in security_lines(dana.id)] == [
        Happened.PASSKEY_REMOVED,
        Happened.PASSKEY_ADDED,
    ]
    assert [line.detail for line in security_lines(dana.id)] == ["Phone", "Phone"]
    assert sum("Phone" in text_of(one) for one in sent_by(mailbox, dana.email)) == 2


def test_adding_and_removing_ends_all_other_sessions(dana):
    elsewhere = sign_in(dana.email, PASSWORD)
    device, added = register(dana)
    assert viewer_of_session(elsewhere.token) is None
    assert viewer_of_session(added.signed_in.token) is not None
    other = sign_in_by_passkey(signed(device), browser=BROWSER)
    kept = remove_passkey(as_actor(dana), own_factors(dana.id).passkeys[0].public_id)
    assert viewer_of_session(other.token) is None
    assert viewer_of_session(kept.token) is not None


def test_nobody_removes_anothers_passkey(dana, alice):
    register(dana)
    (one,) = own_factors(dana.id).passkeys
    for public_id in (one.public_id, "nothing", "\x00"):
        with pytest.raises(NotFound):
            remove_passkey(as_actor(alice), public_id)
    with pytest.raises(SignInNeeded):
        remove_passkey(ANONYMOUS, one.public_id)
    with pytest.raises(SignInNeeded):
        offer_registration(ANONYMOUS, browser=BROWSER)


def test_a_passkey_proves_again_who_one_is(dana, alice, clock):
    device, added = register(dana)
    viewer = viewer_of_session(added.signed_in.token)
    assert viewer is not None
    clock.advance(minutes=20)
    answer = device.get(offer_request(browser=BROWSER, user_id=dana.id))
    prove_by_passkey(as_actor(dana), answer, session_id=viewer.session_id, browser=BROWSER)
    again = viewer_of_session(added.signed_in.token)
    assert again is not None
    assert again.proved_at == clock()
    with pytest.raises(PasskeyRefused):
        prove_by_passkey(as_actor(dana), answer, session_id=viewer.session_id, browser=BROWSER)
    with pytest.raises(PasskeyRefused):
        offer_request(browser=BROWSER, user_id=alice.id)


def test_only_the_public_half_is_stored(dana, db):
    device, _added = register(dana)
    row = db.session.scalars(sa.select(Passkey)).one()
    assert device.key.private_numbers().private_value.to_bytes(32, "big") not in row.public_key


def test_at_most_twenty_passkeys(dana, db):
    for _ in range(20):
        register(dana)
    with pytest.raises(Conflict):
        offer_registration(as_actor(dana), browser=BROWSER)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://forum.example.nl", "forum.example.nl"),
        ("https://forum.example.nl:8443", "forum.example.nl"),
        ("http://localhost:8000", "localhost"),
        ("http://127.0.0.1:8000", None),
        ("https://[::1]", None),
        ("http://forum.example.nl", None),
    ],
)
def test_passkeys_need_a_name_and_https(monkeypatch, app, address, name):
    from dataclasses import replace

    from forum.lib import runtime
    from forum.settings import settings

    configured = replace(settings(), base_url=address)
    monkeypatch.setitem(app.extensions, "forum.settings", configured)
    assert runtime.part("settings") is configured
    site = our_site()
    assert (site.name if site else None) == name
    assert site is None or site.origin == address
