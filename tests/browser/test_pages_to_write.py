"""The pages to write on, and what the forum answers. How: tests/browser/looks.py."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import Look, at, see_that_all_is_well, sent, submitted
from tests.browser.pen import QUESTION, Pen, thread_address
from tests.browser.scene import LONG, RICH, Scene

SYNTHESIS = f"/questions/{QUESTION}/synthesis"
NEW_POSITION = f"/questions/{QUESTION}/positions/new"
NEW_THREAD = f"/questions/{QUESTION}/threads/new"


def conflict(scene: Scene) -> Page:
    page = at(scene.anna, f"/comments/{scene.hers}/edit")
    page.locator("#edit [name=version]").evaluate("one => one.value = 1")
    page.locator("#edit [name=body]").fill("Deze tekst is anders.\n\nEn langer geworden.")
    return submitted(page, "#edit")


def expired(scene: Scene) -> Page:
    page = at(scene.anna, NEW_THREAD)
    page.locator("#thread [name=body]").fill(RICH)
    page.locator("#thread [name=csrf_token]").evaluate("one => one.remove()")
    return submitted(page, "#thread")


def open_reply(scene: Scene) -> Page:
    page = at(scene.anna, scene.thread)
    page.locator(f"#comment-{scene.comment} .comment-actions [hx-get*='quote=1']").click()
    expect(page.locator(f"#composer-{scene.comment} textarea")).to_be_focused()
    return page


def voted(scene: Scene) -> Page:
    """The ballot right after a vote over htmx."""
    page = at(scene.carol, f"/questions/{QUESTION}/ballot")
    page.locator("#ballot .ballot-card [name=choice]").first.click()
    expect(page.locator(".just-voted")).to_be_visible()
    return page


def too_fast(scene: Scene) -> Page:
    pen = Pen(scene.carol.context.request)
    for number in range(5):
        pen.comment(scene.thread, f"Nummer {number}")
    return sent(scene.carol, scene.thread, "#composer-new", body=RICH)


def withdrawing(scene: Scene) -> Page:
    """Of a position on which nobody can have voted yet: after that it stays."""
    position = Pen(scene.anna.context.request).propose(f"De {LONG} zijn nog lang niet klaar.")
    return at(scene.anna, f"/positions/{position}/withdraw")


LOOKS: dict[str, Look] = {
    "thread, replying": open_reply,
    "new thread, signed out": lambda scene: at(scene.visitor, NEW_THREAD),
    "new thread": lambda scene: at(scene.anna, NEW_THREAD),
    "new thread, refused": lambda scene: sent(scene.dewi, NEW_THREAD, "#thread"),
    "new comment, signed out": lambda scene: at(
        scene.visitor, f"{thread_address(scene.thread)}/comments/new"
    ),
    "reply": lambda scene: at(
        scene.anna, f"{thread_address(scene.thread)}/comments/new?parent={scene.comment}&quote=1"
    ),
    "comment, refused": lambda scene: sent(scene.dewi, scene.thread, "#composer-new"),
    "edit": lambda scene: at(scene.anna, f"/comments/{scene.hers}/edit"),
    "edit, refused": lambda scene: sent(scene.anna, f"/comments/{scene.hers}/edit", "#edit", body=""),
    "edit, conflict": conflict,
    "withdraw": lambda scene: at(scene.anna, f"/comments/{scene.hers}/withdraw"),
    "show a name": lambda scene: at(scene.anna, f"/comments/{scene.nameless}/name"),
    "vote, signed out": lambda scene: at(scene.visitor, f"/positions/{scene.positions[0]}/vote"),
    "vote, waiting": lambda scene: at(scene.anna, f"/positions/{scene.positions[2]}/vote"),
    "ballot": lambda scene: at(scene.visitor, f"/questions/{QUESTION}/ballot"),
    "ballot, voted": voted,
    "synthesis, refused": lambda scene: sent(scene.carol, SYNTHESIS, ".mark-form"),
    "new position, signed out": lambda scene: at(scene.visitor, NEW_POSITION),
    "new position": lambda scene: at(scene.anna, NEW_POSITION),
    "new position, advice": lambda scene: sent(
        scene.anna, NEW_POSITION, "#position", statement="Wie spreekt er, en wie kiest er?"
    ),
    "new position, refused": lambda scene: sent(scene.anna, NEW_POSITION, "#position", statement=""),
    "position from a comment": lambda scene: at(scene.anna, f"/comments/{scene.comment}/position"),
    "better wording": lambda scene: at(scene.anna, f"/positions/{scene.her_position}/supersede"),
    "withdraw a position": withdrawing,
    "new thread, not confirmed": lambda scene: at(scene.newcomer, NEW_THREAD),
    "not found": lambda scene: at(scene.visitor, "/nothing"),
    "forbidden": lambda scene: at(scene.anna, f"/comments/{scene.comment}/edit"),
    "too fast": too_fast,
    "form expired": expired,
    "wrong method": lambda scene: at(scene.visitor, "/drafts"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_is_accessible_in_both_themes_and_fits_every_width(scene: Scene, look: str):
    see_that_all_is_well(scene, look, LOOKS[look])
