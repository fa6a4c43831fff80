"""What voting costs on a question of 300 positions with 10,000 voters: pages from the stored results, a
vote that waits for no analysis, and the analysis itself in the background.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median

import numpy as np
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from bench.content import STARTER, cookie_of
from forum.accounts.models import User
from forum.accounts.perspectives import Perspective
from forum.accounts.sessions import open_session
from forum.app import create_app
from forum.articles.models import Question
from forum.cli.database import upgrade_schema
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.ids import new_public_id
from forum.permissions import SYSTEM, Role
from forum.positions.assessment import assess_question
from forum.positions.models import Position, PositionText, Vote
from forum.settings import Settings
from forum.transfer.article import load_article

BATCH = 50_000


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="make bench ARGS=votes", description=__doc__)
    parser.add_argument("--positions", type=int, default=300)
    parser.add_argument("--voters", type=int, default=10_000)
    parser.add_argument("--votes", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=30, help="how often each page is asked for")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="samenspraak-bench-") as folder:
        app = create_app(Settings(instance=Path(folder), vote_limit="1000000 per minute").completed())
        upgrade_schema(app)
        with app.app_context():
            load_article(SYSTEM, STARTER)
            question_id, slug, people, positions = _fill(options)
            started = time.perf_counter()
            assess_question(question_id)
            seconds = time.perf_counter() - started
            token = atomic(open_session)(people[0], "bench")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{options.positions} positions, {options.voters:,} voters, {options.votes:,} votes\n")
        print(f"The analysis in the background: {seconds:.1f} s, at most {peak:.0f} MB of memory.\n")
        print("| | SQL | median ms |\n|---|---:|---:|")
        ask = Asking(app, {"Cookie": cookie_of(app, token)}, options.times)
        ask.get("question page", f"/questions/{slug}?results=1")
        ask.get("ballot", f"/questions/{slug}/ballot")
        ask.get("overview of agreement", f"/questions/{slug}/overview")
        ask.get("one position", f"/positions/{positions[0]}?results=1")
        ask.vote("a vote, htmx", positions)


class Asking:
    """One page after the other by somebody who is signed in, without a server in between."""

    def __init__(self, app: Flask, headers: dict[str, str], times: int) -> None:
        self._client = app.test_client(use_cookies=False)
        self._headers, self._times = headers, times
        with app.app_context():
            self._engine = db.engine

    def get(self, name: str, path: str) -> None:
        self._measure(name, lambda _number: self._client.get(path, headers=self._headers))

    def vote(self, name: str, positions: Sequence[str]) -> None:
        page = self._client.get(f"/positions/{positions[0]}", headers=self._headers).get_data(as_text=True)
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        headers = self._headers | {"HX-Request": "true", "X-CSRF-Token": token}
        self._measure(
            name,
            lambda number: self._client.post(
                f"/positions/{positions[number % len(positions)]}/vote",
                headers=headers,
                data={"choice": "agree", "place": "ballot"},
            ),
        )

    def _measure(self, name: str, ask: Callable[[int], object]) -> None:
        milliseconds: list[float] = []
        with self._counting() as statements:
            for number in range(self._times):
                statements.clear()
                started = time.perf_counter()
                answer = ask(number)
                milliseconds.append((time.perf_counter() - started) * 1000)
                if getattr(answer, "status_code", 0) != 200:
                    raise SystemExit(f"bench: {name}: {answer}")
        print(f"| {name} | {len(statements)} | {median(milliseconds):.1f} |", flush=True)

    @contextmanager
    def _counting(self) -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection, _cursor, statement: str, *_rest) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                statements.append(statement)

        event.listen(self._engine, "before_cursor_execute", note)
        yield statements
        event.remove(self._engine, "before_cursor_execute", note)


@atomic
def _fill(options: argparse.Namespace) -> tuple[int, str, list[int], list[str]]:
    """Everybody votes on about as many positions, from two camps and six perspectives."""
    random = np.random.default_rng(1)
    question = db.session.scalars(sa.select(Question).order_by(Question.number)).first()
    assert question is not None
    now = clock.now()
    perspectives = list(db.session.scalars(sa.select(Perspective.id)))
    db.session.execute(
        sa.insert(User),
        [
            {
                "public_id": new_public_id(),
                "name": f"Stemmer {number}",
                "email": f"voter{number}@example.nl",
                "role": Role.MEMBER,
                "email_confirmed_at": now - timedelta(days=100),
                "joined_at": now - timedelta(days=100),
                "perspective_id": perspectives[number % len(perspectives)],
                "accepted_rules": 1,
            }
            for number in range(options.voters)
        ],
    )
    people = list(db.session.scalars(sa.select(User.id).order_by(User.id)))
    public_ids = [new_public_id() for _ in range(options.positions)]
    frozen = now - timedelta(days=90)
    position_ids = []
    for number, public_id in enumerate(public_ids):
        position = Position(question_id=question.id, public_id=public_id, created_at=frozen, frozen_at=frozen)
        db.session.add(position)
        db.session.flush()
        text = f"Standpunt {number}: we beslissen samen over het budget van de wijk."
        db.session.add(PositionText(position_id=position.id, locale="nl", statement=text))
        position_ids.append(position.id)
    cells = random.choice(options.voters * options.positions, size=options.votes, replace=False)
    voters, voted = np.divmod(cells, options.positions)
    leaning = random.beta(0.8, 0.8, size=(2, options.positions))
    agrees = random.random(options.votes) < leaning[voters % 2, voted]
    choices = np.where(random.random(options.votes) < 0.1, 0, np.where(agrees, 1, -1))
    for start in range(0, options.votes, BATCH):
        part = slice(start, start + BATCH)
        columns = zip(voters[part].tolist(), voted[part].tolist(), choices[part].tolist(), strict=True)
        db.session.execute(
            sa.insert(Vote),
            [
                {
                    "user_id": people[voter],
                    "position_id": position_ids[position],
                    "choice": choice,
                    "voted_at": frozen + timedelta(seconds=start),
                }
                for voter, position, choice in columns
            ],
        )
    return question.id, question.slug, people, public_ids
