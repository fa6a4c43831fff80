"""Writing in a browser: what one sees meanwhile, and that nothing typed is ever lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.pen import QUESTION
from tests.browser.site import PASSWORD, Someone

TEXT = "With us the care providers speak **in turns**."


@pytest.fixture
def page(visit: Visit, anna: Someone, thread: str) -> Page:
    """Bob's thread, with anna reading it."""
    page = visit(anna)
    page.goto(thread)
    return page


def field(page: Page) -> Locator:
    return page.get_by_label("Your comment")


def post(page: Page) -> None:
    page.get_by_role("button", name="Post comment").click()


def posted(page: Page) -> Locator:
    return page.locator("article.comment", has_text="With us the care providers speak in turns.")


def message(page: Page) -> Locator:
    return page.locator("#composer-new [data-form-message]")


def test_a_preview_appears_while_one_writes(page: Page):
    field(page).press_sequentially(TEXT)

    expect(page.get_by_role("group", name="Preview").locator("strong")).to_have_text("in turns")
    expect(field(page)).to_be_focused()


def test_an_empty_text_is_refused_at_its_field_and_focused(page: Page):
    post(page)

    expect(field(page)).to_have_accessible_description(re.compile("Write something first."))
    expect(field(page)).to_be_focused()
    field(page).fill(TEXT)
    post(page)
    expect(posted(page)).to_have_count(1)


def test_a_text_that_is_too_long_is_refused_and_stays(page: Page):
    too_long = "lang " * 4001
    field(page).fill(too_long)
    expect(page.locator(".count")).to_have_text("5 characters too many")
    post(page)

    expect(page.locator(".problem")).to_contain_text("Make it shorter")
    expect(field(page)).to_have_value(too_long)


def test_who_writes_too_fast_is_told_so_beside_their_text(page: Page, anna: Someone, pen, thread: str):
    hers = pen(anna)
    for number in range(5):  # as many as one may post on the first day
        hers.comment(thread, f"Number {number}")
    field(page).fill(TEXT)
    post(page)

    expect(message(page)).to_contain_text("Your text is still here")
    expect(message(page)).to_contain_text("That was a lot in a short time.")
    expect(field(page)).to_have_value(TEXT)


def test_a_server_that_cannot_store_leaves_the_text_and_takes_it_later(page: Page):
    page.route("**/comments", lambda route: route.fulfill(status=503, body="<p>Out of order</p>"))
    field(page).fill(TEXT)
    post(page)
    expect(message(page)).to_contain_text("This was not sent. Your text is still here")
    expect(field(page)).to_have_value(TEXT)

    page.unroute("**/comments")
    post(page)
    expect(posted(page)).to_have_count(1)
    expect(field(page)).to_have_value("")


def test_an_answer_that_got_lost_on_the_way_does_not_double_the_comment(page: Page):
    def lose(route: Route) -> None:
        route.fetch()
        route.fulfill(status=502, body="")

    page.route("**/comments", lose, times=1)
    field(page).fill(TEXT)
    post(page)
    expect(message(page)).to_contain_text("Your text is still here")
    post(page)
    expect(posted(page)).to_have_count(1)

    page.reload()
    expect(posted(page)).to_have_count(1)


def test_without_a_connection_the_text_stays(visit: Visit, anna: Someone, thread: str):
    page = visit(anna, expects="ERR_INTERNET_DISCONNECTED|htmx:(sendError|afterRequest)")
    page.goto(thread)
    field(page).fill(TEXT)
    page.context.set_offline(True)
    post(page)

    expect(message(page)).to_contain_text("This was not sent. Your text is still here")
    expect(field(page)).to_have_value(TEXT)


def test_a_double_click_posts_one_comment(page: Page):
    field(page).fill(TEXT)
    page.get_by_role("button", name="Post comment").dblclick()

    expect(posted(page)).to_have_count(1)
    expect(field(page)).to_have_value("")
    page.reload()
    expect(posted(page)).to_have_count(1)


def test_a_double_click_starts_one_thread(visit: Visit, anna: Someone):
    page = visit(anna)
    page.goto(f"/questions/{QUESTION}/threads/new")
    title = f"Two clicks by {anna.email}"
    page.get_by_label("Title").fill(title)
    page.get_by_label("Your text").fill(TEXT)
    page.get_by_role("button", name="Start this conversation").dblclick()

    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.goto(f"/questions/{QUESTION}")
    expect(page.get_by_role("link", name=title)).to_have_count(1)


def test_who_was_signed_out_meanwhile_finds_the_text_back_after_signing_in(
    page: Page, visit: Visit, anna: Someone
):
    field(page).fill(TEXT)
    elsewhere = visit(anna)
    elsewhere.goto("/account/sessions")
    elsewhere.get_by_role("button", name="Sign out everywhere else").click()
    expect(elsewhere.get_by_role("button", name="Sign out everywhere else")).to_have_count(0)

    post(page)
    page.get_by_label("E-mail address").fill(anna.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(field(page)).to_have_value(TEXT)
    post(page)
    expect(posted(page)).to_have_count(1)


def test_who_signed_out_in_another_window_keeps_the_text_in_this_one(page: Page):
    field(page).fill(TEXT)
    other = page.context.new_page()
    other.goto("/logout")
    other.locator("#logout").get_by_role("button").click()
    expect(other.locator("header").get_by_role("link", name="Sign in")).to_be_visible()

    post(page)
    expect(message(page)).to_contain_text("Your text is still here")
    expect(field(page)).to_have_value(TEXT)


def test_two_windows_that_edit_the_same_text_both_keep_theirs(visit: Visit, bob: Someone, comment: str):
    first = visit(bob)
    first.goto(f"/comments/{comment}/edit")
    second = first.context.new_page()
    second.goto(f"/comments/{comment}/edit")
    for page, words in ((first, "We chose three people."), (second, "We chose nobody.")):
        page.get_by_label("Your text").fill(words)
        page.get_by_role("button", name="Save", exact=True).click()

    expect(second.get_by_role("region", name="As it stands now")).to_contain_text("three")
    expect(second.get_by_role("region", name="Your text")).to_contain_text("nobody")
    second.get_by_label("The text as it should become").fill("We chose three people, and nobody knew.")
    second.get_by_role("button", name="Save this text").click()
    expect(second.locator(f"#comment-{comment} [data-comment-body]")).to_have_text(
        "We chose three people, and nobody knew."
    )


def test_a_thread_that_is_not_right_yet_keeps_all_that_was_filled_in(visit: Visit, anna: Someone):
    page = visit(anna)
    page.goto(f"/questions/{QUESTION}/threads/new")
    page.get_by_label("Title").fill("Who")
    page.get_by_label("Your text").fill(TEXT)
    for box in page.get_by_role("checkbox", checked=True).all():
        box.uncheck()
    page.get_by_role("button", name="Start this conversation").click()

    summary = page.get_by_role("alert").filter(has_text="2 things need your attention")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name=re.compile("title")).click()
    expect(page.get_by_label("Title")).to_be_focused()
    expect(page.get_by_label("Title")).to_have_value("Who")
    expect(page.get_by_label("Your text")).to_have_value(TEXT)
    summary.get_by_role("link", name=re.compile("lesson")).click()
    expect(page.get_by_role("group", name="Which lessons is it about?")).to_be_in_viewport()


def test_a_reply_stands_below_what_it_answers(page: Page, bob: Someone, comment: str):
    page.reload()
    page.locator(f"#comment-{comment}").get_by_role("link", name="Reply").click()
    reply = page.get_by_label(f"Your reply to {bob.name}")
    expect(reply).to_be_focused()
    reply.fill("By whom?")
    page.get_by_role("button", name="Post reply").click()

    expect(page.locator(f"#replies-{comment} article")).to_contain_text("By whom?")
    expect(page.locator(f"#replies-{comment} article")).to_be_focused()
    expect(reply).to_have_count(0)
