"""Asking servers in rounds: every visit once in each, so that what disturbs one disturbs the others too."""

import argparse
import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.cpu import cpu_seconds
from bench.report import Figures, table
from bench.serving import HOST, Server
from forum import ROOT

WARM_UP_SECONDS = 0.5
Ask = Callable[[int, str, float], dict[str, Any]]
"""Port, request, seconds: what `bench.load` answers."""


@dataclass(frozen=True)
class Visit:
    """What is asked of which server, and where its figures go."""

    figures: Figures
    server: Server
    request: str


def measure(visits: Sequence[Visit], options: argparse.Namespace) -> None:
    """The first visit is the bare page, to which all others are compared."""
    with _load(options.connections) as ask:
        for visit in visits:
            ask(visit.server.port, visit.request, WARM_UP_SECONDS)
        for number in range(1, options.rounds + 1):
            say(f"Round {number} of {options.rounds} …")
            for visit in visits:
                _visit(visit, ask, options.seconds, bare=visits[0].figures)


def _visit(visit: Visit, ask: Ask, seconds: float, *, bare: Figures) -> None:
    busy_before = cpu_seconds(visit.server.pid)
    answer = ask(visit.server.port, visit.request, seconds)
    busy_after = cpu_seconds(visit.server.pid)
    figures, requests = visit.figures, len(answer["latencies"])
    figures.rates.append(requests / answer["seconds"])
    figures.ratios.append(figures.rates[-1] / bare.rates[-1])
    figures.latencies += answer["latencies"]
    if busy_before is not None and busy_after is not None:
        figures.cpu.append((busy_after - busy_before) * 1000 / requests)


def request(port: int, path: str, **headers: str) -> str:
    """Headers by their names with `_` for `-`; those without a value are left out."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{port}", "Accept-Language: nl,en;q=0.5"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value]
    return "\r\n".join([*lines, "", ""])


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


def show(figures: Sequence[Figures], options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps([one.summary() for one in figures], indent=2))
        return
    print(
        f"\nMedians of {options.rounds} interleaved rounds of {options.seconds:g} s for each page, "
        f"{options.connections} connections, one web process.\n"
    )
    print(table(figures))


def options(name: str, arguments: Sequence[str], about: str | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"make bench ARGS={name}", description=about)
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


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
