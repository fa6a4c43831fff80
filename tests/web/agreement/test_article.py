"""Beside the article: what is shared and contested at each question, and one position to vote on."""

import pytest

from forum.positions.models import Standing
from tests.factories import a_comment, a_position, a_vote, concluded

NOTE = "#note-who-is-we"


def test_a_note_says_what_is_shared_and_contested(bob, thread, result_of, nobody):
    a_comment(bob, thread)
    for standing in (Standing.SHARED, Standing.SHARED, Standing.CONTESTED, Standing.OPEN):
        result_of(a_position(bob), standing)
    assert "2 shared 1 contested 1 comment" in nobody.get("/").words(f"{NOTE} .meta")


def test_a_note_offers_one_position_to_vote_on(position, nobody, as_alice):
    page = nobody.get("/")
    assert page.words(f"{NOTE} h4") == "Clients decide with us."
    choices = page.select(f"{NOTE} a.choice")
    assert len(choices) == 3
    assert nobody.get(str(choices[0]["href"])).status_code in (200, 303)
    page = as_alice.get("/")
    assert [button["value"] for button in page.select(f"{NOTE} button.choice")] == [
        "agree",
        "disagree",
        "pass",
    ]


def test_who_voted_on_everything_sees_no_position(position, alice, as_alice):
    a_vote(alice, position)
    assert as_alice.get("/").select(f"{NOTE} .position") == []


def test_a_vote_beside_the_article_comes_back_to_the_article(position, as_alice):
    form = as_alice.get("/").select_one(f"{NOTE} form")
    assert form is not None
    fields = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    page = as_alice.post(str(form["action"]), fields | {"choice": "agree"})
    assert (page.status_code, page.location) == (303, "/#note-who-is-we")


@pytest.mark.parametrize("who", ["nobody", "as_alice"])
def test_the_article_costs_the_same_whatever_the_number_of_positions(
    request, who, bob, article, result_of, statements
):
    person = request.getfixturevalue(who)
    result_of(a_position(bob))
    asked = []
    for more in (0, 20):
        for _ in range(more):
            result_of(a_position(bob, question="one-budget"))
        with statements() as counted:
            assert person.get("/").status_code == 200
        asked.append(len(counted))
    assert asked[0] == asked[1]
    assert asked[0] <= 10


def test_a_note_at_a_concluded_question_says_so_and_offers_no_vote(position, nobody):
    concluded("who-is-we")
    page = nobody.get("/")
    note = page.select_one("#note-who-is-we")
    assert "Question 1, concluded" in note.get_text()
    assert note.select(".choice") == []
    assert note.select_one(".note-next a[href='/questions/who-is-we']")
