"""The migrations make exactly the tables that the models describe, on both databases."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from forum.lib.db import db
from forum.lib.schema import needed, present


def test_models_equal_migrations(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, db.metadata) == []


def test_every_check_of_the_models_is_in_the_database(app):
    inspector = sa.inspect(db.engine)
    for table in db.metadata.sorted_tables:
        expected = {str(c.name) for c in table.constraints if isinstance(c, sa.CheckConstraint)}
        assert {check["name"] for check in inspector.get_check_constraints(table.name)} == expected, (
            table.name
        )


def test_the_database_says_which_revision_it_has(app):
    assert present() == needed() is not None
