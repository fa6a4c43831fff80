"""`forum seed`: lifelike content for trying out and for benchmarks."""

import sys
import time

import click

from forum.cli.app import in_app
from forum.permissions import SYSTEM

MOST = 10_000_000
"""Of anything: a slip of the keyboard must not fill a disk."""
Count = click.IntRange(0, MOST)
BETWEEN_SECONDS, BETWEEN_LINES_SECONDS = 0.2, 5.0
"""Time between two signs of progress, on a terminal and elsewhere."""


@click.command()
@click.option("--users", type=click.IntRange(1, MOST), default=300, show_default=True, help="Accounts.")
@click.option("--threads", type=Count, default=40, show_default=True, help="Conversations.")
@click.option("--comments", type=Count, default=400, show_default=True, help="Replies in the conversations.")
@click.option("--positions", type=Count, default=60, show_default=True, help="Positions of members.")
@click.option("--votes", type=Count, default=12_000, show_default=True, help="Votes on all positions.")
@click.option(
    "--seed",
    "number",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    show_default=True,
    help="Another number, another forum.",
)
@click.option("--yes", is_flag=True, help="Also when people have accounts here.")
@click.option(
    "--password-stdin",
    is_flag=True,
    help="Let all these accounts sign in with one password, the first line of standard input. "
    "Without it nobody can sign in with them.",
)
@in_app
def seed(
    users: int,
    threads: int,
    comments: int,
    positions: int,
    votes: int,
    number: int,
    yes: bool,
    password_stdin: bool,
) -> None:
    """Fill the forum with lifelike Dutch content, for trying out and for benchmarks.

    The same numbers give the same content, counted back in time from now. Running it again adds nothing;
    after an interruption it adds what is missing. There is no command that takes it out again: use a
    database of its own.
    """
    from forum.transfer.seed import Recipe, people_here, plant

    people = people_here()
    if people and not yes:
        raise click.ClickException(
            f"accounts here that are not seeded: {people}. Made-up people and votes would mix with theirs, "
            "and cannot be taken out again. Add --yes if this forum is for trying out."
        )
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    recipe = Recipe(users, threads, comments, positions, votes, number)
    planted = plant(SYSTEM, recipe, stage=_Progress, password=password)
    if not any(planted.added.values()):
        click.echo(f"All of seed {number} is here already; nothing was added.")
        return
    click.echo("Added: " + ", ".join(f"{count:,} {name}" for name, count in planted.added.items()) + ".")
    if password is not None:
        click.echo(f"You can sign in, for instance as {planted.example}")


class _Progress:
    """A line that counts while a part is made, on standard error."""

    def __init__(self, name: str) -> None:
        self._name, self._is_terminal = name, sys.stderr.isatty()
        self._since = self._shown = time.monotonic()
        self._pause = BETWEEN_SECONDS if self._is_terminal else BETWEEN_LINES_SECONDS

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        is_done = done >= total
        if not is_done and now - self._shown < self._pause:
            return
        self._shown = now
        line = f"{self._name}: {done:,} of {total:,}, {now - self._since:.0f} s"
        start = "\r" if self._is_terminal else ""
        click.echo(f"{start}{line}", err=True, nl=is_done or not self._is_terminal)
