"""Which feeds there are, and where their archives begin."""

from datetime import UTC, datetime

import pytest

from forum.feeds.archives import Cursor, border, cursor_from
from forum.feeds.scopes import Kind, Scope, scope_at
from forum.lib.errors import NotFound
from forum.lib.paging import encode

PATHS = (
    "all",
    "shared-positions",
    "syntheses",
    "moderation-log",
    "questions/who-is-we",
    "threads/abc23",
    "lessons/we",
    "lessons/we+values",
)


@pytest.mark.parametrize("path", PATHS)
def test_each_feed_has_one_address(path):
    assert scope_at(path).path == path


def test_lessons_come_as_they_were_typed_each_once():
    assert scope_at("lessons/4+we+2+we+4") == Scope(Kind.LESSONS, ("4", "we", "2"))


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nothing",
        "All",
        "all/",
        "all/x",
        "questions",
        "questions/",
        "questions/a/b",
        "questions/A",
        "threads/a-b",
        "threads/" + "a" * 17,
        "threads/é",
        "lessons/",
        "lessons/we+",
        "lessons/" + "+".join(f"l{n}" for n in range(20)),
        "personal/x",
    ],
)
def test_nothing_else_is_a_feed(path):
    with pytest.raises(NotFound):
        scope_at(path)


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("newest", "oldest", "begins"),
    [
        (moment(2026, 11, 23, 9), moment(2026, 9, 2, 8), moment(2026, 10, 1)),
        (moment(2027, 1, 2), moment(2026, 12, 31), moment(2027, 1, 1)),
        (moment(2026, 11, 23, 9), moment(2026, 11, 20, 8), moment(2026, 11, 21)),
        (moment(2026, 11, 23, 9), moment(2026, 11, 22, 8), moment(2026, 11, 23)),
        (moment(2026, 11, 23, 9, 30), moment(2026, 11, 23, 6, 59), moment(2026, 11, 23, 9)),
        (moment(2026, 11, 23, 9, 2, 5), moment(2026, 11, 23, 9, 0, 1), moment(2026, 11, 23, 9, 1)),
        (moment(2026, 11, 23, 9, 0, 1, 5), moment(2026, 11, 23, 9, 0, 0, 9), moment(2026, 11, 23, 9, 0, 1)),
    ],
)
def test_an_archive_begins_at_the_roundest_moment_that_fits(newest, oldest, begins):
    assert border(newest, Cursor(oldest, 4, 7)) == Cursor(begins)


def test_where_all_came_at_once_it_begins_behind_the_last_entry():
    at = moment(2026, 11, 23, 9)
    assert border(at, Cursor(at, 4, 7)) == Cursor(at, 4, 7)


def test_a_cursor_reads_back():
    cursor = Cursor(moment(2026, 11, 23, 9, 0, 0, 5), 4, 7)
    assert cursor_from(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    [
        "x",
        encode(["2026-11-23", 4, 7]),
        encode(["2026-11-23T09:00:00", 4, 7]),
        encode(["20261123T090000+00:00", 4, 7]),
        encode(["now", 4, 7]),
        encode([5, 4, 7]),
        encode(["2026-11-23T09:00:00+00:00", 4]),
        encode(["2026-11-23T09:00:00+00:00", 4, 2**64]),
    ],
)
def test_a_cursor_that_we_did_not_make_leads_nowhere(text):
    with pytest.raises(NotFound):
        cursor_from(text)
