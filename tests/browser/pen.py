"""Somebody who writes by plain requests, through the same forms: quicker than a screen."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup
from playwright.sync_api import APIRequestContext, APIResponse

from forum.synthesis.models import Slot
from forum.synthesis.rules import positions_field
from tests.browser.site import Someone

QUESTION = "spreken-voor-de-groep"
LESSON = "wie-is-wij"


class Pen:
    def __init__(self, request: APIRequestContext) -> None:
        self._request = request

    def sign_in(self, someone: Someone) -> None:
        self._send("/login", "/login", {"email": someone.email, "password": someone.password})

    def register(self, someone: Someone) -> None:
        fields = {"email": someone.email, "name": someone.name, "password": someone.password}
        self._send("/register", "/register", fields | {"perspective": "inkoop", "accept": "yes"})

    def confirm(self, link: str) -> None:
        """Follow the mailed link: from then on they are signed in."""
        path = urlsplit(link).path
        self._send(path, path, {})

    def forget_password(self, someone: Someone) -> None:
        self._send("/account/forgot", "/account/forgot", {"email": someone.email})

    def start_thread(
        self, title: str, body: str = "What is your experience?", *, question: str = QUESTION
    ) -> str:
        """Returns the path of the thread."""
        form = {"title": title, "body": body, "lessons": LESSON}
        place = self._send(f"/questions/{question}/threads/new", f"/questions/{question}/threads", form)
        return urlsplit(place).path

    def comment(self, thread: str, body: str, *, parent: str = "", **voice: str) -> str:
        """`voice`: `capacity`, `withhold`. Returns the public id of the comment."""
        address = thread_address(thread)
        fields = {"body": body, "parent": parent} | voice
        place = self._send(f"{address}/comments/new", f"{address}/comments", fields)
        return place.rpartition("#comment-")[2]

    def edit(self, comment: str, body: str) -> None:
        self._send(f"/comments/{comment}/edit", f"/comments/{comment}/edit", {"body": body})

    def withdraw(self, comment: str) -> None:
        self._send(f"/comments/{comment}/withdraw", f"/comments/{comment}/withdraw", {})

    def propose(self, statement: str, *, question: str = QUESTION, capacity: str = "personal") -> str:
        """Returns the public id of the position."""
        fields = {"statement": statement, "anyway": "1", "capacity": capacity}
        place = self._send(f"/questions/{question}/positions/new", f"/questions/{question}/positions", fields)
        return urlsplit(place).path.rpartition("/")[2]

    def vote(self, position: str, choice: str) -> None:
        self._send(f"/positions/{position}", f"/positions/{position}/vote", {"choice": choice})

    def summarise(self, text: str, *, question: str = QUESTION, position: str = "") -> None:
        """The next version of the synthesis, for a moderator: where we agree, and a position with it."""
        address = f"/questions/{question}/synthesis/edit"
        self._send(address, address, {"agree": text, positions_field(Slot.AGREE): position})

    def mark(self, mark: str, remark: str = "", *, question: str = QUESTION) -> None:
        address = f"/questions/{question}/synthesis"
        self._send(address, f"{address}/recognition", {"mark": mark, "remark": remark})

    def follow(self, page: str) -> None:
        """What stands on this page, once a day."""
        self._send(page, "/follow", {"cadence": "daily"})

    def hears_something(self) -> bool:
        """Whether the worker told them anything yet."""
        return self._soup("/account/notifications").select_one(".heard-line") is not None

    def report(self, target: str, ground: str, explanation: str = "") -> None:
        """`target`: `comment:<id>`."""
        fields = {"ground": ground, "explanation": explanation}
        self._send(f"/flags/new?target={target}", "/flags", fields)

    def leave_all_that_waits(self) -> None:
        """As a moderator, until the queue is empty."""
        while (found := self._soup("/moderation").select_one(".queue-row > a")) is not None:
            self._send(str(found["href"]), "/moderation/approve", {}, within="#decide ")

    def _soup(self, page: str) -> BeautifulSoup:
        return BeautifulSoup(self._request.get(page).text(), "html.parser")

    def decide(self, action: str, target: str, *, ground: str, reason: str) -> str:
        """As a moderator, about `comment:<id>`. Returns the public id of the decision."""
        fields = {"ground": ground, "reason": reason}
        place = self._send(f"/moderation/{action}?target={target}", f"/moderation/{action}", fields)
        return parse_qs(urlsplit(place).query)["decided"][0]

    def ask_mandate(self, organisation: str, **fields: str) -> str:
        """For a year, in the whole forum. Returns the public id of the mandate."""
        words = {"evidence": "The board decided so.", "contact": "Kim Smit, director", "scope": "forum"}
        days = {"ends_on": (datetime.now(UTC).date() + timedelta(days=365)).isoformat()}
        form = {"organisation": organisation, "perspective": "gemeente"} | words | days | fields
        place = self._send("/account/mandates/new", "/account/mandates", form)
        return urlsplit(place).path.rpartition("/")[2]

    def confirm_mandate(self, mandate: str) -> None:
        """As a moderator."""
        self.decide("confirm", f"mandate:{mandate}", ground="evidence", reason="That is clear enough.")

    def object_to(self, decision: str, text: str) -> None:
        address = f"/decisions/{decision}/appeal"
        self._send(address, address, {"text": text})

    def _send(self, page: str, action: str, fields: dict[str, Any], *, within: str = "") -> str:
        """Fill in the form that `page` shows. Returns where the answer sends us."""
        shown = self._request.get(page)
        soup = BeautifulSoup(shown.text(), "html.parser")
        form = soup.select_one(f"{within}form[action='{action}']")
        assert form is not None, f"{shown.status}: no form for {action} on {page}"
        hidden = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[type=hidden]")}
        form_data = {name: value for name, value in (hidden | fields).items() if value}
        answer: APIResponse = self._request.post(action, form=form_data, max_redirects=0)
        assert answer.status == 303, f"{answer.status} from {action}: {answer.text()}"
        return answer.headers["location"]


def thread_address(path: str) -> str:
    """The address of a thread without its title."""
    return "/".join(path.split("/")[:3])
