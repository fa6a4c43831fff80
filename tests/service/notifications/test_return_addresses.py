"""Addresses as they leave and come back, with the settings that make them."""

from dataclasses import replace

import pytest

from forum.notifications.return_addresses import (
    ReplyTo,
    bounce_address,
    is_return_address,
    read_bounce_address,
    read_reply_address,
    reply_address,
)
from forum.settings import settings


@pytest.fixture
def wired(app, monkeypatch):
    boxes = {"reply_address": "reply@forum.example.nl", "bounce_address": "bounce@forum.example.nl"}
    monkeypatch.setitem(app.extensions, "forum.settings", replace(settings(), **boxes))


def test_without_a_mailbox_there_is_no_address(app):
    assert reply_address(7, "bcdfgh2345") == ""
    assert bounce_address(7) == ""
    assert read_reply_address("reply+x@forum.example.nl") is None
    assert read_bounce_address("bounce+x@forum.example.nl") is None
    assert not is_return_address("@")


def test_an_address_comes_back_as_it_left(wired):
    address = reply_address(7, "bcdfgh2345")
    assert address.startswith("reply+")
    assert address.endswith("@forum.example.nl")
    assert read_reply_address(address) == read_reply_address(address.upper()) == ReplyTo(7, "bcdfgh2345")
    assert read_bounce_address(bounce_address(7)) == 7


def test_each_mailbox_takes_its_own_tokens_only(wired):
    reply, bounce = reply_address(7, "bcdfgh2345"), bounce_address(7)
    assert read_reply_address(bounce) is None
    assert read_reply_address(bounce.replace("bounce", "reply")) is None
    assert read_bounce_address(reply.replace("reply", "bounce")) is None


@pytest.mark.parametrize(
    "address", ["", "reply", "@", "reply+@forum.example.nl", "reply@forum.example.nl", "reply+a@b@c", "é@x"]
)
def test_what_we_did_not_make_says_nothing(wired, address):
    assert read_reply_address(address) is None
    assert read_bounce_address(address) is None


def test_our_mailboxes_are_known_without_a_token(wired):
    assert is_return_address("Reply@Forum.example.nl")
    assert is_return_address("bounce+forged@forum.example.nl")
    assert not is_return_address("reply@elsewhere.example.nl")
    assert not is_return_address("replying@forum.example.nl")
