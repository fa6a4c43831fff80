"""How Alembic reaches the database: through the running application, so that settings and engine are its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]
engine = migrate.db.engine
# SQLite too can undo a migration that fails halfway, since our connections begin real transactions.
options = {**migrate.configure_args, "transactional_ddl": True}


def run_offline() -> None:
    """Write the SQL instead of running it."""
    url = engine.url.render_as_string(hide_password=False)
    context.configure(url=url, target_metadata=migrate.db.metadata, literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    # On SQLite this takes the write lock at once: two processes that start together migrate one by one.
    with engine.connect().execution_options(write=True) as connection, foreign_keys_resting(connection):
        context.configure(connection=connection, target_metadata=migrate.db.metadata, **options)
        with context.begin_transaction():
            context.run_migrations()
            refuse_dangling_rows(connection)


@contextmanager
def foreign_keys_resting(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, and dropping the old one would delete all that points to it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")  # no transaction may be open yet
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def refuse_dangling_rows(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise RuntimeError(f"after the migrations a row of {broken[0]} points to nothing in {broken[2]}")


if context.is_offline_mode():
    run_offline()
else:
    run_online()
