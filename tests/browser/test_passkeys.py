"""A passkey in a real browser, whose authenticator is a virtual one: made, used and removed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from tests.browser.contexts import browser_of
from tests.browser.looking import need_axe, problems_of
from tests.browser.site import PASSWORD, Site, Someone, running
from tests.browser.watching import Watch

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

# Writes down what the page asks of the browser, and asks it.
ASKED = """(() => {
  const get = CredentialsContainer.prototype.get;
  window.asked = [];
  CredentialsContainer.prototype.get = function (options) {
    window.asked.push(options.mediation ?? "");
    return get.call(this, options);
  };
})()"""


@pytest.fixture(scope="module")
def named_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Passkeys belong to a name, and so never to 127.0.0.1."""
    with running(tmp_path_factory.mktemp("named"), host="localhost") as site:
        yield site


@pytest.fixture
def context(chromium: Browser, named_site: Site) -> Iterator[BrowserContext]:
    context = browser_of(chromium, named_site)
    watch = Watch(context, named_site.address)
    yield context
    context.close()
    assert watch.problems == []


@pytest.fixture
def dana(named_site: Site) -> Someone:
    return named_site.member()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def device(context: BrowserContext, page: Page) -> tuple[CDPSession, str]:
    """The page's virtual authenticator."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session, added["authenticatorId"]


def sign_in(page: Page, someone: Someone) -> None:
    page.goto("/login")
    page.get_by_label("E-mail address").fill(someone.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password", exact=True).press("Enter")
    expect(page.locator("#account-menu summary")).to_be_visible()


def make_passkey(page: Page, name: str) -> None:
    page.goto("/account/security")
    page.get_by_role("link", name="Make a passkey").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text(name, exact=True)).to_be_visible()


def pretend_presence(device: tuple[CDPSession, str], is_there: bool) -> None:
    """For what is asked from now on: what the authenticator was asked before, it goes on with as it began."""
    session, authenticator = device
    session.send(
        "WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": authenticator, "enabled": is_there}
    )


def wait_until_asked(page: Page, *asked: str) -> None:
    """`conditional`: the browser itself offers passkeys in the field for the address."""
    page.wait_for_function("asked => window.asked.join() === asked.join()", arg=asked)


def sign_out(page: Page) -> None:
    page.goto("/logout")
    page.locator("#logout").get_by_role("button").click()
    expect(page.locator("header").get_by_role("link", name="Sign in")).to_be_visible()


def test_a_passkey_is_made_used_to_sign_in_and_removed(page: Page, dana: Someone, device):
    sign_in(page, dana)
    make_passkey(page, "My laptop")
    sign_out(page)

    # As long as nobody touches it, the browser's own offer in the field waits.
    pretend_presence(device, False)
    page.add_init_script(ASKED)
    page.goto("/login?next=/lessons")
    wait_until_asked(page, "conditional")
    button = page.get_by_role("button", name="Sign in with a passkey")
    button.click()
    wait_until_asked(page, "conditional", "")
    pretend_presence(device, True)
    button.click()  # who saw nothing happen presses again
    expect(page).to_have_url(re.compile(r"^[^?]*/lessons$"))

    page.goto("/account/security")
    page.get_by_role("button", name="Remove: My laptop").click()
    expect(page.get_by_text("My laptop", exact=True)).to_have_count(0)
    pretend_presence(device, False)
    sign_out(page)
    sign_in(page, dana)


def test_a_passkey_is_the_second_step_after_the_password(page: Page, dana: Someone, device):
    sign_in(page, dana)
    make_passkey(page, "My laptop")
    sign_out(page)
    pretend_presence(device, False)
    page.goto("/login")
    page.get_by_label("E-mail address").fill(dana.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()
    pretend_presence(device, True)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.locator("#account-menu summary")).to_be_visible()


def test_the_pages_with_passkeys_are_accessible_and_fit(page: Page, dana: Someone, device):
    need_axe()
    pretend_presence(device, False)
    page.goto("/login")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()
    problems = problems_of(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, dana)
    page.goto("/account/passkeys/new")
    expect(page.get_by_role("button", name="Make a passkey")).to_be_visible()
    problems += problems_of(page)
    pretend_presence(device, True)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator(".codes li")).to_have_count(10)
    problems += problems_of(page)
    page.goto("/account/security")
    problems += problems_of(page)
    pretend_presence(device, False)
    sign_out(page)
    page.goto("/login")
    page.get_by_label("E-mail address").fill(dana.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Use your passkey")).to_be_visible()
    problems += problems_of(page)
    assert not problems, "\n".join(problems)


def test_who_cancels_reads_what_else_to_do_and_can_use_the_password(page: Page, dana: Someone, device):
    """This device has no passkey for the site, which looks the same to a page."""
    pretend_presence(device, False)
    page.add_init_script(ASKED)
    page.goto("/login")
    wait_until_asked(page, "conditional")
    pretend_presence(device, True)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("[data-passkey-problem]")).to_be_visible()
    wait_until_asked(page, "conditional", "", "conditional")
    sign_in(page, dana)


def test_without_scripts_there_is_no_button_and_the_password_works(
    chromium: Browser, named_site: Site, dana: Someone
):
    context = browser_of(chromium, named_site, javascript=False)
    page = context.new_page()
    page.goto("/login")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    sign_in(page, dana)
    context.close()
