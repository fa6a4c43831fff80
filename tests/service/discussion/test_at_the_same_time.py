"""People write, edit and withdraw while a moderator splits and merges."""

import threading

import pytest
import sqlalchemy as sa

from forum.audit import recorded
from forum.discussion.checks import problems
from forum.discussion.loading import thread_named
from forum.discussion.models import Comment, Thread
from forum.discussion.replanting import merge_threads, split_thread
from forum.discussion.service import edit_comment, post_comment, withdraw_comment
from forum.lib.db import atomic, db
from forum.lib.errors import Conflict, Invalid
from forum.permissions import SYSTEM
from tests.factories import a_body, a_comment, a_thread, as_actor


@pytest.fixture
def at_once(app):
    """Run these in threads of their own, and raise what one of them raised."""

    def run(*works):
        failures = []

        def worker(work):
            with app.app_context():
                try:
                    work()
                except BaseException as failure:
                    failures.append(failure)

        workers = [threading.Thread(target=worker, args=(work,)) for work in works]
        for one in workers:
            one.start()
        for one in workers:
            one.join()
        db.session.rollback()
        assert failures == []

    return run


@atomic
def merge(public_id: str, into: str) -> None:
    """As an action does it: with both threads locked."""
    thread, other = thread_named(public_id, lock=True), thread_named(into, lock=True)
    with recorded(SYSTEM, "thread.merge", thread):
        merge_threads(thread, other)


@atomic
def split(public_id: str, comment: str) -> None:
    thread = thread_named(public_id, lock=True)
    with recorded(SYSTEM, "thread.split", thread):
        split_thread(thread, [comment], title="On its own", lessons=["we"])


def test_no_comment_is_lost_while_its_thread_is_merged(article, alice, bob, at_once):
    thread, into = a_thread(bob), a_thread(bob)
    actor, public_id, ids = as_actor(alice), thread.public_id, (thread.public_id, into.public_id)

    def write():
        for number in range(6):
            post_comment(actor, public_id, body=a_body(f"number {number}"))

    at_once(write, write, lambda: merge(*ids))
    assert db.session.get_one(Thread, into.id, populate_existing=True).comment_count == 13
    assert list(problems()) == []


def test_edits_and_withdrawals_find_their_comment_while_it_changes_its_thread(article, alice, bob, at_once):
    thread, into = a_thread(bob), a_thread(bob)
    comments = [a_comment(alice, thread) for _ in range(12)]
    actor, ids = as_actor(alice), (thread.public_id, into.public_id)
    edited, withdrawn = ([one.public_id for one in comments[start::2]] for start in (0, 1))

    def edit():
        for public_id in edited:
            edit_comment(actor, public_id, body=a_body("Better."), version=1)

    def withdraw():
        for public_id in withdrawn:
            withdraw_comment(actor, public_id)

    at_once(edit, withdraw, lambda: merge(*ids))
    sources = db.session.scalars(sa.select(Comment.source).where(Comment.thread_id == into.id)).all()
    assert (sources.count("Better."), len(sources)) == (6, 14)
    assert list(problems()) == []


def test_two_merges_in_opposite_directions_leave_one_thread(article, bob, at_once):
    one, other = a_thread(bob), a_thread(bob)
    ids, refused = (one.public_id, other.public_id), []

    def try_to_merge(thread, into):
        try:
            merge(thread, into)
        except Conflict:
            refused.append(thread)

    at_once(lambda: try_to_merge(*ids), lambda: try_to_merge(*reversed(ids)))
    assert len(refused) == 1
    assert list(problems()) == []


def test_an_answer_to_what_is_being_split_off_lands_below_it_or_comes_back(article, alice, bob, at_once):
    thread = a_thread(bob)
    comment = a_comment(bob, thread)
    actor, public_id, parent = as_actor(alice), thread.public_id, comment.public_id
    came_back = []

    def answer():
        for _ in range(6):
            try:
                post_comment(actor, public_id, body=a_body(), parent=parent)
            except Invalid as error:
                came_back.append(error.fields)

    at_once(answer, lambda: split(public_id, parent))
    new = db.session.scalars(sa.select(Thread).where(Thread.id != thread.id)).one()
    assert new.comment_count + len(came_back) == 6
    assert all(set(fields) == {"parent"} for fields in came_back)
    assert list(problems()) == []
