"""Posting to a thread with 10,000 followers, beside one with none; and telling them in the background."""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from sqlalchemy import event

from bench.content import STARTER, cookie_of
from forum.accounts.models import User
from forum.accounts.sessions import open_session
from forum.app import create_app
from forum.articles.models import Lesson, Question
from forum.cli.database import upgrade_schema
from forum.discussion.service import start_thread
from forum.following.models import Cadence, Follow, FollowKind, Notification
from forum.jobs import deliver_all
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.ids import new_public_id
from forum.lib.rendered import Rendered
from forum.permissions import SYSTEM, Actor, Role
from forum.settings import Settings
from forum.transfer.article import load_article


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="make bench ARGS=following", description=__doc__)
    parser.add_argument("--followers", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=30, help="comments in each thread")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="samenspraak-bench-") as folder:
        app = create_app(Settings(instance=Path(folder), post_limit="1000000 per minute").completed())
        upgrade_schema(app)
        with app.app_context():
            load_article(SYSTEM, STARTER)
            writer, quiet, followed = _fill(options.followers)
            deliver_all()
            cookie = cookie_of(app, atomic(open_session)(writer, "bench"))
        client = app.test_client(use_cookies=False)
        page = client.get(f"/threads/{quiet}", headers={"Cookie": cookie}, follow_redirects=True)
        token = page.get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
        headers = {"Cookie": cookie, "X-CSRF-Token": token}
        taken: dict[str, list[float]] = {quiet: [], followed: []}
        # In turns, so that whatever else the machine does falls on both.
        for number in range(options.times):
            for thread, seconds in taken.items():
                started = time.perf_counter()
                answer = client.post(
                    f"/threads/{thread}/comments", headers=headers, data={"body": f"Comment {number}."}
                )
                seconds.append(time.perf_counter() - started)
                assert answer.status_code == 303, answer.status_code
        with app.app_context():
            _report(options, median(taken[quiet]), median(taken[followed]))


def _report(options: argparse.Namespace, alone: float, with_followers: float) -> None:
    print(f"A comment, by the median of {options.times}:\n")
    print(f"- in a thread that nobody follows: {alone * 1000:.1f} ms")
    print(f"- in one that {options.followers:,} follow: {with_followers * 1000:.1f} ms")
    print(f"- ratio: {with_followers / alone:.2f}\n")
    writes: list[float] = []
    _time_transactions(writes)
    started = time.perf_counter()
    deliver_all()
    seconds = time.perf_counter() - started
    told = db.session.scalar(sa.select(sa.func.count()).select_from(Notification)) or 0
    print(f"{told:,} notifications in the background in {seconds:.1f} s ({told / seconds:,.0f}/s);")
    print(f"the longest transaction of it took {max(writes) * 1000:.0f} ms.")


def _time_transactions(taken: list[float]) -> None:
    begun = {"at": 0.0}
    event.listen(db.engine, "begin", lambda _connection: begun.update(at=time.perf_counter()))
    event.listen(db.engine, "commit", lambda _connection: taken.append(time.perf_counter() - begun["at"]))


@atomic
def _fill(followers: int) -> tuple[int, str, str]:
    """Returns the id of who writes, and the public ids of a thread without and one with followers."""
    now = clock.now()
    joined = now.replace(year=now.year - 1)
    people = [
        {
            "public_id": new_public_id(),
            "name": f"Person {number}",
            "email": f"person{number}@example.nl",
            "email_confirmed_at": now,
            "role": Role.MEMBER,
            "joined_at": joined,
            "is_pseudonym": False,
            "is_vouched_for": True,
            "accepted_rules": 1,
        }
        for number in range(followers + 1)
    ]
    db.session.execute(sa.insert(User), people)
    ids = db.session.scalars(sa.select(User.id).order_by(User.id)).all()
    author = Actor(ids[0], Role.MEMBER, is_confirmed=True, joined_at=joined)
    slug = db.session.scalars(sa.select(Question.slug).order_by(Question.number).limit(1)).one()
    lesson = db.session.scalars(sa.select(Lesson.slug).order_by(Lesson.number).limit(1)).one()
    quiet, followed = (
        start_thread(author, slug, title=title, lessons=[lesson], body=Rendered(title, f"<p>{title}</p>", 1))
        for title in ("A quiet conversation", "A conversation that many follow")
    )
    rows = [
        {
            "user_id": user_id,
            "kind": FollowKind.THREAD,
            "target_id": followed.id,
            "cadence": Cadence.DAILY,
            "is_automatic": False,
            "since": now,
        }
        for user_id in ids[1:]
    ]
    db.session.execute(sa.insert(Follow), rows)
    return ids[0], quiet.public_id, followed.public_id
