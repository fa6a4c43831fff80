"""Browsers that nobody used before."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.browser.site import Site

PATIENCE = 20_000  # milliseconds; a busy machine is no reason to fail


def browser_of(
    chromium: Browser,
    site: Site,
    *,
    locale: str = "en-GB",
    width: int = 1280,
    javascript: bool = True,
    theme: Any = "light",
) -> BrowserContext:
    """A browser that nobody used before: of a phone when it is narrow."""
    is_phone = width < 700
    context = chromium.new_context(
        base_url=site.address,
        locale=locale,
        viewport={"width": width, "height": 844 if is_phone else 900},
        has_touch=is_phone,
        java_script_enabled=javascript,
        color_scheme=theme,
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(PATIENCE)
    return context
