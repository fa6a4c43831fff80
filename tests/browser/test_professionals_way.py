"""The professional's way: from the article to a thread of one's own, and being answered.

Told once, and walked with a mouse, with a finger on a phone, with the keyboard alone, and without JavaScript.
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.hands import Finger, Hand, Keyboard, Mouse
from tests.browser.site import PASSWORD, Site, Someone
from tests.browser.words import Words, words


@dataclass(frozen=True)
class Way:
    hand: type
    width: int
    locale: str
    javascript: bool = True


WAYS = {
    "mouse": Way(Mouse, 1280, "en-GB"),
    "finger on a phone": Way(Finger, 390, "nl-NL"),
    "keyboard": Way(Keyboard, 1280, "en-GB"),
    "keyboard, narrow": Way(Keyboard, 390, "nl-NL"),
    "without JavaScript": Way(Mouse, 1280, "nl-NL", javascript=False),
    "without JavaScript on a phone": Way(Finger, 390, "en-GB", javascript=False),
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    return WAYS[request.param]


@pytest.fixture
def say(way: Way) -> Words:
    return words(way.locale)


@pytest.fixture
def handle(visit: Visit, way: Way):
    """Sit down at a browser: `handle()` gives the hand on its page."""
    return lambda: way.hand(visit(locale=way.locale, width=way.width, javascript=way.javascript))


def test_a_professional_asks_and_is_answered(site: Site, handle, say: Words):
    anna, bram = site.stranger(), site.member()

    at_annas = handle()
    finds_a_question(at_annas, say)
    writes_before_registering(at_annas, say)
    registers(at_annas, anna, site, say)
    finds_the_text_back_and_posts_it(at_annas, say)
    thread = at_annas.page.url

    at_brams = handle()
    signs_in_on_the_way(at_brams, bram, thread, say)
    comments(at_brams, "We let one partner speak for all of us.", say)

    at_annas.page.reload()
    replies_with_a_quotation(at_annas, bram, say)
    edits_the_opening(at_annas, say)
    withdraws_the_reply(at_annas, say)


def finds_a_question(hand: Hand, say: Words) -> None:
    page = hand.page
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    # Each question stands at the passage that it is about.
    notes = page.locator(".with-notes .question-note")
    expect(notes).to_have_count(10)
    expect(page.locator(".with-notes .passage mark").first).to_be_visible()
    hand.press(page.locator("#note-spreken-voor-de-groep h3 a"))
    expect(page).to_have_url(re.compile("/questions/spreken-voor-de-groep$"))
    expect(page.locator(".passage-quote mark")).to_be_visible()


def writes_before_registering(hand: Hand, say: Words) -> None:
    page = hand.page
    hand.press(
        page.get_by_role(
            "link", name=re.compile(f"{say('Start a conversation')}|{say('Start the first conversation')}")
        )
    )
    hand.write(page.get_by_label(say("Title")), "Who speaks when nobody was chosen?")
    hand.tick(page.get_by_role("checkbox", name=re.compile("4 · ")))
    hand.write(page.get_by_label(say("Your text")), "Our group has *no* chair.")
    hand.press(page.get_by_role("button", name=say("Start this conversation")))
    expect(page.get_by_role("heading", name=say("Sign in"), level=1)).to_be_visible()
    expect(
        page.get_by_text(say("Your text is safe. After you sign in it stands ready, and you can send it."))
    ).to_be_visible()


def registers(hand: Hand, anna: Someone, site: Site, say: Words) -> None:
    page = hand.page
    hand.press(page.locator("main").get_by_role("link", name=say("Join")))
    hand.write(page.get_by_label(say("Your name")), anna.name)
    hand.write(page.get_by_label(say("E-mail address")), anna.email)
    hand.write(page.get_by_label(say("Password"), exact=True), PASSWORD)
    role = {"nl": "Zorgaanbieder", "en": "Care provider"}[page.locator("html").get_attribute("lang") or ""]
    hand.choose(page.get_by_label(say("From which role do you speak?")), role)
    hand.tick(page.get_by_role("checkbox"))
    hand.press(page.get_by_role("button", name=say("Create account")))
    expect(page.get_by_role("heading", name=say("Look in your mailbox"))).to_be_visible()
    page.goto(site.link_mailed_to(anna.email))
    hand.press(page.get_by_role("button", name=say("Yes, this is my address")))


def finds_the_text_back_and_posts_it(hand: Hand, say: Words) -> None:
    page = hand.page
    expect(page.get_by_label(say("Title"))).to_have_value("Who speaks when nobody was chosen?")
    expect(page.get_by_label(say("Your text"))).to_have_value("Our group has *no* chair.")
    expect(page.get_by_role("checkbox", name=re.compile("4 · "))).to_be_checked()
    hand.press(page.get_by_role("button", name=say("Start this conversation")))
    expect(page.get_by_role("heading", name="Who speaks when nobody was chosen?")).to_be_visible()
    expect(page.locator("[data-comment-body] em")).to_have_text("no")
    expect(
        page.get_by_role("list", name=say("Lessons")).get_by_role("link", name=re.compile(" 4 "))
    ).to_be_visible()


def signs_in_on_the_way(hand: Hand, someone: Someone, thread: str, say: Words) -> None:
    page = hand.page
    page.goto(thread)
    hand.press(page.locator("header").get_by_role("link", name=say("Sign in")))
    hand.write(page.get_by_label(say("E-mail address")), someone.email)
    hand.write(page.get_by_label(say("Password"), exact=True), someone.password)
    hand.press(page.get_by_role("button", name=say("Sign in")))
    expect(page).to_have_url(thread)


def comments(hand: Hand, text: str, say: Words) -> None:
    page = hand.page
    stays = stay_marker(page)
    hand.write(page.get_by_label(say("Your comment")), text)
    hand.press(page.get_by_role("button", name=say("Post comment")))
    comment = page.locator("article.comment", has_text=text)
    expect(comment).to_be_in_viewport()
    expect(page.locator("#composer-new textarea")).to_have_value("")
    assert stays() == has_javascript(page), "htmx saves the reload, and only htmx does"


def replies_with_a_quotation(hand: Hand, bram: Someone, say: Words) -> None:
    page = hand.page
    stays = stay_marker(page)
    comment = page.locator("article.comment", has_text="We let one partner speak")
    hand.press(comment.get_by_role("link", name=say("Quote")))
    field = page.get_by_label(say("Your reply to %(name)s", name=bram.name))
    expect(field).to_have_value("> We let one partner speak for all of us.\n\n")
    hand.write(field, "Who is that, with you?")
    form = page.locator("form.composer", has=field)
    hand.press(form.get_by_role("button", name=say("Post reply")))
    reply = page.locator("article.comment", has_text="Who is that, with you?").last
    expect(reply.locator("blockquote")).to_have_text("We let one partner speak for all of us.")
    expect(reply).to_be_in_viewport()
    assert stays() == has_javascript(page)


def edits_the_opening(hand: Hand, say: Words) -> None:
    page = hand.page
    hand.press(page.locator("article[data-opening]").get_by_role("link", name=say("Edit")))
    hand.write(page.get_by_label(say("Your text")), " And no budget.")
    hand.press(page.get_by_role("button", name=say("Save"), exact=True))
    opening = page.locator("article[data-opening]")
    expect(opening.locator("[data-comment-body]")).to_have_text("Our group has no chair. And no budget.")
    hand.press(opening.get_by_role("link", name=say("edited")))
    expect(page.locator("ins")).to_contain_text("And no budget.")
    hand.press(page.get_by_role("link", name=say("Back to the conversation")))


def withdraws_the_reply(hand: Hand, say: Words) -> None:
    page = hand.page
    reply = page.locator("article.comment", has_text="Who is that, with you?").last
    hand.press(reply.get_by_role("link", name=say("Withdraw")))
    hand.press(page.get_by_role("button", name=say("Withdraw")))
    expect(page.get_by_text(say("The author withdrew this comment."))).to_be_visible()
    expect(page.get_by_text("Who is that, with you?")).to_have_count(0)


def stay_marker(page: Page):
    """Returns a function that tells whether the page is still the same one."""
    page.evaluate("window.isStill = true")
    return lambda: page.evaluate("window.isStill === true")


def has_javascript(page: Page) -> bool:
    return page.locator("html").evaluate("() => typeof htmx !== 'undefined'")


def test_somebody_whom_the_administrator_added_signs_in_and_writes(site: Site, visit: Visit, thread: str):
    added = site.stranger()
    site.forum("user", "create", added.email, "--name", added.name, "--password-stdin", typed=f"{PASSWORD}\n")
    hand = Mouse(visit(locale="en-GB"))
    signs_in_on_the_way(hand, added, site.address + thread, words("en-GB"))
    comments(hand, "I was added by hand.", words("en-GB"))
