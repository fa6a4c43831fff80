"""Has anything in the database changed? Asked before a page is made, and before it is shown once more."""

import itertools
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

from forum.lib.db import db

QUESTIONS = {
    # Another number when another connection committed. Numbers of one connection only compare: see _number.
    "sqlite": "PRAGMA data_version",
    # Which transactions are visible. Any transaction in the cluster changes it: too often, never too seldom.
    "postgresql": "SELECT pg_current_snapshot()::text",
}


def state(engine: Engine | None = None) -> str | None:
    """A text that is another one after every commit, whoever made it; None when the database does not answer.

    What is read after this is at least as new, so what was made from it holds as long as the state is equal.
    engine: for who asks outside of the app; else its own.
    """
    engine = engine or db.engine
    dialect = engine.dialect
    try:
        connection = _watch(engine).raw_connection()
    except dialect.loaded_dbapi.Error:
        return None
    try:
        cursor = connection.cursor()
        cursor.execute(QUESTIONS[dialect.name])
        return f"{connection.info['number']} {cursor.fetchone()}"
    except dialect.loaded_dbapi.Error:
        connection.invalidate()
        return None
    finally:
        connection.close()


_watches: dict[Engine, Engine] = {}
_numbers = itertools.count(1)


def _watch(engine: Engine) -> Engine:
    """A connection of its own beside those of the engine, on which nothing is ever written."""
    if engine not in _watches:
        watch = sa.create_engine(engine.url, isolation_level="AUTOCOMMIT", pool_size=1, max_overflow=0)
        event.listen(watch, "connect", _number)
        event.listen(engine, "engine_disposed", lambda _engine: watch.dispose())
        _watches[engine] = watch
    return _watches[engine]


def _number(_connection: Any, record: Any) -> None:
    """Each connection counts for itself, so a state names the connection as well."""
    record.info["number"] = next(_numbers)
