"""Without JavaScript every form works too; it only takes a reload."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pen import QUESTION, Pen, thread_address
from tests.browser.site import Someone

TEXT = "We **never** wrote that down."


@pytest.fixture
def page(visit: Visit, anna: Someone) -> Page:
    return visit(anna, width=390, javascript=False)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize("form", ["new thread", "comment", "reply", "edit"])
def test_a_text_can_be_previewed_kept_as_a_draft_and_sent(
    page: Page, thread: str, comment: str, anna: Someone, pen, form: str
):
    hers = pen(anna).comment(thread, "Something else.")
    address, label, send = {
        "new thread": (f"/questions/{QUESTION}/threads/new", "Your text", "Start this conversation"),
        "comment": (thread, "Your comment", "Post comment"),
        "reply": (f"{thread_address(thread)}/comments/new?parent={comment}", "Your reply", "Post reply"),
        "edit": (f"/comments/{hers}/edit", "Your text", "Save"),
    }[form]
    page.goto(address)
    if form == "new thread":
        page.get_by_label("Title").fill("What was never written down")
    field = page.get_by_role("textbox", name=label)
    field.fill(TEXT)
    press(page, "Show preview")
    expect(page.get_by_role("group", name="Preview").locator("strong")).to_have_text("never")
    expect(field).to_have_value(TEXT)

    press(page, "Save as draft")
    page.goto("/questions")
    page.goto(address)
    expect(field).to_have_value(TEXT)
    press(page, send)
    expect(page.locator("[data-comment-body]", has_text="We never wrote that down.")).to_be_visible()


def test_a_reply_is_written_below_the_text_that_it_answers(page: Page, thread: str, comment: str):
    page.goto(thread)
    page.locator(f"#comment-{comment}").get_by_role("link", name="Reply").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write a reply")
    expect(page.locator(".answered")).to_contain_text("We chose two people, for a year.")
    page.get_by_role("link", name="Cancel").click()

    expect(page).to_have_url(re.compile(f"#comment-{comment}$"))


def test_an_empty_text_comes_back_with_what_is_wrong(page: Page, thread: str):
    page.goto(thread)
    press(page, "Post comment")

    expect(page.get_by_label("Your comment")).to_have_accessible_description(
        re.compile("Write something first.")
    )


def test_two_windows_that_edit_the_same_text_both_keep_theirs(
    visit: Visit, bob: Someone, comment: str, bobs_pen: Pen
):
    page = visit(bob, javascript=False)
    page.goto(f"/comments/{comment}/edit")
    bobs_pen.edit(comment, "We chose three people.")
    page.get_by_label("Your text").fill("We chose nobody.")
    press(page, "Save")

    expect(page.get_by_role("region", name="As it stands now")).to_contain_text("three")
    expect(page.get_by_role("region", name="Your text")).to_contain_text("nobody")
    press(page, "Save this text")
    expect(page.locator(f"#comment-{comment} [data-comment-body]")).to_have_text("We chose nobody.")


def test_who_writes_too_fast_gets_the_text_back(page: Page, thread: str, anna: Someone, pen):
    hers = pen(anna)
    for number in range(5):
        hers.comment(thread, f"Number {number}")
    page.goto(thread)
    page.get_by_label("Your comment").fill(TEXT)
    press(page, "Post comment")

    expect(page.get_by_role("heading", level=1)).to_have_text("One moment, please")
    expect(page.get_by_label("Your text")).to_have_value(TEXT)


def test_everything_public_reads_without_a_cookie(visit: Visit, thread: str, comment: str):
    page = visit(javascript=False)
    pages = ("/", "/questions", f"/questions/{QUESTION}", "/lessons", "/lessons/wie-is-wij", thread)
    for address in (*pages, f"/comments/{comment}/history", "/rules", "/privacy", "/accessibility"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.context.cookies() == []


def test_branches_fold_without_a_script(visit: Visit, thread: str, comment: str, bobs_pen: Pen):
    reply = bobs_pen.comment(thread, "For a year, and once more.", parent=comment)
    page = visit(javascript=False)
    page.goto(thread)
    page.locator(f"#branch-{comment} > .replies > summary").press("Enter")

    expect(page.locator(f"#comment-{reply}")).to_be_hidden()
