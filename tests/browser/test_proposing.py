"""Proposing a position: from a blank form, and from a sentence in a comment."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pen import QUESTION, Pen
from tests.browser.site import Someone

NEW = f"/questions/{QUESTION}/positions/new"


def test_advice_is_given_once_and_nothing_typed_is_lost(anna: Someone, visit: Visit):
    page = visit(anna)
    page.goto(NEW)
    field = page.locator("#position [name=statement]")
    field.fill("Should residents decide, and should providers be paid for it?")
    page.get_by_role("button", name="Propose this position").click()
    expect(page.locator(".second-thoughts")).to_be_visible()
    expect(field).to_have_value("Should residents decide, and should providers be paid for it?")

    page.get_by_role("button", name="Propose anyway").click()

    expect(page).to_have_url(re.compile("/positions/"))
    expect(page.locator(".statement").first).to_have_text(
        "Should residents decide, and should providers be paid for it?"
    )


def test_what_was_typed_survives_a_closed_tab(anna: Someone, visit: Visit):
    page = visit(anna)
    page.goto(NEW)
    with page.expect_response("**/drafts"):
        page.locator("#position [name=statement]").press_sequentially("Half a thought about money")
    again = page.context.new_page()
    page.close()
    again.goto(NEW)
    expect(again.locator("#position [name=statement]")).to_have_value("Half a thought about money")


def test_a_position_that_is_there_already_is_offered_for_a_vote(anna: Someone, bob: Someone, visit: Visit):
    statement = "Every partner may end the collaboration after one year."
    propose(visit(bob), statement)
    page = visit(anna)
    page.goto(NEW)
    page.locator("#position [name=statement]").fill("Every partner can end the collaboration after a year.")
    page.get_by_role("button", name="Propose this position").click()
    known = page.locator(".second-thoughts .position", has_text=statement)
    known.get_by_role("button", name="Agree", exact=True).click()
    expect(known.locator(".my-vote")).to_have_text("You agree with this.")


def test_selected_words_become_a_position_and_their_writer_is_asked(
    anna: Someone, bob: Someone, bobs_pen: Pen, thread: str, visit: Visit
):
    comment = bobs_pen.comment(
        thread, "It took a year. Residents sat at the table from the first day on. It helped."
    )
    page = visit(anna)
    page.goto(thread)
    page.locator(f"#comment-{comment} [data-comment-body] p").evaluate(
        """(paragraph) => {
          const start = paragraph.textContent.indexOf("Residents");
          const end = paragraph.textContent.indexOf(" It helped");
          getSelection().setBaseAndExtent(paragraph.firstChild, start, paragraph.firstChild, end);
        }"""
    )
    page.locator(".make-position").click()
    chosen = page.locator("#position [name=quote]:checked")
    expect(chosen).to_have_value("Residents sat at the table from the first day on.")
    field = page.locator("#position [name=statement]")
    field.fill("Residents sit at the table from the first day on.")
    page.get_by_role("button", name="Propose this position").click()
    expect(page).to_have_url(re.compile("/positions/"))
    expect(page.get_by_text("Residents sat at the table from the first day on.")).to_be_visible()

    at_bobs = visit(bob)
    at_bobs.goto(page.url)
    at_bobs.get_by_role("button", name="Yes").first.click()
    expect(at_bobs.get_by_text("The writer says: this is what I meant.")).to_be_visible()

    page.goto(thread)
    grown = page.locator(f"#comment-{comment}").get_by_role(
        "link", name="Residents sit at the table from the first day on."
    )
    expect(grown).to_be_visible()


def test_a_sentence_can_be_chosen_without_javascript(anna: Someone, bobs_pen: Pen, thread: str, visit: Visit):
    comment = bobs_pen.comment(thread, "It took long. Whoever pays should not decide alone. So it goes.")
    page = visit(anna, javascript=False)
    page.goto(f"/comments/{comment}/position")
    page.get_by_label("Whoever pays should not decide alone.").check()
    page.locator("#position [name=statement]").fill("Whoever pays does not decide alone.")
    page.get_by_role("button", name="Propose this position").click()
    expect(page).to_have_url(re.compile("/positions/"))
    expect(page.get_by_text("Whoever pays should not decide alone.")).to_be_visible()


def propose(page: Page, statement: str) -> None:
    page.goto(NEW)
    page.locator("#position [name=statement]").fill(statement)
    page.get_by_role("button", name="Propose this position").click()
    expect(page).to_have_url(re.compile("/positions/"))
