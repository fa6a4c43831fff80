"""Speaking for an organisation, from asking for it to a text in its name, with a script and without one."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pen import QUESTION, Pen
from tests.browser.site import Site, Someone


@pytest.fixture
def moderator(site: Site, pen) -> Pen:
    return pen(site.moderator())


def ask_for_a_mandate(page: Page, name: str) -> None:
    page.goto("/account/mandates/new")
    page.get_by_role("combobox", name="Organisation").fill(name)
    page.get_by_label("Its role in the field").select_option(index=1)
    page.get_by_label("Last day").fill((datetime.now(UTC).date() + timedelta(days=300)).isoformat())
    page.get_by_label("Who in the organisation").fill("Kim Smit, director")
    page.get_by_label("What shows that you may").fill("The board decided so.")
    page.get_by_role("button", name="Ask for this mandate").click()
    expect(page.locator("main")).to_contain_text("Waits for an answer")


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_asks_for_a_mandate_and_speaks_by_it(
    visit: Visit, site: Site, moderator: Pen, thread: str, javascript: bool
):
    page: Page = visit(site.member(), width=390, javascript=javascript)
    name = f"Zorggroep {'Noord' if javascript else 'Zuid'}"
    page.goto("/account/mandates")
    page.locator("main").get_by_role("link", name="Ask for a mandate").click()
    page.get_by_role("combobox", name="Organisation").fill(name)
    page.get_by_label("Its role in the field").select_option(index=1)
    page.get_by_label("Last day").fill((datetime.now(UTC).date() + timedelta(days=300)).isoformat())
    page.get_by_label("Who in the organisation").fill("Kim Smit, director")
    page.get_by_role("button", name="Ask for this mandate").click()
    expect(page.locator(".error-summary")).to_contain_text("Say what shows")
    expect(page.get_by_role("combobox", name="Organisation")).to_have_value(name)
    page.get_by_label("What shows that you may").fill("The board decided so.")
    page.get_by_role("button", name="Ask for this mandate").click()
    expect(page.locator("main")).to_contain_text("Waits for an answer")

    moderator.confirm_mandate(page.url.partition("?")[0].rpartition("/")[2])
    page.goto(thread)
    expect(page.get_by_role("radio", name="in a personal capacity")).to_be_checked()
    page.get_by_role("radio", name=f"on behalf of {name}").check()
    page.get_by_label("Your comment").fill(f"We of {name} agree.")
    page.get_by_role("button", name="Post comment").click()
    mine = page.locator("article.comment", has_text=f"We of {name} agree.").last
    expect(mine.locator(".byline")).to_contain_text(f"on behalf of {name}")
    expect(page.get_by_role("radio", name="in a personal capacity").first).to_be_checked()
    mine.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("#said")).to_contain_text(f"We of {name} agree.")


def test_somebody_answers_without_a_name(visit: Visit, anna: Someone, site: Site, thread: str):
    page: Page = visit(anna, width=1280)
    page.goto(thread)
    page.get_by_label("Your comment").fill("Nobody says this aloud.")
    page.get_by_label("Do not show my name").check()
    page.get_by_role("button", name="Post comment").click()
    theirs = page.locator("article.comment", has_text="Nobody says this aloud.").last
    expect(theirs.locator(".byline")).to_contain_text("Name known to the moderators")
    expect(theirs).not_to_contain_text(anna.name)


# Two that differ, since what looks like a position that is there already leads to that one.
@pytest.mark.parametrize(
    ("javascript", "first", "better"),
    [
        (True, "Residents are asked before their street is.", "Residents come before streets."),
        (False, "Money goes where the youngest clients go.", "Budgets follow young clients."),
    ],
)
def test_somebody_proposes_a_position_for_an_organisation(
    visit: Visit, site: Site, moderator: Pen, javascript: bool, first: str, better: str
):
    page: Page = visit(site.member(), width=390, javascript=javascript)
    name = f"Stichting {'Oost' if javascript else 'West'}"
    ask_for_a_mandate(page, name)
    moderator.confirm_mandate(page.url.partition("?")[0].rpartition("/")[2])

    page.goto(f"/questions/{QUESTION}/positions/new")
    expect(page.get_by_role("radio", name="in a personal capacity")).to_be_checked()
    page.get_by_label("Your position").fill(f"Should {first}?")
    page.get_by_role("radio", name=f"on behalf of {name}").check()
    page.get_by_role("button", name="Propose this position").click()
    expect(page.locator("#second-thoughts")).to_contain_text("This is a question.")
    expect(page.get_by_role("radio", name=f"on behalf of {name}")).to_be_checked()
    page.get_by_label("Your position").fill(first)
    page.get_by_role("button", name="Propose this position").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    expect(page.locator(".position .dotted").first).to_contain_text(f"on behalf of {name}")

    page.get_by_role("link", name="Put a better wording in its place").click()
    expect(page.locator("form#supersede")).to_contain_text(f"on behalf of {name}")
    page.get_by_label("The better wording").fill(better)
    page.get_by_role("button", name="Put this in its place").click()
    page.locator(".position .dotted").first.get_by_role("link", name=name).click()
    rows = page.locator("#positions li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(better)
    expect(rows.last).to_contain_text("earlier wording")
