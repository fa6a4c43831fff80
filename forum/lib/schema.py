"""Which state of the tables the database has, and which one this release needs."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from forum import ROOT
from forum.lib.db import db


def needed() -> str | None:
    """The newest revision in migrations/."""
    return ScriptDirectory(str(ROOT / "migrations")).get_current_head()


def present() -> str | None:
    """The revision of the database, None when it is empty."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current() -> bool:
    return present() == needed()
