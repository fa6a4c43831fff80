"""The application, for commands that need it: made by the function that the command line was given."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask import Flask

from forum.lib.i18n import force_locale
from forum.lib.schema import is_current

P = ParamSpec("P")
T = TypeVar("T")


def make_app() -> Flask:
    return click.get_current_context().obj()


def in_app(command: Callable[P, T]) -> Callable[P, T]:
    """Run a command inside the application, on a database whose tables fit this release.

    The command line speaks English, whatever language the forum has.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with make_app().app_context(), force_locale("en"):
            if not is_current():
                raise click.ClickException("the database is not up to date: run `forum db upgrade` first.")
            return command(*args, **kwargs)

    return run
