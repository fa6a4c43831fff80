"""The pages to read, of texts, positions and the forum itself. How: tests/browser/looks.py."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import Look, at, see_that_all_is_well
from tests.browser.pen import QUESTION
from tests.browser.scene import Scene

SYNTHESIS = f"/questions/{QUESTION}/synthesis"


def open_menu(scene: Scene) -> Page:
    page = at(scene.anna, "/questions")
    page.locator(".account-menu summary").click()
    return page


def at_person(scene: Scene, part: str) -> Page:
    """The page of who wrote a comment, by the link at their name."""
    page = at(scene.visitor, f"/comments/{scene.comment}")
    path = page.locator(".who a[href^='/people/']").first.get_attribute("href")
    return at(scene.visitor, f"{path}{part}")


def organisation_of(scene: Scene) -> str:
    page = at(scene.visitor, "/organisations")
    return page.locator(".organisation-row a").first.get_attribute("href") or ""


def voted(scene: Scene) -> Page:
    """The ballot right after a vote over htmx."""
    page = at(scene.carol, f"/questions/{QUESTION}/ballot")
    page.locator("#ballot .ballot-card [name=choice]").first.click()
    expect(page.locator(".just-voted")).to_be_visible()
    return page


LOOKS: dict[str, Look] = {
    "article": lambda scene: at(scene.visitor, "/"),
    "questions": lambda scene: at(scene.visitor, "/questions"),
    "question": lambda scene: at(scene.visitor, f"/questions/{QUESTION}"),
    "question without threads": lambda scene: at(scene.visitor, "/questions/belang-of-structuur"),
    "lessons": lambda scene: at(scene.visitor, "/lessons"),
    "lesson": lambda scene: at(scene.visitor, "/lessons/wie-is-wij"),
    "lessons combined": lambda scene: at(scene.visitor, "/lessons/wie-is-wij+gedeelde-waarden"),
    "thread": lambda scene: at(scene.visitor, scene.thread),
    "thread, signed in": lambda scene: at(scene.anna, scene.thread),
    "thread, at a comment": lambda scene: at(scene.visitor, f"/comments/{scene.comment}"),
    "menu": open_menu,
    "history": lambda scene: at(scene.visitor, f"/comments/{scene.hers}/history"),
    "positions": lambda scene: at(scene.visitor, "/positions?results=1"),
    "positions, none": lambda scene: at(
        scene.visitor, "/positions?state=shared&question=belang-of-structuur"
    ),
    "position": lambda scene: at(scene.visitor, f"/positions/{scene.positions[0]}"),
    "position with results": lambda scene: at(scene.visitor, f"/positions/{scene.positions[1]}?results=1"),
    "position, voted": lambda scene: at(scene.anna, f"/positions/{scene.positions[0]}"),
    "position, one's own": lambda scene: at(scene.anna, f"/positions/{scene.her_position}"),
    "question, signed in": lambda scene: at(scene.anna, f"/questions/{QUESTION}?results=1"),
    "synthesis": lambda scene: at(scene.visitor, SYNTHESIS),
    "synthesis, marked": lambda scene: at(scene.anna, SYNTHESIS),
    "synthesis, to be marked": lambda scene: at(scene.carol, SYNTHESIS),
    "synthesis, old version": lambda scene: at(scene.anna, f"{SYNTHESIS}/1"),
    "synthesis, changes": lambda scene: at(scene.visitor, f"{SYNTHESIS}/2/changes"),
    "overview": lambda scene: at(scene.visitor, f"/questions/{QUESTION}/overview"),
    "overview without votes": lambda scene: at(scene.visitor, "/questions/belang-of-structuur/overview"),
    "opinion groups": lambda scene: at(scene.anna, f"/questions/{QUESTION}/groups"),
    "no opinion groups": lambda scene: at(scene.visitor, "/questions/belang-of-structuur/groups"),
    "method": lambda scene: at(scene.visitor, "/method"),
    "organisations": lambda scene: at(scene.visitor, "/organisations"),
    "organisations, none": lambda scene: at(scene.visitor, "/organisations?q=nothing"),
    "organisation": lambda scene: at(scene.visitor, organisation_of(scene)),
    "person": lambda scene: at_person(scene, ""),
    "person, positions": lambda scene: at_person(scene, "/positions"),
    "rules": lambda scene: at(scene.visitor, "/rules"),
    "privacy": lambda scene: at(scene.visitor, "/privacy"),
    "accessibility": lambda scene: at(scene.visitor, "/accessibility"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_is_accessible_in_both_themes_and_fits_every_width(scene: Scene, look: str):
    see_that_all_is_well(scene, look, LOOKS[look])
