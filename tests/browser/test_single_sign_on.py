"""Signing in where one works, in a real browser and at a real provider: joining, coming back, linking."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.contexts import browser_of
from tests.browser.looking import need_axe, problems_of
from tests.browser.pen import QUESTION, Pen
from tests.browser.site import Site, Someone, running
from tests.browser.watching import Watch
from tests.browser.words import words
from tests.mail_server import free_port
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, OidcProvider, running_provider

NEW_THREAD = f"/questions/{QUESTION}/threads/new"
WAYS = {
    "mouse": {"width": 1280, "locale": "en-GB"},
    "phone": {"width": 390, "locale": "nl-NL"},
    "without JavaScript": {"width": 390, "locale": "nl-NL", "javascript": False},
}


@pytest.fixture(scope="module")
def provider() -> Iterator[OidcProvider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def site(
    chromium: Browser, provider: OidcProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A forum that knows the provider, and one that nobody can reach."""
    settings = {
        "FORUM_OIDC_PROVIDERS": "noord, away",
        "FORUM_OIDC_NOORD_ISSUER": provider.issuer,
        "FORUM_OIDC_NOORD_CLIENT_ID": CLIENT_ID,
        "FORUM_OIDC_NOORD_CLIENT_SECRET": CLIENT_SECRET,
        "FORUM_OIDC_NOORD_LABEL": "Gemeente Noord",
        "FORUM_OIDC_NOORD_ORGANISATION": "Gemeente Noord",
        "FORUM_OIDC_AWAY_ISSUER": f"http://127.0.0.1:{free_port()}/realm",
        "FORUM_OIDC_AWAY_CLIENT_ID": CLIENT_ID,
        "FORUM_OIDC_AWAY_CLIENT_SECRET": CLIENT_SECRET,
    }
    folder: Path = tmp_path_factory.mktemp("forum")
    with running(folder, **settings) as site:
        provider.client.redirect_uris.add(f"{site.address}/login/oidc/noord/callback")
        provider.client.leaving_uris.add(f"{site.address}/logout/back")
        yield site


@pytest.fixture
def visit(chromium: Browser, site: Site, provider: OidcProvider) -> Iterator[Callable[..., Page]]:
    """As everywhere, but the browser may go to the provider, and to no other host."""
    with ExitStack() as opened:
        watches: list[Watch] = []

        def open_browser(someone: Someone | None = None, **options) -> Page:
            context = opened.enter_context(browser_of(chromium, site, **options))
            watches.append(Watch(context, site.address))
            if someone is not None:
                Pen(context.request).sign_in(someone)
            return context.new_page()

        yield open_browser
        theirs = provider.issuer.rpartition("/")[0]
        assert not [one for watch in watches for one in watch.problems if theirs not in one]


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> dict:
    return WAYS[request.param]


def signs_in_there(page: Page, somebody: Someone) -> None:
    expect(page.get_by_role("heading", name="The provider")).to_be_visible()
    page.get_by_label("Name").fill(somebody.name)
    page.get_by_label("E-mail").fill(somebody.email)
    page.get_by_label("Number").fill(somebody.email)
    page.get_by_role("button", name="Let me in").click()


def join(page: Page) -> None:
    page.locator("#join [name=perspective]").select_option(index=1)
    page.locator("#join [name=accept]").check()
    page.locator("#join .actions button").click()
    expect(page.locator("#account-menu summary")).to_be_visible()


def press_provider(page: Page, name: str = "Gemeente Noord") -> None:
    page.locator("#sign-on button", has_text=name).click()


def test_somebody_writes_joins_where_they_work_and_finds_the_text_back(visit, site: Site, way: dict):
    say, robin = words(way["locale"]), site.stranger()
    page = visit(**way)
    page.goto(NEW_THREAD)
    page.locator("[name=title]").fill("Who decides when we disagree?")
    page.locator("[name=body]").fill("We never agreed on that.")
    page.locator("[name=lessons]").first.check()
    page.get_by_role("button", name=say("Start this conversation")).click()
    press_provider(page)
    signs_in_there(page, robin)
    expect(page.locator("#join [name=name]")).to_have_value(robin.name)
    expect(page.locator("#join [name=organisation]")).to_have_value("Gemeente Noord")
    page.locator("#join [name=perspective]").select_option(index=1)
    page.get_by_label(say("I agree to the house rules.")).check()
    page.get_by_role("button", name=say("Create account")).click()
    expect(page.locator("[name=body]")).to_have_value("We never agreed on that.")
    page.get_by_role("button", name=say("Start this conversation")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who decides when we disagree?")


def test_who_signs_out_comes_back_with_one_press(visit, site: Site):
    robin = site.stranger()
    page = visit()
    page.goto("/login")
    press_provider(page)
    signs_in_there(page, robin)
    join(page)
    page.goto("/logout")
    page.locator("form#logout button").first.click()
    page.goto("/login?next=/questions")
    press_provider(page)
    signs_in_there(page, robin)
    expect(page).to_have_url(f"{site.address}/questions")
    expect(page.locator("#account-menu summary")).to_contain_text(robin.name)


def test_who_shares_a_computer_signs_out_at_both(visit, site: Site, way: dict):
    say, robin = words(way["locale"]), site.stranger()
    page = visit(**way)
    page.goto("/login")
    press_provider(page)
    signs_in_there(page, robin)
    join(page)
    page.locator("#account-menu summary").click()
    page.locator("#account-menu a[href='/logout']").click()
    page.locator("form#logout [name=there]").click()
    done = say("You are signed out, here and at your organisation.")
    expect(page.get_by_text(done)).to_be_visible()
    page.goto("/account")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Sign in"))


def test_an_address_of_an_account_asks_for_the_password_and_linking_opens_both_ways(visit, site: Site):
    anna = site.member()
    page = visit()
    page.goto("/login?next=/questions")
    press_provider(page)
    signs_in_there(page, anna)
    expect(page.get_by_role("heading", level=1)).to_have_text("You have an account here already")
    page.locator("main a.button").click()
    page.get_by_label("E-mail address").fill(anna.email)
    page.get_by_label("Password", exact=True).fill(anna.password)
    page.get_by_label("Password", exact=True).press("Enter")
    expect(page).to_have_url(f"{site.address}/questions")
    page.goto("/account/identities")
    page.get_by_role("button", name="Link Gemeente Noord").click()
    signs_in_there(page, anna)
    expect(page.locator(".notices .notice")).to_contain_text("Linked.")

    other = visit()
    other.goto("/login?next=/lessons")
    press_provider(other)
    signs_in_there(other, anna)
    expect(other).to_have_url(f"{site.address}/lessons")


def test_who_says_no_there_is_back_at_a_page_that_says_so(visit):
    page = visit()
    page.goto("/login?next=/questions")
    press_provider(page)
    page.get_by_role("button", name="No").click()
    expect(page.locator("main")).to_contain_text("You were not signed in at Gemeente Noord.")
    expect(page.locator("main a.button")).to_have_attribute("href", "/login?next=/questions")


def test_a_provider_that_is_away_leaves_the_password(visit, site: Site):
    anna = site.member()
    page = visit()
    page.goto("/login?next=/questions")
    press_provider(page, "Away")
    expect(page.locator("main")).to_contain_text("Away does not answer as it should.")
    page.locator("main a.button").click()
    page.get_by_label("E-mail address").fill(anna.email)
    page.get_by_label("Password", exact=True).fill(anna.password)
    page.get_by_label("Password", exact=True).press("Enter")
    expect(page).to_have_url(f"{site.address}/questions")


def arrived(page: Page, somebody: Someone) -> None:
    page.goto("/login")
    press_provider(page)
    signs_in_there(page, somebody)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def joining_refused(page: Page, site: Site) -> None:
    arrived(page, site.stranger())
    page.locator("#join .actions button").click()
    expect(page.locator(".error-summary")).to_be_visible()


def away(page: Page, site: Site) -> None:
    page.goto("/login")
    press_provider(page, "Away")
    expect(page.locator("main")).to_contain_text("Away")


def identities(page: Page, site: Site) -> None:
    page.goto("/account/identities")
    page.get_by_role("button", name="Gemeente Noord").click()
    signs_in_there(page, site.stranger())
    expect(page.locator(".notices .notice")).to_be_visible()


def signing_out(page: Page, site: Site) -> None:
    arrived(page, site.stranger())
    join(page)
    page.goto("/logout")


def signed_out(page: Page, site: Site) -> None:
    signing_out(page, site)
    page.locator("form#logout [name=there]").click()
    page.wait_for_url("**/logout/back?state=*")


LOOKS: dict[str, tuple[bool, Callable[[Page, Site], object]]] = {
    "login": (False, lambda page, site: page.goto("/login")),
    "register": (False, lambda page, site: page.goto("/register")),
    "joining": (False, lambda page, site: arrived(page, site.stranger())),
    "joining, refused": (False, joining_refused),
    "known address": (False, lambda page, site: arrived(page, site.member())),
    "away": (False, away),
    "ways to sign in, none yet": (True, lambda page, site: page.goto("/account/identities")),
    "ways to sign in": (True, identities),
    "signing out": (False, signing_out),
    "signed out": (False, signed_out),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_of_signing_on_is_accessible_in_both_themes_and_fits_every_width(visit, site: Site, look: str):
    need_axe()
    is_signed_in, go = LOOKS[look]
    page = visit(site.member() if is_signed_in else None, locale="nl-NL")
    go(page, site)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    problems = problems_of(page)
    assert not problems, "\n".join(problems)
