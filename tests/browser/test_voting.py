"""Voting, from the first choice while signed out to a reason: with a mouse, a finger, the keyboard alone,
and without JavaScript.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.hands import Hand, Keyboard, Mouse
from tests.browser.pen import QUESTION
from tests.browser.site import Site, Someone
from tests.browser.test_professionals_way import WAYS, Way, has_javascript, stay_marker
from tests.browser.words import Words, words

BALLOT = f"/questions/{QUESTION}/ballot"


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    return WAYS[request.param]


@pytest.fixture
def say(way: Way) -> Words:
    return words(way.locale)


def test_a_professional_votes_before_signing_in_and_goes_on_after_it(
    site: Site, visit: Visit, way: Way, say: Words
):
    anna = site.member()
    hand = way.hand(visit(locale=way.locale, width=way.width, javascript=way.javascript))
    first = chooses_while_signed_out(hand, say)
    signs_in(hand, anna, say)
    finds_the_choice_back_and_casts_it(hand, first, say)
    votes_on_the_next_one(hand, first, say)
    says_why(hand, say)
    changes_their_mind(hand, say)
    withdraws(hand, say)


def chooses_while_signed_out(hand: Hand, say: Words) -> str:
    page = hand.page
    page.goto(f"/questions/{QUESTION}")
    card = page.locator("#ballot .ballot-card")
    statement = card.locator(".statement").inner_text()
    hand.press(card.get_by_role("link", name=say("Agree"), exact=True))
    if not has_javascript(page):
        # Without a script one more press sends the choice on its way.
        expect(page.get_by_role("heading", level=1)).to_have_text(statement)
        hand.press(page.get_by_role("button", name=say("Agree"), exact=True))
    expect(page.get_by_role("heading", name=say("Sign in"), level=1)).to_be_visible()
    return statement


def signs_in(hand: Hand, someone: Someone, say: Words) -> None:
    page = hand.page
    hand.write(page.get_by_label(say("E-mail address")), someone.email)
    hand.write(page.get_by_label(say("Password"), exact=True), someone.password)
    hand.press(page.get_by_role("button", name=say("Sign in")))


def finds_the_choice_back_and_casts_it(hand: Hand, statement: str, say: Words) -> None:
    page = hand.page
    expect(page.get_by_role("heading", level=1)).to_have_text(statement)
    expect(page.locator(".chosen-before")).to_contain_text(say("Agree"))
    hand.press(page.get_by_role("button", name=say("Cast this vote")))
    expect(page.locator(".my-vote").first).to_have_text(say("You agree with this."))
    expect(page.locator(".statement").first).to_have_text(statement)


def votes_on_the_next_one(hand: Hand, first: str, say: Words) -> None:
    page = hand.page
    page.goto(BALLOT)
    stays = stay_marker(page)
    card = page.locator("#ballot .ballot-card")
    offered = card.locator(".statement").inner_text()
    assert offered != first, "what one voted on is not offered again"
    hand.press(card.get_by_role("button", name=say("Disagree"), exact=True))
    voted = page.locator(".just-voted")
    expect(voted.locator(".statement")).to_have_text(offered)
    expect(voted.locator(".my-vote")).to_have_text(say("You disagree with this."))
    assert stays() == has_javascript(page), "htmx saves the reload, and only htmx does"


def says_why(hand: Hand, say: Words) -> None:
    page = hand.page
    voted = page.locator(".just-voted .position")
    hand.write(voted.get_by_label(say("What would have to change for you to agree?")), "A shared budget.")
    hand.press(voted.get_by_role("button", name=say("Keep this reason")))
    summary = page.locator(".position summary", has_text=say("Your reason"))
    expect(summary).to_be_visible()


def changes_their_mind(hand: Hand, say: Words) -> None:
    page = hand.page
    card = page.locator(".position[data-voted]").first
    hand.press(card.get_by_role("button", name=say("No opinion"), exact=True))
    expect(page.locator(".position[data-voted] .my-vote").first).to_have_text(
        say("You have no opinion on this.")
    )


def withdraws(hand: Hand, say: Words) -> None:
    page = hand.page
    statement = page.locator(".position[data-voted] .statement").first.inner_text()
    hand.press(
        page.locator(".position[data-voted]").first.get_by_role("button", name=say("withdraw your vote"))
    )
    card = page.locator(".position", has_text=statement).first
    expect(card).to_be_visible()
    expect(page.locator(".my-vote")).to_have_count(0)


def test_the_keys_1_2_and_3_vote_and_can_be_switched_off(site: Site, visit: Visit):
    page = visit(site.member())
    page.goto(BALLOT)
    statement = page.locator(".ballot-card .statement")
    for key, sentence in (
        ("1", "You agree with this."),
        ("3", "You have no opinion on this."),
    ):
        offered = statement.inner_text()
        page.keyboard.press(key)
        expect(page.locator(".just-voted .statement")).to_have_text(offered)
        expect(page.locator(".just-voted .my-vote")).to_have_text(sentence)

    page.goto("/questions/belang-of-structuur/ballot")
    offered = statement.inner_text()
    page.get_by_role("checkbox", name=re.compile("Keys 1, 2 and 3")).uncheck()
    page.keyboard.press("2")
    page.reload()
    expect(page.get_by_role("checkbox", name=re.compile("Keys 1, 2 and 3"))).not_to_be_checked()
    page.keyboard.press("2")
    page.goto("/questions/belang-of-structuur/ballot")
    expect(statement).to_have_text(offered)


def test_digits_typed_into_a_field_are_no_votes(site: Site, visit: Visit):
    page = visit(site.member())
    page.goto(BALLOT)
    page.keyboard.press("2")
    field = page.get_by_label("What would have to change for you to agree?")
    offered = page.locator(".ballot-card .statement").inner_text()
    field.click()
    field.press_sequentially("1, 2 or 3")
    expect(field).to_have_value("1, 2 or 3")
    expect(page.locator(".ballot-card .statement")).to_have_text(offered)


@pytest.mark.parametrize("hand_of", [Mouse, Keyboard])
def test_a_position_can_be_skipped_and_comes_back(site: Site, visit: Visit, hand_of: type):
    hand = hand_of(visit(site.member()))
    page: Page = hand.page
    page.goto(BALLOT)
    statement = page.locator(".ballot-card .statement")
    total = int(page.locator(".ballot-progress span").inner_text().split()[-1])
    seen = []
    for _ in range(total):
        seen.append(statement.inner_text())
        hand.press(page.get_by_role("link", name="Skip this position"))
        expect(page.locator("#ballot")).not_to_contain_text(seen[-1])
    assert len(set(seen)) == total, "every position is offered once"
    hand.press(page.get_by_role("link", name="Look at what I skipped"))
    expect(statement).to_have_text(re.compile("|".join(map(re.escape, seen))))


def test_a_vote_on_a_position_that_was_replaced_meanwhile_says_so(site: Site, visit: Visit):
    anna = site.member()
    author, voter = visit(anna), visit(site.member())
    address = propose(author, "Each partner names one person who may decide.")
    voter.goto(address)
    author.goto(f"{address}/supersede")
    author.locator("#supersede [name=statement]").fill("Each partner names two people who may decide.")
    author.locator("#supersede button.button").first.click()
    expect(author.locator(".statement").first).to_have_text("Each partner names two people who may decide.")

    voter.get_by_role("button", name="Agree", exact=True).click()

    expect(voter.locator(".position-closed")).to_contain_text("A better wording took its place")
    expect(
        voter.get_by_role("link", name="Each partner names two people who may decide.").first
    ).to_be_visible()


def propose(page: Page, statement: str) -> str:
    """Returns the address of the position."""
    page.goto(f"/questions/{QUESTION}/positions/new")
    page.locator("#position [name=statement]").fill(statement)
    page.locator("#position button.button").first.click()
    expect(page).to_have_url(re.compile("/positions/[a-z0-9]+"))
    return page.url.partition("?")[0]
