"""How fast pages are, beside a bare Flask page: one table; `--rounds 9` for steadier figures."""

import gzip
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.content import Forum, make_forum
from bench.report import Figures
from bench.rounds import Visit, measure, options, request, say, show
from bench.serving import bare_server, forum_server
from bench.statements import counted

SIZES = (20, 200)
READERS = ("signed out", "made anew", "signed in")
"""A page for who is signed out is kept until something changes; `made anew` is the one after a change."""


def main(arguments: Sequence[str]) -> None:
    asked = options("pages", arguments, __doc__)
    with tempfile.TemporaryDirectory(prefix="samenspraak-bench-") as folder:
        instance = Path(folder)
        say("Making a forum to measure …")
        forum = make_forum(instance, SIZES)
        figures = [_known(forum, page, reader) for reader in READERS for page in forum.paths]
        bare = Figures("bare Flask", "", size=_typical_size(figures))
        with forum_server(instance) as server, bare_server(instance, bare.size) as beside:
            visits = [Visit(bare, beside, request(beside.port, "/"))]
            for one in figures:
                cookie = forum.cookies[one.reader]
                visits.append(Visit(one, server, request(server.port, forum.paths[one.page], Cookie=cookie)))
            measure(visits, asked)
    show([bare, *figures], asked)


def _known(forum: Forum, page: str, reader: str) -> Figures:
    """What needs no clock: the statements a page takes, and its size."""
    client = forum.app.test_client(use_cookies=False)
    headers = {"Cookie": forum.cookies[reader]}
    client.get(forum.paths[page], headers=headers)
    with counted(forum.app) as statements:
        answer = client.get(forum.paths[page], headers=headers)
    if answer.status_code != 200 or "Set-Cookie" in answer.headers:
        raise SystemExit(f"bench: {page}, {reader}: status {answer.status_code}")
    return Figures(page, reader, len(statements), len(answer.data), len(gzip.compress(answer.data, 6)))


def _typical_size(figures: Sequence[Figures]) -> int:
    """The bare page is as large as the signed-out thread of 20."""
    return next(one.size for one in figures if one.page == f"thread of {SIZES[0]}")
