"""A question shows where people stand, after one's own vote or when asked, and who is missing."""

import re

import pytest

from forum.positions.models import Choice, Standing
from tests.factories import a_position, a_vote, concluded, retired
from tests.web.agreement.conftest import a_row

PATH = "/questions/who-is-we"


def standings(page):
    return [chip["data-standing"] for chip in page.select(".stand .standing")]


def test_positions_stand_by_what_they_came_to(bob, article, result_of, nobody):
    for standing in (Standing.OPEN, Standing.PROVISIONAL, Standing.SHARED, Standing.CONTESTED):
        result_of(a_position(bob), standing)
    a_position(bob)
    page = nobody.get(PATH)
    assert standings(page) == ["shared", "contested", "provisional", "open", "open"]
    assert "1 shared 1 contested 1 provisional 2 still open" in page.words(".question-head .tally")


def test_the_votes_of_others_are_hidden_until_ones_own(position, alice, as_alice, result_of):
    result_of(position)
    page = as_alice.get(PATH)
    assert page.select(".stand .bar") == []
    assert "12 votes" not in page.words("main")
    a_vote(alice, position, Choice.DISAGREE)
    page = as_alice.get(PATH)
    assert len(page.select(".stand .bar")) == 1
    words = page.words(".stand .bar-line")
    assert words == "Probably a majority in every role finds this 12 votes, 100% agree"


def test_who_asks_sees_the_votes_without_voting(position, result_of, nobody):
    result_of(position)
    assert nobody.get(PATH).select(".stand .bar") == []
    link = nobody.get(PATH).select_one(".stand-note a")
    assert link is not None
    page = nobody.get(str(link["href"]).partition("#")[0])
    assert len(page.select(".stand .bar")) == 1
    assert page.select(".stand-note") == []


def test_more_than_fit_are_one_link_away(bob, article, nobody):
    for _ in range(8):
        a_position(bob)
    page = nobody.get(PATH)
    assert len(page.select(".stand .position-row")) == 5
    link = page.select_one(".stand-more a")
    assert link is not None
    assert link.get_text() == "All 8: still open"
    assert len(nobody.get(str(link["href"])).select(".position-row")) == 8


def test_who_is_missing_can_be_invited(position, result_of, nobody):
    missing = [{"key": "role:provider", "votes": 3}]
    result_of(position, Standing.PROVISIONAL, missing=missing)
    page = nobody.get(PATH)
    assert "On one position votes are still needed from provider." in page.words(".missing-roles")
    text = page.words("#invitation-provider")
    assert "who-is-we en?" in text
    assert "http://localhost/questions/who-is-we" in text
    assert "Agreeing and disagreeing are equally welcome." in text
    assert page.select("#invitation-provider[readonly]")


@pytest.mark.parametrize("rows", [[], [a_row(passed=6)], [a_row(agree=6), a_row("role:provider", agree=6)]])
def test_few_votes_one_role_or_only_passes_make_a_page_too(position, result_of, counted, rows, nobody):
    result_of(position, Standing.OPEN, rows=rows, voters=sum(row["passed"] + row["agree"] for row in rows))
    counted(position.question_id)
    for path in (
        f"{PATH}?results=1",
        f"{PATH}/overview",
        f"{PATH}/groups",
        f"/positions/{position.public_id}",
    ):
        page = nobody.get(path)
        assert page.status_code == 200
        assert "nan" not in page.words("main").lower().split()


def test_a_question_without_positions_shows_no_empty_list(article, nobody):
    page = nobody.get(PATH)
    assert page.status_code == 200
    assert page.select(".stand") == []


@pytest.mark.parametrize("who", ["nobody", "as_alice"])
def test_the_question_page_costs_the_same_whatever_the_number_of_positions(
    request, who, bob, article, result_of, counted, statements
):
    person = request.getfixturevalue(who)
    first = a_position(bob)
    result_of(first)
    counted(first.question_id)
    asked = []
    for more in (0, 30):
        for _ in range(more):
            result_of(a_position(bob), Standing.OPEN)
        with statements() as counted_statements:
            assert person.get(PATH).status_code == 200
        asked.append(len(counted_statements))
    assert asked[0] == asked[1]
    assert asked[0] <= 20


@pytest.mark.parametrize(
    "path", ["/", PATH, f"{PATH}?results=1", f"{PATH}/overview", f"{PATH}/groups", "/positions"]
)
def test_no_page_counts_votes_or_reads_those_of_others(
    path, position, alice, result_of, as_alice, statements
):
    a_vote(alice, position)
    result_of(position)
    with statements() as counted_statements:
        assert as_alice.get(path).status_code == 200
    reading = [one for one in counted_statements if re.search(r"(FROM|JOIN) votes\b", one)]
    assert [one for one in reading if "votes.user_id =" not in one] == []


def test_a_kept_page_is_made_anew_when_the_results_change(position, result_of, nobody):
    assert "shared" not in nobody.get(PATH).words(".question-head .tally")
    assert "shared" not in nobody.get("/").words("#note-who-is-we")
    result_of(position)
    assert "1 shared" in nobody.get(PATH).words(".question-head .tally")
    assert "1 shared" in nobody.get("/").words("#note-who-is-we")


def test_a_concluded_question_says_so_kindly_and_takes_nothing_new(position, thread, as_alice, nobody):
    concluded("who-is-we")
    for person in (as_alice, nobody):
        page = person.get(PATH)
        assert "Concluded on November 23, 2026." in page.words(".question-closed")
        assert page.select("a[href$='/threads/new'], a[href$='/positions/new'], #ballot, .choice") == []
        assert page.select_one(f".threads a[href*='{thread.public_id}']")
        assert page.select_one(".stand .position-row")
        assert page.select(".missing-roles") == []


def test_of_a_concluded_question_everybody_sees_what_the_votes_came_to(position, nobody, result_of):
    result_of(position, Standing.OPEN, missing=[{"key": "role:provider", "votes": 3}])
    concluded("who-is-we")
    page = nobody.get(PATH)
    assert len(page.select(".stand .bar")) == 1
    assert page.select(".stand-note") == []
    for path in (PATH, f"/positions/{position.public_id}"):
        assert "needed" not in nobody.get(path).words("main")


def test_a_question_that_left_the_article_says_something_else(article, nobody):
    retired("who-is-we")
    assert "no longer stands in the article" in nobody.get(PATH).words(".question-closed")


def test_the_list_of_questions_marks_what_is_concluded(article, nobody):
    assert nobody.get("/questions").words("h1") == "Questions that are still open"
    concluded("who-is-we")
    page = nobody.get("/questions")
    assert page.words("h1") == "The questions of the article"
    assert "Concluded" in page.words("#question-row-who-is-we")
    assert "Concluded" not in page.words("#question-row-one-budget")
