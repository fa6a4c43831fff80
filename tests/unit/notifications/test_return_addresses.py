import base64

import pytest

from forum.lib.ids import ALPHABET, LENGTH
from forum.notifications.return_addresses import (
    LONGEST_PUBLIC_ID,
    Purpose,
    named_by,
    token_of,
)

KEY = "a key of thirty-two characters!!"


def reply(user_id: int = 7, public_id: str = "bcdfgh2345") -> str:
    return token_of(Purpose.REPLY, KEY, user_id, public_id)


@pytest.mark.parametrize(("user_id", "public_id"), [(1, "2345678923"), (2**31 - 1, "zzzzzzzzzz"), (7, "b")])
def test_a_token_names_who_and_what(user_id, public_id):
    assert named_by(Purpose.REPLY, KEY, reply(user_id, public_id)) == (user_id, public_id)


def test_a_token_fits_an_address_with_a_name_of_24_characters():
    token = reply(2**31 - 1, ALPHABET[-1] * LENGTH)
    assert LENGTH <= LONGEST_PUBLIC_ID
    assert len("x" * 24 + "+" + token) <= 64
    assert token.isalnum()
    assert token == token.lower()


def test_case_is_nothing_to_a_token():
    assert named_by(Purpose.REPLY, KEY, reply().upper()) == (7, "bcdfgh2345")


def test_a_token_for_one_purpose_is_none_for_another():
    assert named_by(Purpose.BOUNCE, KEY, reply()) is None
    assert named_by(Purpose.REPLY, KEY, token_of(Purpose.BOUNCE, KEY, 7)) is None


def test_another_key_makes_other_tokens():
    assert named_by(Purpose.REPLY, KEY + "?", reply()) is None


def test_no_changed_letter_goes_unseen():
    token = reply()
    for place, letter in enumerate(token):
        other = "b" if letter != "b" else "c"
        assert named_by(Purpose.REPLY, KEY, token[:place] + other + token[place + 1 :]) is None


def test_a_signature_for_one_person_is_none_for_another():
    raw = base64.b32decode(reply().upper() + "=")
    forged = base64.b32encode((8).to_bytes(4) + raw[4:]).decode().rstrip("=").lower()
    assert named_by(Purpose.REPLY, KEY, forged) is None


@pytest.mark.parametrize("cut", range(1, 39))
def test_a_token_cut_short_is_none(cut):
    assert named_by(Purpose.REPLY, KEY, reply()[:-cut]) is None


@pytest.mark.parametrize(
    "token", ["", "a", "=", "a=b", "é" * 39, "1" * 39, "a" * 39, "\x00" * 39, "a" * 100_000, " " + "a" * 38]
)
def test_what_is_no_token_is_none(token):
    assert named_by(Purpose.REPLY, KEY, token) is None
    assert named_by(Purpose.BOUNCE, KEY, token) is None


def test_the_same_signature_in_another_spelling_is_none():
    """39 letters hold three bits more than the token needs."""
    token = reply()
    last = "abcdefghijklmnopqrstuvwxyz234567".index(token[-1])
    other = "abcdefghijklmnopqrstuvwxyz234567"[last ^ 1]
    assert named_by(Purpose.REPLY, KEY, token[:-1] + other) is None
