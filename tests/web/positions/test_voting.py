"""Voting on a position: from its own page, beside the article, signed out, and when it cannot be."""

import pytest
import sqlalchemy as sa

from forum.audit import recorded
from forum.discussion.drafts import claim, draft_at, vote_place
from forum.lib.db import atomic, db
from forum.permissions import SYSTEM
from forum.positions.merging import merge_positions
from forum.positions.models import Choice, Position, PositionState, Vote
from forum.positions.service import supersede_position
from forum.settings import settings
from tests.factories import (
    a_position,
    a_result,
    a_user,
    a_vote,
    as_actor,
    concluded,
    curated,
    retired,
)

ROWS = [
    {"key": "all", "agree": 31, "disagree": 7, "passed": 3, "lower": 0.6, "upper": 0.85},
    {"key": "role:municipality", "agree": 11, "disagree": 2, "passed": 0, "lower": 0.7, "upper": 0.9},
]


def address(position) -> str:
    return f"/positions/{position.public_id}"


def card_of(page, position):
    return page.select_one(f"article#position-{position.public_id}")


def choice_of(user, position) -> Choice | None:
    db.session.rollback()
    vote = db.session.scalar(sa.select(Vote.choice).filter_by(user_id=user.id, position_id=position.id))
    return None if vote is None else Choice(vote)


@atomic
def put_in(state: PositionState, position) -> None:
    row = db.session.get_one(Position, position.id)
    with recorded(SYSTEM, "position.test", row):
        row.state = state


@pytest.mark.parametrize("choice", ["agree", "disagree", "pass"])
def test_a_member_votes_and_sees_it_on_the_card(position, alice, as_alice, mode, choice):
    page = as_alice.post(f"{address(position)}/vote", {"choice": choice}, mode=mode)
    assert choice_of(alice, position) is Choice[choice.upper()]
    if mode == "plain":
        assert (page.status_code, page.location) == (303, address(position))
        page = as_alice.get(page.location)
    card = card_of(page, position)
    assert card["data-voted"] == choice
    assert [one["value"] for one in card.select("[aria-pressed=true]")] == [choice]


@pytest.mark.parametrize(("place", "heading"), [("page", "h1"), ("note", "h4"), ("voted", "h3")])
def test_the_heading_keeps_its_level_over_htmx(position, as_alice, place, heading):
    page = as_alice.post(f"{address(position)}/vote", {"choice": "agree", "place": place}, mode="htmx")
    assert page.select_one(f"{heading}.statement")


def test_a_vote_can_be_changed_and_withdrawn(position, alice, as_alice, mode):
    for choice, stored in (("agree", Choice.AGREE), ("disagree", Choice.DISAGREE), ("withdraw", None)):
        as_alice.post(f"{address(position)}/vote", {"choice": choice}, mode=mode)
        assert choice_of(alice, position) is stored


def test_one_is_back_where_one_was(position, as_alice):
    fields = {"choice": "agree", "place": "note", "next": "/articles/together#note-who-is-we"}
    page = as_alice.post(f"{address(position)}/vote", fields)
    assert page.location == "/articles/together#note-who-is-we"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "\\\\x", ""])
def test_the_way_back_never_leaves_the_forum(position, as_alice, elsewhere):
    page = as_alice.post(f"{address(position)}/vote", {"choice": "agree", "next": elsewhere})
    assert page.location == address(position)


def test_beside_the_article_the_card_stays_small(position, as_alice):
    page = as_alice.post(f"{address(position)}/vote", {"choice": "pass", "place": "note"}, mode="htmx")
    card = card_of(page, position)
    assert card["data-place"] == "note"
    assert card.select("textarea") == []


def test_results_come_after_ones_own_vote(position, as_alice, nobody):
    a_result(position, rows=ROWS, voters=41)
    for person in (as_alice, nobody):
        before = person.get(address(position))
        assert before.select(".position-result, .bars, .bars-table") == []
        assert "41" not in before.words("main")
    after = as_alice.post(f"{address(position)}/vote", {"choice": "agree"}, mode="htmx")
    assert "Everybody (41)" in " ".join(after.words(".bars").replace("( ", "(").replace(" )", ")").split())
    assert "Municipality" in after.words(".bars")


def test_whoever_asks_sees_the_results_without_voting(position, nobody, as_alice, mode):
    a_result(position, rows=ROWS, voters=41)
    assert nobody.get(f"{address(position)}?results=1", mode=mode).select_one(".bars")
    link = nobody.get(address(position)).select_one(".without-voting a")
    assert link is not None
    assert link["href"] == f"{address(position)}?results=1"


def test_before_the_first_analysis_the_card_says_so(position, as_alice):
    page = as_alice.post(f"{address(position)}/vote", {"choice": "agree"}, mode="htmx")
    assert page.words(".position-result") == "No votes counted yet"


def test_a_reason_is_asked_after_disagreeing_and_kept(position, alice, as_alice, mode):
    page = as_alice.post(f"{address(position)}/vote", {"choice": "disagree"}, mode="htmx")
    question = page.select_one("details.reason[open]")
    assert question is not None
    assert "What would have to change for you to agree?" in question.get_text()
    fields = {"choice": "disagree", "reason": "More time to prepare."}
    as_alice.post(f"{address(position)}/vote", fields, mode=mode)
    as_alice.post(f"{address(position)}/vote", {"choice": "agree"}, mode=mode)
    assert as_alice.get(address(position)).value("reason").strip() == "More time to prepare."


def test_a_reason_that_is_too_long_comes_back_with_what_was_typed(position, as_alice, mode):
    long = "x" * 501
    page = as_alice.post(f"{address(position)}/vote", {"choice": "agree", "reason": long}, mode=mode)
    assert page.status_code == 422
    field = page.select_one("[name=reason]")
    assert field is not None
    assert field.get_text().strip() == long
    assert page.select_one(f"#{field['aria-describedby'].split()[-1]}")


@pytest.mark.parametrize("choice", ["", "maybe", "AGREE", "1"])
def test_a_wrong_choice_is_refused_with_the_card(position, alice, as_alice, mode, choice):
    page = as_alice.post(f"{address(position)}/vote", {"choice": choice, "place": "ballot"}, mode=mode)
    assert page.status_code == 422
    assert "Choose agree, disagree or pass." in page.words(".problem")
    assert choice_of(alice, position) is None
    if mode == "htmx":
        assert card_of(page, position)
        assert page.headers["HX-Retarget"] == f"#position-{position.public_id}"


def test_nobody_votes_for_an_organisation_without_a_mandate(position, alice, as_alice, mode):
    fields = {"choice": "agree", "capacity": "organisation"}
    page = as_alice.post(f"{address(position)}/vote", fields, mode=mode)
    assert page.status_code == 422
    assert "in whose name" in page.words(".problem")
    assert choice_of(alice, position) is None


def test_a_better_wording_took_the_votes(position, bob, alice, as_alice, mode):
    better = supersede_position(
        as_actor(bob), position.public_id, statement="Clients decide together with us."
    )
    page = as_alice.post(f"{address(position)}/vote", {"choice": "agree"}, mode=mode)
    assert page.status_code == 409
    assert page.select_one(f"#position-{position.public_id} a[href='/positions/{better.public_id}']")
    assert choice_of(alice, position) is None


def test_who_voted_on_an_older_wording_still_sees_that_vote(position, bob, alice, as_alice):
    a_vote(alice, position, Choice.DISAGREE)
    supersede_position(as_actor(bob), position.public_id, statement="Clients decide together with us.")
    page = as_alice.get(address(position))
    assert page.words(".my-vote") == "You disagree with this."
    assert page.select(".vote-choices, .change-vote, .reason") == []


@pytest.mark.parametrize("state", [one for one in PositionState if one is not PositionState.VISIBLE])
def test_a_position_that_is_not_visible_takes_no_votes(position, alice, as_alice, mode, state):
    put_in(state, position)
    page = as_alice.post(f"{address(position)}/vote", {"choice": "agree"}, mode=mode)
    assert page.status_code == 409
    assert page.select_one("[data-error-text]")
    assert choice_of(alice, position) is None


@pytest.mark.parametrize(
    ("close", "words"), [(concluded, "question is concluded"), (retired, "no longer stands in the article")]
)
def test_a_closed_question_takes_no_votes_and_shows_what_they_came_to(position, as_alice, mode, close, words):
    a_result(position, rows=ROWS, voters=41)
    close("who-is-we")
    page = as_alice.post(f"{address(position)}/vote", {"choice": "agree"}, mode=mode)
    assert page.status_code == 409
    assert words in card_of(page, position).get_text()
    assert card_of(page, position).select("button, a.choice") == []
    assert card_of(page, position).select(".bars")


def test_votes_that_were_carried_over_lead_to_the_position_that_has_them(
    position, alice, bob, as_alice, mode
):
    same = a_position(bob, "Clients have a say with us.")
    curated(merge_positions, same, position)
    page = as_alice.post(f"{address(same)}/vote", {"choice": "agree"}, mode=mode)
    assert page.status_code == 409
    closed = card_of(page, same).select_one(".position-closed")
    assert "It says the same as this one, which has its votes now:" in closed.get_text()
    assert closed.select_one(f"a[href='{address(position)}']")
    assert choice_of(alice, position) is None


def test_who_is_unconfirmed_reads_what_to_do(app, position):
    from tests.browsing import Person

    newcomer = Person(app, a_user("newcomer", is_confirmed=False))
    card = card_of(newcomer.get(address(position)), position)
    assert card is not None
    assert "confirmed" in card.get_text()
    assert newcomer.post(f"{address(position)}/vote", {"choice": "agree"}).status_code == 403


def test_an_unknown_position_is_not_found(article, as_alice, mode):
    assert as_alice.post("/positions/nothing/vote", {"choice": "agree"}, mode=mode).status_code == 404


def test_signed_out_the_choices_are_links_that_tell_no_server_what_was_chosen(position, nobody):
    page = nobody.get(address(position))
    links = [str(one["href"]) for one in page.select(".vote-choices a.choice")]
    assert links == [f"{address(position)}/vote#{one}" for one in ("agree", "disagree", "pass")]
    assert page.select("form[method=post]") == []
    assert "Set-Cookie" not in page.headers


def test_a_vote_made_signed_out_waits_while_signing_in(position, alice, nobody, mode):
    form = nobody.get(f"{address(position)}/vote")
    assert [one["value"] for one in form.select("#vote button[name=choice]")] == ["agree", "disagree", "pass"]
    page = nobody.post(f"{address(position)}/vote", {"choice": "disagree", "reason": "Too soon."}, mode=mode)
    assert page.location.startswith(f"/login?next={address(position)}/vote&draft=")
    assert "disagree" not in page.location
    assert db.session.query(Vote).count() == 0

    claim(page.location.partition("draft=")[2], alice.id)
    nobody.sign_in(alice)
    ready = nobody.get(f"{address(position)}/vote")
    assert ready.value("choice") == "disagree"
    assert ready.value("reason").strip() == "Too soon."
    fields = {name: ready.value(name) for name in ("choice", "reason", "draft", "next", "place")}
    cast = nobody.post(f"{address(position)}/vote", fields)
    assert cast.location == address(position)
    assert choice_of(alice, position) is Choice.DISAGREE
    assert draft_at(as_actor(alice), vote_place(position.public_id)) is None


def test_too_many_votes_in_a_minute_are_refused(article, alice, bob, as_alice):
    most = int(settings().vote_limit.split()[0])
    position = a_position(bob)
    codes = {as_alice.post(f"{address(position)}/vote", {"choice": "agree"}).status_code for _ in range(most)}
    assert codes == {303}
    assert as_alice.post(f"{address(position)}/vote", {"choice": "agree"}).status_code == 429


@pytest.mark.parametrize("place", ["page", "note", "ballot"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_vote_costs_at_most_six_statements(
    article, position, bob, as_alice, statements, mode, place, is_first
):
    for number in range(12):
        a_position(bob, f"Something else that matters is number {number}.")
    if not is_first:
        a_vote(bob, position)
        a_result(position, rows=ROWS, voters=41)
    with statements() as counted:
        fields = {"choice": "agree", "place": place, "next": "/questions/who-is-we/ballot"}
        page = as_alice.post(f"{address(position)}/vote", fields, mode=mode)
    assert page.status_code == (303 if mode == "plain" else 200)
    assert len(counted) <= 6, counted
