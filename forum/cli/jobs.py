"""`forum jobs`: what waits, what could not be delivered, and what is done by the clock."""

from datetime import datetime

import click

from forum.cli.app import in_app
from forum.permissions import SYSTEM


@click.group()
def jobs() -> None:
    """Work in the background: what waits, what failed, what runs when."""


@jobs.command("list")
@in_app
def list_() -> None:
    """List what fails and what was given up."""
    from forum.upkeep.outbox import outbox

    now = outbox()
    click.echo(f"{now.waiting} waiting, {now.failing_count} failing, {now.dead_count} given up.")
    for message in (*now.failing, *now.dead):
        state = f"given up {_when(message.dead_at)}" if message.dead_at else f"again {_when(message.next_at)}"
        click.echo(
            f"{message.id:>8}  {message.event} ({message.about}) for {message.subscriber}: "
            f"{message.attempts} attempts since {_when(message.created_at)}, {state}"
        )
        click.echo(f"          {message.error}")


@jobs.command()
@in_app
def schedule() -> None:
    """List what is done by the clock, and when it was done last."""
    from forum.jobs.rounds import chore_states

    for chore in chore_states():
        last = _when(chore.last_at) if chore.last_at else "not yet"
        click.echo(
            f"{chore.rhythm.value:<7} {chore.name:<45} {last}{'  ' + chore.error if chore.error else ''}"
        )
        click.echo(f"        {chore.about}")


@jobs.command()
@click.argument("number", metavar="ID", type=click.IntRange(1), required=False)
@click.option("--all", "is_all", is_flag=True, help="Everything that was given up.")
@in_app
def retry(number: int | None, is_all: bool) -> None:
    """Try again what was given up: the message ID of the list, or all. It gets two more days."""
    from forum.upkeep.service import retry_all, retry_message

    if (number is None) is not is_all:
        raise click.UsageError("give an ID, or --all.")
    if number is None:
        click.echo(f"{retry_all(SYSTEM)} messages are tried again.")
    else:
        retry_message(SYSTEM, number)
        click.echo(f"{number} is tried again.")


@jobs.command()
@click.argument("number", metavar="ID", type=click.IntRange(1))
@in_app
def discard(number: int) -> None:
    """Give the message ID up for good."""
    from forum.upkeep.service import discard_message

    discard_message(SYSTEM, number)
    click.echo(f"{number} is given up for good.")


def _when(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC") if moment else "-"
