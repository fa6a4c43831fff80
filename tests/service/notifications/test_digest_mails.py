"""One mail a day or a week about everything that somebody follows."""

import pytest

from forum.discussion.curation import hide_comment
from forum.following.service import mark_all_read, unfollow
from forum.jobs import deliver_all
from forum.notifications.digests import COMMENTS_SHOWN, THREADS_SHOWN
from forum.notifications.due import hand_on_due
from forum.notifications.unsubscribing import Subscription, subscription_of
from tests.factories import a_comment, a_position, a_synthesis, a_thread, as_actor, curated
from tests.letters import html_of, text_of


def ref(thread) -> str:
    return f"thread:{thread.public_id}"


@pytest.fixture
def next_morning(clock, mailed):
    def wait(user):
        deliver_all()
        clock.advance(days=1)
        return mailed(user)

    return wait


def test_all_that_is_new_comes_in_one_mail(
    alice, bob, mo, thread, position, follows, next_morning, standing, mailed
):
    deliver_all()
    follows(alice, "question:who-is-we", "daily")
    follows(alice, ref(thread), "daily")
    standing(position)
    a_synthesis(mo)
    a_comment(bob, thread, "The first comment.")
    a_comment(bob, thread, "The second comment.")
    a_thread(bob, title="Another one?")
    assert mailed(alice) == []
    (message,) = next_morning(alice)
    assert message["Subject"] == "1 shared position, 1 new synthesis, 1 new conversation, 2 new comments"
    text = text_of(message)
    order = [
        "Clients decide with us.",
        "Synthesis 1:",
        "The first comment.",
        "The second comment.",
        "Another one?",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    for each in order:
        assert each in html_of(message)


def test_it_is_told_once(alice, bob, thread, follows, next_morning):
    follows(alice, ref(thread), "daily")
    a_comment(bob, thread)
    assert len(next_morning(alice)) == 1
    assert len(next_morning(alice)) == 1
    a_comment(bob, thread)
    assert len(next_morning(alice)) == 2


def test_a_weekly_one_waits_for_monday(alice, bob, thread, follows, next_morning, clock):
    follows(alice, ref(thread), "weekly")
    a_comment(bob, thread)
    for _day in range(6):
        assert next_morning(alice) == []
    assert len(next_morning(alice)) == 1


def test_what_was_read_hidden_or_left_meanwhile_is_left_out(db, alice, bob, article, follows, next_morning):
    threads = [a_thread(bob, title=title) for title in ("Hidden one", "Left one", "Kept one")]
    for thread in threads:
        follows(alice, ref(thread), "daily")
    comments = [a_comment(bob, thread) for thread in threads]
    deliver_all()
    curated(hide_comment, comments[0])
    unfollow(as_actor(alice), ref(threads[1]))
    (message,) = next_morning(alice)
    assert message["Subject"] == "1 new comment"
    assert "Kept one" in text_of(message)
    assert "Hidden one" not in text_of(message)
    assert "Left one" not in text_of(message)


def test_when_nothing_is_left_there_is_no_mail(alice, bob, thread, follows, next_morning):
    follows(alice, ref(thread), "daily")
    a_comment(bob, thread)
    deliver_all()
    mark_all_read(as_actor(alice), up_to=10**6)
    assert next_morning(alice) == []


def test_a_long_conversation_is_cut_and_says_how_much_more(alice, bob, thread, follows, next_morning):
    follows(alice, ref(thread), "daily")
    for number in range(COMMENTS_SHOWN + 12):
        a_comment(bob, thread, f"Comment {number} here. " + "Long. " * 200)
    (message,) = next_morning(alice)
    assert message["Subject"] == f"{COMMENTS_SHOWN + 12} new comments"
    for text in (text_of(message), html_of(message)):
        assert "And 12 more comments" in text
        assert text.count("here. Long.") == COMMENTS_SHOWN
        assert text.count("Long.") < COMMENTS_SHOWN * 50


def test_what_answers_you_is_shown_among_many(alice, bob, thread, follows, next_morning):
    mine = a_comment(alice, thread)
    deliver_all()
    follows(alice, ref(thread), "daily")
    for _each in range(COMMENTS_SHOWN):
        a_comment(bob, thread)
    a_comment(bob, thread, "To you I say yes.", parent=mine)
    (message,) = next_morning(alice)
    assert "To you I say yes." in text_of(message)
    assert "in answer to you" in text_of(message)


def test_many_conversations_are_cut_too(alice, bob, article, follows, next_morning):
    follows(alice, "question:who-is-we", "daily")
    for number in range(THREADS_SHOWN + 2):
        a_thread(bob, title=f"Conversation number {number}")
    (message,) = next_morning(alice)
    assert "And 2 more conversations" in text_of(message)
    assert text_of(message).count("Conversation number") == THREADS_SHOWN


def test_conversations_stand_under_their_question(alice, bob, article, follows, next_morning):
    for question in ("who-is-we", "one-budget"):
        follows(alice, f"question:{question}", "daily")
    a_thread(bob, question="one-budget", title="Title one", lessons=["we"])
    a_thread(bob, question="who-is-we", title="Title two")
    a_thread(bob, question="one-budget", title="Title three", lessons=["we"])
    (message,) = next_morning(alice)
    text = text_of(message)
    assert text.count("questions/one-budget") == 1
    assert text.index("Title one") < text.index("Title three") < text.index("Title two")


def test_its_link_stops_all_digests(alice, bob, thread, follows, next_morning):
    follows(alice, ref(thread), "daily")
    a_comment(bob, thread)
    (message,) = next_morning(alice)
    token = str(message["List-Unsubscribe"]).strip("<>").rpartition("/")[2]
    assert subscription_of(token) == Subscription(alice.id, "digests")
    assert message["List-Id"] == "<digests.localhost>"


def test_it_costs_as_many_statements_however_much_is_in_it(
    alice, bob, mo, article, follows, mailbox, clock, statements, standing
):
    follows(alice, "question:who-is-we", "daily")
    counts = []
    for number in (1, 20):
        for each in range(number):
            thread = a_thread(bob)
            follows(alice, ref(thread), "daily")
            a_comment(bob, thread)
            standing(a_position(bob, f"Position {number} and {each} holds for everybody."))
        a_synthesis(mo, version=len(counts))
        deliver_all()
        clock.advance(days=1)
        hand_on_due()
        with statements() as counted:
            deliver_all()
        counts.append(len(counted))
    assert len(mailbox.to(alice.email)) == 2
    assert counts[0] == counts[1]
