"""On a phone: who wrote what was taken away reads why and objects, and another moderator gives it back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pen import Pen
from tests.browser.site import Site, Someone

TEXT = "We chose two people, for a year."
REASON = "You name the two people by where they live. Leave that out."

plain_and_htmx = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])


@pytest.fixture
def decision(site: Site, pen: Callable[[Someone], Pen], comment: str) -> str:
    """A moderator took bob's comment away."""
    return pen(site.moderator()).decide("hide", f"comment:{comment}", ground="client_data", reason=REASON)


def open_decisions(page: Page) -> None:
    page.goto("/")
    page.locator("#account-menu summary").press("Enter")
    page.get_by_role("link", name="Decisions and reports").click()


@plain_and_htmx
def test_who_wrote_it_reads_why_objects_and_gets_it_back(
    visit: Visit, site: Site, bob: Someone, thread: str, comment: str, decision: str, javascript: bool
):
    page = visit(bob, width=390, javascript=javascript)
    open_decisions(page)
    page.get_by_role("link", name="Your comment was taken away").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your comment was taken away")
    for part in (REASON, "Personal data of a client", TEXT, "Others no longer see it"):
        expect(page.get_by_role("main")).to_contain_text(part)

    page.get_by_role("link", name="Object to this decision").click()
    page.get_by_role("button", name="Send objection").click()
    expect(page.get_by_label("Why do you see it differently?")).to_have_accessible_description(
        "What did the moderator overlook, or misunderstand? Only moderators read this. "
        "Write why you see it differently."
    )
    page.get_by_label("Why do you see it differently?").fill("I named no street and nobody.")
    page.get_by_role("button", name="Send objection").click()
    expect(page.get_by_role("status").first).to_contain_text("We have received your objection.")
    expect(page.locator("#appeal")).to_contain_text("Another moderator than the one who decided looks at it.")

    other = visit(site.moderator(), width=390, javascript=javascript)
    other.goto(f"/decisions/{decision}")
    expect(other.locator("#appeal")).to_contain_text("I named no street and nobody.")
    other.get_by_role("link", name="Reverse the decision").click()
    other.get_by_role("radio", name="Looked at, and in order").check()
    other.get_by_label("Reason", exact=True).fill("Nobody can be recognised by this.")
    other.get_by_role("button", name="Reverse the decision").click()
    expect(other.locator("#appeal")).to_contain_text("The decision was reversed")

    page.reload()
    expect(page.locator("#appeal")).to_contain_text("The decision was reversed")
    expect(page.locator("#appeal")).to_contain_text("Nobody can be recognised by this.")
    open_decisions(page)
    expect(page.get_by_role("link", name="Your comment is back")).to_be_visible()
    page.goto(thread)
    expect(page.locator(f"#comment-{comment} [data-comment-body]")).to_have_text(TEXT)


def test_everybody_else_reads_on_which_ground_and_never_what_it_said(
    visit: Visit, thread: str, decision: str
):
    page = visit(width=390)
    page.goto(thread)
    expect(page.get_by_text("Ground: Personal data of a client.")).to_be_visible()
    expect(page.get_by_text(TEXT)).to_have_count(0)
    page.get_by_role("link", name="Read the decision").click()
    expect(page.get_by_role("main")).to_contain_text(REASON)
    expect(page.get_by_text(TEXT)).to_have_count(0)


def test_a_half_written_objection_survives_a_closed_tab(visit: Visit, bob: Someone, decision: str):
    page = visit(bob)
    page.goto(f"/decisions/{decision}/appeal")
    field = page.get_by_label("Why do you see it differently?")
    field.press_sequentially("I named nobody, and")
    expect(page.locator(".draft-state")).to_contain_text("Saved as a draft.")
    page.goto("/questions")
    page.goto(f"/decisions/{decision}/appeal")
    expect(field).to_have_value("I named nobody, and")
