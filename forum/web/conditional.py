"""Pages that are the same for everybody: made once for each change, and not sent again to who has them.

A signed-out reader has no cookie, so what they see depends on the address, the language and the database
alone. Such a page is kept in memory, also compressed, until the database changes (`lib/changes.py`). It
carries an ETag, so that a browser or proxy that has it already gets 304 without a body.
"""

import gzip
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, Protocol, TypeVar

from flask import Flask, Response, g, request

from forum.lib import changes, clock
from forum.lib.i18n import current_locale
from forum.web.htmx import wants_partial
from forum.web.unsigned import is_unsigned

# By so much "5 minutes ago" may be off.
LONGEST_KEPT = timedelta(minutes=1)
MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """A finished answer. `state` is that of the database before anything was read for it."""

    state: str
    made_at: datetime
    body: bytes
    gzipped: bytes
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, response: Response, state: str) -> "Page":
        """Nothing in it is secret, so its compressed size tells nothing either."""
        body = response.get_data()
        return cls(state, clock.now(), body, gzip.compress(body, 6), tuple(response.headers))

    def response(self) -> Response:
        if not request.accept_encodings.quality("gzip"):
            return Response(self.body, headers=list(self.headers))
        response = Response(self.gzipped, headers=list(self.headers))
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(self.gzipped))
        return response

    @property
    def size(self) -> int:
        return len(self.body) + len(self.gzipped)


class Sized(Protocol):
    @property
    def size(self) -> int: ...


Kept = TypeVar("Kept", bound=Sized)


class KeptPages(Generic[Kept]):
    """The pages asked for last, as many as fit."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._pages: OrderedDict[Hashable, Kept] = OrderedDict()
        self._free = most_bytes
        self._lock = Lock()

    def get(self, key: Hashable) -> Kept | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: Hashable, page: Kept) -> None:
        with self._lock:
            self._forget(self._pages.pop(key, None))
            self._pages[key] = page
            self._free -= page.size
            while self._free < 0:
                self._forget(self._pages.popitem(last=False)[1])

    def _forget(self, page: Kept | None) -> None:
        self._free += page.size if page else 0


def keep(app: Flask) -> None:
    """Wired before everything else, so that what is kept is the finished answer, with all its headers."""
    pages: KeptPages[Page] = KeptPages()

    @app.before_request
    def show_kept_page() -> Response | None:
        is_for_one = request.cookies or request.routing_exception or is_unsigned()
        if request.method not in ("GET", "HEAD") or is_for_one:
            return None
        g.page_key = (request.full_path, current_locale(), wants_partial(), request.is_secure)
        g.page_state = changes.state()
        page = pages.get(g.page_key)
        if page is None or page.state != g.page_state or clock.now() - page.made_at > LONGEST_KEPT:
            return None
        return page.response()

    @app.after_request
    def keep_page(response: Response) -> Response:
        if not _is_for_everybody(response):
            return response
        if "ETag" not in response.headers:
            response.add_etag(weak=True)
            if g.get("page_state"):
                response.vary.add("Accept-Encoding")
                page = Page.of(response, g.page_state)
                pages.put(g.page_key, page)
                response = page.response()
        response.make_conditional(request)
        return response


def _is_for_everybody(response: Response) -> bool:
    """A page without anything personal: security.py, which knows the session, lets such a one be stored."""
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and response.mimetype in ("text/html", "text/csv")
        and response.headers.get("Cache-Control") == "no-cache"
    )
