"""With the keyboard alone: everything is reached in the order of reading, is seen there, and lets one go."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.hands import FARTHEST, Keyboard
from tests.browser.pen import QUESTION, Pen
from tests.browser.site import Someone, eventually

# Where each stop stands in the document, so that the order can be compared with it.
PLACE = """() => {
  const stops = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  return [...stops].indexOf(document.activeElement);
}"""


PAGES = {
    "article": "/",
    "question": f"/questions/{QUESTION}",
    "lesson": "/lessons/wie-is-wij+gedeelde-waarden",
    "new thread": f"/questions/{QUESTION}/threads/new",
    "register": "/register",
    "account": "/account",
    "security": "/account/security",
    "authenticator app": "/account/second-factor",
}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", [*PAGES, "thread"])
def test_tab_walks_through_a_page_in_the_order_of_reading(
    visit: Visit, anna: Someone, thread: str, comment: str, bobs_pen: Pen, kind: str, width: int
):
    wide = "```\n" + "wide " * 60 + "\n```"
    bobs_pen.comment(thread, f"With a [link](https://example.nl) in it.\n\n{wide}", parent=comment)
    page = visit(None if kind == "register" else anna, width=width)
    page.goto(PAGES.get(kind, thread))
    keyboard = Keyboard(page)

    places = []
    while keyboard.step() is not None:
        places.append(page.evaluate(PLACE))
        assert len(places) < FARTHEST, "there is no end to it"
    assert places == sorted(set(places)), "the order jumps, or something holds on to the focus"
    assert keyboard.step("Shift+Tab") is not None
    assert page.evaluate(PLACE) == places[-1], "the way back is another one"


def test_the_first_stop_skips_to_the_text(visit: Visit, thread: str):
    page = visit()
    page.goto(thread)
    keyboard = Keyboard(page)
    keyboard.step()
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")
    keyboard.step()

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_reply_opens_with_the_cursor_in_it_and_closes_to_where_one_was(
    visit: Visit, anna: Someone, bob: Someone, thread: str, comment: str
):
    page = visit(anna)
    page.goto(thread)
    keyboard = Keyboard(page)
    link = page.locator(f"#comment-{comment}").get_by_role("link", name="Reply")
    keyboard.press(link)
    expect(page.get_by_label(f"Your reply to {bob.name}")).to_be_focused()

    keyboard.press(page.get_by_role("link", name="Cancel"))
    expect(page.get_by_label(f"Your reply to {bob.name}")).to_have_count(0)
    expect(link).to_be_focused()


def test_after_posting_the_focus_is_on_the_new_comment_and_it_is_announced(
    visit: Visit, anna: Someone, thread: str
):
    page = visit(anna)
    page.goto(thread)
    keyboard = Keyboard(page)
    keyboard.write(page.get_by_label("Your comment"), "We take turns.")
    keyboard.reach(page.get_by_role("button", name="Post comment"))
    page.keyboard.press("Space")

    posted = page.locator("article.comment", has_text="We take turns.")
    expect(posted).to_be_focused()
    expect(page.locator("#announcer")).to_have_text(f"Comment by {anna.name}")
    keyboard.step()
    assert posted.evaluate("one => one.contains(document.activeElement)")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_replies_fold_and_unfold_in_place(visit: Visit, thread: str, comment: str, bobs_pen: Pen, key: str):
    reply = bobs_pen.comment(thread, "For a year, and once more.", parent=comment)
    page = visit()
    page.goto(thread)
    keyboard = Keyboard(page)
    fold = page.locator(f"#branch-{comment} > .replies > summary")
    keyboard.reach(fold)
    page.keyboard.press(key)
    expect(page.locator(f"#comment-{reply}")).to_be_hidden()
    expect(fold).to_be_focused()
    expect(fold).to_contain_text("Show 1 reply")

    page.keyboard.press(key)
    expect(page.locator(f"#comment-{reply}")).to_be_visible()
    expect(fold).to_be_focused()


def test_the_menu_opens_and_escape_closes_it(visit: Visit, anna: Someone):
    page = visit(anna)
    page.goto("/")
    keyboard = Keyboard(page)
    menu = page.locator(".account-menu summary")
    keyboard.press(menu)
    expect(page.get_by_role("link", name="My account")).to_be_visible()
    keyboard.step()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="My account")).to_be_hidden()
    expect(menu).to_be_focused()

    keyboard.press(menu)
    keyboard.press(page.get_by_role("button", name="Sign out"))
    expect(page.locator("header").get_by_role("link", name="Sign in")).to_be_visible()


def test_what_is_wrong_comes_first_and_leads_to_its_field(visit: Visit):
    page = visit()
    page.goto("/register")
    keyboard = Keyboard(page)
    keyboard.write(page.get_by_label("E-mail address"), "nobody")
    keyboard.press(page.get_by_role("button", name="Create account"))

    summary = page.get_by_role("alert").filter(has_text="need your attention")
    expect(summary).to_be_focused()
    keyboard.press(summary.get_by_role("link").first)
    focused = page.locator("[aria-invalid=true]:focus")
    expect(focused).to_have_count(1)
    expect(focused).to_have_accessible_description(re.compile(r"\w"))


def test_a_password_can_be_looked_at(visit: Visit):
    page = visit()
    page.goto("/login")
    keyboard = Keyboard(page)
    field = page.get_by_label("Password", exact=True)
    keyboard.write(field, "een paraplu")
    keyboard.press(page.get_by_role("button", name="Show password"))

    expect(field).to_have_attribute("type", "text")
    expect(page.get_by_role("button", name="Show password", pressed=True)).to_be_focused()


def test_what_is_wider_than_the_page_scrolls_with_the_arrows(visit: Visit, thread: str, bobs_pen: Pen):
    bobs_pen.comment(thread, "| " + "wide | " * 30 + "\n|" + "---|" * 30 + "\n| " + "column | " * 30)
    page = visit(width=390)
    page.goto(thread)
    keyboard = Keyboard(page)
    table = page.locator("[data-comment-body] table")
    keyboard.reach(table)
    page.keyboard.press("ArrowRight")

    eventually(lambda: table.evaluate("one => one.scrollLeft > 0"), "the table to scroll")
