"""What people agree on, taken along: as a text to copy, on paper, as a file."""

from pathlib import Path

from playwright.sync_api import Download, expect

from tests.browser.conftest import Visit
from tests.browser.pen import QUESTION

OVERVIEW = f"/questions/{QUESTION}/overview"


def test_the_citation_of_an_overview_can_be_copied(visit: Visit):
    page = visit()
    page.goto(OVERVIEW)
    page.get_by_role("button", name="Copy", exact=True).click()

    expect(page.get_by_role("button", name="Copied", exact=True)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("How to cite this").input_value()
    assert copied.endswith(OVERVIEW)


def test_without_javascript_the_citation_is_there_to_select(visit: Visit):
    page = visit(javascript=False)
    page.goto(OVERVIEW)

    expect(page.get_by_label("How to cite this")).to_have_attribute("readonly", "")
    expect(page.get_by_role("button", name="Copy", exact=True)).to_have_count(0)


def test_on_paper_the_overview_is_one_picture(visit: Visit):
    page = visit()
    page.goto(OVERVIEW)
    drawing, table = page.locator(".overview-print svg"), page.locator(".overview-table")
    expect(table).to_be_visible()
    expect(drawing).to_be_hidden()
    page.emulate_media(media="print")

    expect(drawing).to_be_visible()
    for part in (table, page.locator(".site-head"), page.locator(".overview-use")):
        expect(part).to_be_hidden()
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 1


def test_the_overview_can_be_taken_along_as_a_picture_and_as_numbers(visit: Visit):
    page = visit(width=390)
    page.goto(OVERVIEW)
    for link, ending, beginning in (
        ("Download as a picture (SVG)", ".svg", "<?xml"),
        ("Download the numbers (CSV)", ".csv", "position,standing"),
    ):
        with page.expect_download() as downloading:
            page.get_by_role("link", name=link).click()
        file: Download = downloading.value
        assert file.suggested_filename.startswith(QUESTION)
        assert file.suggested_filename.endswith(ending)
        assert Path(file.path()).read_text().startswith(beginning)
