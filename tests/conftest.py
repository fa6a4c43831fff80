"""What every test can ask for. Service and web tests run on SQLite and on PostgreSQL.

alice is a member, bob wrote the thing, mo moderates, ada administers, nobody is signed out.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import event

from forum.accounts import passwords
from forum.app import create_app
from forum.cli.database import upgrade_schema
from forum.lib.db import db as database_door
from forum.lib.i18n import force_locale
from forum.moderation.declaring import action_named
from forum.moderation.service import perform
from forum.settings import Settings
from forum.web.limits import limiter
from tests import databases, factories
from tests.browsing import Person
from tests.databases import database as database

# Tests start processes, and each would compile the whole forum again where this is set.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class TestClock:
    """A clock that stands still until a test moves it."""

    __test__ = False

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **span: float) -> None:
        self.moment += timedelta(**span)


class Mailbox:
    """Takes the place of the mail server, and keeps what was sent."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    def send(
        self, message: EmailMessage, *, sender: str = "", handing_over: Callable[[], None] = lambda: None
    ) -> None:
        handing_over()
        self.messages.append(message)

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in str(message["To"])]


@dataclass(frozen=True)
class Forum:
    """One application for all tests of a worker process on one database."""

    app: Flask
    clock: TestClock
    mailbox: Mailbox
    database: databases.Database


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Hashing that costs an attacker nothing, and the tests neither."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def forum(database: databases.Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forum]:
    clock, mailbox = TestClock(), Mailbox()
    settings = Settings(
        instance=tmp_path_factory.mktemp("instance"),
        database_url=database.url,
        secret_key="a secret for tests that is long enough",
        base_url="http://localhost",
        jobs_url="memory:",
    ).completed()
    app = create_app(settings, clock=clock, mailer=mailbox)
    app.testing = True
    # Shown as they happen, not as a page: a test that meets a bug must fail with its traceback.
    app.config["PROPAGATE_EXCEPTIONS"] = True
    upgrade_schema(app)
    with app.app_context():
        database.keep_as_template(database_door.engine)
    yield Forum(app, clock, mailbox, database)
    with app.app_context():
        database_door.engine.dispose()


@pytest.fixture
def app(forum: Forum) -> Iterator[Flask]:
    """The application on an empty database, with its clock at the start and nothing counted yet."""
    forum.clock.moment = START
    forum.mailbox.messages.clear()
    # What rules and services say is read here in the source language; pages choose their own.
    with forum.app.app_context(), force_locale("en"):
        forum.database.reset(database_door.engine)
        limiter.reset()
        forum.app.extensions["forum.jobs"].huey.flush()
        yield forum.app
        database_door.session.rollback()


@pytest.fixture
def configure(app: Flask) -> Iterator[Callable[..., None]]:
    """Other settings than usual, for this test: `configure(registration="invite")`."""
    usual = app.extensions["forum.settings"]

    def change(**values: Any) -> None:
        app.extensions["forum.settings"] = replace(app.extensions["forum.settings"], **values)

    yield change
    app.extensions["forum.settings"] = usual


@pytest.fixture
def db(app: Flask):
    """The database session, inside the application."""
    return database_door


@pytest.fixture
def clock(forum: Forum) -> TestClock:
    return forum.clock


@pytest.fixture
def mailbox(forum: Forum) -> Mailbox:
    return forum.mailbox


@pytest.fixture(params=["plain", "htmx"])
def mode(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def alice(db):
    return factories.a_user("alice")


@pytest.fixture
def bob(db):
    return factories.a_user("bob")


@pytest.fixture
def mo(db):
    return factories.a_user("mo", role="moderator")


@pytest.fixture
def ada(db):
    return factories.a_user("ada", role="admin")


@pytest.fixture
def nobody(app) -> Person:
    return Person(app)


@pytest.fixture
def as_alice(app, alice) -> Person:
    return Person(app, alice)


@pytest.fixture
def as_bob(app, bob) -> Person:
    return Person(app, bob)


@pytest.fixture
def as_moderator(app, mo) -> Person:
    return Person(app, mo)


@pytest.fixture
def as_admin(app, ada) -> Person:
    return Person(app, ada)


@pytest.fixture
def article(db):
    """A small article with two lessons and two questions."""
    return factories.an_article()


@pytest.fixture
def thread(article, bob):
    """A thread that bob started."""
    return factories.a_thread(bob)


@pytest.fixture
def comment(thread, bob):
    """A comment that bob wrote in his thread."""
    return factories.a_comment(bob, thread)


@pytest.fixture
def position(article, bob):
    """A position that bob proposed."""
    return factories.a_position(bob, "Clients decide with us.")


@pytest.fixture
def do(mo):
    """`do("hide", "comment:abc")` as mo, with a fitting ground and reason; `by` somebody else."""

    def run(action: str, ref: str, *, by=None, ground: str = "", **options: Any):
        ground = ground or action_named(action).grounds[0].value
        options.setdefault("reason", "It is better this way, for everybody.")
        return perform(factories.as_actor(by or mo), action, ref, ground=ground, **options)

    return run


def pytest_report_header() -> list[str]:
    required = os.environ.get("FORUM_TEST_REQUIRE", "")
    return [f"required: {required or 'nothing'}; a missing requirement fails instead of skipping"]


@pytest.fixture
def statements(db):
    """Count what is asked of the database: `with statements() as counted: …`."""

    @contextlib.contextmanager
    def counting() -> Iterator[list[str]]:
        counted: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                counted.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield counted
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting
