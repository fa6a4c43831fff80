"""A moderator works off the queue: with the keyboard alone, with a finger, and without JavaScript."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.contexts import browser_of
from tests.browser.hands import Finger, Keyboard
from tests.browser.looking import need_axe, problems_of
from tests.browser.pen import Pen
from tests.browser.site import Site, Someone, running
from tests.browser.watching import Watch

NEW = ("We asked the residents first.", "Nobody asked us anything.", "Who decides that?")
TENDER, OFF_TOPIC = "Provider X scores lowest.", "Has anybody seen my umbrella?"
REASON = "You wrote about a tender that is still open. After the award you can come back to it."

Enter = Callable[..., Page]


@dataclass(frozen=True)
class Cast:
    """`ada` moderates, `bob` writes what others report, and the newcomers are new here."""

    site: Site
    pen: Callable[..., Pen]
    ada: Pen
    bob: Pen
    newcomers: list[Pen]


@pytest.fixture(scope="module")
def cast(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """A forum of their own, in which what newcomers write waits to be seen."""
    settings = {"FORUM_HOLD_FIRST_POSTS": "99", "FORUM_POST_LIMIT": "99 per minute"}
    with running(tmp_path_factory.mktemp("forum"), **settings) as site, ExitStack() as opened:

        def pen(someone: Someone | None = None) -> Pen:
            pen = Pen(opened.enter_context(browser_of(chromium, site)).request)
            if someone:
                pen.sign_in(someone)
            return pen

        newcomers = [pen() for _text in NEW]
        for newcomer in newcomers:
            newcomer.register(someone := site.stranger())
            newcomer.confirm(site.link_mailed_to(someone.email))
        yield Cast(site, pen, pen(site.moderator()), pen(site.member()), newcomers)


@pytest.fixture
def thread(cast: Cast) -> Iterator[str]:
    """The path of a thread with three first comments that wait, and two that were reported."""
    thread = cast.ada.start_thread("Who may speak for the group?")
    reported = {text: cast.bob.comment(thread, text) for text in (TENDER, OFF_TOPIC)}
    for newcomer, text in zip(cast.newcomers, NEW, strict=True):
        newcomer.comment(thread, text)
    anna = cast.pen(cast.site.member())
    anna.report(f"comment:{reported[TENDER]}", "tender", "It closes in December.")
    anna.report(f"comment:{reported[OFF_TOPIC]}", "off_topic")
    yield thread
    cast.ada.leave_all_that_waits()


@pytest.fixture
def enter(chromium: Browser, cast: Cast, thread: str) -> Iterator[Enter]:
    """The browser of a moderator; what no page may do fails the test."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def enter(**options) -> Page:
        context = browser_of(chromium, cast.site, **options)
        opened.append((context, Watch(context, cast.site.address)))
        Pen(context.request).sign_in(cast.site.moderator())
        return context.new_page()

    yield enter
    problems = [problem for _context, watch in opened for problem in watch.problems]
    for context, _watch in opened:
        context.close()
    assert not problems


def item(page: Page) -> Locator:
    return page.locator("#queue-item")


def expect_all_done(page: Page) -> None:
    expect(page.get_by_role("heading", name="Nothing waits")).to_be_visible()
    expect(page.locator("#queue-count")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("heading", name="Nothing waits")).to_be_visible()


def test_with_the_keyboard_alone(enter: Enter):
    page = enter()
    page.goto("/moderation")
    expect(page.locator("#queue-count")).to_contain_text("5")
    keyboard = Keyboard(page)
    page.keyboard.press("j")
    expect(item(page)).to_contain_text(TENDER)
    expect(page.locator("#item-title")).to_be_focused()

    page.keyboard.press("h")
    expect(item(page).get_by_role("radio", name="An ongoing tender", checked=True).first).to_be_focused()
    keyboard.press(item(page).get_by_role("button", name=REASON).first)
    reason = item(page).locator("details[open] textarea")
    expect(reason).to_have_value(REASON)
    expect(reason).to_be_focused()
    keyboard.write(reason, " Thank you.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#decided")).to_contain_text("Taken away")

    for text in NEW:
        expect(item(page).locator(".thing-text")).to_have_text(text)
        expect(page.locator("#item-title")).to_be_focused()
        page.keyboard.press("a")
    expect(item(page)).to_contain_text(OFF_TOPIC)
    page.keyboard.press("c")
    expect(item(page)).to_contain_text("You have this")
    page.keyboard.press("a")
    expect_all_done(page)


def test_the_keys_are_letters_again_while_one_types_or_when_they_are_off(enter: Enter):
    page = enter()
    page.goto("/moderation")
    page.keyboard.press("j")
    expect(item(page)).to_contain_text(TENDER)
    page.keyboard.press("h")
    field = item(page).locator("details[open] textarea")
    field.press_sequentially("ahjkc")
    expect(field).to_have_value("ahjkc")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()

    page.get_by_label("Keys: a leave it").uncheck()
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.reload()
    expect(item(page)).to_contain_text(TENDER)
    expect(item(page).locator("kbd").first).to_be_hidden()


def test_with_a_finger(enter: Enter):
    page = enter(width=390)
    page.goto("/moderation")
    finger = Finger(page)
    for text in NEW[:2]:
        finger.tick(page.get_by_role("checkbox", name=f"Let it through: {text}"))
    finger.press(page.get_by_role("button", name="Let those with a tick through"))
    expect(page.locator("#decided")).to_contain_text("2 let through.")

    finger.press(page.get_by_role("link", name="Begin"))
    expect(item(page)).to_contain_text(TENDER)
    expect(page.locator("#queue-list")).to_be_hidden()
    decide = page.locator("#decide")
    # In the thumb's reach, however long the text is.
    box = decide.bounding_box()
    assert box
    assert 844 - 200 < box["y"] + box["height"] <= 844 + 1
    finger.press(decide.locator("summary", has_text="Take it away"))
    finger.press(decide.get_by_role("button", name=REASON).first)
    finger.press(decide.get_by_role("button", name="Take it away"))
    for text in (NEW[2], OFF_TOPIC):
        expect(item(page).locator(".thing-text")).to_have_text(text)
        finger.press(page.get_by_role("button", name="Leave it"))
    expect_all_done(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_without_javascript(enter: Enter, width: int):
    page = enter(width=width, javascript=False)
    page.goto("/moderation")
    for text in NEW[:2]:
        page.get_by_role("checkbox", name=f"Let it through: {text}").check()
    page.get_by_role("button", name="Let those with a tick through").click()
    expect(page.locator("#decided")).to_contain_text("2 let through.")

    page.get_by_role("link", name="Begin").click()
    decide = page.locator("#decide")
    decide.locator("summary", has_text="Take it away").click()
    decide.get_by_role("button", name="Take it away").click()
    expect(page.get_by_role("alert").filter(has_text="needs your attention")).to_be_visible()
    page.get_by_label("Reason", exact=True).fill(REASON)
    page.get_by_role("button", name="Take it away").click()
    expect(page.locator("#decided")).to_contain_text("Taken away")
    for text in (NEW[2], OFF_TOPIC):
        expect(item(page).locator(".thing-text")).to_have_text(text)
        page.get_by_role("button", name="Leave it").click()
    expect_all_done(page)


def test_a_decision_is_undone_in_one_press(enter: Enter):
    page = enter()
    page.goto("/moderation")
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("button", name="Leave it").click()
    expect(page.locator("#decided")).to_contain_text("Looked at and left as it is")
    page.get_by_role("button", name="Undo: Hold it back").click()
    expect(page.locator("#decided")).to_contain_text("Held back until a moderator looks")
    expect(page.locator("#queue-list")).to_contain_text(TENDER)


def test_two_at_once_decide_once(enter: Enter):
    first, second = enter(), enter()
    for page in (first, second):
        page.goto("/moderation")
        page.get_by_role("link", name="Begin").click()
        expect(item(page)).to_contain_text(TENDER)
    first.get_by_role("button", name="Leave it").click()
    expect(first.locator("#decided")).to_contain_text("Looked at")

    decide = second.locator("#decide")
    decide.locator("summary", has_text="Take it away").click()
    decide.locator("details[open] textarea").fill("It helps one of them.")
    decide.get_by_role("button", name="Take it away").click()
    settled = second.locator(".settled")
    expect(settled).to_contain_text("Looked at and left as it is")
    expect(settled.get_by_role("textbox")).to_have_value("It helps one of them.")
    settled.get_by_role("link", name="To the next one").click()
    expect(item(second).locator(".thing-text")).to_have_text(NEW[0])


def test_from_a_comment_and_back(enter: Enter, thread: str):
    page = enter()
    page.goto(thread)
    comment = page.locator("article.comment", has_text=OFF_TOPIC)
    comment.locator("summary", has_text="Moderate").click()
    comment.get_by_role("link", name="Take it away").click()
    form = page.locator(".answer-slot .action-form")
    form.get_by_role("radio", name="Off topic").check()
    form.get_by_role("button", name="This is about something else").click()
    form.get_by_role("button", name="Take it away").click()
    expect(page.locator("#decided")).to_contain_text("Taken away")
    expect(page.locator("article.comment", has_text="A moderator took this comment away.")).to_be_visible()


def test_an_empty_queue_is_accessible_and_fits_every_width(enter: Enter, cast: Cast):
    need_axe()
    page = enter()
    cast.ada.leave_all_that_waits()
    page.goto("/moderation")
    expect(page.get_by_role("heading", name="Nothing waits")).to_be_visible()
    assert problems_of(page) == []
