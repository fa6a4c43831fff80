"""Reporting something, on a phone: with an account and without, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.site import Site, Someone, eventually

plain_and_htmx = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])


def report(page: Page, comment: str) -> None:
    page.locator(f"#comment-{comment}").get_by_role("link", name="Report").click()


@plain_and_htmx
def test_a_member_reports_a_comment_and_sees_what_happens_next(
    visit: Visit, anna: Someone, thread: str, comment: str, javascript: bool
):
    page = visit(anna, width=390, javascript=javascript)
    page.goto(thread)
    report(page, comment)
    page.get_by_label("Tell us below what is wrong.").check()
    page.get_by_role("button", name="Send report").click()
    expect(page.locator(".report .field .problem")).to_have_text(
        "Tell us what is wrong, so that a moderator can judge it."
    )
    expect(page.get_by_label("Tell us below what is wrong.")).to_be_checked()

    page.get_by_label("What do you want to tell the moderator?").fill("It names my neighbour.")
    page.get_by_role("button", name="Send report").click()
    receipt = page.locator(".receipt")
    expect(receipt).to_contain_text("Thank you, your report is in")
    expect(receipt).to_contain_text("within 7 days")
    if javascript:
        expect(receipt).to_be_focused()
        expect(page).to_have_url(re.compile(re.escape(thread)))

    page.goto(thread)
    report(page, comment)
    expect(receipt).to_contain_text("Thank you, your report is in")


@plain_and_htmx
def test_what_a_client_can_be_recognised_by_is_gone_at_once(
    visit: Visit, anna: Someone, thread: str, comment: str, javascript: bool
):
    page = visit(anna, width=390, javascript=javascript)
    page.goto(thread)
    report(page, comment)
    page.get_by_label("Personal data of a client").check()
    page.get_by_role("button", name="Send report").click()
    expect(page.locator(".receipt")).to_contain_text("Others cannot see it now.")
    if javascript:
        expect(page.locator(f"#comment-{comment}")).to_have_text("This text waits for a moderator.")
    page.goto(thread)
    expect(page.get_by_text("We chose two people, for a year.")).to_have_count(0)


def test_the_form_closes_and_leads_back_to_its_link(visit: Visit, anna: Someone, thread: str, comment: str):
    page = visit(anna, width=390)
    page.goto(thread)
    report(page, comment)
    expect(page.locator(".report-title")).to_be_focused()
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator(".report")).to_have_count(0)


@plain_and_htmx
def test_somebody_without_an_account_reports_illegal_content(
    visit: Visit, site: Site, thread: str, comment: str, javascript: bool
):
    robin = site.stranger()
    page = visit(width=390, javascript=javascript)
    page.goto(thread)
    address = page.locator(f"#comment-{comment} .byline a[href^='/comments/']").get_attribute("href")
    page.get_by_role("link", name="Report illegal content").click()
    page.get_by_label("Where does it stand?").fill(f"{site.address}{address}")
    page.get_by_label("Why is it illegal?").fill("This is a threat to my organisation.")
    page.get_by_label("Your name").fill(robin.name)
    page.get_by_label("E-mail address").fill(robin.email)
    page.get_by_role("button", name="Send report").click()
    expect(page.locator("#notice-good_faith-error")).to_be_visible()
    page.get_by_label("I report this in good faith").check()
    page.get_by_role("button", name="Send report").click()

    expect(page).to_have_url(re.compile("/flags/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, your report is in")
    eventually(lambda: site.mails_to(robin.email), "the receipt by mail")
    (mail,) = site.mails_to(robin.email)
    body = mail.get_body(("plain",))
    assert body is not None
    assert page.url in body.get_content()


def test_a_long_report_survives_signing_in(visit: Visit, anna: Someone, site: Site, comment: str):
    page = visit(anna, width=390, javascript=False)
    page.goto(f"/flags/new?target=comment:{comment}")
    page.get_by_label("Hateful or insulting").check()
    page.get_by_label("What do you want to tell the moderator?").fill("He calls us names.")
    other = page.context.new_page()
    other.goto("/logout")
    other.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Thank you, your report is in")
    expect(page.get_by_text("He calls us names.")).to_be_visible()
