"""A real browser on a real forum: one of each for a process of tests. Each test brings its own people."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from forum.bootstrap.commands import BROWSERS
from tests.browser.contexts import PATIENCE, browser_of
from tests.browser.looking import need_axe
from tests.browser.pen import Pen
from tests.browser.scene import Scene, playing
from tests.browser.site import Site, Someone, running
from tests.browser.watching import Watch
from tests.databases import skip

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PICTURES = Path("test-results")

expect.set_options(timeout=PATIENCE)


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("FORUM_TEST_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not path:
        skip("browser", f"none of these is installed: {', '.join(BROWSERS)}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("forum")) as site:
        yield site


@pytest.fixture(scope="session")
def scene(chromium: Browser, site: Site) -> Iterator[Scene]:
    need_axe()
    with playing(chromium, site) as scene:
        yield scene


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open a browser for somebody: `visit()`, `visit(anna)` signed in, `visit(width=390, javascript=False)`.

    What no page may do (errors in the console, breaking the policy, asking another host) fails the test,
    except for console messages like `expects`.
    """
    with ExitStack() as opened:
        watches: list[Watch] = []

        def open_browser(someone: Someone | None = None, *, expects: str = "", **options: Any) -> Page:
            context = opened.enter_context(browser_of(chromium, site, **options))
            watches.append(Watch(context, site.address, expects))
            if someone is not None:
                Pen(context.request).sign_in(someone)
            return context.new_page()

        yield open_browser
        if request.node.stash.get(FAILED, False):
            keep_pictures(request.node.name, chromium)
        assert not [problem for watch in watches for problem in watch.problems]


def keep_pictures(name: str, chromium: Browser) -> None:
    PICTURES.mkdir(exist_ok=True)
    pages = [page for context in chromium.contexts for page in context.pages]
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=PICTURES / f"{name.replace('/', '-')}-{number}.png", full_page=True)


@pytest.fixture
def pen(chromium: Browser, site: Site) -> Iterator[Callable[[Someone], Pen]]:
    """Lets somebody write by plain requests: for what is there before a test begins."""
    with ExitStack() as opened:

        def hand(someone: Someone) -> Pen:
            context = opened.enter_context(browser_of(chromium, site))
            pen = Pen(context.request)
            pen.sign_in(someone)
            return pen

        yield hand


@pytest.fixture
def anna(site: Site) -> Someone:
    return site.member()


@pytest.fixture
def bob(site: Site) -> Someone:
    """Who wrote what is there already."""
    return site.member()


@pytest.fixture
def bobs_pen(bob: Someone, pen: Callable[[Someone], Pen]) -> Pen:
    return pen(bob)


@pytest.fixture
def thread(bobs_pen: Pen) -> str:
    """The path of a thread that bob started."""
    return bobs_pen.start_thread("Who may speak for the group?")


@pytest.fixture
def comment(bobs_pen: Pen, thread: str) -> str:
    """The public id of a comment that bob wrote in his thread."""
    return bobs_pen.comment(thread, "We chose two people, for a year.")
