"""All positions, by standing, question, lesson and role."""

import pytest

from forum.positions.models import Standing
from tests.factories import a_position
from tests.web.agreement.conftest import a_row


def statements_on(page):
    return [heading.get_text() for heading in page.select(".position-row h2")]


@pytest.fixture
def some(bob, article, result_of):
    result_of(a_position(bob, "This is shared."), Standing.SHARED)
    result_of(
        a_position(bob, "This is contested.", question="one-budget"),
        Standing.CONTESTED,
        rows=[a_row(agree=6)],
    )
    a_position(bob, "This is new.")


def test_all_positions_stand_with_what_they_came_to(some, nobody):
    page = nobody.get("/positions")
    assert statements_on(page) == ["This is shared.", "This is contested.", "This is new."]
    assert page.select('.main-nav a[href="/positions"][aria-current]')


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=shared", ["This is shared."]),
        ("state=open", ["This is new."]),
        ("question=one-budget", ["This is contested."]),
        ("lesson=we", ["This is shared.", "This is new."]),
        ("perspective=provider", ["This is shared."]),
        ("lesson=we&state=open&question=who-is-we", ["This is new."]),
    ],
)
def test_the_list_is_narrowed(some, nobody, query, expected):
    assert statements_on(nobody.get(f"/positions?{query}")) == expected


@pytest.mark.parametrize("query", ["state=x", "lesson=x", "question=x", "perspective=x", "after=x"])
def test_what_does_not_exist_is_not_found(some, nobody, query):
    assert nobody.get(f"/positions?{query}").status_code == 404


def test_an_empty_choice_says_what_to_do(article, nobody):
    assert "Positions stand here as soon as somebody proposes one" in nobody.get("/positions").words("main")
    words = nobody.get("/positions?state=shared").words("main")
    assert "No position fits this choice" in words
    assert "yours too" in words


def test_a_long_list_goes_on_where_it_stopped(bob, article, nobody):
    for number in range(35):
        a_position(bob, f"Number {number} holds.")
    first = nobody.get("/positions?lesson=we")
    more = first.select_one(".pager a[rel=next]")
    assert more is not None
    second = nobody.get(str(more["href"]))
    assert len(statements_on(first)) == 30
    assert len(set(statements_on(first)) | set(statements_on(second))) == 35


def test_the_votes_are_shown_when_asked(some, nobody):
    assert nobody.get("/positions").select(".bar") == []
    assert len(nobody.get("/positions?results=1").select(".bar")) == 2
