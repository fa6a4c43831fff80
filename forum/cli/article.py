"""`forum article`: load an article with its lessons and questions, or say what is wrong with its file."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from forum.articles.problems import Problem, UnusableSource
from forum.cli.app import in_app
from forum.permissions import SYSTEM

ExistingFile = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def article() -> None:
    """Articles with their lessons and open questions."""


@article.command()
@click.argument("file", type=ExistingFile)
def check(file: Path) -> None:
    """Say what is wrong with FILE, with line numbers."""
    from forum.transfer.article import check_file

    problems = check_file(file)
    _show(problems)
    if any(not problem.is_warning for problem in problems):
        sys.exit(2)
    click.echo(f"{file}: in order.")


@article.command()
@click.argument("file", type=ExistingFile)
@in_app
def load(file: Path) -> None:
    """Import or update the article in FILE. Loading the same file again changes nothing."""
    from forum.transfer.article import load_article

    try:
        report = load_article(SYSTEM, file)
    except UnusableSource as error:
        _show(error.problems)
        sys.exit(2)
    _show(report.warnings)
    click.echo(str(report))


def _show(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
