"""A forum to measure: the starter article, people, and threads of a given number of comments."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.dutch import Writer
from forum import ROOT
from forum.accounts.models import User
from forum.accounts.perspectives import Perspective
from forum.accounts.sessions import open_session
from forum.app import create_app
from forum.articles.models import Lesson, Question
from forum.cli.database import upgrade_schema
from forum.discussion.models import Comment, Thread, ThreadLesson
from forum.discussion.tree import path_below
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.ids import new_public_id
from forum.lib.rendered import RENDERER_VERSION
from forum.permissions import SYSTEM, Role
from forum.settings import Settings
from forum.transfer.article import load_article

STARTER = ROOT / "forum" / "content" / "samenwerken.md"
NAMES = ("Anneke", "Bilal", "Carla", "Dirk", "Esra", "Femke", "Gijs", "Hanan", "Ingrid", "Joost")
ORDINARY_THREADS = 12


@dataclass(frozen=True)
class Forum:
    """What was made. `paths`: name of a page to its address; `cookies`: kind of reader to their cookie."""

    app: Flask
    paths: dict[str, str]
    cookies: dict[str, str]


def make_forum(instance: Path, sizes: tuple[int, ...]) -> Forum:
    app = create_app(Settings(instance=instance).completed())
    upgrade_schema(app)
    with app.app_context():
        load_article(SYSTEM, STARTER)
        people = _people()
        question = db.session.scalars(sa.select(Question).order_by(Question.number)).first()
        assert question is not None
        for seed in range(ORDINARY_THREADS):
            _thread(question, people, 5, seed)
        threads = {size: _thread(question, people, size, seed=size) for size in sizes}
        token = atomic(open_session)(people[0], "bench")
        paths = {"article": "/", "question": f"/questions/{question.slug}"}
        for size, thread in threads.items():
            paths[f"thread of {size}"] = f"/threads/{thread.public_id}/{thread.slug}"
        # With any cookie, no page is taken from those that are kept.
        cookies = {"signed out": "", "made anew": "elsewhere=1", "signed in": cookie_of(app, token)}
        return Forum(app, paths, cookies)


@atomic
def _people() -> list[int]:
    perspectives = list(db.session.scalars(sa.select(Perspective.id)))
    joined_at = clock.now() - timedelta(days=400)
    people = [
        User(
            name=name,
            email=f"{name.lower()}@example.nl",
            role=Role.MEMBER,
            email_confirmed_at=joined_at,
            joined_at=joined_at,
            perspective_id=perspectives[number % len(perspectives)],
            organisation="Gemeente Voorbeeld" if number % 3 == 0 else None,
            accepted_rules=1,
        )
        for number, name in enumerate(NAMES)
    ]
    db.session.add_all(people)
    db.session.flush()
    return [person.id for person in people]


@atomic
def _thread(question: Question, people: list[int], size: int, seed: int) -> Thread:
    """A thread with an opening text and `size` comments below it, written over the past weeks."""
    writer, chance = Writer(seed), Random(seed)
    began = clock.now() - timedelta(days=20)
    step = timedelta(days=19) / (size + 1)
    thread = Thread(
        question_id=question.id,
        author_id=people[0],
        title=writer.title(),
        created_at=began,
        last_activity_at=began + step * size,
        comment_count=size,
        last_number=size + 1,
    )
    db.session.add(thread)
    db.session.flush()
    lesson_ids = db.session.scalars(sa.select(Lesson.id).order_by(Lesson.number).limit(2))
    db.session.add_all(ThreadLesson(thread_id=thread.id, lesson_id=lesson_id) for lesson_id in lesson_ids)
    first_id = (db.session.scalar(sa.select(sa.func.max(Comment.id))) or 0) + 1
    rows: list[dict[str, Any]] = []
    for number in range(1, size + 2):
        # Two out of three answer one of the last few comments; the others answer the opening text.
        recent = rows[1:][-8:]
        parent = chance.choice(recent) if recent and chance.random() < 0.67 else None
        source, html = writer.body()
        rows.append(
            {
                "id": first_id + number - 1,
                "public_id": new_public_id(),
                "thread_id": thread.id,
                "parent_id": parent["id"] if parent else None,
                "author_id": chance.choice(people),
                "number": number,
                "path": path_below(parent["path"] if parent else "", number),
                "source": source,
                "html": html,
                "renderer_version": RENDERER_VERSION,
                "created_at": began + step * (number - 1),
                "edited_at": began + step * number if chance.random() < 0.1 else None,
            }
        )
    db.session.execute(sa.insert(Comment), rows)
    return thread


def cookie_of(app: Flask, token: str) -> str:
    """The cookie of somebody who signed in and has seen a page with a form."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    value = serializer.dumps({"_user_id": token, "_fresh": True, "csrf_token": "0" * 40})
    return f"{app.config['SESSION_COOKIE_NAME']}={value}"
