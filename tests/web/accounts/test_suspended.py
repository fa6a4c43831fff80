"""What a suspended or closed account reads on the pages, and what those no longer offer."""

from datetime import timedelta

import pytest

from forum.accounts.models import Suspension
from forum.accounts.suspending import close_account, lift, suspend
from forum.positions.curation import hold_position
from forum.positions.models import Choice
from tests.factories import a_vote, curated

WRITING, EVERYTHING = Suspension.WRITING, Suspension.EVERYTHING
PAGES = ["/", "/questions", "/questions/who-is-we", "/questions/who-is-we/ballot", "/lessons", "/account"]


@pytest.fixture
def carol(alice):
    """alice on the days that she cannot write."""
    curated(suspend, alice, WRITING, None)
    return alice


@pytest.fixture
def as_carol(carol, as_alice):
    return as_alice


def notice(page):
    """What it says, before it leads to the reasons and to objecting to them."""
    words = page.words(".notices .notice[data-kind=quiet]")
    if words:
        assert page.select_one(".notices .notice a[href='/account/decisions']")
    return words.removesuffix(" Read why, and how you can object")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_what_one_cannot_do(position, as_carol, nobody, path):
    assert notice(as_carol.get(path)) == "You cannot write here. You can still read and vote."
    if path != "/account":
        assert notice(nobody.get(path)) == ""


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (WRITING, "You cannot write here until November 30, 2026, 10:00. You can still read and vote."),
        (
            EVERYTHING,
            "Your account is suspended until November 30, 2026, 10:00. You can read; writing and voting"
            " have to wait.",
        ),
    ],
)
def test_and_until_when(article, alice, as_alice, clock, scope, words):
    curated(suspend, alice, scope, clock() + timedelta(days=7))
    assert notice(as_alice.get("/questions")) == words
    clock.advance(days=7)
    assert notice(as_alice.get("/questions")) == ""


def test_a_closed_account_reads_that_it_is_closed_until_it_is_opened_again(article, alice, as_alice):
    curated(close_account, alice)
    assert "Your account is closed." in notice(as_alice.get("/questions"))
    curated(lift, alice)
    assert notice(as_alice.get("/questions")) == ""


def test_a_notice_of_the_page_itself_stands_beside_it(as_carol):
    page = as_carol.get("/account?done=language")
    assert len(page.select(".notices .notice")) == 2


def test_a_thread_says_why_there_is_nothing_to_write_in(thread, comment, as_carol):
    page = as_carol.get(f"/threads/{thread.public_id}/{thread.slug}")
    assert "you cannot add a comment" in page.words(".taking-part")
    assert page.select("form.composer") == []
    actions = page.words(".comment-actions")
    assert not any(word in actions for word in ("Reply", "Quote", "Make a position"))
    assert page.select(".comment-actions [data-copy-link]")


def test_a_question_offers_nothing_to_write(position, thread, as_carol):
    page = as_carol.get("/questions/who-is-we")
    assert page.select("a[href$='/threads/new'], a[href$='/positions/new']") == []
    assert page.select("#ballot button.choice")


@pytest.mark.parametrize("path", ["/questions/one-budget", "/questions/one-budget/ballot"])
def test_an_empty_question_asks_for_nothing_either(article, as_carol, path):
    page = as_carol.get(path)
    assert page.select("a[href$='/threads/new'], a[href$='/positions/new']") == []
    assert "There are no positions yet" in page.words("#ballot")


def test_who_cannot_write_votes_all_the_same(position, as_carol, mode):
    page = as_carol.post(f"/positions/{position.public_id}/vote", {"choice": "agree"}, mode=mode)
    assert page.status_code == (303 if mode == "plain" else 200)
    assert "Propose" not in as_carol.get("/questions/who-is-we/ballot").words("#ballot")


@pytest.mark.parametrize(
    "path", ["/questions/who-is-we", "/questions/who-is-we/ballot", "/positions/{}", "/positions/{}/vote"]
)
def test_who_is_suspended_finds_no_buttons_to_vote_with_and_reads_why(position, alice, as_alice, path):
    curated(suspend, alice, EVERYTHING, None)
    page = as_alice.get(path.format(position.public_id))
    assert page.select(".choice, .vote-keys") == []
    assert "Your account cannot vote now." in page.words(".position-closed")
    assert page.select("a[href='/account']:not(.account-menu a)") == []


def test_beside_the_article_there_is_just_no_card(position, alice, as_alice):
    curated(suspend, alice, EVERYTHING, None)
    page = as_alice.get("/")
    assert page.select(".question-note")
    assert page.select(".question-note .position") == []


def test_ones_own_vote_stays_to_be_seen_and_not_to_be_changed(position, alice, as_alice):
    a_vote(alice, position, Choice.DISAGREE)
    curated(suspend, alice, EVERYTHING, None)
    page = as_alice.get(f"/positions/{position.public_id}")
    assert page.words(".my-vote") == "You disagree with this."
    assert page.select(".position form") == []


@pytest.mark.parametrize("effect", ["suspend", "close"])
def test_a_vote_is_refused_with_the_reason(position, alice, as_alice, mode, effect):
    page = as_alice.get(f"/positions/{position.public_id}")
    curated(close_account, alice) if effect == "close" else curated(suspend, alice, EVERYTHING, None)
    page = as_alice.post(f"/positions/{position.public_id}/vote", {"choice": "agree"}, mode=mode)
    assert page.status_code == 403
    assert "suspended" in page.words("[data-error-text]")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/questions/who-is-we/threads", {"title": "A title", "body": "My text.", "lessons": "we"}),
        ("/questions/who-is-we/positions", {"statement": "My text.", "anyway": "1"}),
    ],
)
def test_what_was_typed_is_not_lost_when_it_is_refused(article, as_carol, mode, path, fields):
    page = as_carol.post(path, fields, mode=mode)
    assert page.status_code == 403
    assert "cannot write" in page.words("[data-error-text]")
    assert "My text." in page.words(".kept")


@pytest.mark.parametrize("path", ["/questions/who-is-we/threads/new", "/questions/who-is-we/positions/new"])
def test_the_forms_themselves_say_why_not(article, as_carol, path):
    page = as_carol.get(path)
    assert page.status_code == 403
    assert "cannot write" in page.words("main")


def test_what_others_see_of_the_account_stays_as_it_is(article, as_carol):
    page = as_carol.get("/account")
    assert page.select("#profile") == []
    assert "stay as they are" in page.words("[aria-labelledby=profile-title]")
    assert as_carol.get("/account/security").select_one("#password")
    assert page.select_one("#language")
    fields = {"name": "Somebody else", "perspective": "", "organisation": ""}
    assert as_carol.post("/account/profile", fields).status_code == 403


def test_a_suspended_moderator_reads_what_everybody_reads(position, mo, as_moderator):
    curated(hold_position, position)
    assert as_moderator.get(f"/positions/{position.public_id}").status_code == 200
    curated(suspend, mo, WRITING, None)
    assert as_moderator.get(f"/positions/{position.public_id}").status_code == 404


def test_being_suspended_costs_no_statement(position, alice, as_alice, statements):
    with statements() as before:
        as_alice.get("/questions")
    curated(suspend, alice, EVERYTHING, None)
    with statements() as after:
        as_alice.get("/questions")
    assert len(after) == len(before)
