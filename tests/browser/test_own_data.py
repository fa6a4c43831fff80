"""Somebody takes their data along, has their account erased, and thinks better of it."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.site import Someone, eventually

plain_and_htmx = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])


def is_ready(page: Page) -> bool:
    page.goto("/account/data")
    return page.get_by_role("link", name="Download your data").is_visible()


@plain_and_htmx
def test_one_asks_waits_and_reads_it(
    visit: Visit, bob: Someone, comment: str, javascript: bool, tmp_path: Path
):
    page = visit(bob, width=390, javascript=javascript)
    page.goto("/account")
    page.get_by_role("link", name="Your data", exact=True).click()
    page.get_by_role("button", name="Make a copy of my data").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your data")
    eventually(lambda: is_ready(page), "a copy of the data")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download your data").click()
    started.value.save_as(tmp_path / "copy.zip")
    with ZipFile(tmp_path / "copy.zip") as folder:
        folder.extractall(tmp_path)
    told = json.loads((tmp_path / "own-data.json").read_text())
    assert comment in [one["comment"] for one in told["data"]["comments"]]
    assert bob.email in (tmp_path / "index.html").read_text()


@plain_and_htmx
def test_one_has_it_erased_and_thinks_better_of_it(visit: Visit, anna: Someone, javascript: bool):
    page = visit(anna, javascript=javascript)
    page.goto("/account/data")
    page.get_by_role("link", name="What happens, and how to ask for it").click()
    page.get_by_role("button", name="Erase my account").click()
    expect(page.get_by_text("Choose what becomes of your votes.").last).to_be_visible()
    page.get_by_label("Remove them: they no longer count").check()
    page.get_by_role("button", name="Erase my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account will be erased")
    page.goto("/login")
    page.locator("#login [name=email]").fill(anna.email)
    page.locator("#login [name=password]").fill(anna.password)
    page.locator("#login [name=password]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your account will be erased on")
    page.goto("/questions")
    page.get_by_role("link", name="I do not want that after all").click()
    page.get_by_role("button", name="Do not erase after all").click()
    expect(page.get_by_role("status").first).to_contain_text("Your account stays.")
