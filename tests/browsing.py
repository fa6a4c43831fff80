"""Somebody with a browser, without the browser: real requests, read back as a page."""

import contextvars
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from forum.accounts.sessions import open_session
from forum.lib.db import atomic, db

HTMX = {"HX-Request": "true"}


class Page:
    """An answer, with what is on it."""

    def __init__(self, response: TestResponse) -> None:
        self.status_code = response.status_code
        self.headers = response.headers
        self.text = response.get_data(as_text=True)
        self.location = response.headers.get("Location") or response.headers.get("HX-Redirect")
        self.json = response.get_json(silent=True)
        self._soup: BeautifulSoup | None = None

    @property
    def soup(self) -> BeautifulSoup:
        self._soup = self._soup or BeautifulSoup(self.text, "html.parser")
        return self._soup

    def select(self, selector: str) -> list[Tag]:
        return list(self.soup.select(selector))

    def select_one(self, selector: str) -> Tag | None:
        return self.soup.select_one(selector)

    def words(self, selector: str = "body") -> str:
        """The text of an element, white space folded; empty when there is none."""
        found = self.select_one(selector)
        return " ".join(found.get_text(" ").split()) if found else ""

    def value(self, name: str) -> str:
        """What stands in a form field."""
        found = self.select_one(f"[name={name}]")
        assert found is not None, f"no field {name}"
        return found.get_text() if found.name == "textarea" else str(found.get("value", ""))


class Person:
    """A visitor, or somebody who is signed in."""

    def __init__(self, app: Flask, user: Any = None) -> None:
        self._app = app
        self._client = app.test_client()
        self.user = user
        if user is not None:
            self.sign_in(user)

    def sign_in(self, user: Any) -> None:
        token = atomic(open_session)(user.id, "tests")
        with self._client.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True

    def get(self, path: str, *, mode: str = "plain", **options: Any) -> Page:
        return self._open("GET", path, mode, options)

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, mode: str = "plain", **options: Any
    ) -> Page:
        """A form with its CSRF token; `csrf=False` leaves the token out."""
        fields = dict(data or {})
        if options.pop("csrf", True):
            fields.setdefault("csrf_token", self._csrf_token())
        return self._open("POST", path, mode, {"data": fields} | options)

    def open(self, method: str, path: str, **options: Any) -> Page:
        return self._open(method, path, "plain", options)

    @property
    def cookies(self) -> list[Any]:
        return list(self._client._cookies.values()) if self._client._cookies else []

    def _open(self, method: str, path: str, mode: str, options: dict[str, Any]) -> Page:
        headers = dict(options.pop("headers", {})) | (HTMX if mode == "htmx" else {})
        headers.setdefault("Accept-Language", "en")
        db.session.rollback()  # the test's own reads end here, so that it sees what the request did
        # In an empty context: the request must not find the application context of the test.
        response = contextvars.Context().run(
            self._client.open, path, method=method, headers=headers, **options
        )
        return Page(response)

    def _csrf_token(self) -> str:
        with self._client.session_transaction() as session:
            raw = session.setdefault("csrf_token", "0" * 40)
        return URLSafeTimedSerializer(self._app.secret_key or "", salt="wtf-csrf-token").dumps(raw)
