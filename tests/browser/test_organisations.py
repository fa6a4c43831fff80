"""Organisations are looked after: two correct one at the same time, and one that is there twice is merged."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.contexts import browser_of
from tests.browser.looking import need_axe, problems_of
from tests.browser.pen import Pen
from tests.browser.site import Site, Someone

Enter = Callable[..., Page]


@pytest.fixture
def enter(chromium: Browser, site: Site) -> Iterator[Enter]:
    """A browser in which somebody is signed in."""
    opened = []

    def new(who: Someone, *, javascript: bool = True) -> Page:
        context = browser_of(chromium, site, javascript=javascript)
        opened.append(context)
        Pen(context.request).sign_in(who)
        return context.new_page()

    yield new
    for context in opened:
        context.close()


@pytest.fixture
def town(site: Site, enter: Enter) -> str:
    """The name of an organisation that is there twice, the second time as `Gem. …`."""
    member, moderator = site.member(), site.moderator()
    name = f"Zeist {member.name}"
    asking, deciding = Pen(enter(member).context.request), Pen(enter(moderator).context.request)
    for one in (f"Gemeente {name}", f"Gem. {name}"):
        deciding.confirm_mandate(asking.ask_mandate(one))
    return name


def find(page: Page, name: str) -> None:
    page.goto("/admin/organisations")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Search").click()
    page.locator("#admin-organisations").get_by_role("link", name=name, exact=True).click()


def test_of_two_who_correct_the_later_sees_both_without_leaving_the_page(enter: Enter, site: Site, town: str):
    need_axe()
    first, second = enter(site.administrator()), enter(site.moderator())
    for page in (first, second):
        find(page, f"Gemeente {town}")
    for page, text in ((first, "A green town."), (second, "A large town.")):
        page.get_by_label("What it does, in one line").fill(text)
        page.get_by_label("Why").fill("The town asked for it.")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".notice[data-kind=done], .conflict")).to_be_visible()
    expect(second.locator(".conflict")).to_be_focused()
    expect(second.locator("#correct-described-now")).to_have_text("A green town.")
    expect(second.get_by_label("What it does, in one line")).to_have_value("A large town.")
    assert problems_of(second, "html") == []
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_text("Corrected. It stands so everywhere from now on.").last).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_one_that_is_there_twice_is_merged_by_keyboard(enter: Enter, site: Site, town: str, javascript: bool):
    page = enter(site.administrator(), javascript=javascript)
    find(page, f"Gem. {town}")
    page.get_by_role("link", name="Merge it into another organisation").press("Enter")
    page.get_by_role("link", name=f"Gemeente {town}", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Merge Gem. {town} into Gemeente {town}?")
    if javascript:
        need_axe()
        assert problems_of(page, "html") == []
    page.get_by_label("Why").fill("They are the same town.")
    page.get_by_label("Why").press("Enter")
    expect(
        page.get_by_text("Merged. What belonged to the other one belongs to this one now.")
    ).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Gemeente {town}")
    page.get_by_role("link", name="What everybody sees").click()
    expect(page.locator("[aria-labelledby=speakers] .mandate-row")).to_have_count(2)
