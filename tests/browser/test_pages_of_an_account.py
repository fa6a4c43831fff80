"""The pages of an account, and the ways to one. How: tests/browser/looks.py."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import Look, at, see_that_all_is_well, sent, submitted
from tests.browser.scene import Scene


def open_choice(scene: Scene) -> Page:
    page = at(scene.anna, "/account/following")
    page.locator(".follow-how summary").first.click()
    return page


def own_feed(scene: Scene) -> Page:
    """Right after its address was made over htmx."""
    page = at(scene.anna, "/account/following")
    page.locator("#own-feed button").first.click()
    expect(page.locator("#own-feed-address")).to_be_visible()
    return page


def mails_refused(scene: Scene) -> Page:
    page = at(scene.anna, "/account/mails")
    page.locator("[name=quiet][value=own]").check()
    page.locator("[name=quiet_until]").fill(page.locator("[name=quiet_from]").input_value())
    return submitted(page, "#mails")


LOOKS: dict[str, Look] = {
    "mandates": lambda scene: at(scene.anna, "/account/mandates"),
    "mandates, none": lambda scene: at(scene.newcomer, "/account/mandates"),
    "mandate": lambda scene: at(scene.anna, f"/account/mandates/{scene.mandate}"),
    "mandate of a colleague": lambda scene: at(scene.anna, f"/account/mandates/{scene.carols_mandate}"),
    "new mandate, signed out": lambda scene: at(scene.visitor, "/account/mandates/new"),
    "new mandate": lambda scene: at(scene.anna, f"/account/mandates/new?again={scene.mandate}"),
    "new mandate, refused": lambda scene: sent(scene.anna, "/account/mandates/new", "#mandate"),
    "following": lambda scene: at(scene.anna, "/account/following"),
    "following, choosing": open_choice,
    "following, own feed": own_feed,
    "following, nothing": lambda scene: at(scene.newcomer, "/account/following"),
    "notifications": lambda scene: at(scene.anna, "/account/notifications"),
    "notifications, none": lambda scene: at(scene.newcomer, "/account/notifications"),
    "login": lambda scene: at(scene.visitor, "/login"),
    "login, refused": lambda scene: sent(scene.visitor, "/login", "#login", email="x@example.nl"),
    "logout": lambda scene: at(scene.anna, "/logout"),
    "register": lambda scene: at(scene.visitor, "/register"),
    "register, refused": lambda scene: sent(scene.visitor, "/register", "#register", email="x"),
    "register, sent": lambda scene: at(scene.visitor, "/register/sent"),
    "forgot": lambda scene: at(scene.visitor, "/account/forgot"),
    "forgot, refused": lambda scene: sent(scene.visitor, "/account/forgot", "#forgot"),
    "reset": lambda scene: at(scene.visitor, scene.link_to_reset),
    "reset, refused": lambda scene: sent(scene.visitor, scene.link_to_reset, "#reset", password="kort"),
    "confirm": lambda scene: at(scene.visitor, scene.link_to_confirm),
    "confirm, too late": lambda scene: at(scene.visitor, "/account/confirm/unknown"),
    "account": lambda scene: at(scene.anna, "/account"),
    "account, refused": lambda scene: sent(scene.anna, "/account", "#profile", name=""),
    "security": lambda scene: at(scene.anna, "/account/security"),
    "password, refused": lambda scene: sent(scene.anna, "/account/security", "#password"),
    "own data": lambda scene: at(scene.anna, "/account/data"),
    "erasing": lambda scene: at(scene.anna, "/account/erase"),
    "erasing, refused": lambda scene: sent(scene.anna, "/account/erase", "#erase"),
    "erasing, asked": lambda scene: at(scene.visitor, "/account/erase/asked"),
    "sessions": lambda scene: at(scene.anna, "/account/sessions"),
    "authenticator app": lambda scene: at(scene.anna, "/account/second-factor"),
    "authenticator app, refused": lambda scene: sent(scene.anna, "/account/second-factor", "#app", code="1"),
    "address": lambda scene: at(scene.anna, "/account/email"),
    "address, refused": lambda scene: sent(scene.anna, "/account/email", "#email", email="x"),
    "address, sent": lambda scene: at(scene.anna, "/account/email/sent"),
    "address, too late": lambda scene: at(scene.visitor, "/account/email/confirm/unknown"),
    "account, not confirmed": lambda scene: at(scene.newcomer, "/account"),
    "mails": lambda scene: at(scene.anna, "/account/mails"),
    "mails, saved": lambda scene: sent(scene.anna, "/account/mails", "#mails"),
    "mails, refused": mails_refused,
    "unsubscribing": lambda scene: at(scene.visitor, scene.link_to_stop),
    "unsubscribing, done": lambda scene: sent(scene.visitor, scene.link_to_stop, "#stop"),
    "unsubscribing, unknown": lambda scene: at(scene.visitor, "/unsubscribe/unknown"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_is_accessible_in_both_themes_and_fits_every_width(scene: Scene, look: str):
    see_that_all_is_well(scene, look, LOOKS[look])
