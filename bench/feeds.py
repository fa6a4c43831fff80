"""How fast feeds of 50 entries are, and telling readers that nothing changed, beside a bare Flask page."""

import gzip
import tempfile
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from flask import Flask

from bench.content import make_forum
from bench.report import Figures
from bench.rounds import Visit, measure, options, request, say, show
from bench.serving import HOST, Server, bare_server, forum_server
from bench.statements import counted
from forum.articles.models import Question
from forum.lib.db import db

TIMES = 30
NOTHING_KEPT = "has it, nothing kept"
"""Nobody asked for the whole of it yet, so each answer takes its statement."""


def main(arguments: Sequence[str]) -> None:
    asked = options("feeds", arguments, __doc__)
    with tempfile.TemporaryDirectory(prefix="samenspraak-bench-") as folder:
        instance = Path(folder)
        say("Making a forum to measure …")
        app = make_forum(instance, (20, 200)).app
        figures, made = _known(app)
        bare = Figures("bare Flask", "", size=figures[-1].size)
        with forum_server(instance) as server, bare_server(instance, bare.size) as beside:
            visits = [Visit(bare, beside, request(beside.port, "/"))]
            for one in figures:
                etag = _etag(server, one.page) if one.reader != "new" else ""
                visits.append(Visit(one, server, request(server.port, one.page, If_None_Match=etag)))
            measure(visits, asked)
    show([bare, *figures], asked)
    if not asked.json:
        print(f"\nMade anew, without a server:\n\n| feed | SQL | median ms |\n|---|---:|---:|\n{made}")


def _known(app: Flask) -> tuple[list[Figures], str]:
    """What needs no server."""
    whole, question = "/feeds/all.atom", f"/feeds/questions/{_question(app)}.atom"
    visits = ((whole, "has it"), (question, NOTHING_KEPT), (whole, "new"))
    lines = [_made(app, f"/feeds/all.{ending}") for ending in ("atom", "rss", "json")]
    return [_figures(app, path, reader) for path, reader in visits], "\n".join(lines)


def _figures(app: Flask, path: str, reader: str) -> Figures:
    client = app.test_client(use_cookies=False)
    whole = client.get(f"{path}?1" if reader == NOTHING_KEPT else path)
    etag = {"If-None-Match": whole.headers["ETag"]} if reader != "new" else {}
    with counted(app) as statements:
        answer = client.get(path, headers=etag)
    if answer.status_code != (304 if etag else 200) or "Set-Cookie" in answer.headers:
        raise SystemExit(f"bench: {path}, {reader}: status {answer.status_code}")
    return Figures(path, reader, len(statements), len(answer.data), len(gzip.compress(answer.data, 6)))


def _made(app: Flask, path: str) -> str:
    client = app.test_client(use_cookies=False)
    milliseconds, asked = [], 0
    for number in range(TIMES):
        started = time.process_time()
        with counted(app) as statements:
            client.get(f"{path}?{number}")
        milliseconds.append((time.process_time() - started) * 1000)
        asked = len(statements)
    return f"| {path} | {asked} | {median(milliseconds):.1f} |"


def _etag(server: Server, path: str) -> str:
    """Asked with a query that means nothing: the same document, of which nothing is kept at `path`."""
    connection = HTTPConnection(HOST, server.port, timeout=30)
    try:
        connection.request("GET", f"{path}?1")
        return connection.getresponse().headers["ETag"]
    finally:
        connection.close()


def _question(app: Flask) -> str:
    """The slug of the one with conversations."""
    with app.app_context():
        return db.session.scalar(sa.select(Question.slug).order_by(Question.number)) or ""
