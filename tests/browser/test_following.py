"""Following: by a feed of one's own choice, and with an account until one has read what is new."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.hands import Keyboard
from tests.browser.pen import QUESTION, Pen
from tests.browser.site import Site, Someone, eventually

plain_and_htmx = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])


def test_somebody_without_an_account_chooses_a_feed_copies_it_and_reads_it(
    visit: Visit, site: Site, thread: str, comment: str
):
    page = visit()
    page.goto(thread)
    page.get_by_role("link", name="Follow with a feed reader").click()
    chosen = page.get_by_role("region", name="What you chose")
    expect(chosen.get_by_role("heading", level=3)).to_have_text("Who may speak for the group?")
    copy = chosen.get_by_role("button", name="Copy the address of: Who may speak for the group?")
    copy.click()
    expect(copy).to_have_text("Copied")
    address = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{site.address}/feeds/threads/\w+\.atom\?lang=en", address)

    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    # With its style sheet it is a page: titles stand apart, and what is for programs only is out of sight.
    entries = page.locator("entry")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("We chose two people, for a year.")
    look = "one => getComputedStyle(one)"
    assert entries.first.locator("title").evaluate(f"{look}.display") == "block"
    assert entries.first.locator("id").first.evaluate(f"{look}.display") == "none"
    back = page.locator("subtitle a").first
    back.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who may speak for the group?")


def test_several_lessons_at_once_have_one_address(visit: Visit, site: Site):
    page = visit(width=390, javascript=False)
    page.goto("/feeds")
    combine = page.get_by_role("region", name="Several lessons at once")
    for box in combine.get_by_role("checkbox").all()[:2]:
        box.check()
    combine.get_by_role("button", name="Show the address").click()
    field = page.get_by_role("region", name="What you chose").get_by_role("textbox")
    address = field.input_value()
    assert re.fullmatch(rf"{site.address}/feeds/lessons/[\w-]+\+[\w-]+\.atom\?lang=en", address)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200


def count_in_header(page: Page) -> int:
    page.reload()
    found = page.locator(".heard .heard-count")
    return int(found.text_content() or 0) if found.count() else 0


def test_who_follows_by_keyboard_hears_of_it_and_reads_it(
    visit: Visit, anna: Someone, thread: str, bobs_pen: Pen
):
    page = visit(anna)
    hand = Keyboard(page)
    page.goto(thread)
    hand.press(page.get_by_role("button", name="Follow", exact=True))
    chosen = page.locator(".follow-how summary")
    expect(chosen).to_be_focused()
    expect(chosen).to_have_text("You follow this: once a day")
    page.keyboard.press("Enter")
    hand.press(page.get_by_role("button", name="At once"))
    expect(chosen).to_have_text("You follow this: at once")
    expect(chosen).to_be_focused()

    new = bobs_pen.comment(thread, "We chose three people this time.")
    page.goto("/questions")  # who looks at the thread itself has read it
    eventually(lambda: count_in_header(page) == 1, "the number in the header")
    hand.press(page.get_by_role("link", name="1 new notification"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Notifications")
    line = page.locator(".heard-line")
    expect(line).to_contain_text("We chose three people this time.")
    expect(line.locator(".new-mark")).to_have_text("new")
    hand.press(line.get_by_role("link"))
    expect(page).to_have_url(re.compile(f"#comment-{new}$"))
    eventually(lambda: count_in_header(page) == 0, "the number to go")
    page.goto("/account/notifications")
    expect(line.locator(".new-mark")).to_have_count(0)


def test_so_does_who_has_no_javascript(visit: Visit, anna: Someone, thread: str, bobs_pen: Pen):
    page = visit(anna, width=390, javascript=False)
    page.goto(thread)
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page).to_have_url(re.compile("#follow-thread-"))
    page.locator(".follow-how summary").click()
    page.get_by_role("button", name="Once a week").click()
    expect(page.locator(".follow-how summary")).to_have_text("You follow this: once a week")

    new = bobs_pen.comment(thread, "We chose four people this time.")
    page.goto("/questions")  # who looks at the thread itself has read it
    eventually(lambda: count_in_header(page) == 1, "the number in the header")
    page.get_by_role("link", name="1 new notification").click()
    page.locator(".heard-line").get_by_role("link").click()
    expect(page).to_have_url(re.compile(f"#comment-{new}$"))
    eventually(lambda: count_in_header(page) == 0, "the number to go")


@plain_and_htmx
def test_all_that_is_new_is_marked_as_read_at_once(
    visit: Visit, anna: Someone, pen, bobs_pen: Pen, javascript: bool
):
    thread = pen(anna).start_thread("Whose turn is it to speak?")
    for number in range(3):
        bobs_pen.comment(thread, f"Number {number}")
    page = visit(anna, javascript=javascript)
    page.goto("/account/notifications")
    eventually(lambda: count_in_header(page) == 3, "three notifications")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("Everything is marked as read.")).to_be_visible()
    expect(page.locator(".heard-count")).to_have_count(0)
    expect(page.locator(".heard-line")).to_have_count(3)
    expect(page.locator(".heard-line .new-mark")).to_have_count(0)


@plain_and_htmx
def test_in_the_list_one_changes_stops_and_takes_it_back(
    visit: Visit, anna: Someone, pen, thread: str, javascript: bool
):
    pen(anna).follow(thread)
    pen(anna).follow(f"/questions/{QUESTION}")
    page = visit(anna, width=390, javascript=javascript)
    page.goto("/account/following")
    row = page.locator(".followed", has_text="Who may speak for the group?")
    row.locator("summary").click()
    row.get_by_role("button", name="Only in my feed").click()
    expect(row.locator("summary")).to_have_text("Only in my feed")
    row.locator("summary").click()
    row.get_by_role("button", name="Stop following").click()
    if javascript:
        expect(row).to_contain_text("You no longer follow this.")
        row.get_by_role("button", name="Follow").click()
        expect(row.locator("summary")).to_have_text("Once a day")
    else:
        expect(row).to_have_count(0)
    expect(page.locator(".followed")).to_have_count(2 if javascript else 1)


@plain_and_htmx
def test_a_feed_of_ones_own_opens_by_its_address_until_that_is_taken_away(
    visit: Visit, anna: Someone, pen, thread: str, javascript: bool
):
    pen(anna).follow(thread)
    page = visit(anna, javascript=javascript, expects="404")
    page.goto("/account/following")
    page.get_by_role("button", name="Make an address").click()
    field = page.get_by_role("textbox", name="Address of your own feed")
    address = field.input_value()
    if javascript:
        expect(field).to_be_focused()
        page.get_by_role("button", name="Copy", exact=True).click()
        assert page.evaluate("navigator.clipboard.readText()") == address

    reader = visit(expects="404")
    answer = reader.goto(address)
    assert answer is not None
    assert answer.status == 200
    expect(reader.locator("entry")).to_have_count(1)
    assert reader.context.cookies() == []

    page.goto("/account/following")
    expect(field).to_have_count(0)
    page.get_by_role("button", name="Take the address away").click()
    expect(page.get_by_text("The address of your feed stopped working.").first).to_be_visible()
    answer = reader.goto(address)
    assert answer is not None
    assert answer.status == 404
