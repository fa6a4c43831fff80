"""Two requests at once: what may happen once happens once."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from forum.accounts.authenticator import new_nonce
from forum.accounts.factors import RecoveryCode
from forum.accounts.guessing import FREE_CODES
from forum.accounts.models import User
from forum.accounts.service import (
    HalfSignedIn,
    Registration,
    SecondFactorNeeded,
    add_app,
    add_passkey,
    confirm_email,
    finish_sign_in,
    offer_registration,
    offer_request,
    register,
    request_confirmation,
    sign_in,
    sign_in_by_passkey,
)
from forum.accounts.tokens import LinkExpired
from forum.lib.db import db as db_door
from tests.authenticator import Authenticator
from tests.factories import a_user, as_actor
from tests.letters import secret_in, sent_by, text_of
from tests.second_factors import Phone, with_app
from tests.service.accounts.test_signing_in import PASSWORD, with_password


def at_once(app, call, times: int = 6) -> list:
    """What each call gave, or the error it raised."""

    def one(_number):
        with app.app_context():
            try:
                return call()
            except Exception as error:
                return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(lambda number: contextvars.Context().run(one, number), range(times)))


def test_an_address_registered_many_times_at_once_has_one_account(app, article, db, mailbox):
    form = Registration("robin@example.nl", "Robin Smit", "korenbloem fiets zes", "provider", accepts=True)
    answers = at_once(app, lambda: register(form))
    assert answers == [None] * 6
    assert db.session.scalar(sa.select(sa.func.count(User.id))) == 1
    links = [message for message in sent_by(mailbox, form.email) if "/account/confirm" in text_of(message)]
    assert len(links) == 1


def test_a_link_used_many_times_at_once_works_once(app, db, mailbox):
    newcomer = a_user("newcomer", is_confirmed=False)
    request_confirmation(as_actor(newcomer))
    secret = secret_in(sent_by(mailbox, newcomer.email)[0])
    db.session.rollback()
    answers = at_once(app, lambda: confirm_email(secret))
    assert sum(isinstance(answer, LinkExpired) for answer in answers) == 5


def half_of(user) -> HalfSignedIn:
    with pytest.raises(SecondFactorNeeded) as asked:
        sign_in(user.email, PASSWORD)
    db_door.session.rollback()
    return asked.value.half


def test_a_code_typed_many_times_at_once_signs_in_once(app, clock):
    dana = with_password(a_user("dana"))
    phone, _added = with_app(dana)
    clock.advance(minutes=1)
    half, code = half_of(dana), phone.code()
    answers = at_once(app, lambda: finish_sign_in(half.user_id, half.mark, code), times=FREE_CODES)
    assert sorted(type(answer).__name__ for answer in answers) == ["Invalid"] * 4 + ["SignedIn"]


def test_a_recovery_code_typed_many_times_at_once_signs_in_once(app):
    dana = with_password(a_user("dana"))
    _phone, added = with_app(dana)
    half = half_of(dana)
    answers = at_once(app, lambda: finish_sign_in(half.user_id, half.mark, added.codes[0]), times=FREE_CODES)
    assert sorted(type(answer).__name__ for answer in answers) == ["Invalid"] * 4 + ["SignedIn"]


def test_what_a_passkey_signed_counts_once_however_often_it_is_sent_at_once(app):
    dana, device = a_user("dana"), Authenticator()
    made = device.create(offer_registration(as_actor(dana), browser="here"))
    add_passkey(as_actor(dana), credential=made, name="Phone", browser="here")
    answer = device.get(offer_request(browser="here"))
    db_door.session.rollback()
    answers = at_once(app, lambda: sign_in_by_passkey(answer, browser="here"))
    assert sorted(type(answer).__name__ for answer in answers) == ["PasskeyRefused"] * 5 + ["SignedIn"]


def test_two_tabs_that_set_up_an_app_at_once_leave_one_app_and_one_set_of_codes(app, db):
    dana = a_user("dana")
    phone = Phone(dana.id, new_nonce())
    actor, code = as_actor(dana), phone.code()
    db.session.rollback()
    answers = at_once(app, lambda: add_app(actor, nonce=phone.nonce, code=code))
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict"] * 5 + ["NewFactor"]
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RecoveryCode)) == 10
