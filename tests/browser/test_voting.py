"""Voting and proposing as people do it: with keys, with a finger, before signing in, without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pen import QUESTION
from tests.browser.site import Someone

BALLOT = f"/questions/{QUESTION}/ballot"


def sign_in(page: Page, someone: Someone) -> None:
    page.get_by_label("E-mail address").fill(someone.email)
    page.get_by_label("Password", exact=True).fill(someone.password)
    page.get_by_role("button", name="Sign in").click()


def card(page: Page):
    return page.locator(".ballot-card article.position")


def just_voted(page: Page):
    return page.locator(".just-voted article.position")


def test_the_keys_vote_and_lead_to_the_next_position(visit: Visit, anna: Someone):
    page = visit(anna)
    page.goto(BALLOT)
    for key, choice in (("1", "agree"), ("2", "disagree")):
        statement = card(page).get_by_role("heading").inner_text()
        page.keyboard.press(key)
        expect(just_voted(page)).to_have_attribute("data-voted", choice)
        expect(just_voted(page).get_by_role("heading").first).to_have_text(statement)
        expect(card(page).get_by_role("heading")).to_be_focused()
    expect(page.locator("#announcer")).to_have_text("You disagree with this.")
    expect(page.locator(".ballot-progress")).to_contain_text("3 of")


def test_the_keys_can_be_switched_off_and_never_vote_while_one_types(visit: Visit, anna: Someone):
    page = visit(anna)
    page.goto(BALLOT)
    page.keyboard.press("2")
    reason = page.get_by_label("What would have to change for you to agree?")
    reason.fill("At least ")
    reason.press_sequentially("123")
    expect(reason).to_have_value("At least 123")
    expect(page.locator(".ballot-progress")).to_contain_text("2 of")

    switch = page.get_by_label("Keys 1, 2 and 3 vote")
    switch.uncheck()
    page.keyboard.press("1")
    page.reload()
    expect(switch).not_to_be_checked()
    page.keyboard.press("1")
    expect(page.locator(".ballot-progress")).to_contain_text("2 of")


def test_a_reason_can_be_given_and_a_vote_changed_below_the_next_position(visit: Visit, anna: Someone):
    page = visit(anna, width=390)
    page.goto(BALLOT)
    card(page).get_by_role("button", name="Disagree").tap()
    page.get_by_label("What would have to change for you to agree?").fill("More time.")
    page.get_by_role("button", name="Keep this reason").tap()
    expect(just_voted(page).get_by_text("Your reason")).to_be_visible()
    just_voted(page).get_by_text("Change your vote").tap()
    just_voted(page).get_by_role("button", name="Agree", exact=True).tap()
    expect(just_voted(page)).to_have_attribute("data-voted", "agree")
    expect(card(page)).to_be_visible()


def test_a_vote_begun_signed_out_takes_one_press_after_signing_in(visit: Visit, anna: Someone):
    page = visit()
    page.goto(BALLOT)
    statement = card(page).get_by_role("heading").inner_text()
    card(page).get_by_role("link", name="Disagree", exact=True).click()
    expect(page.get_by_text("Your vote waits for you.")).to_be_visible()
    sign_in(page, anna)
    expect(page.locator(".chosen-before")).to_contain_text("Disagree")
    page.get_by_role("button", name="Cast this vote").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(statement)
    expect(page.get_by_text("You disagree with this.")).to_be_visible()


def test_without_javascript_a_vote_waits_just_as_well(visit: Visit, anna: Someone):
    page = visit(width=390, javascript=False)
    page.goto(BALLOT)
    card(page).get_by_role("link", name="Agree", exact=True).click()
    page.get_by_role("button", name="Agree", exact=True).click()
    sign_in(page, anna)
    page.get_by_role("button", name="Cast this vote").click()
    expect(page.get_by_text("You agree with this.")).to_be_visible()


@pytest.mark.parametrize("place", ["ballot", "question", "article"])
def test_without_javascript_one_votes_and_is_back_where_one_was(visit: Visit, anna: Someone, place: str):
    page = visit(anna, javascript=False)
    address = {"ballot": BALLOT, "question": f"/questions/{QUESTION}", "article": "/"}[place]
    page.goto(address)
    page.locator("article.position button[value=agree]").first.click()
    expect(page).to_have_url(re.compile(rf"{address}([?#].*)?$"))
    if place != "article":
        expect(just_voted(page)).to_have_attribute("data-voted", "agree")


def test_words_selected_in_a_comment_become_a_position(
    visit: Visit, anna: Someone, thread: str, comment: str
):
    page = visit(anna)
    page.goto(f"/comments/{comment}")
    page.locator(f"#comment-{comment} [data-comment-body] p").select_text()
    offer = page.locator("a.make-position")
    expect(offer).to_be_visible()
    offer.click()
    expect(page.get_by_role("radio", name="We chose two people, for a year.")).to_be_checked()
    field = page.get_by_label("As a position")
    expect(field).to_have_value("We chose two people, for a year.")
    field.fill("Two people speak for the group, for a year at most.")
    page.get_by_role("button", name="Propose this position").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Two people speak for the group, for a year at most."
    )
    page.goto(f"/comments/{comment}")
    expect(page.locator(f"#comment-{comment} .grown")).to_contain_text("Two people speak for the group")
