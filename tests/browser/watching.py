"""What no page may do, whatever a test is about."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

# The browser and htmx report each refused form; which answer a form gets is for the tests to say.
REFUSED = r"(server responded with a status of|Response Status Error Code) [45]\d\d"
PARTS = ("stylesheet", "script", "image", "font", "manifest")


class Watch:
    """Notes the problems of every page in a browser. `problems` is empty when all was well.

    expects: a pattern of console messages that belong to what the test does.
    """

    def __init__(self, context: BrowserContext, address: str, expects: str = "") -> None:
        self.problems: list[str] = []
        self._address = address
        self._expected = re.compile(f"{REFUSED}|{expects}" if expects else REFUSED)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.problems.append(f"uncaught: {error.error}"))
        context.on("request", self._asked)
        context.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        # Also whatever breaks the Content-Security-Policy is reported here.
        if message.type in ("error", "warning") and not self._expected.search(message.text):
            self.problems.append(f"console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self._address}/", "data:", "blob:", "about:")):
            self.problems.append(f"asked another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in PARTS:
            self.problems.append(f"{response.status} for {response.url}")
