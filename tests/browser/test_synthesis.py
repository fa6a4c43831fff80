"""A moderator writes the synthesis of a question; who takes part says whether they recognise it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.site import Site, Someone

# Each test has a question of its own; another test of this process may have written about one already.
QUESTIONS = iter(
    (
        "belang-of-structuur",
        "handelen-voor-de-groep",
        "een-opdrachtgever",
        "waarden-onder-druk",
        "welke-waarden-delen-wij",
    )
)
TEXTS = {
    "Where we agree": "We **share** the goal.",
    "Where we differ": "Whether a fund is needed.",
    "What we do not know": "What it costs.",
    "The next step": "Three regions compare in January.",
}


@pytest.fixture
def question() -> str:
    return next(QUESTIONS)


@pytest.fixture
def moderator(site: Site) -> Someone:
    return site.moderator()


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def write(page: Page, texts: dict[str, str]) -> None:
    for label, text in texts.items():
        box(page, label).fill(text)


def publish(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Publish version")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Synthesis")


def part(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_moderator_writes_and_a_participant_recognises_on_a_phone(
    visit: Visit, site: Site, pen, moderator: Someone, anna: Someone, question: str, javascript: bool
):
    pen(anna).start_thread("What did you see?", question=question)
    desk = visit(moderator, width=390, javascript=javascript)
    desk.goto(f"/questions/{question}")
    desk.get_by_role("link", name="Write the first synthesis").click()
    write(desk, TEXTS)
    if javascript:
        expect(desk.locator("[data-words]")).to_have_text("17 of 250 words")
        expect(part(desk, "Where we agree").locator("strong")).to_have_text("share")
    else:
        desk.get_by_role("button", name="Show preview").click()
        expect(part(desk, "Where we agree").locator("strong")).to_have_text("share")
        expect(box(desk, "The next step")).to_have_value(TEXTS["The next step"])
    publish(desk)
    expect(part(desk, "The next step")).to_contain_text("Three regions compare in January.")

    page = visit(anna, width=390, javascript=javascript)
    page.goto(f"/questions/{question}")
    page.get_by_role("radio", name="Not recognisable, because …").check()
    page.get_by_role("button", name="Say this").click()
    remark = page.get_by_label("What is missing, or what is not right?")
    expect(remark).to_have_accessible_description(re.compile("Write why you do not recognise it"))
    remark.fill("The residents are missing.")
    page.get_by_role("button", name="Say this").click()
    expect(page.get_by_text("You said that you do not recognise this.", exact=True).first).to_be_visible()
    expect(page.locator("#recognition .marks")).to_contain_text("1 does not recognise it")

    desk.goto(f"/questions/{question}/synthesis")
    expect(desk.get_by_text("The residents are missing.")).to_be_visible()
    desk.get_by_role("link", name="Write a new version").click()
    expect(box(desk, "Where we agree")).to_have_value(TEXTS["Where we agree"])
    write(desk, {"What we do not know": "What it costs, and what residents think."})
    publish(desk)
    desk.get_by_role("link", name="What changed", exact=True).click()
    expect(desk.locator("ins")).to_contain_text("and what residents think.")

    page.goto(f"/questions/{question}")
    expect(page.locator("#recognition")).to_contain_text("No participant said anything of this version yet.")
    page.get_by_role("radio", name="Recognisable", exact=True).check()
    page.get_by_role("button", name="Say this").click()
    expect(page.locator("#recognition .marks")).to_contain_text("1 finds it recognisable")
    page.get_by_text("Change or withdraw this").click()
    page.get_by_role("button", name="Take back what I said").click()
    expect(page.locator("#recognition")).to_contain_text("No participant said anything of this version yet.")


def test_the_remark_is_asked_for_when_it_is_needed_and_the_focus_stays_where_one_goes_on(
    visit: Visit, pen, moderator: Someone, anna: Someone, question: str
):
    pen(anna).start_thread("What did you see?", question=question)
    pen(moderator).summarise("We share the goal.", question=question)
    page = visit(anna)
    page.goto(f"/questions/{question}")
    remark = page.get_by_label("What is missing, or what is not right?")
    expect(remark).to_be_hidden()
    page.get_by_role("radio", name="Recognisable, with a remark").check()
    expect(remark).to_be_visible()
    page.get_by_role("button", name="Say this").click()
    expect(remark).to_be_focused()
    page.get_by_role("radio", name="Recognisable", exact=True).check()
    expect(remark).to_be_hidden()
    page.get_by_role("button", name="Say this").click()
    expect(page.get_by_role("heading", name="Who recognises this?")).to_be_focused()
    expect(page.locator("#announcer")).to_have_text("You said that you recognise this.")


def test_a_half_written_synthesis_survives_a_closed_tab_and_too_many_words_are_told(
    visit: Visit, moderator: Someone, question: str
):
    page = visit(moderator)
    address = f"/questions/{question}/synthesis/edit"
    page.goto(address)
    field = box(page, "Where we differ")
    with page.expect_response("**/drafts"):
        field.press_sequentially("Half a thought")
    again = page.context.new_page()
    page.close()
    again.goto(address)
    expect(box(again, "Where we differ")).to_have_value("Half a thought")
    box(again, "Where we agree").fill("word " * 250)
    expect(again.locator("[data-words]")).to_have_text("253 of 250 words")
    expect(again.locator("#announcer")).to_have_text("There are more than 250 words now.")
    again.get_by_role("button", name="Publish version 1").click()
    expect(again.get_by_role("alert")).to_contain_text("The four parts have 253 words together.")
    expect(box(again, "Where we differ")).to_have_value("Half a thought")


def test_two_moderators_at_once_both_keep_their_text(
    visit: Visit, site: Site, pen, moderator: Someone, question: str
):
    page = visit(moderator, javascript=False)
    page.goto(f"/questions/{question}/synthesis/edit")
    pen(site.moderator()).summarise("We share one goal.", question=question)
    write(page, {"Where we agree": "We share two goals."})
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is lost: both texts are below.")
    expect(page.locator(".slot-changes del")).to_contain_text(["one"])
    expect(page.locator(".slot-changes ins")).to_contain_text(["two"])
    publish(page)
    expect(part(page, "Where we agree")).to_contain_text("We share two goals.")
