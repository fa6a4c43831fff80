"""The pages to report on, to decide on and to object on. How: tests/browser/looks.py."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import Look, at, see_that_all_is_well, sent, submitted
from tests.browser.pen import QUESTION
from tests.browser.scene import Scene

SYNTHESIS = f"/questions/{QUESTION}/synthesis"
EDIT_SYNTHESIS = f"{SYNTHESIS}/edit"


def synthesis_conflict(scene: Scene) -> Page:
    page = at(scene.moderator, EDIT_SYNTHESIS)
    page.locator("#writing [name=version]").evaluate("one => one.value = 1")
    page.locator("#writing [name=agree]").fill("Wij delen het **belang**, en ook de weg erheen.")
    return submitted(page, "#writing")


def open_report(scene: Scene) -> Page:
    page = at(scene.anna, scene.thread)
    page.locator(f"#comment-{scene.comment} .comment-actions [hx-get*=flags]").click()
    expect(page.locator(".report-title")).to_be_focused()
    return page


def receipt(scene: Scene) -> Page:
    page = at(scene.anna, f"/flags/new?target=position:{scene.positions[0]}")
    page.locator("[name=ground][value=duplicate]").check()
    return submitted(page, f"#report-{scene.positions[0]}")


LOOKS: dict[str, Look] = {
    "writing a synthesis": lambda scene: at(scene.moderator, EDIT_SYNTHESIS),
    "writing a synthesis, refused": lambda scene: sent(
        scene.moderator, EDIT_SYNTHESIS, "#writing", agree="woord " * 260
    ),
    "writing a synthesis, conflict": synthesis_conflict,
    "question without a synthesis": lambda scene: at(scene.moderator, "/questions/belang-of-structuur"),
    "report, signed out": lambda scene: at(scene.visitor, f"/flags/new?target=comment:{scene.comment}"),
    "report, signed out, refused": lambda scene: sent(scene.visitor, "/flags/new", "#notice"),
    "report": lambda scene: at(scene.anna, f"/flags/new?target=comment:{scene.comment}"),
    "report, refused": lambda scene: sent(
        scene.anna, f"/flags/new?target=comment:{scene.comment}", f"#report-{scene.comment}"
    ),
    "report, in place": open_report,
    "report, receipt": receipt,
    "mandate, ending it": lambda scene: at(
        scene.moderator, f"/moderation/revoke?target=mandate:{scene.mandate}"
    ),
    "own decisions": lambda scene: at(scene.anna, "/account/decisions"),
    "own decisions, none": lambda scene: at(scene.carol, "/account/decisions"),
    "decision": lambda scene: at(scene.anna, f"/decisions/{scene.decision}"),
    "decision, objected": lambda scene: at(scene.anna, f"/decisions/{scene.objected}"),
    "decision, as a moderator": lambda scene: at(scene.moderator, f"/decisions/{scene.objected}"),
    "objection": lambda scene: at(scene.anna, f"/decisions/{scene.decision}/appeal"),
    "objection, refused": lambda scene: sent(
        scene.anna, f"/decisions/{scene.decision}/appeal", "#object", text=""
    ),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_is_accessible_in_both_themes_and_fits_every_width(scene: Scene, look: str):
    see_that_all_is_well(scene, look, LOOKS[look])
