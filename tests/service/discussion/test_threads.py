import pytest
import sqlalchemy as sa

from forum.discussion.checks import problems
from forum.discussion.models import Comment, Thread
from forum.discussion.queries import thread_page, thread_rows
from forum.discussion.service import start_thread
from forum.lib.db import db
from forum.lib.errors import Invalid, NotFound, Refused, SignInNeeded
from forum.lib.paging import encode
from forum.permissions import ANONYMOUS
from tests.factories import a_body, a_comment, a_thread, a_user, as_actor


def test_a_thread_begins_with_its_opening_text(article, alice, clock):
    thread = a_thread(alice, title="Who is we?", body=a_body("It starts here."))
    page = thread_page(thread.public_id, ANONYMOUS, "en", now=clock())
    assert page.thread.title == "Who is we?"
    assert page.opening is not None
    assert "It starts here." in page.opening.html
    assert page.opening.author.name == "Alice"
    assert page.nodes == []


def test_a_thread_carries_its_lessons_and_its_question_in_the_readers_language(article, alice, clock):
    thread = a_thread(alice, lessons=["values", "we"])
    page = thread_page(thread.public_id, ANONYMOUS, "nl", now=clock())
    assert [lesson.title for lesson in page.thread.lessons] == ["we nl", "values nl"]
    assert page.thread.question.title == "who-is-we nl?"


def test_sending_the_same_form_twice_makes_one_thread(article, alice):
    first = a_thread(alice, submission_key="once")
    second = a_thread(alice, submission_key="once")
    assert first.public_id == second.public_id
    assert db.session.scalar(sa.select(sa.func.count(Thread.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(Comment.id))) == 1


def test_a_refused_form_leaves_its_key_free_for_the_next_attempt(article, alice):
    with pytest.raises(Invalid):
        a_thread(alice, title="", submission_key="once")
    assert a_thread(alice, submission_key="once").id


def test_a_key_belongs_to_one_person(article, alice, bob):
    assert a_thread(alice, submission_key="once").id != a_thread(bob, submission_key="once").id


def test_who_is_signed_out_is_asked_to_sign_in(article):
    with pytest.raises(SignInNeeded):
        start_thread(ANONYMOUS, "who-is-we", title="Who is we?", lessons=["we"], body=a_body())


def test_who_has_not_confirmed_the_address_is_told_so(article):
    newcomer = a_user("newcomer", is_confirmed=False)
    with pytest.raises(Refused, match="confirm"):
        a_thread(newcomer)


@pytest.mark.parametrize("slug", ["no-such-question", "\x00", "x" * 5000])
def test_a_thread_needs_a_question_that_exists(article, alice, slug):
    with pytest.raises(NotFound):
        a_thread(alice, question=slug)


def test_the_list_shows_the_latest_activity_first(article, alice, bob, clock):
    older, newer = a_thread(alice, title="The older one"), a_thread(alice, title="The newer one")
    clock.advance(minutes=1)
    a_comment(bob, older)
    rows = thread_rows(ANONYMOUS, "en", now=clock()).rows
    assert [row.title for row in rows] == ["The older one", "The newer one"]
    assert [row.comments for row in rows] == [1, 0]
    assert newer.comment_count == 0


def test_every_thread_is_on_exactly_one_page_of_the_list(article, alice, clock):
    titles = [f"Thread number {n}" for n in range(45)]
    for title in titles:
        a_thread(alice, title=title)
        clock.advance(seconds=1 if len(title) % 2 else 0)  # some at the very same moment
    seen, cursor = [], None
    while True:
        page = thread_rows(ANONYMOUS, "en", now=clock(), after=cursor)
        seen += [row.title for row in page.rows]
        cursor = page.next
        if cursor is None:
            break
    assert sorted(seen) == sorted(titles)


def test_a_combination_of_lessons_lists_what_is_tagged_with_all_of_them(article, alice, clock):
    from forum.articles.models import Lesson

    ids = dict(db.session.execute(sa.select(Lesson.slug, Lesson.id)).all())
    both = a_thread(alice, lessons=["we", "values"])
    a_thread(alice, lessons=["we"])
    rows = thread_rows(as_actor(alice), "en", now=clock(), lesson_ids=[ids["we"], ids["values"]]).rows
    assert [row.public_id for row in rows] == [both.public_id]


def test_the_kept_counts_agree_with_what_is_counted(article, alice, bob):
    thread = a_thread(alice)
    a_comment(bob, thread, parent=a_comment(alice, thread))
    assert list(problems()) == []


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-23T09:00:00", "0001-01-01T00:00:00+14:00"])
def test_a_cursor_with_a_moment_that_we_never_made_is_not_found(article, clock, moment):
    with pytest.raises(NotFound):
        thread_rows(ANONYMOUS, "en", now=clock(), after=encode([moment, 1]))
