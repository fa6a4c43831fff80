"""The log of moderation and what stands behind it, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.looking import need_axe, problems_of
from tests.browser.site import Site, Someone


@pytest.fixture
def moderator(site: Site) -> Someone:
    return site.moderator()


@pytest.fixture
def entry(site: Site, moderator: Someone, comment: str) -> str:
    """The id of the decision that took bob's comment away."""
    return site.decide_thrice(moderator, comment)


def test_the_log_reads_without_a_script_or_a_cookie(visit: Visit, entry: str):
    page = visit(javascript=False)
    page.goto("/moderation/log")
    expect(page.locator(f"#entry-{entry}")).to_contain_text("Taken away")
    page.get_by_label("What was done").select_option("Put back")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(f"#entry-{entry}")).to_have_count(0)
    page.goto(f"/moderation/log/{entry}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Taken away")
    assert page.context.cookies() == []


def test_its_pages_are_accessible_and_fit(visit: Visit, moderator: Someone, entry: str):
    need_axe()
    nobody, mo = visit(), visit(moderator)
    problems = []
    for page, path in (
        (nobody, "/moderation/log"),
        (nobody, "/moderation/log?action=close"),
        (nobody, f"/moderation/log/{entry}"),
        (mo, "/moderation/register"),
        (mo, "/moderation/standing"),
    ):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        problems += [f"{path}: {found}" for found in problems_of(page)]
    assert not problems, "\n".join(problems)
