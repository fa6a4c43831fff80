"""The token that ends a mail."""

import pytest

from forum.notifications.unsubscribing import Subscription, read, token_for

KEY = "a secret for tests that is long enough"
OTHER_KEY = "another secret, that is long enough too"
THREAD = Subscription(7, "thread", 12)


@pytest.mark.parametrize("subscription", [THREAD, Subscription(1, "digests"), Subscription(2**31 - 1, "all")])
def test_a_token_names_what_it_was_made_for(subscription):
    token = token_for(subscription, KEY)
    assert read(token, KEY) == subscription
    assert token.isascii()
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def test_every_changed_character_spoils_it():
    token = token_for(THREAD, KEY)
    for place, letter in enumerate(token):
        other = "B" if letter != "B" else "C"
        assert read(token[:place] + other + token[place + 1 :], KEY) is None


@pytest.mark.parametrize(
    "token",
    ["", "x", "é", "a" * 10_000, "=", token_for(THREAD, KEY) + "=", token_for(THREAD, KEY) + "A", " "],
)
def test_anything_else_is_none(token):
    assert read(token, KEY) is None


def test_another_site_cannot_make_one():
    assert read(token_for(THREAD, OTHER_KEY), KEY) is None


def test_the_kind_of_thing_is_known():
    assert THREAD.kind is not None
    assert Subscription(1, "digests").kind is None
