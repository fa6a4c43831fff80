"""What moderators do to comments and threads, one by one."""

import pytest
import sqlalchemy as sa

from forum.articles.models import Article, Lesson, LessonText, Question, QuestionText
from forum.audit import Unrecorded
from forum.discussion.checks import problems
from forum.discussion.curation import (
    hide_comment,
    hide_thread,
    hold_comment,
    hold_thread,
    lock_thread,
    move_thread,
    pin_thread,
    retag_thread,
    retitle_thread,
    show_comment,
    show_thread,
    unlock_thread,
    unpin_thread,
)
from forum.discussion.events import CommentPosted, ThreadStarted
from forum.discussion.models import CommentState, ThreadState
from forum.discussion.service import withdraw_comment
from forum.discussion.tagging import tags_of
from forum.lib.db import atomic, db
from forum.lib.errors import Conflict, Invalid, Refused
from tests.factories import a_comment, a_thread, as_actor, concluded, curated


@pytest.fixture(autouse=True)
def _counts_agree(app):
    yield
    assert list(problems()) == []


def test_a_hidden_comment_no_longer_counts_and_moves_its_thread_down_again(thread, alice, clock):
    before = thread.last_activity_at
    clock.advance(hours=1)
    comment = a_comment(alice, thread)
    curated(hide_comment, comment)
    assert (thread.comment_count, thread.last_activity_at) == (0, before)


def test_a_comment_that_is_shown_again_counts_from_when_it_was_written(thread, alice, clock):
    clock.advance(hours=1)
    comment = a_comment(alice, thread)
    written_at = comment.created_at
    curated(hide_comment, comment)
    clock.advance(hours=1)
    curated(show_comment, comment)
    assert (thread.comment_count, thread.last_activity_at) == (1, written_at)
    assert comment.created_at == written_at


def test_what_others_read_before_is_not_told_again(told, thread, comment):
    told()
    for effect in (hold_comment, show_comment, hide_comment, show_comment):
        curated(effect, comment)
    assert told() == []


def test_what_waited_from_the_start_is_posted_when_it_is_first_shown(told, thread, alice, clock, wait):
    with wait(1):
        comment = a_comment(alice, thread)
    told()
    clock.advance(hours=3)
    curated(show_comment, comment)
    assert told() == [CommentPosted(comment.id)]
    assert comment.created_at == thread.last_activity_at == clock()
    curated(hold_comment, comment)
    curated(show_comment, comment)
    assert told() == []


def test_a_first_text_that_was_hidden_before_anybody_read_it_is_still_told_when_shown(
    told, thread, alice, wait
):
    with wait(1):
        comment = a_comment(alice, thread)
    told()
    curated(hide_comment, comment)
    curated(show_comment, comment)
    assert told() == [CommentPosted(comment.id)]


@pytest.mark.parametrize(
    ("before", "effect"),
    [(None, show_comment), (hide_comment, hide_comment), (hold_comment, hold_comment)],
)
def test_doing_to_a_comment_what_was_done_already_is_a_conflict(comment, before, effect):
    if before:
        curated(before, comment)
    with pytest.raises(Conflict):
        curated(effect, comment)


@pytest.mark.parametrize("effect", [show_comment, hide_comment, hold_comment])
def test_what_its_author_withdrew_is_left_alone(comment, bob, effect):
    withdraw_comment(as_actor(bob), comment.public_id)
    with pytest.raises(Conflict, match="withdrew"):
        curated(effect, comment)


def test_nothing_changes_without_an_entry_in_the_register(comment):
    with pytest.raises(Unrecorded):
        atomic(hide_comment)(comment)


def test_a_thread_that_waited_from_the_start_begins_when_it_is_first_shown(told, article, alice, clock, wait):
    with wait(1):
        thread = a_thread(alice)
    told()
    clock.advance(hours=3)
    curated(show_thread, thread)
    assert told() == [ThreadStarted(thread.id)]
    assert thread.created_at == thread.last_activity_at == clock()
    curated(hide_thread, thread)
    curated(show_thread, thread)
    assert told() == []


def test_a_waiting_thread_whose_author_withdrew_the_text_is_not_shown(article, alice, wait):
    from forum.discussion.models import Comment

    with wait(1):
        thread = a_thread(alice)
    opening = db.session.scalars(sa.select(Comment)).one()
    withdraw_comment(as_actor(alice), opening.public_id)
    with pytest.raises(Conflict, match="withdrew"):
        curated(show_thread, thread)


@pytest.mark.parametrize(
    ("before", "effect"),
    [
        (None, show_thread),
        (hide_thread, hide_thread),
        (hold_thread, hold_thread),
        (lock_thread, lock_thread),
        (None, unlock_thread),
        (pin_thread, pin_thread),
        (None, unpin_thread),
        (hide_thread, pin_thread),
    ],
)
def test_doing_to_a_thread_what_was_done_already_is_a_conflict(thread, before, effect):
    if before:
        curated(before, thread)
    with pytest.raises(Conflict):
        curated(effect, thread)


def test_a_closed_thread_takes_comments_again_after_it_is_opened(thread, alice):
    curated(lock_thread, thread)
    with pytest.raises(Refused, match="closed"):
        a_comment(alice, thread)
    curated(unlock_thread, thread)
    a_comment(alice, thread)


def test_at_most_three_threads_of_a_question_are_pinned(article, alice):
    first, *others = [a_thread(alice) for _ in range(4)]
    for one in others:
        curated(pin_thread, one)
    with pytest.raises(Conflict, match="3"):
        curated(pin_thread, first)
    curated(unpin_thread, others[0])
    curated(pin_thread, first)


def test_a_hidden_thread_gives_its_pin_to_another(article, alice):
    threads = [a_thread(alice) for _ in range(4)]
    for one in threads[:3]:
        curated(pin_thread, one)
    curated(hide_thread, threads[0])
    curated(pin_thread, threads[3])


def test_a_new_title_is_checked_as_any_other(thread):
    before = thread.title
    for title in ("", "Who?", "x" * 201):
        with pytest.raises(Invalid) as wrong:
            curated(retitle_thread, thread, title)
        assert set(wrong.value.fields) == {"title"}
    assert curated(retitle_thread, thread, " Who  decides? ") == before
    assert thread.title == "Who decides?"
    with pytest.raises(Conflict):
        curated(retitle_thread, thread, "Who decides?")


def test_a_thread_gets_other_lessons_and_the_old_ones_are_told(thread):
    assert curated(retag_thread, thread, ["values"]) == ["we"]
    assert list(tags_of(thread)) == ["values"]


@pytest.mark.parametrize("lessons", [[], ["invented"]])
def test_a_thread_keeps_at_least_one_lesson_that_exists(thread, lessons):
    with pytest.raises(Invalid) as wrong:
        curated(retag_thread, thread, lessons)
    assert set(wrong.value.fields) == {"lessons"}


def test_a_thread_moves_to_another_question_with_its_lessons_and_without_its_pin(thread, comment):
    curated(pin_thread, thread)
    assert curated(move_thread, thread, "one-budget") == "who-is-we"
    assert (thread.question.slug, thread.is_pinned) == ("one-budget", False)
    assert list(tags_of(thread)) == ["we"]


def test_a_thread_moves_to_no_question_that_is_closed_the_same_or_unknown(thread):
    with pytest.raises(Conflict, match="already"):
        curated(move_thread, thread, "who-is-we")
    for slug in ("no-such-question", "", "\x00"):
        with pytest.raises(Invalid) as wrong:
            curated(move_thread, thread, slug)
        assert set(wrong.value.fields) == {"question"}
    concluded("one-budget")
    with pytest.raises(Conflict, match="closed"):
        curated(move_thread, thread, "one-budget")


@pytest.fixture
def elsewhere(article):
    """A question of another article, which has a lesson of its own."""
    return another_article()


@atomic
def another_article() -> Question:
    from forum.lib import clock

    other = Article(slug="elsewhere", loaded_at=clock.now())
    db.session.add(other)
    db.session.flush()
    question = Question(article_id=other.id, slug="elsewhere", number=1)
    lesson = Lesson(article_id=other.id, slug="other-lesson", number=1)
    db.session.add_all([question, lesson])
    db.session.flush()
    db.session.add(QuestionText(question_id=question.id, locale="nl", title="Elders?", intro="…"))
    db.session.add(LessonText(lesson_id=lesson.id, locale="nl", title="Les", summary="…"))
    return question


def test_in_another_article_a_thread_takes_the_lessons_of_the_question(thread, elsewhere):
    from forum.articles.models import QuestionLesson

    lesson = db.session.scalars(sa.select(Lesson).filter_by(slug="other-lesson")).one()
    atomic(db.session.add)(QuestionLesson(question_id=elsewhere.id, lesson_id=lesson.id))
    curated(move_thread, thread, "elsewhere")
    assert list(tags_of(thread)) == ["other-lesson"]


def test_without_any_lesson_there_a_thread_stays_where_it_is(thread, elsewhere):
    with pytest.raises(Conflict, match="lesson"):
        curated(move_thread, thread, "elsewhere")
    db.session.expire_all()
    assert thread.question.slug == "who-is-we"
    assert list(tags_of(thread)) == ["we"]


def test_states_are_what_the_page_and_the_lists_look_at(thread, comment):
    curated(hold_thread, thread)
    curated(hide_comment, comment)
    assert (thread.state, comment.state) == (ThreadState.HELD, CommentState.HIDDEN)
