"""What moderators and readers of the log wait for when 100,000 decisions were made and 10,000 things wait,
beside the same pages with ten of each, in turn.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from sqlalchemy import event

from bench.moderated import Moderated, make_moderated
from forum.audit import checks as register
from forum.lib import clock
from forum.lib.db import db
from forum.lib.paging import encode
from forum.moderation.models import Decision

FEW = 10


@dataclass
class Page:
    name: str
    path: str
    statements: int = 0
    milliseconds: list[float] = field(default_factory=list)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="make bench ARGS=moderation", description=__doc__)
    parser.add_argument("--decisions", type=int, default=100_000)
    parser.add_argument("--waiting", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=15, help="how often each page is asked for")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="samenspraak-bench-") as folder:
        few = make_moderated(Path(folder) / "few", decisions=FEW, waiting=FEW)
        many = make_moderated(Path(folder) / "many", decisions=options.decisions, waiting=options.waiting)
        print(
            f"{options.decisions:,} decisions and {options.waiting:,} things that wait, beside {FEW} each.\n"
        )
        print(f"| page | SQL with {FEW} | SQL with many | ms with {FEW} | ms with many | times as long |")
        print("|---|---:|---:|---:|---:|---:|")
        for with_few, with_many in zip(_pages(few), _pages(many), strict=True):
            for _round in range(options.times):
                _ask(few, with_few)
                _ask(many, with_many)
            _print(with_few, with_many)
        _verify(many)


def _pages(forum: Moderated) -> list[Page]:
    with forum.app.app_context():
        at, id = db.session.execute(
            sa.select(Decision.at, Decision.id)
            .order_by(Decision.id)
            .offset(len(forum.decisions) // 2)
            .limit(1)
        ).one()
        year = clock.now().year - 1
    return [
        *([Page("queue", "/moderation")] if "queue.index" in forum.app.view_functions else []),
        Page("log", "/moderation/log"),
        Page("log, halfway", f"/moderation/log?after={encode([at.isoformat(), id])}"),
        Page("log, a choice that nothing fits", "/moderation/log?action=hide&ground=tender"),
        Page("log, a year", f"/moderation/log?year={year}"),
        Page("log, one entry", f"/moderation/log/{forum.decisions[0]}"),
        Page("figures of a year", f"/moderation/log/{year}.csv"),
        Page("register", "/moderation/register"),
        Page("numbers of moderators", "/moderation/standing"),
    ]


def _ask(forum: Moderated, page: Page) -> None:
    statements: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    with forum.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    started = time.perf_counter()
    answer = forum.app.test_client(use_cookies=False).get(page.path, headers={"Cookie": forum.cookie})
    page.milliseconds.append((time.perf_counter() - started) * 1000)
    event.remove(engine, "before_cursor_execute", note)
    page.statements = len(statements)
    if answer.status_code != 200:
        raise SystemExit(f"bench: {page.name}: status {answer.status_code}")


def _print(few: Page, many: Page) -> None:
    of_few, of_many = median(few.milliseconds), median(many.milliseconds)
    cells = (
        few.statements,
        many.statements,
        f"{of_few:.1f}",
        f"{of_many:.1f}",
        f"{of_many / of_few:.1f}",
    )
    print(f"| {few.name} | {' | '.join(map(str, cells))} |", flush=True)


def _verify(forum: Moderated) -> None:
    """What `forum db check` does with the register."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with forum.app.app_context():
        started = time.perf_counter()
        problems = list(register.problems())
        seconds = time.perf_counter() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    if problems:
        raise SystemExit(f"bench: {problems[0]}")
    print(
        f"\nVerifying the seal of the register: {seconds:.1f} s, {grown:.0f} MB of memory more than before."
    )
