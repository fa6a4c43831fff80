"""`forum analyse`: the analysis of a Polis export, without a database."""

import click


@click.command()
def analyse() -> None:
    """Analyse the votes of a Polis export."""
