"""The command line. Errors are one clear line and exit status 2, never a traceback.

The commands do not know the application, which stands above them: they are given the function that makes it.
Each is imported when it is asked for, so that one which needs no Flask starts without it.
"""

import sys
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import click

from forum import __version__
from forum.lib.importing import without_collecting

if TYPE_CHECKING:
    from flask import Flask

COMMANDS = {
    "analyse": "forum.cli.analyse:analyse",
    "article": "forum.cli.article:article",
    "db": "forum.cli.database:db",
    "doctor": "forum.cli.doctor:doctor",
    "jobs": "forum.cli.jobs:jobs",
    "mail": "forum.cli.mail:mail",
    "polis": "forum.cli.polis:polis",
    "seed": "forum.cli.seed:seed",
    "serve": "forum.cli.serve:serve",
    "user": "forum.cli.user:user",
    "worker": "forum.cli.serve:worker",
}
"""Each command of the command line, and where it is."""


class _OnDemand(MutableMapping[str, click.Command]):
    """The commands by name; each is imported by whoever looks it up."""

    def __init__(self, places: dict[str, str]) -> None:
        self._places = places
        self._added: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._added:
            module, _, attribute = self._places[name].partition(":")
            with without_collecting():
                self._added[name] = getattr(import_module(module), attribute)
        return self._added[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._added[name] = command

    def __delitem__(self, name: str) -> None:
        raise TypeError("A command stays.")

    def __iter__(self) -> Iterator[str]:
        return iter(self._places | self._added)

    def __len__(self) -> int:
        return len(self._places | self._added)


@click.group(
    name="forum", commands=_OnDemand(COMMANDS), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="forum")
def commands() -> None:
    """Samenspraak: a forum around the open questions of an article."""


def run(create_app: "Callable[[], Flask]", arguments: Sequence[str] | None = None) -> None:
    """Do what was typed: these arguments, or else those of the process."""
    try:
        # The status of a command that ended with `Exit`; click returns it here instead of raising.
        status = commands(arguments, standalone_mode=False, obj=create_app)
        if isinstance(status, int):
            sys.exit(status)
    except click.Abort:
        _fail("stopped.")
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        _fail(" ".join(error.format_message().split()) + _where_to_read(error))
    except OSError as error:
        _fail(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "))
    except Exception as error:
        sentence = _in_one_line(error)
        if sentence is None:
            raise
        _fail(sentence)


def _where_to_read(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f" `{context.command_path} --help` tells more." if context else ""


def _in_one_line(error: Exception) -> str | None:
    """What to say of an error that has a name, or None for one that nobody foresaw."""
    from sqlalchemy.exc import DBAPIError

    from forum.lib.errors import ForumError, NotFound
    from forum.settings import SettingsError

    match error:
        case SettingsError():
            return str(error)
        case NotFound():
            return error.message or "there is no such thing here."
        case ForumError():
            return error.message or type(error).__name__
        case DBAPIError():
            return f"the database: {str(error.orig).strip().splitlines()[0]}"
    return None


def _fail(message: str) -> None:
    click.echo(f"forum: {message}", err=True)
    sys.exit(2)
