"""`forum db`: migrations, and whether everything in the database is sound."""

import click

from forum.cli.app import in_app, make_app


@click.group()
def db() -> None:
    """The database: bring it up to date, check it."""


@db.command()
def upgrade() -> None:
    """Bring the tables up to date."""
    upgrade_schema(make_app())
    click.echo("The database is up to date.")


def upgrade_schema(app) -> None:
    """Run the migrations that are missing. Raises ClickException for a database of a newer release."""
    import flask_migrate
    from alembic.util import CommandError

    from forum.lib.schema import is_current

    with app.app_context():
        if is_current():
            return
        try:
            flask_migrate.upgrade()
        except (CommandError, SystemExit) as error:
            raise click.ClickException(
                f"the database cannot be brought up to date; is it of a newer release? ({error})"
            ) from error


@db.command()
@in_app
def check() -> None:
    """Check integrity, foreign keys, derived counts, the register's seal, decisions and the outbox."""
    import forum.audit.checks
    import forum.discussion.checks
    import forum.jobs.checks
    import forum.lib.checks
    import forum.moderation.checks
    import forum.moderation.register_checks
    import forum.positions.checks
    import forum.synthesis.checks

    rooms = (
        forum.lib.checks,
        forum.audit.checks,
        forum.discussion.checks,
        forum.positions.checks,
        forum.synthesis.checks,
        forum.moderation.checks,
        forum.moderation.register_checks,
        forum.jobs.checks,
    )
    problems = [problem for room in rooms for problem in room.problems()]
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.exceptions.Exit(2)
    click.echo("Everything is in order.")
