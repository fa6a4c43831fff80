"""The pages of administration. How: tests/browser/looks.py."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import Look, at, see_that_all_is_well
from tests.browser.scene import Scene


def somebody(scene: Scene) -> Page:
    """The page of an account, for administrators."""
    page = at(scene.administrator, "/admin/people?q=m&role=moderator")
    page.locator(".person-row a").first.click()
    expect(page.locator("form#role")).to_be_visible()
    return page


def discarding(scene: Scene) -> Page:
    page = at(scene.administrator, "/admin/jobs")
    page.locator(".message-actions summary").click()
    return page


def an_organisation(scene: Scene) -> Page:
    page = at(scene.administrator, "/admin/organisations")
    page.locator(".person-row a").first.click()
    expect(page.locator("form#correct")).to_be_visible()
    return page


def merging(scene: Scene) -> Page:
    """Choosing into which other one."""
    page = an_organisation(scene)
    page.locator("a[href$='/merge']").click()
    return page


LOOKS: dict[str, Look] = {
    "administration": lambda scene: at(scene.administrator, "/admin"),
    "administration, people": lambda scene: at(scene.administrator, "/admin/people"),
    "administration, nobody found": lambda scene: at(scene.administrator, "/admin/people?q=zzzz"),
    "administration, a person": somebody,
    "administration, organisations": lambda scene: at(scene.administrator, "/admin/organisations"),
    "administration, no organisation found": lambda scene: at(
        scene.administrator, "/admin/organisations?q=zzzz"
    ),
    "administration, an organisation": an_organisation,
    "administration, merging": merging,
    "administration, mandates": lambda scene: at(scene.administrator, "/admin/mandates"),
    "administration, mandates for a moderator": lambda scene: at(scene.moderator, "/admin/mandates"),
    "administration, jobs": lambda scene: at(scene.administrator, "/admin/jobs"),
    "administration, discarding": discarding,
    "administration, settings": lambda scene: at(scene.administrator, "/admin/settings"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_is_accessible_in_both_themes_and_fits_every_width(scene: Scene, look: str):
    see_that_all_is_well(scene, look, LOOKS[look])
