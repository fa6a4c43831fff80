import threading

import pytest
import sqlalchemy as sa

from forum.audit import AuditEntry
from forum.discussion.checks import problems
from forum.discussion.drafts import claim, comment_place, draft_at, park, save_draft
from forum.discussion.events import ThreadSeen
from forum.discussion.models import Comment, Draft
from forum.discussion.queries import (
    COMMENTS_ON_PAGE,
    comment_source,
    place_of_comment,
    revisions,
    thread_page,
    thread_rows,
)
from forum.discussion.service import edit_comment, post_comment, withdraw_comment
from forum.jobs import later
from forum.lib import runtime
from forum.lib.db import db
from forum.lib.errors import Invalid, NotFound, Refused, Stale
from forum.permissions import ANONYMOUS
from tests.factories import a_body, a_comment, a_thread, as_actor


def texts(nodes):
    return [(node.comment.html, texts(node.replies)) for node in nodes]


def page_of(thread, viewer=ANONYMOUS, clock=None, after=None):
    from forum.lib import clock as clocks

    return thread_page(thread.public_id, viewer, "en", now=clocks.now(), after=after)


def test_replies_stand_below_what_they_answer(thread, alice, bob):
    first = a_comment(alice, thread, "first")
    a_comment(bob, thread, "second")
    a_comment(bob, thread, "reply", parent=first)
    assert texts(page_of(thread).nodes) == [("<p>first</p>", [("<p>reply</p>", [])]), ("<p>second</p>", [])]


def test_a_reply_to_the_opening_text_is_a_comment_on_the_thread(thread, alice):
    opening = db.session.scalars(sa.select(Comment)).one()
    a_comment(alice, thread, "well", parent=opening)
    (node,) = page_of(thread).nodes
    assert (node.comment.depth, node.comment.reply_to) == (1, None)


def test_a_reply_further_down_names_whom_it_answers(thread, alice, bob):
    a_comment(bob, thread, "reply", parent=a_comment(alice, thread))
    (node,) = page_of(thread).nodes
    assert node.replies[0].comment.reply_to == "Alice"


def test_a_reply_to_a_comment_of_another_thread_is_refused(article, thread, alice):
    elsewhere = a_comment(alice, a_thread(alice))
    with pytest.raises(Invalid):
        a_comment(alice, thread, parent=elsewhere)


def test_sending_a_comment_twice_posts_it_once_also_at_the_same_time(app, thread, alice):
    actor, thread_id, made = as_actor(alice), thread.public_id, []

    def send():
        with app.app_context():
            made.append(post_comment(actor, thread_id, body=a_body(), submission_key="once").public_id)

    senders = [threading.Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(set(made)) == 1
    assert len(made) == 8
    assert list(problems()) == []


def test_comments_that_arrive_together_all_get_a_place_of_their_own(app, thread, alice):
    actor, thread_id = as_actor(alice), thread.public_id

    def send():
        with app.app_context():
            for _ in range(5):
                post_comment(actor, thread_id, body=a_body())

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(page_of(thread).nodes) == 20
    assert list(problems()) == []


def test_nobody_comments_on_a_locked_thread(thread, alice, mo):
    from forum.audit import recorded
    from forum.lib.db import atomic

    @atomic
    def lock():
        with recorded(as_actor(mo), "thread.lock", thread):
            thread.is_locked = True

    lock()
    with pytest.raises(Refused, match="closed"):
        a_comment(alice, thread)


def test_an_edit_keeps_what_was_there_in_the_history(comment, bob, clock):
    before = comment.source
    clock.advance(minutes=5)
    edit_comment(as_actor(bob), comment.public_id, body=a_body("Better."), version=1)
    versions = revisions(comment_source(comment.public_id, ANONYMOUS, "en"))
    assert [(one.version, one.source) for one in versions] == [(2, "Better."), (1, before)]
    assert versions[0].written_at == clock()


def test_an_edit_of_an_older_version_is_refused_and_shows_what_stands_there(comment, bob):
    edit_comment(as_actor(bob), comment.public_id, body=a_body("Mine."), version=1)
    with pytest.raises(Stale) as stale:
        edit_comment(as_actor(bob), comment.public_id, body=a_body("Also mine."), version=1)
    assert stale.value.current.source == "Mine."


def test_of_parallel_edits_of_one_version_exactly_one_succeeds(app, comment, bob):
    actor, comment_id, outcomes = as_actor(bob), comment.public_id, []

    def edit(number):
        with app.app_context():
            try:
                edit_comment(actor, comment_id, body=a_body(f"Edit {number}."), version=1)
                outcomes.append("saved")
            except Stale:
                outcomes.append("stale")

    editors = [threading.Thread(target=edit, args=(number,)) for number in range(10)]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()
    assert sorted(outcomes) == ["saved"] + ["stale"] * 9


def test_saving_without_a_change_makes_no_new_version(comment, bob):
    same = a_body(comment.source)
    assert edit_comment(as_actor(bob), comment.public_id, body=same, version=1).version == 1


def test_nobody_edits_what_another_wrote(comment, alice, mo):
    for other in (alice, mo):
        with pytest.raises(Refused):
            edit_comment(as_actor(other), comment.public_id, body=a_body("Mine now."), version=1)


def test_a_withdrawn_comment_keeps_its_place_and_loses_its_text(thread, comment, bob, alice):
    a_comment(alice, thread, "reply", parent=comment)
    withdraw_comment(as_actor(bob), comment.public_id)
    (node,) = page_of(thread).nodes
    assert (node.comment.is_withdrawn, node.comment.html) == (True, "")
    assert node.replies[0].comment.html == "<p>reply</p>"
    assert list(problems()) == []


def test_withdrawing_is_written_in_the_register(comment, bob):
    withdraw_comment(as_actor(bob), comment.public_id)
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == ["comment.withdraw"]


def test_the_text_of_a_withdrawn_comment_cannot_be_quoted(comment, bob, alice):
    withdraw_comment(as_actor(bob), comment.public_id)
    with pytest.raises(Refused):
        comment_source(comment.public_id, as_actor(alice), "en")


def test_a_long_thread_comes_in_pages_and_every_comment_knows_its_page(thread, alice, monkeypatch):
    monkeypatch.setattr("forum.discussion.queries.COMMENTS_ON_PAGE", 5)
    comments = [a_comment(alice, thread) for _ in range(12)]
    seen, cursor, pages = [], None, {}
    while True:
        page = page_of(thread, after=cursor)
        for node in page.nodes:
            seen.append(node.comment.public_id)
            pages[node.comment.public_id] = cursor
        if page.next is None:
            break
        cursor = page.next
    assert seen == [comment.public_id for comment in comments]
    assert {id: place_of_comment(id, ANONYMOUS)[2] for id in pages} == pages


def test_a_page_holds_as_many_comments_as_a_screen_reader_can_still_skim():
    assert COMMENTS_ON_PAGE == 200


def test_what_others_wrote_after_the_last_visit_is_new(thread, alice, bob, clock):
    a_comment(bob, thread, "old")
    visit(alice, thread, clock)
    clock.advance(hours=2)
    a_comment(bob, thread, "new")
    a_comment(alice, thread, "my own")
    page = page_of(thread, as_actor(alice))
    assert [(node.comment.html, node.comment.is_new) for node in page.nodes] == [
        ("<p>old</p>", False),
        ("<p>new</p>", True),
        ("<p>my own</p>", False),
    ]
    assert page.new == 1
    assert thread_rows(as_actor(alice), "en", now=clock()).rows[0].new == 1


def visit(user, thread, clock):
    later(ThreadSeen(user.id, thread.id, clock().isoformat()))
    runtime.part("jobs").drain()


def test_reading_again_shortly_after_keeps_what_was_new(thread, alice, bob, clock):
    visit(alice, thread, clock)
    clock.advance(hours=2)
    a_comment(bob, thread)
    visit(alice, thread, clock)
    clock.advance(minutes=1)
    assert page_of(thread, as_actor(alice)).new == 1
    clock.advance(hours=2)
    assert page_of(thread, as_actor(alice)).new == 0


def test_on_a_first_visit_nothing_is_marked_as_new(thread, comment, alice):
    assert page_of(thread, as_actor(alice)).new == 0


def test_a_draft_is_there_again_until_the_comment_is_posted(thread, alice):
    place = comment_place(thread.public_id, None)
    save_draft(as_actor(alice), place, {"body": "half a thou"})
    assert draft_at(as_actor(alice), place) == {"body": "half a thou"}
    a_comment(alice, thread, "A whole thought.")
    assert draft_at(as_actor(alice), place) is None


def test_a_draft_of_who_was_signed_out_becomes_their_own_by_its_key_once(thread, alice, bob):
    place = comment_place(thread.public_id, None)
    key = park(place, {"body": "typed before signing in"})
    claim("another key", bob.id)
    claim(key, alice.id)
    claim(key, bob.id)
    assert draft_at(as_actor(alice), place) == {"body": "typed before signing in"}
    assert draft_at(as_actor(bob), place) is None
    assert db.session.scalar(sa.select(sa.func.count(Draft.id))) == 1


def test_a_draft_of_endless_length_is_refused(alice):
    with pytest.raises(Invalid):
        save_draft(as_actor(alice), "thread:x", {"body": "x" * 100_000})


@pytest.mark.parametrize("public_id", ["nothing", "\x00", "1' OR '1'='1"])
def test_an_unknown_comment_is_not_found(article, bob, public_id):
    with pytest.raises(NotFound):
        edit_comment(as_actor(bob), public_id, body=a_body(), version=1)
