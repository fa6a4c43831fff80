"""The command line. Errors are one clear line and exit status 2, never a traceback.

The commands do not know the application, which stands above them: they are given the function that makes it.
"""

import sys
from collections.abc import Callable

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from forum import __version__
from forum.cli import article, database, serve, user
from forum.lib.errors import ForumError
from forum.settings import SettingsError


@click.group(name="forum", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="forum")
def commands() -> None:
    """Samenspraak: a forum around the open questions of an article."""


commands.add_command(serve.serve)
commands.add_command(serve.worker)
commands.add_command(database.db)
commands.add_command(article.article)
commands.add_command(user.user)


def run(create_app: Callable[[], Flask]) -> None:
    try:
        commands(standalone_mode=False, obj=create_app)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        _fail("stopped.")
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except SettingsError as error:
        _fail(str(error))
    except ForumError as error:
        _fail(error.message or type(error).__name__)
    except DBAPIError as error:
        _fail(f"the database: {str(error.orig).strip().splitlines()[0]}")
    except OSError as error:
        _fail(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "))


def _fail(message: str) -> None:
    click.echo(f"forum: {message}", err=True)
    sys.exit(2)
