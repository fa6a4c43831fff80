"""`forum polis`: conversations held with Polis, in and out."""

from pathlib import Path

import click

from forum.cli.app import in_app
from forum.lib.i18n import DEFAULT_LOCALE, LOCALES
from forum.permissions import SYSTEM

ExistingFolder = click.Path(exists=True, file_okay=False, path_type=Path)
ExistingFile = click.Path(exists=True, dir_okay=False, path_type=Path)
NewFolder = click.Path(file_okay=False, path_type=Path)


@click.group()
def polis() -> None:
    """Open data of Polis, in and out."""


@polis.command("import")
@click.argument("folder", metavar="DIR", type=ExistingFolder)
@click.option("--question", "slug", required=True, metavar="SLUG", help="Which question gets the positions.")
@click.option(
    "--language",
    type=click.Choice(LOCALES),
    default=DEFAULT_LOCALE,
    show_default=True,
    help="In which the statements are written.",
)
@click.option(
    "--roles",
    "roles_file",
    type=ExistingFile,
    help="The perspective of each participant, from a CSV file: participant,role.",
)
@in_app
def import_(folder: Path, slug: str, language: str, roles_file: Path | None) -> None:
    """Import the Polis export in DIR as positions and votes of a question.

    Everybody who took part there becomes an account under a number, with which nobody can sign in. Importing
    the same folder again changes nothing.
    """
    from forum.lib.csv_tables import BadTable
    from forum.positions.assessment import assess_question
    from forum.transfer.polis import read_roles
    from forum.transfer.polis_import import import_conversation

    try:
        roles = read_roles(roles_file) if roles_file else None
        report = import_conversation(SYSTEM, folder, slug, language=language, roles=roles)
    except BadTable as error:
        raise click.ClickException(str(error)) from error
    assess_question(report.question_id)
    if report.was_there:
        click.echo(f"{folder} was imported into {slug} before; nothing was added.")
        return
    click.echo(
        f"{slug}: {report.participants:,} participants, {report.statements:,} positions and "
        f"{report.votes:,} votes ({report.lines:,} with those that were changed later)."
    )
    if report.shortened:
        click.echo(f"Note: {report.shortened} statements are shown shortened or on one line.", err=True)
    if report.unknown:
        click.echo(f"Note: {report.unknown} votes on statements that are not listed do not count.", err=True)


@polis.command()
@click.argument("question", metavar="QUESTION")
@click.argument("folder", metavar="DIR", type=NewFolder)
@in_app
def export(question: str, folder: Path) -> None:
    """Write the positions and votes of a QUESTION (its slug) to a new folder DIR, as Polis exports them.

    It holds the votes of single people, under numbers: keep it as carefully as the database.
    """
    from forum.transfer.polis_export import export_question

    report = export_question(SYSTEM, question, folder)
    click.echo(
        f"{folder}: {report.statements:,} statements, {report.participants:,} participants and "
        f"{report.lines:,} votes."
    )
    if report.own:
        click.echo(
            f"Note: it holds the votes of {report.own} people of this forum, under numbers. Who knows "
            "how they think may recognise them; see docs/polis.md before you pass them on.",
            err=True,
        )
