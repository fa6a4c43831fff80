"""What waits for a moderator, and what one took away."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from forum.discussion.curation import hide_comment, hide_thread, hold_comment
from forum.discussion.models import Comment, Thread
from forum.lib.db import db
from forum.settings import settings
from tests.factories import a_comment, curated


@pytest.fixture
def waiting(app, monkeypatch):
    """The setting that the first post of an account waits."""
    monkeypatch.setitem(app.extensions, "forum.settings", replace(settings(), hold_first_posts=1))


def show(person, thread):
    return person.get(f"/threads/{thread.public_id}", follow_redirects=True)


def last_of(model):
    db.session.rollback()
    return db.session.scalars(sa.select(model).order_by(model.id.desc()).limit(1)).one()


def test_a_first_comment_is_shown_to_its_author_with_a_notice_and_to_nobody_else(
    thread, waiting, as_alice, nobody, as_bob, as_moderator, mode
):
    page = as_alice.post(f"/threads/{thread.public_id}/comments", {"body": "So *patient*."}, mode=mode)
    comment = last_of(Comment)
    if mode == "plain":
        assert page.status_code == 303
        page = as_alice.get(page.location)
    place = f"#comment-{comment.public_id}"
    assert "<em>patient</em>" in str(page.select_one(f"{place}[data-state=held] [data-comment-body]"))
    assert "Your text waits for a moderator" in page.words(f"{place} .waits")
    actions = page.words(f"{place} .comment-actions")
    assert "Edit" in actions
    assert "Withdraw" in actions
    assert "Reply" not in actions
    assert "waits for a moderator" in show(as_moderator, thread).words(f"{place} .waits")
    for other in (nobody, as_bob):
        assert "patient" not in show(other, thread).text
        assert "0 comments" in show(other, thread).words(".comments")
        assert other.get(f"/comments/{comment.public_id}").status_code == 404


def test_a_first_thread_is_shown_to_its_author_with_a_notice_and_to_nobody_else(
    article, waiting, as_alice, nobody, as_moderator
):
    form = {"title": "Who is we, really?", "body": "Patient.", "lessons": ["we"]}
    posted = as_alice.post("/questions/who-is-we/threads", form)
    page = as_alice.get(posted.location)
    assert "Your conversation waits for a moderator" in page.words(".thread-head")
    assert "Patient." in page.words("main")
    assert not page.select("form.composer")
    thread = last_of(Thread)
    assert "waits for a moderator" in show(as_moderator, thread).words(".thread-head")
    assert show(nobody, thread).status_code == 404
    for person in (as_alice, nobody, as_moderator):
        assert not person.get("/questions/who-is-we").select(".thread-row")


def test_the_author_edits_and_withdraws_what_waits(thread, waiting, as_alice):
    as_alice.post(f"/threads/{thread.public_id}/comments", {"body": "First."})
    comment = last_of(Comment)
    form = as_alice.get(f"/comments/{comment.public_id}/edit")
    edited = as_alice.post(
        f"/comments/{comment.public_id}/edit", {"body": "Better.", "version": form.value("version")}
    )
    assert "Better." in as_alice.get(edited.location).words(f"#comment-{comment.public_id}")
    assert as_alice.get(f"/comments/{comment.public_id}/withdraw").select_one("form#withdraw")
    assert as_alice.post(f"/comments/{comment.public_id}/withdraw").status_code == 303


def test_what_a_moderator_took_away_leaves_a_place_and_no_text(thread, comment, alice, nobody, as_alice):
    reply = a_comment(alice, thread, "A reply.", parent=comment)
    curated(hide_comment, comment)
    for person in (nobody, as_alice):
        page = show(person, thread)
        place = f"#comment-{comment.public_id}"
        assert "A moderator took this comment away." in page.words(place)
        assert comment.source not in page.text
        assert not page.select(f"{place} [data-comment-body], {place} .comment-actions")
        assert "A reply." in page.words(f"#comment-{reply.public_id}")
        for part in ("history", "edit", "withdraw", "position"):
            assert person.get(f"/comments/{comment.public_id}/{part}").status_code in (303, 403)


def test_moderators_and_its_author_can_still_unfold_what_was_taken_away(
    thread, comment, as_moderator, as_bob
):
    curated(hide_comment, comment)
    for person in (as_moderator, as_bob):
        details = show(person, thread).select_one(f"#comment-{comment.public_id} details")
        assert details is not None
        assert not details.has_attr("open")
        assert comment.source in details.get_text()


def test_the_text_of_a_withdrawn_comment_is_for_nobody(thread, comment, as_bob, as_moderator):
    as_bob.post(f"/comments/{comment.public_id}/withdraw")
    for person in (as_bob, as_moderator):
        assert comment.source not in show(person, thread).text


def test_a_waiting_opening_text_says_so_in_its_place(thread, nobody):
    opening = last_of(Comment)
    curated(hold_comment, opening)
    page = show(nobody, thread)
    assert "waits for a moderator" in page.words(f"#comment-{opening.public_id}")
    assert opening.source not in page.text


def test_an_opening_text_that_was_taken_away_leaves_the_conversation(thread, comment, nobody):
    opening = db.session.query(Comment).filter_by(thread_id=thread.id, number=1).one()
    curated(hide_comment, opening)
    page = show(nobody, thread)
    assert "A moderator took this text away." in page.words(f"#comment-{opening.public_id}")
    assert comment.source in page.text
    assert opening.source not in nobody.get("/questions/who-is-we").text


def test_a_hidden_thread_is_found_by_moderators_only(thread, as_moderator, as_bob, nobody):
    curated(hide_thread, thread)
    assert "took this conversation away" in show(as_moderator, thread).words(".thread-head")
    for person in (as_bob, nobody):
        assert show(person, thread).status_code == 404


def test_what_was_taken_away_is_not_marked_as_new(app, thread, bob, as_alice, clock):
    from forum.lib import runtime

    show(as_alice, thread)
    runtime.part("jobs").drain()
    clock.advance(hours=1)
    curated(hide_comment, a_comment(bob, thread))
    assert not show(as_alice, thread).select("[data-new]")


def test_a_tombstone_names_the_ground_and_leads_to_the_decision(app, thread, comment):
    from flask import render_template

    from forum.discussion.queries import one_comment
    from forum.permissions import ANONYMOUS

    curated(hide_comment, comment)
    with app.test_request_context():
        html = render_template(
            "_comment.html",
            comment=one_comment(comment.public_id, ANONYMOUS, "en"),
            tombstones={comment.public_id: ("off topic", "/moderation/log#decision-1")},
            who=None,
            chip=None,
        )
    assert "/moderation/log#decision-1" in html
    assert "off topic" in html


@pytest.mark.parametrize("who", ["nobody", "as_alice", "as_moderator"])
def test_what_waits_costs_no_more_statements_and_what_is_gone_one_for_all(
    request, thread, bob, who, statements
):
    for effect in (hide_comment, hold_comment):
        for _ in range(5):
            curated(effect, a_comment(bob, thread))
    person = request.getfixturevalue(who)
    with statements() as counted:
        assert person.get(f"/threads/{thread.public_id}/what-do-we-mean-by-we").status_code == 200
    # One for the grounds of all that was taken away; with an account one for whether they follow it; for a
    # moderator one more, for the number of what waits.
    assert len(counted) <= {"nobody": 7, "as_alice": 8, "as_moderator": 9}[who]
