"""Feeds that nobody changed are answered before Flask wakes up.

Readers ask every hour whether there is anything new, and mostly there is not. What a feed says depends on its
address and the database alone, whoever asks. So the finished document is kept until the database changes
(`lib/changes.py`), and who has it hears so at the price of that one question.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from gzip import compress
from typing import Any

from flask import Flask, Response, request
from sqlalchemy.engine import Engine
from werkzeug.http import is_resource_modified, parse_accept_header

from forum.lib import changes
from forum.lib.db import db
from forum.web.conditional import KeptPages
from forum.web.unsigned import PATH, PERSONAL

Environ = dict[str, Any]
Start = Callable[..., Any]

STATE, KEPT = "forum.state", "forum.kept_feed"
"""In the environ of a request: the state of the database before anything was read, and what is kept here."""
OF_THE_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})


@dataclass(frozen=True, slots=True)
class Document:
    """A finished answer. `state` is that of the database before anything was read for it. `body` is None when
    nobody needed it yet, only to hear that they have it."""

    state: str
    body: bytes | None
    headers: tuple[tuple[str, str], ...]
    etag: str
    changed_at: datetime | None

    @classmethod
    def of(cls, response: Response, state: str) -> "Document":
        return cls(
            state,
            response.get_data() if response.status_code == 200 else None,
            tuple(response.headers),
            response.headers["ETag"],
            response.last_modified,
        )

    @property
    def size(self) -> int:
        return len(self.body or b"") + 1024

    def answer(self, environ: Environ, start: Start) -> Iterable[bytes] | None:
        """None when who asks needs the body, and it is not here."""
        has_it = environ.get("HTTP_IF_NONE_MATCH") == self.etag
        if has_it or not is_resource_modified(environ, self.etag, last_modified=self.changed_at):
            start("304 NOT MODIFIED", [each for each in self.headers if each[0] not in OF_THE_BODY])
            return ()
        if self.body is None:
            return None
        start("200 OK", list(self.headers))
        return () if environ["REQUEST_METHOD"] == "HEAD" else (self.body,)


class Doorway:
    """Between the server and Flask."""

    def __init__(self, app: Flask, engine: Engine) -> None:
        self.documents: KeptPages[Document] = KeptPages()
        self._flask = app.wsgi_app
        self._engine = engine

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        is_for_all = path.startswith(PATH) and not path.startswith(PERSONAL)
        if is_for_all and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            document = self.documents.get(_key(environ))
            environ[STATE], environ[KEPT] = changes.state(self._engine), document
            if document is not None and document.state == environ[STATE]:
                answer = document.answer(environ, start)
                if answer is not None:
                    return answer
        return self._flask(environ, start)


def keep(app: Flask) -> None:
    """Wired before everything else, so that what is kept has all its headers."""
    with app.app_context():
        doorway = Doorway(app, db.engine)
    app.wsgi_app = doorway  # type: ignore[method-assign]

    @app.after_request
    def keep_feed(response: Response) -> Response:
        state = request.environ.get(STATE)
        if state is None or response.status_code not in (200, 304) or "ETag" not in response.headers:
            return response
        is_packed = response.status_code == 304 or "Content-Encoding" in response.headers
        if wants_gzip(request.environ) and not is_packed:
            # Nothing in a feed is secret, so its compressed size tells nothing either.
            response.set_data(compress(response.get_data(), 6))
            response.headers["Content-Encoding"] = "gzip"
        doorway.documents.put(_key(request.environ), Document.of(response, state))
        return response.make_conditional(request)  # type: ignore[return-value]


def kept_with(etag: str) -> Response | None:
    """What is kept under this address, when this is its ETag: what changed was something else."""
    document: Document | None = request.environ[KEPT]
    if document is None or document.body is None or document.etag != f'"{etag}"':
        return None
    return Response(document.body, headers=list(document.headers))


def wants_gzip(environ: Environ) -> bool:
    return _accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))


def wants_page(environ: Environ) -> bool:
    """Whether a browser asks, to show what comes; programs do not ask for HTML where there is none."""
    return "text/html" in environ.get("HTTP_ACCEPT", "")


@lru_cache(maxsize=256)
def _accepts_gzip(header: str) -> bool:
    return bool(parse_accept_header(header).quality("gzip"))


def _key(environ: Environ) -> Hashable:
    """All that an answer depends on. Its host was found to be ours when it was made."""
    names = ("HTTP_HOST", "wsgi.url_scheme", "PATH_INFO", "QUERY_STRING")
    return (*(environ.get(name) for name in names), wants_gzip(environ), wants_page(environ))
