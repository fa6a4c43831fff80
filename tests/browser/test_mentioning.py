"""Mentioning somebody while one writes: an offer with the keyboard and with a finger, in nobody's way."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.looking import STICKS_OUT, accessibility_problems, need_axe
from tests.browser.site import Someone


def field(page: Page) -> Locator:
    return page.get_by_label("Your comment")


def offer(page: Page) -> Locator:
    return page.get_by_role("listbox", name="People in this conversation")


def handle_of(option: Locator) -> str:
    return option.get_attribute("data-handle") or ""


@pytest.fixture
def page(visit: Visit, anna: Someone, thread: str) -> Page:
    """Bob's thread, with anna writing in it by keyboard."""
    page = visit(anna)
    page.goto(thread)
    return page


def test_with_the_keyboard_one_marks_somebody_and_goes_on(page: Page, bob: Someone):
    begin = bob.name[:2]
    field(page).press_sequentially(f"I ask @{begin}")
    option = offer(page).get_by_role("option", name=bob.name)
    expect(option).to_be_visible()
    expect(page.locator("#announcer")).to_have_text(re.compile("1 person"))
    expect(field(page)).to_be_focused()
    handle = handle_of(option)

    page.keyboard.press("ArrowDown")
    expect(field(page)).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(offer(page)).to_have_count(0)
    page.keyboard.type("about it.")
    expect(field(page)).to_have_value(f"I ask @{handle} about it.")
    expect(page.get_by_role("group", name="Preview").locator(f'a[href="/people/{handle}"]')).to_be_visible()
    expect(field(page)).not_to_have_attribute("aria-controls", re.compile("."))


def test_tab_takes_what_is_marked_too(page: Page, bob: Someone):
    field(page).press_sequentially(f"@{bob.name[0]}")
    handle = handle_of(offer(page).get_by_role("option"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value(f"@{handle} ")


def test_who_does_not_choose_types_on_undisturbed(page: Page, bob: Someone):
    field(page).press_sequentially(f"@{bob.name[0]}")
    expect(offer(page)).to_be_visible()
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value(f"@{bob.name[0]}\n")
    expect(offer(page)).to_have_count(0)

    field(page).press_sequentially(f"x @{bob.name[0]}")
    expect(offer(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(offer(page)).to_have_count(0)
    expect(field(page)).to_be_focused()

    field(page).press_sequentially(f" and @{bob.name[0]}")
    expect(offer(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(field(page)).not_to_be_focused()
    expect(offer(page)).to_have_count(0)


def test_an_address_of_a_mailbox_offers_nobody(page: Page, bob: Someone):
    with page.expect_response("**/preview"):
        field(page).press_sequentially(f"me@{bob.name[0]}")
    expect(offer(page)).to_have_count(0)


def test_what_was_chosen_can_be_undone_and_waits_as_a_draft(page: Page, bob: Someone, thread: str):
    field(page).press_sequentially(f"@{bob.name[0]}")
    handle = handle_of(offer(page).get_by_role("option"))
    page.keyboard.press("ArrowDown")
    with page.expect_response("**/drafts"):
        page.keyboard.press("Enter")
    page.goto(thread)
    expect(field(page)).to_have_value(f"@{handle} ")
    field(page).press_sequentially(f"@{bob.name[0]}")
    expect(offer(page)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+z")
    expect(field(page)).not_to_have_value(f"@{handle} @{handle} ")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_with_a_finger_on_a_phone(visit: Visit, anna: Someone, bob: Someone, thread: str, theme: str):
    need_axe()
    page = visit(anna, width=390, theme=theme)
    page.goto(thread)
    field(page).tap()
    page.keyboard.type(f"A first line.\n\nThen @{bob.name[0]}")
    option = offer(page).get_by_role("option")
    expect(option).to_be_in_viewport()
    box, around = option.bounding_box(), field(page).bounding_box()
    assert box
    assert around
    assert box["height"] >= 44
    # Below the third line, not over it, and not far from it either.
    line = field(page).evaluate("one => parseFloat(getComputedStyle(one).lineHeight)")
    assert around["y"] + 3 * line < box["y"] < around["y"] + 5 * line
    assert page.evaluate(STICKS_OUT) == []
    page.keyboard.press("ArrowDown")
    assert accessibility_problems(page, ".writing") == []
    handle = handle_of(option)
    option.tap()
    expect(field(page)).to_have_value(f"A first line.\n\nThen @{handle} ")
    expect(field(page)).to_be_focused()
    expect(offer(page)).to_have_count(0)


def test_without_scripts_a_mention_is_typed(visit: Visit, anna: Someone, bob: Someone, thread: str):
    page = visit(anna, javascript=False)
    page.goto(thread)
    field(page).fill(f"Hello @{bob.name.lower()}.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment", has_text="Hello")).to_have_count(1)
    expect(page.get_by_role("listbox")).to_have_count(0)
