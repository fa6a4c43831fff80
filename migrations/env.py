"""How Alembic reaches the database: through the running application, so that settings and engine are its own."""

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
    with engine.connect().execution_options(write=True) as connection:
        context.configure(connection=connection, target_metadata=migrate.db.metadata, **options)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
