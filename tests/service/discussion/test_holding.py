"""The first posts of an account can wait for a moderator before others read them."""

import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.discussion.checks import problems
from forum.discussion.curation import hide_comment, hold_comment, hold_thread, show_comment, show_thread
from forum.discussion.events import CommentHeld, CommentPosted, ThreadHeld, ThreadStarted
from forum.discussion.models import Comment, CommentState, ThreadState
from forum.discussion.queries import (
    comment_source,
    one_comment,
    place_of_comment,
    revisions,
    thread_page,
    thread_rows,
)
from forum.discussion.service import edit_comment, withdraw_comment
from forum.lib import clock as clocks
from forum.lib.db import atomic, db
from forum.lib.errors import Invalid, NotFound, Refused
from forum.permissions import ANONYMOUS
from tests.factories import a_body, a_comment, a_thread, as_actor, curated


@pytest.fixture(autouse=True)
def _counts_agree(app):
    yield
    assert list(problems()) == []


def reading(thread, viewer=ANONYMOUS):
    return thread_page(thread.public_id, viewer, "en", now=clocks.now())


def texts(nodes):
    return [(str(node.comment.html), texts(node.replies)) for node in nodes]


def opening_of(thread) -> Comment:
    return db.session.scalars(sa.select(Comment).filter_by(thread_id=thread.id, number=1)).one()


def test_first_posts_wait_until_so_many_are_visible(thread, alice, wait):
    with wait(2):
        first, second, third = (a_comment(alice, thread) for _ in range(3))
        assert {one.state for one in (first, second, third)} == {CommentState.HELD}
        curated(show_comment, first)
        assert a_comment(alice, thread).state is CommentState.HELD
        curated(show_comment, second)
        assert a_comment(alice, thread).state is CommentState.VISIBLE


def test_what_a_moderator_took_away_does_not_count_as_a_first_post(thread, alice, wait):
    with wait(1):
        first = a_comment(alice, thread)
        curated(show_comment, first)
        curated(hide_comment, first)
        assert a_comment(alice, thread).state is CommentState.HELD


def test_a_thread_counts_as_a_post_once_it_is_shown(article, alice, wait):
    with wait(1):
        thread = a_thread(alice)
        assert thread.state is ThreadState.HELD
        other = a_thread(alice)
        curated(show_thread, thread)
        assert a_comment(alice, thread).state is CommentState.VISIBLE
        assert other.state is ThreadState.HELD


def test_without_the_setting_nothing_waits_and_nothing_is_counted(thread, alice, statements):
    with statements() as counted:
        comment = a_comment(alice, thread)
    assert comment.state is CommentState.VISIBLE
    assert not [one for one in counted if "is_vouched_for" in one]


def test_moderators_and_who_is_vouched_for_need_not_wait(thread, alice, mo, ada, wait):
    atomic(db.session.execute)(sa.update(User).where(User.id == alice.id).values(is_vouched_for=True))
    with wait(5):
        for person in (alice, mo, ada):
            assert a_comment(person, thread).state is CommentState.VISIBLE
            assert a_thread(person).state is ThreadState.VISIBLE


def test_what_waits_is_told_to_moderators_and_not_to_readers(told, thread, alice, wait):
    told()
    with wait(1):
        comment, started = a_comment(alice, thread), a_thread(alice)
    assert told() == [CommentHeld(comment.id), ThreadHeld(started.id)]
    curated(show_comment, comment)
    curated(show_thread, started)
    assert told() == [CommentPosted(comment.id), ThreadStarted(started.id)]


def test_a_form_sent_twice_makes_one_waiting_comment(thread, alice, wait):
    from forum.discussion.service import post_comment

    with wait(1):
        made = {
            post_comment(as_actor(alice), thread.public_id, body=a_body(), submission_key="once").public_id
            for _ in range(2)
        }
    assert len(made) == 1


def test_what_waits_does_not_count_and_moves_no_thread_up(thread, alice, clock, wait):
    before = thread.last_activity_at
    clock.advance(hours=1)
    with wait(1):
        a_comment(alice, thread)
    assert (thread.comment_count, thread.last_activity_at) == (0, before)


def test_a_waiting_comment_is_there_for_its_author_and_moderators_only(thread, alice, bob, mo, wait):
    with wait(1):
        comment = a_comment(alice, thread, "patient")
    for viewer in (as_actor(alice), as_actor(mo)):
        (node,) = reading(thread, viewer).nodes
        assert (node.comment.state, str(node.comment.html)) == ("held", "<p>patient</p>")
        assert place_of_comment(comment.public_id, viewer)[0] == thread.public_id
    for viewer in (ANONYMOUS, as_actor(bob)):
        assert reading(thread, viewer).nodes == []
        for look in (
            lambda viewer: place_of_comment(comment.public_id, viewer),
            lambda viewer: one_comment(comment.public_id, viewer, "en"),
            lambda viewer: comment_source(comment.public_id, viewer, "en"),
        ):
            with pytest.raises(NotFound):
                look(viewer)


def test_replies_below_a_waiting_comment_stay_in_their_order(thread, alice, bob):
    first = a_comment(bob, thread, "first")
    held = a_comment(alice, thread, "held", parent=first)
    a_comment(bob, thread, "below", parent=held)
    a_comment(bob, thread, "after", parent=first)
    a_comment(bob, thread, "last")
    curated(hold_comment, held)
    assert texts(reading(thread).nodes) == [
        ("<p>first</p>", [("<p>below</p>", []), ("<p>after</p>", [])]),
        ("<p>last</p>", []),
    ]
    assert reading(thread).nodes[0].replies[0].comment.reply_to is None


def test_pages_of_a_long_thread_are_cut_where_this_reader_sees_them(thread, alice, bob, mo, monkeypatch):
    monkeypatch.setattr("forum.discussion.queries.COMMENTS_ON_PAGE", 4)
    comments = [a_comment(alice, thread) for _ in range(12)]
    for held in comments[1:8:2]:
        curated(hold_comment, held)
    for viewer in (as_actor(bob), as_actor(mo)):
        seen, cursor = {}, None
        while True:
            page = thread_page(thread.public_id, viewer, "en", now=clocks.now(), after=cursor)
            seen |= {node.comment.public_id: cursor for node in page.nodes}
            cursor = page.next
            if cursor is None:
                break
        assert len(seen) == (8 if viewer.id == bob.id else 12)
        assert {one: place_of_comment(one, viewer)[2] for one in seen} == seen


def test_a_waiting_opening_text_keeps_its_place_without_its_words(thread, comment, bob):
    curated(hold_comment, opening_of(thread))
    page = reading(thread)
    assert page.opening is not None
    assert (page.opening.state, str(page.opening.html)) == ("held", "")
    assert len(page.nodes) == 1
    own = reading(thread, as_actor(bob)).opening
    assert own is not None
    assert own.html


def test_a_waiting_thread_is_found_by_its_author_and_moderators_and_stands_in_no_list(
    article, alice, bob, mo, wait
):
    with wait(1):
        thread = a_thread(alice)
    for viewer in (as_actor(alice), as_actor(mo)):
        page = reading(thread, viewer)
        assert (page.thread.state, page.thread.is_own) == ("held", viewer.id == alice.id)
        assert page.opening is not None
        assert page.opening.html
    for viewer in (ANONYMOUS, as_actor(bob)):
        with pytest.raises(NotFound):
            reading(thread, viewer)
    for viewer in (as_actor(alice), as_actor(mo)):
        assert thread_rows(viewer, "en", now=clocks.now()).rows == []


def test_nobody_comments_on_a_waiting_thread(article, alice, mo, wait):
    with wait(1):
        thread = a_thread(alice)
    for person in (alice, mo):
        with pytest.raises(Refused):
            a_comment(person, thread)


def test_nobody_answers_a_waiting_comment(thread, comment, alice):
    curated(hold_comment, comment)
    with pytest.raises(Invalid, match="moderator"):
        a_comment(alice, thread, parent=comment)


def test_what_was_never_read_is_edited_without_a_history(thread, alice, wait):
    with wait(1):
        comment = a_comment(alice, thread, "with a client's name")
        started = a_thread(alice, body=a_body("with another name"))
    for one in (comment, opening_of(started)):
        edit_comment(as_actor(alice), one.public_id, body=a_body("without"), version=1)
    curated(show_comment, comment)
    curated(show_thread, started)
    for one in (comment, opening_of(started)):
        source = comment_source(one.public_id, ANONYMOUS, "en")
        assert [version.source for version in revisions(source)] == ["without"]
        assert one.edited_at is None


def test_what_others_have_read_keeps_its_history_also_while_it_waits(comment, bob):
    before = comment.source
    curated(hold_comment, comment)
    edit_comment(as_actor(bob), comment.public_id, body=a_body("Mended."), version=1)
    source = comment_source(comment.public_id, as_actor(bob), "en")
    assert [version.source for version in revisions(source)] == ["Mended.", before]


def test_its_author_withdraws_what_waits(thread, alice, clock, wait):
    clock.advance(hours=1)
    with wait(1):
        comment, started = a_comment(alice, thread), a_thread(alice)
    withdraw_comment(as_actor(alice), comment.public_id)
    withdraw_comment(as_actor(alice), opening_of(started).public_id)
    assert thread.comment_count == 0


def test_what_was_taken_away_is_neither_edited_nor_withdrawn(thread, comment, bob):
    curated(hide_comment, comment)
    with pytest.raises(Refused):
        edit_comment(as_actor(bob), comment.public_id, body=a_body("Again."), version=1)
    with pytest.raises(Refused):
        withdraw_comment(as_actor(bob), comment.public_id)


def test_a_comment_that_others_could_read_before_is_not_new_when_its_thread_comes_back(thread, comment):
    written_at = comment.created_at
    curated(hold_thread, thread)
    curated(show_thread, thread)
    assert comment.created_at == written_at
