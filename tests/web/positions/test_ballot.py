"""The ballot: one position of a question after the other."""

import pytest

from forum.lib.db import db
from tests.factories import a_position, a_result, a_vote, concluded, retired

BALLOT = "/questions/who-is-we/ballot"


@pytest.fixture
def positions(article, bob):
    return [a_position(bob, f"Something that matters is number {number}.") for number in range(4)]


def offered(page):
    """The public id of the position to vote on now, None when there is none."""
    card = page.select_one(".ballot-card article.position")
    return str(card["id"]).removeprefix("position-") if card else None


def vote(person, public_id, page, *, mode, choice="agree"):
    form = page.select_one(f".ballot-card form[action='/positions/{public_id}/vote']")
    fields = {one["name"]: one["value"] for one in form.select("input[name]") if one["name"] != "csrf_token"}
    after = person.post(f"/positions/{public_id}/vote", fields | {"choice": choice}, mode=mode)
    return person.get(after.location) if mode == "plain" else after


def test_it_offers_a_position_with_three_choices_and_how_far_one_is(positions, as_alice, mode):
    page = as_alice.get(BALLOT, mode=mode)
    assert offered(page) in {one.public_id for one in positions}
    assert [one["value"] for one in page.select("button.choice")] == ["agree", "disagree", "pass"]
    assert page.words(".ballot-progress") == "1 of 4"
    assert (page.select_one("html") is None) == (mode == "htmx")


def test_a_vote_leads_to_the_next_position_and_shows_what_it_added_to(positions, as_alice, mode):
    page = as_alice.get(BALLOT)
    seen = []
    for number in range(4):
        public_id = offered(page)
        assert page.words(".ballot-progress") == f"{number + 1} of 4"
        seen.append(public_id)
        page = vote(as_alice, public_id, page, mode=mode)
        voted = page.select_one(f".just-voted #position-{public_id}")
        assert voted["data-voted"] == "agree"
    assert sorted(seen) == sorted(one.public_id for one in positions)
    assert "You have voted on everything here" in page.words("#ballot")
    assert page.select_one("#ballot a[href='/questions/who-is-we/overview']")


def test_a_skipped_position_comes_back_in_the_end_and_no_cookie_remembers_it(positions, nobody):
    page = nobody.get(BALLOT)
    seen = []
    for number in range(4):
        assert page.words(".ballot-progress") == f"{number + 1} of 4"
        seen.append(offered(page))
        page = nobody.get(str(page.select_one(".skip-position")["href"]))
    assert sorted(seen) == sorted(one.public_id for one in positions)
    assert "You skipped 4." in page.words("#ballot")
    assert nobody.get(str(page.select_one("#ballot .button")["href"])).select_one(".ballot-card")
    assert "Set-Cookie" not in page.headers


def test_voting_keeps_what_was_skipped(positions, as_alice, mode):
    first = as_alice.get(BALLOT)
    page = as_alice.get(str(first.select_one(".skip-position")["href"]))
    page = vote(as_alice, offered(page), page, mode=mode)
    assert offered(page) != offered(first)
    assert page.words(".ballot-progress") == "3 of 4"


def test_on_the_question_page_one_comes_back_to_the_question(positions, as_alice):
    page = as_alice.get("/questions/who-is-we")
    public_id = offered(page)
    fields = {"choice": "agree", "place": "ballot", "next": page.select_one("#ballot [name=next]")["value"]}
    after = as_alice.post(f"/positions/{public_id}/vote", fields)
    assert after.location == f"/questions/who-is-we?voted={public_id}#ballot"
    assert as_alice.get(after.location).select_one(f".just-voted #position-{public_id}")


def test_no_address_shows_that_somebody_else_voted(positions, bob, as_alice, nobody):
    a_vote(bob, positions[0])
    for person in (as_alice, nobody):
        page = person.get(f"{BALLOT}?voted={positions[0].public_id}")
        assert page.select(".just-voted") == []


@pytest.mark.parametrize(
    "value", ["", ".", "nothing", "%00", "a" * 400, "é.<b>", ".".join(["23456789bc"] * 90)]
)
def test_an_address_that_we_did_not_make_does_no_harm(positions, nobody, value):
    assert nobody.get(f"{BALLOT}?skip={value}").status_code in (200, 404)
    assert nobody.get(f"{BALLOT}?voted={value}").status_code in (200, 404)


def test_a_question_without_positions_asks_for_the_first(article, nobody):
    page = nobody.get("/questions/one-budget/ballot")
    assert page.select_one("#ballot a[href='/questions/one-budget/positions/new']")


@pytest.mark.parametrize("close", [concluded, retired])
def test_a_closed_question_offers_nothing_to_vote_on(positions, as_alice, mode, close):
    close("who-is-we")
    page = as_alice.get(BALLOT, mode=mode)
    assert "Voting has ended here" in page.words("#ballot")
    assert page.select("#ballot form, #ballot .choice, a[href$='/positions/new']") == []
    assert page.select_one("#ballot a[href='/questions/who-is-we/overview']")


def test_before_voting_the_html_holds_no_numbers_and_no_standing(positions, bob, as_alice, nobody):
    rows = [{"key": "all", "agree": 31, "disagree": 7, "passed": 3, "lower": 0.6, "upper": 0.85}]
    for position in positions:
        a_vote(bob, position)
        a_result(position, rows=rows, voters=41)
    for person in (as_alice, nobody):
        card = person.get(BALLOT).select_one(".ballot-card .position")
        assert not {"31", "41", "76"} & set(card.get_text().split())
        assert card.select(".standing, .bars, svg.bar") == []


def test_the_keys_can_be_switched_off_where_they_work(positions, nobody):
    page = nobody.get(BALLOT)
    assert [one["data-key"] for one in page.select("[data-vote-keys] [data-key]")] == ["1", "2", "3"]
    switch = page.select_one("[data-keys-switch]")
    assert switch.has_attr("hidden")  # until a script makes the keys work
    assert switch.select_one("label input[type=checkbox]")


def test_each_choice_says_what_it_is_about(positions, as_alice):
    page = as_alice.get(BALLOT)
    for button in page.select("button.choice"):
        assert button.get_text(strip=True)
        assert button["aria-pressed"] == "false"
        assert page.select_one(f"#{button['aria-describedby']}").get_text(strip=True)
    assert page.select_one(".vote-choices")["aria-label"]
    db.session.rollback()
