"""How fast pages are, beside a bare Flask page: one table; `--rounds 9` for steadier figures."""

import argparse
import contextlib
import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bench.content import Forum, make_forum
from bench.cpu import cpu_seconds
from bench.report import Figures, table
from bench.serving import HOST, Server, bare_server, forum_server
from forum import ROOT
from forum.lib.db import db

SIZES = (20, 200)
READERS = ("signed out", "made anew", "signed in")
"""A page for who is signed out is kept until something changes; `made anew` is the one after a change."""
WARM_UP_SECONDS = 0.5
Ask = Callable[[int, str, float], dict[str, Any]]
"""Port, request, seconds: what `bench.load` answers."""


def main(arguments: Sequence[str]) -> None:
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="samenspraak-bench-") as folder:
        instance = Path(folder)
        _say("Making a forum to measure …")
        forum = make_forum(instance, SIZES)
        figures = [_known(forum, page, reader) for reader in READERS for page in forum.paths]
        bare = Figures("bare Flask", "", size=_typical_size(figures))
        with forum_server(instance) as server, bare_server(instance, bare.size) as beside:
            visits = [Visit(bare, beside, _request(beside.port, "/"))]
            for one in figures:
                request = _request(server.port, forum.paths[one.page], forum.cookies[one.reader])
                visits.append(Visit(one, server, request))
            with _load(options.connections) as ask:
                _measure(visits, ask, options)
    _print([bare, *figures], options)


@dataclass(frozen=True)
class Visit:
    """What is asked of which server, and where its figures go."""

    figures: Figures
    server: Server
    request: str


def _measure(visits: Sequence[Visit], ask: Ask, options: argparse.Namespace) -> None:
    """Every page once in each round, the bare page first: what disturbs one disturbs its neighbours too."""
    for visit in visits:
        ask(visit.server.port, visit.request, WARM_UP_SECONDS)
    bare = visits[0].figures
    for number in range(1, options.rounds + 1):
        _say(f"Round {number} of {options.rounds} …")
        for visit in visits:
            busy_before = cpu_seconds(visit.server.pid)
            answer = ask(visit.server.port, visit.request, options.seconds)
            busy_after = cpu_seconds(visit.server.pid)
            figures, requests = visit.figures, len(answer["latencies"])
            figures.rates.append(requests / answer["seconds"])
            figures.ratios.append(figures.rates[-1] / bare.rates[-1])
            figures.latencies += answer["latencies"]
            if busy_before is not None and busy_after is not None:
                figures.cpu.append((busy_after - busy_before) * 1000 / requests)


def _known(forum: Forum, page: str, reader: str) -> Figures:
    """What needs no clock: the statements a page takes, and its size."""
    client = forum.app.test_client(use_cookies=False)
    headers = {"Cookie": forum.cookies[reader]}
    client.get(forum.paths[page], headers=headers)
    with forum.app.app_context():
        engine = db.engine
    statements: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    answer = client.get(forum.paths[page], headers=headers)
    event.remove(engine, "before_cursor_execute", note)
    if answer.status_code != 200 or "Set-Cookie" in answer.headers:
        raise SystemExit(f"bench: {page}, {reader}: status {answer.status_code}")
    return Figures(page, reader, len(statements), len(answer.data), len(gzip.compress(answer.data, 6)))


def _typical_size(figures: Sequence[Figures]) -> int:
    """The bare page is as large as the signed-out thread of 20."""
    return next(one.size for one in figures if one.page == f"thread of {SIZES[0]}")


def _request(port: int, path: str, cookie: str = "") -> str:
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{port}", "Accept-Language: nl,en;q=0.5"]
    return "\r\n".join([*lines, *([f"Cookie: {cookie}"] if cookie else []), "", ""])


@contextlib.contextmanager
def _load(connections: int) -> Iterator[Ask]:
    command = [sys.executable, "-m", "bench.load"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdin
        assert process.stdout
        orders, answers = process.stdin, process.stdout

        def ask(port: int, request: str, seconds: float) -> dict[str, Any]:
            order = {"port": port, "request": request, "connections": connections, "seconds": seconds}
            print(json.dumps(order), file=orders, flush=True)
            answer = json.loads(answers.readline())
            if "error" in answer:
                raise SystemExit(f"bench: {request.splitlines()[0]}: {answer['error']}")
            return answer

        try:
            yield ask
        finally:
            orders.close()  # it ends when there is nothing more to ask


def _print(figures: Sequence[Figures], options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps([one.summary() for one in figures], indent=2))
        return
    print(
        f"\nMedians of {options.rounds} interleaved rounds of {options.seconds:g} s for each page, "
        f"{options.connections} connections, one web process.\n"
    )
    print(table(figures))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=pages", description=__doc__)
    parser.add_argument("--rounds", type=_between(1, 50), default=5)
    parser.add_argument("--seconds", type=_between(1, 30), default=2, help="for each page in each round")
    parser.add_argument("--connections", type=_between(1, 64), default=4)
    parser.add_argument("--json", action="store_true", help="figures for another program")
    return parser.parse_args(arguments)


def _between(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"use a number from {least} to {most}")
        return value

    return number


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
