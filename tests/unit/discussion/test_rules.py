import pytest

from forum.discussion.rules import (
    MOST_PINNED,
    TITLE_AT_MOST,
    check_comment,
    check_mergeable,
    check_pinnable,
    check_question,
    check_thread,
    checked_choice,
    waits,
)
from forum.lib.errors import Conflict, Invalid, Refused
from forum.lib.rendered import MAX_SOURCE


def problems(**changes):
    thread = {
        "title": "Who decides?",
        "source": "Text.",
        "lessons": ["we"],
        "known_lessons": ["we", "values"],
    }
    try:
        check_thread(**thread | changes)
    except Invalid as error:
        return set(error.fields)
    return set()


def test_a_thread_with_title_text_and_lesson_is_in_order(app):
    assert problems() == set()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"title": ""}, {"title"}),
        ({"title": "\u200b\u202e  "}, {"title"}),
        ({"title": "Who?"}, {"title"}),
        ({"title": "x" * (TITLE_AT_MOST + 1)}, {"title"}),
        ({"source": " \n"}, {"body"}),
        ({"source": "x" * (MAX_SOURCE + 1)}, {"body"}),
        ({"lessons": []}, {"lessons"}),
        ({"lessons": ["we", "invented"]}, {"lessons"}),
        ({"title": "", "source": "", "lessons": []}, {"title", "body", "lessons"}),
    ],
)
def test_every_field_that_is_wrong_is_named_at_once(app, changes, fields):
    assert problems(**changes) == fields


def test_a_comment_of_the_longest_length_is_accepted():
    check_comment("x" * MAX_SOURCE)


def test_a_comment_of_white_space_is_refused(app):
    with pytest.raises(Invalid):
        check_comment("\n\t ")


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ({}, True),
        ({"visible": 2}, False),
        ({"visible": 1}, True),
        ({"is_vouched_for": True}, False),
        ({"is_staff": True}, False),
        ({"first_posts": 0}, False),
    ],
    ids=str,
)
def test_the_first_posts_of_a_new_account_wait_where_that_is_asked_for(who, expected):
    newcomer = {"first_posts": 2, "visible": 0, "is_vouched_for": False, "is_staff": False}
    assert waits(**newcomer | who) is expected


READABLE = {"opening": True, "a": False, "b": True}


@pytest.mark.parametrize("chosen", [["b"], ["b", "b"]], ids=str)
def test_comments_that_can_become_a_thread(app, chosen):
    assert checked_choice(chosen, READABLE) is None


@pytest.mark.parametrize(
    "chosen", [[], ["elsewhere"], ["opening"], ["b", "opening"], ["a"], ["a", "b"]], ids=str
)
def test_comments_that_cannot_become_a_thread(app, chosen):
    assert checked_choice(chosen, READABLE)


def test_a_concluded_question_takes_no_texts(app):
    check_question(is_concluded=False)
    with pytest.raises(Refused, match="concluded"):
        check_question(is_concluded=True)


@pytest.mark.parametrize(
    "changes", [{"is_pinned": True}, {"is_visible": False}, {"pinned": MOST_PINNED}], ids=str
)
def test_what_cannot_be_pinned(app, changes):
    with pytest.raises(Conflict):
        check_pinnable(**{"is_visible": True, "is_pinned": False, "pinned": 0} | changes)


@pytest.mark.parametrize(
    "changes", [{"is_same": True}, {"are_visible": False}, {"are_concluded": True}], ids=str
)
def test_what_cannot_be_merged(app, changes):
    with pytest.raises(Conflict):
        check_mergeable(**{"is_same": False, "are_visible": True, "are_concluded": False} | changes)
