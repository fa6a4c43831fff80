"""Reading: finding the place, what is new, folding, languages and paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pen import QUESTION, Pen
from tests.browser.site import Someone, eventually


def test_a_question_leads_to_its_passage_and_back(visit: Visit):
    page = visit()
    page.goto(f"/questions/{QUESTION}")
    page.locator(".passage-quote").get_by_role("link").click()

    expect(page).to_have_url(re.compile(f"#question-{QUESTION}$"))
    expect(page.locator(f"#question-{QUESTION}")).to_be_in_viewport()
    expect(page.locator(f"#note-{QUESTION}")).to_be_in_viewport()


def test_the_list_of_questions_follows_the_reader(visit: Visit):
    page = visit()
    page.goto("/")
    contents = page.get_by_role("navigation", name="Questions in this article")
    current = contents.locator("[aria-current=true]")
    expect(current).to_have_count(0)

    for link in contents.get_by_role("link").all():
        link.click()
        expect(current).to_have_text(link.inner_text().replace("\n", ""))


def test_a_permanent_link_leads_to_its_comment_on_the_page(visit: Visit, thread: str, bobs_pen: Pen):
    for number in range(3):
        bobs_pen.comment(thread, f"Before it, {number}.\n\n" + "And much more. " * 100)
    comment = bobs_pen.comment(thread, "Here it is.")
    page = visit(width=390)
    page.goto(f"/comments/{comment}")

    expect(page).to_have_url(re.compile(f"{re.escape(thread)}#comment-{comment}$"))
    expect(page.locator(f"#comment-{comment}:target")).to_be_in_viewport(ratio=1)


def test_the_link_of_a_comment_can_be_copied(visit: Visit, thread: str, comment: str):
    page = visit()
    page.goto(thread)
    page.locator(f"#comment-{comment}").get_by_role("link", name="Link", exact=True).click()

    expect(page.get_by_role("status")).to_have_text("Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/comments/{comment}")
    assert copied.startswith("http")


def test_what_others_wrote_since_ones_visit_is_marked(
    visit: Visit, anna: Someone, thread: str, comment: str, bobs_pen: Pen
):
    page = visit(anna)
    page.goto(thread)
    expect(page.get_by_text("new since your visit")).to_have_count(0)
    later = bobs_pen.comment(thread, "And now there are three.")

    def is_counted() -> bool:
        page.goto(f"/questions/{QUESTION}")
        return page.locator(".thread-row", has_text=re.compile(r"\b1 new")).count() == 1

    eventually(is_counted, "the visit to be noted")
    page.goto(thread)
    expect(page.get_by_text("1 new since your visit")).to_be_visible()
    expect(page.locator("article[data-new]")).to_have_id(f"comment-{later}")


def test_a_branch_folds_and_says_how_much_it_holds(visit: Visit, thread: str, comment: str, bobs_pen: Pen):
    reply = bobs_pen.comment(thread, "For a year, and once more.", parent=comment)
    page = visit()
    page.goto(thread)
    # The line at the side of the replies.
    page.locator(f"#branch-{comment} > .replies > summary").click(position={"x": 3, "y": 40})

    expect(page.locator(f"#comment-{reply}")).to_be_hidden()
    expect(page.locator(f"#comment-{comment}")).to_be_visible()
    page.get_by_text("Show 1 reply").click()
    expect(page.locator(f"#comment-{reply}")).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "language"), [("nl-NL", "nl"), ("nl-BE", "nl"), ("en-US", "en"), ("fr-FR", "nl")]
)
def test_pages_speak_the_language_of_the_browser_else_dutch(visit: Visit, locale: str, language: str):
    page = visit(locale=locale)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_who_chooses_another_language_keeps_it(visit: Visit):
    page = visit(locale="nl-NL")
    page.goto("/questions")
    page.get_by_role("link", name="English").click()

    expect(page).to_have_url(re.compile("/questions$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Questions that are still open")
    page.goto("/lessons")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("kind", ["article", "thread"])
def test_on_paper_stands_the_text_and_nothing_to_press(
    visit: Visit, thread: str, comment: str, anna: Someone, kind: str
):
    page = visit(anna, theme="dark")
    page.goto("/" if kind == "article" else thread)
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(
        page.locator(".passage mark" if kind == "article" else f"#comment-{comment}").first
    ).to_be_visible()
    for hidden in (".main-nav", ".account-menu", ".composer", ".comment-actions", ".site-foot ul", ".skip"):
        for one in page.locator(hidden).all():
            expect(one).to_be_hidden()
    background = page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor")
    assert background in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"), "dark pages are printed on white paper"
    assert page.pdf().startswith(b"%PDF")


SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    if (!one.hadRecentInput) window.shifted += one.value;
  })).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_while_a_page_loads(visit: Visit, anna: Someone, thread: str, comment: str, width: int):
    page = visit(anna, width=width)
    page.add_init_script(SHIFTS)
    for address in ("/", f"/questions/{QUESTION}", thread):
        page.goto(address, wait_until="networkidle")
        page.evaluate("document.fonts.ready.then(() => true)")
        assert page.evaluate("window.shifted") < 0.05, f"{address} jumps"
