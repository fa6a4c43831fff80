import pytest
from argon2 import PasswordHasher

from forum.accounts import passwords
from forum.lib.errors import Invalid

PERSONAL = ["alice.jansen@gemeente.nl", "Alice Jansen", "Samenspraak"]


def check(password):
    return passwords.check_password(password, personal=PERSONAL)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "korenbloem fiets zes",
        "voldoende lang wachtwoord",
        "kT9#vLq2!xWz",
        "ééñ·täl·is·öök",
    ],
)
def test_length_is_enough(password):
    assert check(password) == password


@pytest.mark.parametrize(
    "password",
    [
        "",
        "kT9#vLq2!xW",
        "x" * 129,
        "aaaaaaaaaaaa",
        "123456789012",
        "abcdefghijkl",
        "qwertyuiop12",
        "password1234",
        "P@ssw0rd1234",
        "welkom123456",
        "Wachtwoord123!",
        "WelkomWelkom1",
        "alice.jansen@gemeente.nl",
        "AliceJansen12",
        "jansen-alice!!",
        "samenspraak123",
    ],
)
def test_what_is_tried_first_is_refused_at_its_field(password):
    with pytest.raises(Invalid) as refusal:
        check(password)
    assert list(refusal.value.fields) == ["password"]


def test_own_words_may_be_part_of_a_long_password():
    assert check("alice drinkt zaterdag karnemelk")


def test_nothing_is_cut_off():
    long = "korenbloem fiets zes " * 6
    hashed = passwords.hash_password(long[:-1] + "x")
    assert not passwords.is_right(long, hashed)


@pytest.fixture
def full_cost(monkeypatch):
    """As people get it; elsewhere the tests hash quickly."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(**passwords.COST))


def test_only_the_right_password_fits_its_hash(full_cost):
    hashed = passwords.hash_password("korenbloem fiets zes")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.is_right("korenbloem fiets zes", hashed)
    assert not passwords.is_right("korenbloem fiets zeven", hashed)


def test_a_letter_typed_in_two_parts_is_the_same_letter():
    assert passwords.is_right("cafe\u0301 om de hoek", passwords.hash_password("caf\u00e9 om de hoek"))


def test_no_password_fits_an_account_without_one():
    assert not passwords.is_right("", None)
    assert not passwords.is_right("nobody has this password", None)


def test_a_hash_with_weaker_settings_is_outdated(full_cost):
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("korenbloem fiets zes")
    assert passwords.is_outdated(weak)
    assert not passwords.is_outdated(passwords.hash_password("korenbloem fiets zes"))


def test_strange_bytes_and_huge_passwords_are_only_wrong():
    hashed = passwords.hash_password("korenbloem fiets zes")
    for password in ("\x00", "\ud800", "a\u0315\u0316" * 60_000):
        assert not passwords.is_right(password, hashed)
