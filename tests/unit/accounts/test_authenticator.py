from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts.authenticator import (
    address_of,
    in_fours,
    is_nonce,
    matching_step,
    new_nonce,
    secret_of,
    step_of,
)

NOW = datetime(2026, 11, 23, 9, 0, 10, tzinfo=UTC)
# The secret of RFC 6238, appendix B, and its codes with six digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
SKEWS = [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
NO_CODES = ["", "28708", "2870822", "abcdef", "２８７０８２", "\x00", "287082" * 9999, "-1"]
KNOWN = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}


@pytest.mark.parametrize(("seconds", "code"), KNOWN.items())
def test_codes_are_those_of_the_standard(seconds, code):
    now = datetime.fromtimestamp(seconds, UTC)
    assert matching_step(SECRET, code, now=now, after=0) == seconds // 30


@pytest.mark.parametrize(("late", "is_right"), SKEWS)
def test_a_clock_may_be_one_step_fast_or_slow(late, is_right):
    now = datetime.fromtimestamp(1111111109 + late, UTC)
    assert (matching_step(SECRET, "081804", now=now, after=0) is not None) is is_right


def test_a_code_counts_once_and_so_does_every_earlier_one():
    now = datetime.fromtimestamp(59, UTC)
    step = matching_step(SECRET, "287082", now=now, after=0)
    assert step is not None
    assert matching_step(SECRET, "287082", now=now, after=step) is None
    assert matching_step(SECRET, "287082", now=now, after=step + 1) is None


@pytest.mark.parametrize("typed", ["287 082", " 287082 ", "287-082", "287\u00a0082"])
def test_spaces_make_no_difference(typed):
    assert matching_step(SECRET, typed, now=datetime.fromtimestamp(59, UTC), after=0)


@pytest.mark.parametrize("typed", NO_CODES)
def test_what_is_no_code_is_wrong(typed):
    assert matching_step(SECRET, typed, now=datetime.fromtimestamp(59, UTC), after=0) is None


def test_a_secret_belongs_to_one_account_one_number_and_one_site():
    nonce = new_nonce()
    secret = secret_of(nonce, 1, "a key")
    assert len(secret) == 32
    assert secret == secret_of(nonce, 1, "a key")
    assert (
        len(
            {
                secret,
                secret_of(nonce, 2, "a key"),
                secret_of(nonce, 1, "x"),
                secret_of(new_nonce(), 1, "a key"),
            }
        )
        == 4
    )


def test_only_our_own_numbers_are_taken():
    assert is_nonce(new_nonce())
    assert not any(map(is_nonce, ("", "x" * 42, "x" * 44, "\x00" * 43, "é" * 43)))


def test_the_address_names_site_and_account():
    address = address_of(SECRET, account="dana@example.nl", site="Samen: spraak")
    assert address.startswith("otpauth://totp/Samen%20%20spraak:dana%40example.nl?secret=" + SECRET)
    assert in_fours(SECRET).split()[0] == "GEZD"
    assert step_of(NOW + timedelta(seconds=30)) == step_of(NOW) + 1
