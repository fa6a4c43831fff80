from datetime import UTC, datetime, timedelta

from forum.accounts.models import Purpose
from forum.accounts.tokens import Continuation, hash_token, is_usable, new_account_token, secret_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = "a key of the site"


def a_token(purpose=Purpose.RESET):
    return new_account_token(1, purpose, key=KEY, now=NOW, then=Continuation("/questions", "draft"))


def test_a_link_works_for_its_own_purpose_only():
    token = a_token(Purpose.CONFIRM)
    assert is_usable(token, Purpose.CONFIRM, NOW)
    assert not is_usable(token, Purpose.RESET, NOW)


def test_a_link_works_once():
    token = a_token()
    token.used_at = NOW
    assert not is_usable(token, Purpose.RESET, NOW)


def test_a_new_password_can_be_chosen_for_half_an_hour_and_an_address_confirmed_for_a_day():
    for purpose, life in ((Purpose.RESET, timedelta(minutes=30)), (Purpose.CONFIRM, timedelta(hours=24))):
        token = a_token(purpose)
        assert is_usable(token, purpose, NOW + life - timedelta(seconds=1))
        assert not is_usable(token, purpose, NOW + life)


def test_a_notice_is_no_link():
    assert not is_usable(a_token(Purpose.NOTICE), Purpose.NOTICE, NOW)


def test_the_row_does_not_tell_the_secret():
    token = a_token()
    secret = secret_of(token.nonce, KEY)
    assert token.token_hash == hash_token(secret)
    assert secret not in (token.nonce, token.token_hash)
    assert secret_of(token.nonce, "another key") != secret
