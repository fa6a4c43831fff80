import pytest

from forum.discussion.rules import TITLE_AT_MOST, check_comment, check_thread
from forum.lib.errors import Invalid
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
