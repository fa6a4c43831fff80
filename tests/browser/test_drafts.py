"""What is typed and not sent survives a closed tab and a sign-in."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.pen import QUESTION, thread_address
from tests.browser.site import Someone

TEXT = "We never wrote that down."
FORM = f"/questions/{QUESTION}/threads/new"


def field(page: Page) -> Locator:
    return page.get_by_label("Your comment")


def signs_in(page: Page, someone: Someone) -> None:
    page.get_by_label("E-mail address").fill(someone.email)
    page.get_by_label("Password", exact=True).fill(someone.password)
    page.get_by_role("button", name="Sign in").click()


def test_a_text_waits_for_its_writer_after_the_tab_was_closed(visit: Visit, anna: Someone, thread: str):
    page = visit(anna)
    page.goto(thread)
    field(page).press_sequentially(TEXT)
    expect(page.get_by_text("Saved as a draft.")).to_be_visible()
    page.close()

    on_another_device = visit(anna, width=390)
    on_another_device.goto(thread)
    expect(field(on_another_device)).to_have_value(TEXT)


def test_a_thread_waits_with_all_its_fields(visit: Visit, anna: Someone):
    page = visit(anna)
    page.goto(FORM)
    page.get_by_label("Title").fill("Nothing was written down")
    page.get_by_label("Your text").fill(TEXT)
    page.get_by_role("checkbox", name="Lesson 4").check()
    page.get_by_role("button", name="Save as draft").click()

    expect(page.get_by_label("Title")).to_have_value("Nothing was written down")
    expect(page.get_by_label("Your text")).to_have_value(TEXT)
    expect(page.get_by_role("checkbox", name="Lesson 4")).to_be_checked()


def test_what_was_sent_no_longer_waits(visit: Visit, anna: Someone, thread: str):
    page = visit(anna)
    page.goto(thread)
    field(page).press_sequentially(TEXT)
    expect(page.get_by_text("Saved as a draft.")).to_be_visible()
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment", has_text=TEXT)).to_be_visible()

    page.reload()
    expect(field(page)).to_have_value("")


def test_a_visitors_text_stays_on_this_device_until_it_is_discarded(visit: Visit, thread: str):
    page = visit()
    page.goto(f"{thread_address(thread)}/comments/new")
    field(page).fill(TEXT)
    again = page.context.new_page()
    page.close()
    again.goto(f"{thread_address(thread)}/comments/new")

    expect(field(again)).to_have_value(TEXT)
    again.get_by_role("button", name="Discard it").click()
    expect(field(again)).to_have_value("")
    expect(field(again)).to_be_focused()
    again.reload()
    expect(field(again)).to_have_value("")


@pytest.mark.parametrize("means", ["button of the form", "link at the top"])
def test_a_visitors_text_comes_along_when_they_sign_in(visit: Visit, anna: Someone, thread: str, means: str):
    page = visit()
    page.goto(f"{thread_address(thread)}/comments/new")
    field(page).fill(TEXT)
    if means == "button of the form":
        page.get_by_role("button", name="Post comment").click()
    else:
        page.locator("header").get_by_role("link", name="Sign in").click()
    signs_in(page, anna)

    expect(field(page)).to_have_value(TEXT)
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment", has_text=TEXT)).to_be_visible()
    page.goto(f"{thread_address(thread)}/comments/new")
    expect(field(page)).to_have_value("")
