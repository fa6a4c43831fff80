"""Guessing: who guesses waits, who owns the account gets in, and nobody learns who has one."""

import contextlib

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from forum.accounts.chores import forget_expired
from forum.accounts.guessing import FREE_CODES, FREE_PASSWORDS, FREE_PROOFS, Tries, count_try, of_password
from forum.accounts.models import User
from forum.accounts.queries import viewer_of_session
from forum.accounts.security_events import Happened, security_lines
from forum.accounts.service import (
    SecondFactorNeeded,
    change_language,
    change_password,
    finish_sign_in,
    prove_by_code,
    prove_by_password,
    request_reset,
    reset_password,
    sign_in,
)
from forum.accounts.tokens import hash_token
from forum.lib.db import db as db_door
from forum.lib.errors import Invalid, TooSoon
from tests.factories import a_user, as_actor
from tests.letters import html_of, secret_in, sent_by, text_of
from tests.second_factors import with_app
from tests.service.accounts.test_at_the_same_time import at_once
from tests.service.accounts.test_signing_in import NEW, PASSWORD, with_password

UNKNOWN = "gone@example.nl"


@pytest.fixture
def dana(article):
    dana = with_password(a_user("dana"))
    change_language(as_actor(dana), "en")
    return dana


def wrong(email: str, **fields) -> None:
    with pytest.raises(Invalid):
        sign_in(email, "wrong", **fields)


def wait_of(email: str, password: str = "wrong", **fields) -> int:
    with pytest.raises(TooSoon) as refusal:
        sign_in(email, password, **fields)
    return refusal.value.retry_after


def tried(email: str, times: int, clock, *, device: str = "") -> None:
    """So often in all, each as soon as it may, without the work of hashing a password each time."""
    password_hash = db_door.session.scalar(sa.select(User.password_hash).where(User.email == email))
    pool = of_password(email, password_hash, hash_token(device) if device else "")
    for _ in range(times):
        try:
            count_try(pool)
        except TooSoon as refusal:
            clock.advance(seconds=refusal.retry_after)
            count_try(pool)


def told(user) -> list[Happened]:
    return [line.what for line in security_lines(user.id)]


@pytest.mark.parametrize("email", ["dana@example.nl", UNKNOWN])
def test_after_ten_wrong_passwords_everybody_waits_and_each_time_longer(dana, clock, email):
    for _ in range(FREE_PASSWORDS):
        wrong(email)
    for minutes in (1, 2, 4, 8, 15, 15):
        assert wait_of(email) == 60 * minutes
        clock.advance(minutes=minutes)
        wrong(email)


@pytest.mark.parametrize("email", ["dana@example.nl", UNKNOWN])
def test_what_is_refused_counts_for_nothing_and_needs_no_work(dana, clock, email, monkeypatch):
    tried(email, FREE_PASSWORDS, clock)
    monkeypatch.setattr(PasswordHasher, "verify", None)
    for _ in range(20):
        assert wait_of(email) == 60


def test_other_spellings_of_an_address_are_the_same_address(dana, clock):
    tried(dana.email, FREE_PASSWORDS, clock)
    assert wait_of(" DANA@Example.NL ") == 60


def test_the_right_password_waits_too_where_nobody_knows_the_browser(dana, clock):
    tried(dana.email, FREE_PASSWORDS, clock)
    assert wait_of(dana.email, PASSWORD) == 60


def test_who_signed_in_there_before_signs_in_whatever_others_try(dana, clock):
    device = sign_in(dana.email, PASSWORD).device
    tried(dana.email, 14, clock)
    assert wait_of(dana.email, PASSWORD) == 15 * 60
    assert sign_in(dana.email, PASSWORD, device=device)
    # And that forgives nobody else.
    assert wait_of(dana.email, PASSWORD) == 15 * 60


def test_in_a_browser_that_is_known_guessing_is_slow_as_well(dana, clock):
    device = sign_in(dana.email, PASSWORD).device
    tried(dana.email, FREE_PASSWORDS, clock, device=device)
    assert wait_of(dana.email, device=device) == 60
    assert sign_in(dana.email, PASSWORD)


@pytest.mark.parametrize("device", ["made up", "\x00", "x" * 64])
def test_an_invented_browser_changes_nothing(dana, device, clock):
    tried(dana.email, FREE_PASSWORDS - 1, clock)
    wrong(dana.email, device=device)
    assert wait_of(dana.email) == 60


def test_the_browser_of_somebody_else_changes_nothing(dana, alice, clock):
    device = sign_in(with_password(alice).email, PASSWORD).device
    tried(dana.email, FREE_PASSWORDS - 1, clock)
    wrong(dana.email, device=device)
    assert wait_of(dana.email) == 60


def test_the_right_password_forgets_what_was_wrong(dana, clock):
    tried(dana.email, FREE_PASSWORDS - 1, clock)
    sign_in(dana.email, PASSWORD)
    tried(dana.email, FREE_PASSWORDS, clock)
    assert wait_of(dana.email) == 60


def test_a_day_without_tries_forgets_them(dana, clock, db):
    tried(dana.email, 14, clock)
    clock.advance(hours=23)
    wrong(dana.email)
    assert wait_of(dana.email) == 15 * 60
    clock.advance(days=1)
    tried(dana.email, FREE_PASSWORDS, clock)
    assert wait_of(dana.email) == 60
    clock.advance(days=1, seconds=1)
    forget_expired()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Tries)) == 0


def test_a_clock_that_was_set_back_makes_nobody_wait_for_longer(dana, clock):
    tried(dana.email, FREE_PASSWORDS, clock)
    clock.advance(days=-30)
    assert wait_of(dana.email) == 60


def test_a_link_for_a_new_password_works_at_once_and_ends_the_wait(dana, clock, mailbox):
    tried(dana.email, 14, clock)
    request_reset(dana.email)
    (message,) = sent_by(mailbox, dana.email)
    assert reset_password(secret_in(message), NEW)
    assert sign_in(dana.email, NEW)


def test_who_is_signed_in_stays_so(dana, clock):
    token = sign_in(dana.email, PASSWORD).token
    tried(dana.email, 12, clock)
    assert viewer_of_session(token) is not None


def test_a_password_that_was_changed_waits_for_nothing(dana, clock):
    sign_in(dana.email, PASSWORD)
    tried(dana.email, 12, clock)
    change_password(as_actor(dana), current=PASSWORD, new=NEW)
    assert sign_in(dana.email, NEW)


def test_the_owner_is_told_once_a_day_however_long_it_goes_on(dana, clock, mailbox):
    tried(dana.email, FREE_PASSWORDS - 2, clock)
    wrong(dana.email)
    assert not sent_by(mailbox, dana.email)
    wrong(dana.email)
    (message,) = sent_by(mailbox, dana.email)
    assert "Somebody tries to get into your account" in message["Subject"]
    assert "/account/forgot" in text_of(message)
    assert "/account/security" in html_of(message)
    for hours in (1, 1, 10, 11):
        clock.advance(hours=hours)
        wrong(dana.email)
    assert len(sent_by(mailbox, dana.email)) == 1
    clock.advance(hours=1)
    wrong(dana.email)
    assert len(sent_by(mailbox, dana.email)) == 2
    assert told(dana) == [Happened.GUESSED] * 2


def test_nobody_is_told_of_an_address_without_an_account(dana, clock, mailbox):
    tried(UNKNOWN, FREE_PASSWORDS - 1, clock)
    wrong(UNKNOWN)
    assert not sent_by(mailbox, UNKNOWN)
    assert not sent_by(mailbox, dana.email)


def test_known_and_unknown_addresses_cost_the_same_statements_at_every_step(dana, statements, clock, db):
    def asked_for(email: str) -> list[str]:
        with statements() as seen, contextlib.suppress(Invalid, TooSoon):
            sign_in(email, "wrong")
        return [" ".join(statement.split()) for statement in seen]

    for _ in range(2):
        assert asked_for(dana.email) == asked_for(UNKNOWN)
    for email in (dana.email, UNKNOWN):
        tried(email, FREE_PASSWORDS - 3, clock)
    for minutes in (0, 0, 1):  # the tenth, of which is told; one that waits; the next
        clock.advance(minutes=minutes)
        assert asked_for(dana.email) == asked_for(UNKNOWN)


def test_the_table_holds_no_address(dana, db):
    wrong(dana.email)
    (row,) = db.session.execute(sa.select(Tries.__table__)).all()
    assert dana.email not in str(row)
    assert len(row.pool_hash) == 64


@pytest.mark.parametrize("email", ["dana@example.nl", UNKNOWN])
def test_of_twenty_tries_at_once_ten_are_made_and_each_is_counted(app, dana, db, email):
    db.session.rollback()
    answers = at_once(app, lambda: sign_in(email, "wrong"), times=20)
    names = sorted(type(answer).__name__ for answer in answers)
    db.session.rollback()
    assert names == ["Invalid"] * 10 + ["TooSoon"] * 10
    assert db.session.scalar(sa.select(Tries.failures)) == 10


@pytest.fixture
def half(dana, clock):
    phone, _added = with_app(dana)
    clock.advance(minutes=5)
    with pytest.raises(SecondFactorNeeded) as asked:
        sign_in(dana.email, PASSWORD)
    return phone, asked.value.half


def guess_codes(half, times: int, **fields) -> None:
    for _ in range(times):
        with pytest.raises(Invalid):
            finish_sign_in(half.user_id, half.mark, "000000", **fields)


def test_after_five_wrong_codes_one_waits_and_the_owner_is_told(dana, half, clock, mailbox):
    phone, first = half
    guess_codes(first, FREE_CODES)
    with pytest.raises(TooSoon) as refusal:
        finish_sign_in(first.user_id, first.mark, phone.code())
    assert refusal.value.retry_after == 60
    message = sent_by(mailbox, dana.email)[-1]
    assert "may know your password" in text_of(message)
    assert told(dana)[0] is Happened.CODE_GUESSED
    clock.advance(minutes=1)
    assert finish_sign_in(first.user_id, first.mark, phone.code())


def test_who_knows_the_password_cannot_keep_the_owner_out_of_the_second_step(dana, half, clock):
    phone, first = half
    device = finish_sign_in(first.user_id, first.mark, phone.code()).device
    clock.advance(minutes=5)
    guess_codes(first, FREE_CODES)
    assert finish_sign_in(first.user_id, first.mark, phone.code(), device=device)


def test_of_twenty_codes_at_once_five_are_tried(app, half, db):
    _phone, first = half
    db.session.rollback()
    answers = at_once(app, lambda: finish_sign_in(first.user_id, first.mark, "000000"), times=20)
    names = sorted(type(answer).__name__ for answer in answers)
    assert names == ["Invalid"] * 5 + ["TooSoon"] * 15


def test_who_finds_an_open_session_guesses_slowly_there_and_the_owner_goes_on_elsewhere(
    dana, half, clock, mailbox
):
    (phone, first), me = half, as_actor(dana)
    opened = [viewer_of_session(finish_sign_in(first.user_id, first.mark, phone.code()).token)]
    clock.advance(minutes=1)
    opened.append(viewer_of_session(finish_sign_in(first.user_id, first.mark, phone.code()).token))
    found, own = (one.session_id for one in opened if one is not None)
    ways = [lambda: prove_by_code(me, "000000", session_id=found)] * (FREE_PROOFS - 1)
    for way in [lambda: prove_by_password(me, "wrong", session_id=found), *ways]:
        with pytest.raises(Invalid):
            way()
    with pytest.raises(TooSoon):
        prove_by_password(me, PASSWORD, session_id=found)
    with pytest.raises(TooSoon):
        prove_by_code(me, phone.code(1), session_id=found)
    clock.advance(minutes=11)
    prove_by_password(me, PASSWORD, session_id=own)
    assert "Somebody who was signed in" in text_of(sent_by(mailbox, dana.email)[-1])
    assert Happened.PROOF_GUESSED in told(dana)
