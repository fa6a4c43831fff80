"""Starting a thread and reading it."""

import pytest

from forum.discussion.models import Thread
from forum.lib.db import db
from tests.factories import a_body, a_comment, a_thread

NEW = "/questions/who-is-we/threads/new"
CREATE = "/questions/who-is-we/threads"
FORM = {"title": "Who is we, really?", "body": "We asked *everybody*.", "lessons": ["we", "values"]}


def test_a_member_starts_a_thread_and_lands_on_it(article, as_alice):
    page = as_alice.post(CREATE, FORM)
    assert page.status_code == 303
    thread = as_alice.get(page.location)
    assert thread.status_code == 200
    assert thread.words("h1") == "Who is we, really?"
    assert "<em>everybody</em>" in str(thread.select_one("[data-comment-body]"))
    assert [tag.get_text() for tag in thread.select(".tags .tag-number")] == ["Lesson 1", "Lesson 2"]


def test_the_form_stands_ready_with_the_lessons_of_the_question(article, as_alice):
    page = as_alice.get(NEW)
    assert len(page.select("input[name=lessons][checked]")) == 2
    assert page.value("submission_key")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"body": " "}, "body"),
        ({"lessons": []}, "lessons"),
        ({"body": "x" * 20_001}, "body"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(article, as_alice, wrong, field):
    fields = FORM | wrong
    page = as_alice.post(CREATE, fields)
    assert page.status_code == 422
    assert page.select_one(f"#thread-{field}-error")
    assert page.value("title") == fields["title"]
    assert page.value("body").strip() == fields["body"].strip()


def test_a_form_sent_twice_makes_one_thread(article, as_alice):
    key = as_alice.get(NEW).value("submission_key")
    first = as_alice.post(CREATE, FORM | {"submission_key": key})
    second = as_alice.post(CREATE, FORM | {"submission_key": key})
    assert first.location == second.location


def test_the_preview_button_shows_the_text_and_keeps_it(article, as_alice):
    page = as_alice.post(CREATE, FORM | {"intent": "preview"})
    assert page.status_code == 200
    assert "<em>everybody</em>" in str(page.select_one("#thread-preview"))
    assert page.value("body").strip() == FORM["body"]
    assert db.session.query(Thread).count() == 0


def test_a_text_typed_while_signed_out_is_there_after_signing_in(article, app, nobody, alice):
    from forum.discussion.drafts import claim

    page = nobody.post(CREATE, FORM)
    assert page.status_code == 303
    assert page.location.startswith("/login?next=")
    key = page.location.partition("draft=")[2]
    claim(key, alice.id)
    nobody.sign_in(alice)
    form = nobody.get(NEW)
    assert form.value("title") == FORM["title"]
    assert form.value("body").strip() == FORM["body"]


def test_an_address_without_or_with_an_old_title_leads_to_the_canonical_one(thread, nobody):
    for path in (f"/threads/{thread.public_id}", f"/threads/{thread.public_id}/an-old-title"):
        page = nobody.get(path)
        assert (page.status_code, page.location) == (
            301,
            f"/threads/{thread.public_id}/what-do-we-mean-by-we",
        )


def test_a_thread_reads_without_an_account_and_without_a_cookie(thread, comment, nobody):
    page = nobody.get(f"/threads/{thread.public_id}", follow_redirects=True)
    assert page.status_code == 200
    assert comment.source in page.words("main")
    assert "Set-Cookie" not in page.headers
    assert page.select("form[method=post]") == []


def test_each_comment_is_an_article_with_its_text_alone_in_its_body(thread, comment, nobody):
    page = nobody.get(f"/threads/{thread.public_id}", follow_redirects=True)
    article = page.select_one(f"article#comment-{comment.public_id}")
    assert article is not None
    assert article["data-version"] == "1"
    (body,) = article.select("[data-comment-body]")
    assert body.decode_contents() == comment.html


def test_a_long_thread_goes_on_at_the_next_page(thread, alice, nobody, monkeypatch):
    monkeypatch.setattr("forum.discussion.queries.COMMENTS_ON_PAGE", 5)
    last = [a_comment(alice, thread) for _ in range(7)][-1]
    first_page = nobody.get(f"/threads/{thread.public_id}", follow_redirects=True)
    following = first_page.select_one("a[rel=next]")
    assert following is not None
    second_page = nobody.get(str(following["href"]))
    assert second_page.select_one(f"#comment-{last.public_id}")
    assert len(first_page.select("article.comment")) + len(second_page.select("article.comment")) == 8


def test_what_is_new_is_marked_after_a_visit(app, thread, bob, as_alice, clock):
    from forum.lib import runtime

    path = f"/threads/{thread.public_id}"
    as_alice.get(path, follow_redirects=True)
    runtime.part("jobs").drain()
    clock.advance(hours=1)
    new = a_comment(bob, thread)
    page = as_alice.get(path, follow_redirects=True)
    assert [one["id"] for one in page.select("[data-new]")] == [f"comment-{new.public_id}"]
    assert "1 new" in as_alice.get("/questions/who-is-we").words(f"#thread-{thread.public_id}")


def test_a_title_is_shown_as_it_was_typed_and_never_as_code(article, bob, nobody):
    thread = a_thread(bob, title="<script>alert(1)</script> & <b>bold</b>")
    page = nobody.get(f"/threads/{thread.public_id}", follow_redirects=True)
    assert page.words("h1") == "<script>alert(1)</script> & <b>bold</b>"
    assert page.select("h1 script, h1 b") == []


@pytest.mark.parametrize("size", [1, 30])
@pytest.mark.parametrize(("who", "most"), [("nobody", 6), ("as_alice", 7)])
def test_a_thread_costs_as_many_statements_whatever_its_size(
    request, thread, bob, who, most, size, statements
):
    for _ in range(size):
        a_comment(bob, thread)
    person = request.getfixturevalue(who)
    path = f"/threads/{thread.public_id}/what-do-we-mean-by-we"
    with statements() as counted:
        assert person.get(path).status_code == 200
    assert len(counted) <= most


def test_question_and_lesson_pages_list_their_threads(thread, nobody):
    for path in ("/questions/who-is-we", "/lessons/we"):
        assert nobody.get(path).select_one(f"#thread-{thread.public_id}")
    assert not nobody.get("/questions/one-budget").select(".thread-row")


def test_an_excerpt_is_text_and_not_html(article, bob, nobody):
    a_thread(bob, body=a_body("a < b & c"))
    assert nobody.get("/questions/who-is-we").words(".thread-row .excerpt") == "a < b & c"
