"""The house rules, in a forum of their own: a new version is told to everybody in it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.contexts import browser_of
from tests.browser.looking import need_axe, problems_of
from tests.browser.pen import Pen
from tests.browser.site import Site, Someone, eventually, running
from tests.browser.watching import Watch

WHY_NL, WHY_EN = "Vriendelijk zijn is nu een regel.", "Being kind is a rule now."

Enter = Callable[..., Page]


@pytest.fixture(scope="module")
def forum_with_rules(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("forum")) as site:
        yield site


@pytest.fixture
def enter(chromium: Browser, forum_with_rules: Site) -> Iterator[Enter]:
    """A browser in which somebody is signed in; what no page may do fails the test."""
    opened: list[tuple] = []

    def enter(someone: Someone, **options) -> Page:
        context = browser_of(chromium, forum_with_rules, **options)
        opened.append((context, Watch(context, forum_with_rules.address)))
        Pen(context.request).sign_in(someone)
        return context.new_page()

    yield enter
    problems = [problem for _context, watch in opened for problem in watch.problems]
    for context, _watch in opened:
        context.close()
    assert not problems


def fill(page: Page, rule: str) -> None:
    for name in ("body_nl", "body_en"):
        field = page.locator(f"#rules-{name}")
        field.fill(f"{field.input_value()}\n\n{rule}")
    page.locator("#rules-changes_nl").fill(WHY_NL)
    page.locator("#rules-changes_en").fill(WHY_EN)


def publish(page: Page) -> None:
    page.goto("/rules/edit")
    fill(page, "Be kind.")
    page.get_by_role("button", name="Publish these rules").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("House rules")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_new_version_is_read_by_who_is_here_and_mailed_to_who_is_not(
    enter: Enter, forum_with_rules: Site, javascript: bool
):
    site = forum_with_rules
    member, absent = site.member(), site.member()
    page = enter(member, javascript=javascript)
    publish(enter(site.administrator(), javascript=javascript))

    page.goto("/questions")
    news = page.locator("#rules-news")
    expect(news).to_contain_text(WHY_EN)
    news.get_by_role("button", name="I have read them").press("Enter")
    if javascript:
        expect(news).to_have_text("Thank you, we have noted it.")
        expect(news).to_be_focused()
        page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(news).to_have_count(0)
    eventually(lambda: site.mails_to(absent.email), "the mail about the rules")


def test_the_preview_follows_what_an_administrator_types(enter: Enter, forum_with_rules: Site):
    page = enter(forum_with_rules.administrator())
    page.goto("/rules/edit")
    page.locator("#rules-body_en").fill("## Kindness")
    expect(page.locator("#rules-body_en-preview")).to_have_text("Kindness")
    expect(page.locator("#rules-body_nl-preview")).to_contain_text("Wat moderatoren kunnen doen")
    expect(page.locator("#draft-saved")).to_be_visible()


def test_every_page_of_the_rules_is_accessible_and_fits(enter: Enter, forum_with_rules: Site):
    need_axe()
    site = forum_with_rules
    first, second = enter(site.administrator()), enter(site.administrator())
    reader = site.member()
    second.goto("/rules/edit")
    fill(second, "Be brave.")
    publish(first)
    second.get_by_role("button", name="Publish these rules").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("The house rules changed in the meantime")
    problems = [f"conflict: {found}" for found in problems_of(second)]

    first.goto("/rules/edit")
    first.get_by_role("button", name="Publish these rules").click()
    expect(first.locator(".error-summary")).to_be_focused()
    problems += [f"refused: {found}" for found in problems_of(first)]
    page = enter(reader)
    for path in ("/rules", "/rules/1", "/rules/2/changes", "/questions"):
        page.goto(path)
        expect(page.locator("#rules-news")).to_be_visible()
        problems += [f"{path}: {found}" for found in problems_of(page)]
    assert not problems, "\n".join(problems)
