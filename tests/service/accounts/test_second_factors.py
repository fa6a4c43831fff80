import pytest
import sqlalchemy as sa

from forum.accounts import authenticator
from forum.accounts.factors import AuthenticatorApp, RecoveryCode
from forum.accounts.own_factors import own_factors
from forum.accounts.queries import viewer_of_session
from forum.accounts.recovery import hash_code
from forum.accounts.security_events import Happened, security_lines
from forum.accounts.service import (
    HalfExpired,
    SecondFactorNeeded,
    add_app,
    change_language,
    change_password,
    confirm_email,
    finish_sign_in,
    forget_factors,
    prove_by_code,
    prove_by_password,
    remove_app,
    renew_codes,
    request_reset,
    reset_password,
    sign_in,
)
from forum.audit.models import AuditEntry
from forum.lib.errors import Conflict, Invalid, Refused, SignInNeeded
from forum.permissions import ANONYMOUS, SYSTEM
from forum.settings import settings
from tests.factories import a_user, as_actor
from tests.letters import path_in, secret_in, sent_by, text_of
from tests.second_factors import Phone, with_app
from tests.service.accounts.test_signing_in import NEW, PASSWORD, with_password


@pytest.fixture
def dana(article):
    dana = with_password(a_user("dana"))
    change_language(as_actor(dana), "en")
    return dana


@pytest.fixture
def phone(dana, clock):
    phone, _added = with_app(dana)
    clock.advance(minutes=5)
    return phone


def half(dana, password=PASSWORD):
    with pytest.raises(SecondFactorNeeded) as asked:
        sign_in(dana.email, password)
    return asked.value.half


def test_after_the_password_comes_the_code_and_then_a_session(dana, phone):
    first = half(dana)
    signed_in = finish_sign_in(first.user_id, first.mark, phone.code())
    viewer = viewer_of_session(signed_in.token)
    assert viewer is not None
    assert viewer.actor.id == dana.id


def test_the_first_step_alone_opens_no_session(dana, phone, db):
    before = db.session.execute(sa.text("SELECT count(*) FROM user_sessions")).scalar()
    half(dana)
    assert db.session.execute(sa.text("SELECT count(*) FROM user_sessions")).scalar() == before


def test_a_wrong_password_says_nothing_of_a_second_factor(dana, phone):
    with pytest.raises(Invalid):
        sign_in(dana.email, "wrong")


def test_one_code_signs_in_once(dana, phone, clock):
    first, code = half(dana), phone.code()
    finish_sign_in(first.user_id, first.mark, code)
    with pytest.raises(Invalid):
        finish_sign_in(first.user_id, first.mark, code)
    clock.advance(seconds=30)
    with pytest.raises(Invalid):
        finish_sign_in(first.user_id, first.mark, code)
    assert finish_sign_in(first.user_id, first.mark, phone.code())


def test_the_code_that_set_the_app_up_does_not_sign_in(dana):
    phone, _added = with_app(dana)
    first = half(dana)
    with pytest.raises(Invalid):
        finish_sign_in(first.user_id, first.mark, phone.code())


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_phone_may_be_half_a_minute_fast_or_slow(dana, phone, steps, is_right):
    first = half(dana)
    try:
        finish_sign_in(first.user_id, first.mark, phone.code(steps))
    except Invalid:
        assert not is_right
    else:
        assert is_right


@pytest.mark.parametrize("mark", ["", "x", "é", "0" * 64])
def test_a_first_step_that_we_did_not_see_is_worthless(dana, phone, mark):
    with pytest.raises(HalfExpired):
        finish_sign_in(dana.id, mark, phone.code())


def test_the_first_step_of_another_is_worthless(dana, phone, alice):
    first = half(dana)
    with pytest.raises(HalfExpired):
        finish_sign_in(alice.id, first.mark, phone.code())


def test_a_new_password_ends_what_was_half_done(dana, phone):
    first = half(dana)
    change_password(as_actor(dana), current=PASSWORD, new=NEW)
    with pytest.raises(HalfExpired):
        finish_sign_in(first.user_id, first.mark, phone.code())


def test_a_link_for_a_new_password_is_one_factor_only(dana, phone, mailbox):
    request_reset(dana.email)
    secret = secret_in(sent_by(mailbox, dana.email)[-1])
    with pytest.raises(SecondFactorNeeded) as asked:
        reset_password(secret, NEW)
    assert half(dana, NEW).mark == asked.value.half.mark
    assert finish_sign_in(dana.id, asked.value.half.mark, phone.code())


def test_a_link_to_confirm_the_address_is_one_factor_only(mailbox, db, article):
    from forum.accounts.service import request_confirmation

    carol = with_password(a_user("carol", is_confirmed=False))
    request_confirmation(as_actor(carol))
    with_app(carol)
    secret = next(
        secret_in(one) for one in sent_by(mailbox, carol.email) if "/account/confirm/" in text_of(one)
    )
    with pytest.raises(SecondFactorNeeded):
        confirm_email(secret)
    db.session.refresh(carol)
    assert carol.email_confirmed_at is not None


def test_setting_up_needs_a_code_of_that_very_app(dana):
    nonce, other = authenticator.new_nonce(), Phone(dana.id, authenticator.new_nonce())
    with pytest.raises(Invalid):
        add_app(as_actor(dana), nonce=nonce, code=other.code())
    with pytest.raises(Invalid):
        add_app(as_actor(dana), nonce="chosen by somebody", code=other.code())
    assert sign_in(dana.email, PASSWORD)


def test_setting_up_ends_all_sessions_and_opens_a_new_one(dana):
    elsewhere = sign_in(dana.email, PASSWORD)
    _phone, added = with_app(dana)
    assert viewer_of_session(elsewhere.token) is None
    assert viewer_of_session(added.signed_in.token) is not None


def test_of_two_tabs_that_set_up_an_app_the_first_wins(dana):
    with_app(dana)
    with pytest.raises(Conflict):
        with_app(dana)


def test_the_database_holds_no_secret_of_the_app_and_no_recovery_code(dana, db):
    _phone, added = with_app(dana)
    row = db.session.scalars(sa.select(AuthenticatorApp)).one()
    secret = authenticator.secret_of(row.nonce, dana.id, settings().secret_key)
    assert secret not in (row.nonce, "")
    assert authenticator.secret_of(row.nonce, dana.id, "another key") != secret
    stored = set(db.session.scalars(sa.select(RecoveryCode.code_hash)))
    assert len(stored) == len(added.codes) == 10
    assert not stored & {hash_code(code, dana.id, "another key") for code in added.codes}


def test_a_recovery_code_signs_in_once_and_its_owner_hears_of_it(dana, clock, mailbox):
    _phone, added = with_app(dana)
    first = half(dana)
    finish_sign_in(first.user_id, first.mark, f" {added.codes[0].upper().replace('-', ' ')} ")
    with pytest.raises(Invalid):
        finish_sign_in(first.user_id, first.mark, added.codes[0])
    assert own_factors(dana.id).codes_left == 9
    told = [text_of(one) for one in sent_by(mailbox, dana.email) if "recovery code was used" in text_of(one)]
    assert len(told) == 1
    assert "9 left" in told[0]
    assert "time for new recovery codes" not in told[0]


def test_with_two_codes_left_the_mail_says_that_new_ones_are_needed(dana, mailbox):
    _phone, added = with_app(dana)
    first = half(dana)
    for code in added.codes[:8]:
        finish_sign_in(first.user_id, first.mark, code)
    told = [text_of(one) for one in sent_by(mailbox, dana.email) if "recovery code was used" in text_of(one)]
    assert [("time for new recovery codes" in one) for one in told] == [False] * 7 + [True]
    assert own_factors(dana.id).has_few_codes


def test_a_recovery_code_of_another_is_of_no_use(dana, phone, alice):
    _phone, hers = with_app(with_password(alice))
    first = half(dana)
    with pytest.raises(Invalid):
        finish_sign_in(first.user_id, first.mark, hers.codes[0])


def test_new_recovery_codes_end_the_earlier_ones(dana):
    _phone, added = with_app(dana)
    fresh = renew_codes(as_actor(dana))
    first = half(dana)
    with pytest.raises(Invalid):
        finish_sign_in(first.user_id, first.mark, added.codes[0])
    assert finish_sign_in(first.user_id, first.mark, fresh[0])


def test_without_a_second_factor_there_are_no_recovery_codes(dana, phone):
    remove_app(as_actor(dana))
    assert own_factors(dana.id).codes_left == 0
    with pytest.raises(Conflict):
        renew_codes(as_actor(dana))
    with pytest.raises(Conflict):
        remove_app(as_actor(dana))
    assert sign_in(dana.email, PASSWORD)


def test_with_a_second_factor_eight_characters_are_enough_but_not_any_eight(dana):
    with pytest.raises(Invalid):
        change_password(as_actor(dana), current=PASSWORD, new="zk7#mPq2")
    with_app(dana)
    with pytest.raises(Invalid):
        change_password(as_actor(dana), current=PASSWORD, new="welkom12")
    with pytest.raises(Invalid):
        change_password(as_actor(dana), current=PASSWORD, new="zk7#mPq")
    assert change_password(as_actor(dana), current=PASSWORD, new="zk7#mPq2")


def test_who_lost_everything_is_let_in_again_by_who_runs_the_forum(dana, phone, mailbox, db):
    session = finish_sign_in(dana.id, half(dana).mark, phone.code())
    forget_factors(SYSTEM, "DANA@example.nl", reason="She came by.")
    assert viewer_of_session(session.token) is None
    assert sign_in(dana.email, PASSWORD)
    assert any("you had lost them" in text_of(one) for one in sent_by(mailbox, dana.email))
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.reason) == ("user.forget_factors", "She came by.")
    with pytest.raises(Conflict):
        forget_factors(SYSTEM, dana.email, reason="Again.")
    with pytest.raises(Invalid):
        forget_factors(SYSTEM, "nobody@example.nl", reason="Who?")


def test_no_moderator_takes_a_factor_away(dana, phone, mo):
    with pytest.raises(Refused):
        forget_factors(as_actor(mo), dana.email, reason="I want to.")


def test_nobody_changes_factors_signed_out(db):
    for command in (remove_app, renew_codes):
        with pytest.raises(SignInNeeded):
            command(ANONYMOUS)
    with pytest.raises(SignInNeeded):
        add_app(ANONYMOUS, nonce="x", code="123456")


def test_showing_again_who_one_is_counts_for_ten_minutes(dana, phone, clock):
    session = finish_sign_in(dana.id, half(dana).mark, phone.code())
    clock.advance(minutes=11)
    viewer = viewer_of_session(session.token)
    assert viewer is not None
    with pytest.raises(Invalid):
        prove_by_password(as_actor(dana), "wrong", session_id=viewer.session_id)
    with pytest.raises(Invalid):
        prove_by_code(as_actor(dana), "123", session_id=viewer.session_id)
    code = phone.code()
    for prove, proof in ((prove_by_password, PASSWORD), (prove_by_code, code)):
        clock.advance(minutes=1)
        if prove is prove_by_code:
            proof = phone.code()
        prove(as_actor(dana), proof, session_id=viewer.session_id)
        again = viewer_of_session(session.token)
        assert again is not None
        assert again.proved_at == clock()
    with pytest.raises(Invalid):
        prove_by_code(as_actor(dana), phone.code(), session_id=viewer.session_id)


def test_a_proof_counts_for_ones_own_session_only(dana, alice, clock):
    session = sign_in(dana.email, PASSWORD)
    viewer = viewer_of_session(session.token)
    assert viewer is not None
    clock.advance(minutes=11)
    prove_by_password(as_actor(with_password(alice)), PASSWORD, session_id=viewer.session_id)
    after = viewer_of_session(session.token)
    assert after is not None
    assert after.proved_at == viewer.proved_at


def test_what_happened_stands_in_a_list_for_ninety_days(dana, phone, clock):
    first = half(dana)
    finish_sign_in(first.user_id, first.mark, phone.code())
    remove_app(as_actor(dana))
    assert [line.what for line in security_lines(dana.id)] == [Happened.APP_REMOVED, Happened.APP_ADDED]
    clock.advance(days=90)
    assert security_lines(dana.id) == []


def test_a_device_that_was_not_seen_before_is_told_and_the_first_is_no_news(dana, mailbox):
    first = sign_in(dana.email, PASSWORD, user_agent="Mozilla/5.0 (Windows) Firefox/140.0")
    sign_in(dana.email, PASSWORD, user_agent="Mozilla/5.0 (Windows) Firefox/140.0", device=first.device)
    assert sent_by(mailbox, dana.email) == []
    sign_in(dana.email, PASSWORD, user_agent="Mozilla/5.0 (Windows) Firefox/140.0", device="planted")
    (message,) = sent_by(mailbox, dana.email)
    assert "Firefox, Windows" in text_of(message)
    assert path_in(message, "/account/security") == "/account/security"


def test_who_shares_a_browser_is_told_of_a_first_visit_there(dana, alice, mailbox):
    with_password(alice)
    hers = sign_in(alice.email, PASSWORD)
    sign_in(dana.email, PASSWORD)
    shared = sign_in(dana.email, PASSWORD, device=hers.device)
    assert shared.device == hers.device
    assert len(sent_by(mailbox, dana.email)) == 1
    sign_in(dana.email, PASSWORD, device=hers.device)
    assert len(sent_by(mailbox, dana.email)) == 1
