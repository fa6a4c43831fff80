"""The feed of decisions: what the public log tells, and no more."""

import pytest

from forum.moderation.performing import perform
from tests.factories import a_comment, a_user, as_actor
from tests.service.feeds.conftest import REASON, ids, titles


def test_each_decision_is_an_entry_the_newest_first(thread, comment, decide, feed, clock):
    decide("hide", comment)
    clock.advance(hours=1)
    decide("restore", comment, "review")
    clock.advance(hours=1)
    decide("pin", thread, "order")
    assert titles(feed("moderation-log")) == [
        "Pinned on top of its question · A conversation",
        "Put back · A comment",
        "Taken away · A comment",
    ]
    assert all(id.startswith("decision/") for id in ids(feed("moderation-log")))


def test_it_tells_ground_and_reason_and_who_by_their_role(comment, decide, feed):
    decide("hide", comment, "spam")
    entry = feed("moderation-log").entries[0]
    assert "<strong>Spam or advertising</strong>" in entry.html
    assert REASON in entry.html
    assert entry.author == "A moderator"
    assert entry.url.startswith("http://localhost/moderation/log/")


def test_it_never_tells_a_name_or_a_text(thread, alice, mo, decide, feed):
    comment = a_comment(alice, thread, "A client's name.")
    decide("hide", comment, "client_data")
    zoe = a_user("zoe")
    perform(as_actor(mo), "warn", f"account:{zoe.public_id}", ground="hateful", reason=REASON)
    told = repr(feed("moderation-log"))
    for secret in ("Alice", "client's name", "Zoe", zoe.public_id, comment.public_id, "Mo", thread.title):
        assert secret not in told, secret
    assert titles(feed("moderation-log"))[0].endswith(" · An account")


def test_it_leads_to_what_everybody_can_see(thread, comment, decide, feed):
    decide("pin", thread, "order")
    assert f'href="http://localhost/threads/{thread.public_id}"' in feed("moderation-log").entries[0].html
    decide("hide", comment)
    assert "/comments/" not in feed("moderation-log").entries[0].html
    decide("restore", comment, "review")
    assert f"http://localhost/comments/{comment.public_id}" in feed("moderation-log").entries[0].html


@pytest.mark.parametrize("path", ["all", "questions/who-is-we"])
def test_decisions_stand_in_no_other_feed(comment, decide, feed, path):
    decide("hide", comment)
    assert not [id for id in ids(feed(path)) if id.startswith("decision/")]
