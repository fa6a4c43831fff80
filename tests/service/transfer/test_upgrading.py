"""A forum that is in use is brought up to date: nothing that people wrote gets lost on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from forum.app import create_app
from forum.lib.db import db
from forum.settings import Settings
from tests.databases import Database, fresh_database, postgres_server

NOW = "2026-11-23 09:00:00"
OLDEST_IN_USE = "0007"

# The rows of a small forum as that revision keeps them; `true` is written in a way that both databases read.
ROWS = {
    "users": "(id, name, email, role, joined_at, is_pseudonym, is_vouched_for, public_id)"
    f" VALUES (1, 'Bob', 'bob@example.nl', 'member', '{NOW}', false, false, 'bob'),"
    f" (2, 'Anna de Vries', 'a@example.nl', 'member', '{NOW}', false, false, 'anna'),"
    f" (3, 'Anna  de Vriés', 'b@example.nl', 'member', '{NOW}', false, false, 'anna2'),"
    f" (4, 'Bé', 'c@example.nl', 'member', '{NOW}', false, false, 'be'),"
    f" (5, 'Moderator Mo', 'd@example.nl', 'moderator', '{NOW}', false, true, 'mo'),"
    f" (6, 'Мария', 'e@example.nl', 'member', '{NOW}', false, false, 'maria'),"
    f" (7, 'Stem 7', 'f@example.nl', 'member', '{NOW}', true, false, 'stem')",
    "articles": "(id, slug, is_featured, credit_name, credit_url, credit_authors, content_hash, loaded_at)"
    f" VALUES (1, 'together', true, '', '', '', '', '{NOW}')",
    "lessons": "(id, article_id, slug, number, is_retired) VALUES (1, 1, 'we', 1, false)",
    "questions": "(id, article_id, slug, number, is_retired) VALUES (1, 1, 'who-is-we', 1, false)",
    "question_texts": "(question_id, locale, title, intro, exact, prefix, suffix, passage, is_anchor_lost)"
    " VALUES (1, 'nl', 'Wie?', '', '', '', '', '', false)",
    "threads": "(id, question_id, author_id, title, state, is_locked, created_at, last_activity_at,"
    f" comment_count, last_number, public_id) VALUES (1, 1, 1, 'A thread', 'hidden', false, '{NOW}', '{NOW}',"
    " 1, 2, 'thread')",
    "thread_lessons": "(thread_id, lesson_id) VALUES (1, 1)",
    "comments": "(id, thread_id, author_id, capacity, number, path, source, html, renderer_version, state,"
    " version, created_at, public_id)"
    f" VALUES (1, 1, 1, 'personal', 1, '000001', 'x', 'x', 1, 'visible', 2, '{NOW}', 'opening'),"
    f" (2, 1, 1, 'personal', 2, '000002', 'x', 'x', 1, 'withdrawn', 1, '{NOW}', 'reply')",
    "comment_revisions": f"(comment_id, version, source, written_at) VALUES (1, 1, 'w', '{NOW}')",
    "positions": "(id, question_id, author_id, is_seed, is_meta, state, created_at, public_id)"
    f" VALUES (1, 1, 1, false, false, 'visible', '{NOW}', 'position')",
    "position_texts": "(position_id, locale, statement) VALUES (1, 'nl', 'Wij beslissen samen.')",
    "votes": "(user_id, position_id, capacity, choice, voted_at) VALUES (1, 1, 'personal', 1, '" + NOW + "')",
}


@dataclass(frozen=True)
class Upgraded:
    """A forum that was brought up to date, and how many rows each table had before."""

    app: Flask
    before: dict[str, int]


# Once for all that is looked at below, which changes nothing.
@pytest.fixture(scope="module")
def upgraded(database: Database, tmp_path_factory) -> Iterator[Upgraded]:
    folder = tmp_path_factory.mktemp("upgrading")
    with _own_database(database, folder, tmp_path_factory) as url:
        app = _at_oldest(url, folder)
        with app.app_context():
            before = _counts()
            flask_migrate.upgrade()
        yield Upgraded(app, before)
        with app.app_context():
            db.engine.dispose()


@contextmanager
def _own_database(database: Database, folder: Path, tmp_path_factory) -> Iterator[str]:
    if database.file is not None:
        yield f"sqlite:///{folder / 'forum.db'}"
    else:
        with postgres_server(tmp_path_factory) as server, fresh_database(server, "upgrade") as url:
            yield url


def _at_oldest(url: str, instance) -> Flask:
    app = create_app(
        Settings(
            instance=instance, database_url=url, secret_key="long enough " * 4, jobs_url="memory:"
        ).completed()
    )
    with app.app_context():
        flask_migrate.upgrade(revision=OLDEST_IN_USE)
        with db.engine.connect().execution_options(write=True) as connection, connection.begin():
            for table, row in ROWS.items():
                connection.exec_driver_sql(f"INSERT INTO {table} {row}")
    return app


def _counts() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            table: connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one()
            for table in ROWS
        }


def test_an_upgrade_keeps_every_row(upgraded):
    with upgraded.app.app_context():
        assert _counts() == upgraded.before
        assert upgraded.before["comments"] == 2


def test_after_an_upgrade_foreign_keys_are_watched_again(upgraded):
    with upgraded.app.app_context(), pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO thread_lessons (thread_id, lesson_id) VALUES (99, 1)")


def test_an_upgrade_gives_everybody_a_handle_and_pseudonyms_none(upgraded):
    with upgraded.app.app_context():
        with db.engine.connect() as connection:
            users = sa.table("users", sa.column("id"), sa.column("handle"))
            handles = {
                row.id: row.handle for row in connection.execute(sa.select(users.c.id, users.c.handle))
            }
        assert handles == {
            1: "bob",
            2: "anna-de-vries",
            3: "anna-de-vries-2",
            4: "lid-be",
            5: "moderator-mo",
            6: "lid",
            7: None,
        }
