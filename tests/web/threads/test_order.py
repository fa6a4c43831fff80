"""Threads that moderators put in order: their marks, and the way to where they went."""

import pytest

from forum.discussion.curation import lock_thread, move_thread, pin_thread, retitle_thread
from forum.discussion.models import Comment
from forum.discussion.replanting import merge_threads, split_thread
from forum.lib.db import db
from tests.factories import a_comment, a_thread, concluded, curated

QUESTION = "/questions/who-is-we"


def path(thread) -> str:
    return f"/threads/{thread.public_id}"


def titles(page) -> list[str]:
    return [one.get_text() for one in page.select(".thread-row h3")]


def opening_of(thread) -> Comment:
    return db.session.query(Comment).filter_by(thread_id=thread.id, number=1).one()


@pytest.fixture
def three(article, bob, clock):
    """Three threads, the third with the latest activity."""
    made = []
    for title in ("The first one", "The second one", "The third one"):
        clock.advance(minutes=1)
        made.append(a_thread(bob, title=title))
    return made


def test_a_pinned_thread_stands_first_in_its_question_with_a_quiet_mark(three, nobody):
    curated(pin_thread, three[0])
    page = nobody.get(QUESTION)
    assert titles(page) == ["The first one", "The third one", "The second one"]
    assert "pinned" in page.words(f"#thread-{three[0].public_id}")
    assert "pinned" in nobody.get(path(three[0]), follow_redirects=True).words(".thread-head")


def test_a_pin_changes_nothing_in_the_list_of_a_lesson(three, nobody):
    curated(pin_thread, three[0])
    assert titles(nobody.get("/lessons/we")) == ["The third one", "The second one", "The first one"]


def test_with_pins_too_every_thread_is_on_exactly_one_page(article, bob, nobody, clock, monkeypatch):
    monkeypatch.setattr("forum.discussion.queries.THREADS_ON_PAGE", 2)
    made = []
    for number in range(7):
        clock.advance(seconds=number % 2)  # some at the very same moment
        made.append(a_thread(bob, title=f"Thread number {number}"))
    for one in (made[0], made[3], made[5]):
        curated(pin_thread, one)
    seen, address = [], QUESTION
    while address:
        page = nobody.get(address)
        seen += titles(page)
        following = page.select_one("a[rel=next]")
        address = str(following["href"]) if following else ""
    assert sorted(seen) == sorted(one.title for one in made)
    assert set(seen[:3]) == {made[0].title, made[3].title, made[5].title}


def test_a_closed_thread_says_so_and_offers_no_form(thread, comment, as_alice, mode):
    curated(lock_thread, thread)
    page = as_alice.get(path(thread), follow_redirects=True)
    assert "closed" in page.words(".taking-part")
    assert not page.select("form.composer")
    assert "Reply" not in page.words("main")
    assert "closed" in as_alice.get(QUESTION).words(f"#thread-{thread.public_id}")
    refused = as_alice.post(f"{path(thread)}/comments", {"body": "Too late."}, mode=mode)
    assert refused.status_code == 403
    assert "Too late." in refused.text


def test_in_a_concluded_question_nothing_is_written_and_the_page_says_why(thread, comment, as_bob, mode):
    concluded("who-is-we")
    page = as_bob.get(path(thread), follow_redirects=True)
    assert "This question is concluded" in page.words(".taking-part")
    assert not page.select("form.composer")
    for address, form in (
        (f"{path(thread)}/comments", {"body": "Too late."}),
        (f"/comments/{comment.public_id}/edit", {"body": "Too late.", "version": "1"}),
        (f"{QUESTION}/threads", {"title": "Too late?", "body": "Too late.", "lessons": ["we"]}),
    ):
        refused = as_bob.post(address, form, mode=mode)
        assert refused.status_code == 403
        assert "This question is concluded" in refused.text
        assert "Too late." in refused.text


def test_who_is_signed_out_does_not_write_in_vain_about_a_concluded_question(thread, nobody):
    concluded("who-is-we")
    page = nobody.get(f"{path(thread)}/comments/new")
    assert page.status_code == 403
    assert "This question is concluded" in page.words("main")


def test_an_old_title_leads_to_the_new_one(thread, nobody):
    old = nobody.get(path(thread)).location
    curated(retitle_thread, thread, "Who speaks for whom?")
    page = nobody.get(old)
    assert (page.status_code, page.location) == (301, f"{path(thread)}/who-speaks-for-whom")


def test_a_moved_thread_keeps_its_address_and_stands_in_the_other_question(thread, nobody):
    curated(move_thread, thread, "one-budget")
    page = nobody.get(path(thread), follow_redirects=True)
    assert "one-budget en?" in page.words(".crumbs")
    assert titles(nobody.get("/questions/one-budget")) == [thread.title]
    assert titles(nobody.get(QUESTION)) == []


def test_a_merged_thread_leads_to_where_it_went_on(three, nobody):
    first, second, _third = three
    opening = opening_of(second)
    curated(merge_threads, second, first)
    page = nobody.get(f"{path(second)}/the-second-one")
    assert (page.status_code, page.location) == (
        301,
        f"{path(first)}/the-first-one#comment-{opening.public_id}",
    )
    assert nobody.get(page.location).select_one(f"#comment-{opening.public_id}")
    assert titles(nobody.get(QUESTION)) == ["The third one", "The first one"]


def test_a_thread_merged_into_a_merged_one_leads_to_the_last_and_follows_a_split(three, nobody):
    first, second, third = three
    opening = opening_of(third)
    curated(merge_threads, third, second)
    curated(merge_threads, second, first)
    assert nobody.get(path(third)).location == (f"{path(first)}/the-first-one#comment-{opening.public_id}")
    new = curated(split_thread, first, [opening.public_id], title="On its own", lessons=["we"])
    assert nobody.get(path(third)).location == f"{path(new)}/on-its-own#comment-{opening.public_id}"


def test_a_merged_thread_leads_to_the_right_page_of_a_long_one(three, bob, nobody, monkeypatch):
    monkeypatch.setattr("forum.discussion.queries.COMMENTS_ON_PAGE", 3)
    first, _second, third = three
    for _ in range(7):
        a_comment(bob, first)
    opening = opening_of(third)
    curated(merge_threads, third, first)
    page = nobody.get(path(third), follow_redirects=True)
    assert page.select_one(f"#comment-{opening.public_id}")


def test_the_form_of_a_page_from_before_a_merge_still_works(three, as_alice, mode):
    first, second, _third = three
    opening = opening_of(second)
    curated(merge_threads, second, first)
    form = as_alice.get(f"{path(second)}/comments/new", follow_redirects=True, mode=mode)
    assert form.select_one(f"form#composer-{opening.public_id}")
    page = as_alice.post(f"{path(second)}/comments", {"body": "Not lost."}, mode=mode)
    assert page.status_code == (303 if mode == "plain" else 200)
    if mode == "plain":
        assert page.location.startswith(f"{path(first)}/the-first-one#comment-")


def test_the_link_to_answer_what_was_split_off_leads_to_the_form_there(thread, comment, as_alice, mode):
    new = curated(split_thread, thread, [comment.public_id], title="On its own", lessons=["we"])
    old_link = f"{path(thread)}/comments/new?parent={comment.public_id}&quote=1"
    form = as_alice.get(old_link, follow_redirects=True, mode=mode)
    assert form.select_one(f'form[action="{path(new)}/comments"]')
    assert form.value("body").strip() == f"> {comment.source}"


@pytest.mark.parametrize("public_id", ["nothing", "%27", "x" * 300])
def test_a_thread_that_never_was_is_not_found(article, nobody, public_id):
    assert nobody.get(f"/threads/{public_id}").status_code == 404
