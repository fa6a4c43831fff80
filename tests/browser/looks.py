"""What holds for every page: accessible in both themes, nothing sticks out, nothing goes wrong unseen.

A look opens a page in the scene, as somebody, and returns it. The tests of pages list them by subject.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.looking import problems_of
from tests.browser.scene import Scene
from tests.browser.site import PASSWORD

Look = Callable[[Scene], Page]
# An open menu lies over what is below it, for as long as one is in it: only the menu itself is looked at.
PART = {"menu": ".account-menu"}
OF_ERRORS = {
    "not found",
    "forbidden",
    "too fast",
    "form expired",
    "wrong method",
    "new thread, not confirmed",
}


def see_that_all_is_well(scene: Scene, name: str, look: Look) -> None:
    page = look(scene)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if page.locator(".error-code").count():  # one may look at such a page, but not by accident
        assert name in OF_ERRORS, f"{name} shows {page.locator('main').inner_text()}"

    problems = problems_of(page, PART.get(name, "html"))
    problems += scene.new_problems()
    assert not problems, "\n".join(problems)


def at(page: Page, address: str) -> Page:
    page.goto(address)
    if urlsplit(page.url).path == "/account/confirm-it-is-you":  # they signed in more than ten minutes ago
        page.locator("#prove [name=password]").fill(PASSWORD)
        submitted(page, "#prove")
    return page


def sent(page: Page, address: str, form: str, **fields: str) -> Page:
    """The page that answers a form, also where htmx would send it."""
    at(page, address)
    for name, value in fields.items():
        page.locator(f"{form} [name={name}]").fill(value)
    return submitted(page, form)


def submitted(page: Page, form: str) -> Page:
    with page.expect_navigation():
        page.locator(form).evaluate("form => HTMLFormElement.prototype.submit.call(form)")
    return page
