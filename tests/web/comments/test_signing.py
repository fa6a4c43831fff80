"""Showing one's name with a text that left it out, on the pages."""

import json

import pytest

from forum.discussion.service import sign_comment
from tests.factories import NAMELESS, a_comment, as_actor

LABEL = "Name known to the moderators"


@pytest.fixture
def nameless(alice, thread):
    return a_comment(alice, thread, "What I did not dare to sign.", voice=NAMELESS)


def path_of(thread) -> str:
    return f"/threads/{thread.public_id}/{thread.slug}"


def address(comment) -> str:
    return f"/comments/{comment.public_id}/name"


def test_its_author_is_asked_first_and_then_the_name_shows(as_alice, nameless, thread, nobody):
    link = as_alice.get(path_of(thread)).select_one(f"#comment-{nameless.public_id} a[href$='/name']")
    page = as_alice.get(link["href"])
    assert "You cannot take that back" in page.words(".lead")
    assert "What I did not dare to sign." in page.words("blockquote")
    assert LABEL in nobody.get(path_of(thread)).text
    assert as_alice.post(address(nameless)).status_code == 303
    shown = nobody.get(path_of(thread))
    assert "Alice" in shown.words(f"#comment-{nameless.public_id} .byline")
    assert LABEL not in shown.text
    assert not as_alice.get(path_of(thread)).select("a[href$='/name']")


def test_the_history_says_since_when(as_alice, nameless, nobody):
    history = f"/comments/{nameless.public_id}/history"
    assert "without a name at first" not in nobody.get(history).text
    as_alice.post(address(nameless))
    assert "without a name at first" in nobody.get(history).words("main")


def test_nobody_else_is_offered_or_allowed_it(as_bob, as_moderator, nobody, nameless, thread):
    for person in (as_bob, as_moderator):
        assert not person.get(path_of(thread)).select("a[href$='/name']")
        assert person.get(address(nameless)).status_code == 403
        assert person.post(address(nameless)).status_code == 403
    assert nobody.get(address(nameless)).location.startswith("/login")
    assert LABEL in nobody.get(path_of(thread)).text


def test_a_text_that_shows_its_name_has_nothing_to_be_asked(as_alice, alice, thread):
    comment = a_comment(alice, thread)
    page = as_alice.get(address(comment))
    assert not page.select("#sign")
    assert as_alice.post(address(comment)).status_code == 303


def test_a_feed_tells_it_as_a_change(nameless, alice, thread, nobody, clock):
    feed = f"/feeds/threads/{thread.public_id}.json?lang=en"
    before = nobody.get(feed)
    etag, first = before.headers["ETag"], json.loads(before.text)["items"][0]
    assert LABEL in first["authors"][0]["name"]
    clock.advance(hours=1)
    sign_comment(as_actor(alice), nameless.public_id)
    after = nobody.get(feed, headers={"If-None-Match": etag})
    assert after.status_code == 200
    item = json.loads(after.text)["items"][0]
    assert "Alice" in item["authors"][0]["name"]
    assert item["date_modified"] > first["date_modified"]
    assert item["id"] == first["id"]
