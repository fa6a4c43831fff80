"""`forum user`: open accounts and give roles, without a browser."""

import sys
from pathlib import Path

import click

from forum.accounts.erasing import account_of, ask_erasure_for
from forum.accounts.service import create_user, forget_factors, promote
from forum.cli.app import in_app
from forum.own_data.copies import write_file
from forum.own_data.erasing import erase_due
from forum.permissions import SYSTEM, Role
from forum.settings import settings

RoleName = click.Choice([role.value for role in Role])


@click.group()
def user() -> None:
    """People and their roles."""


@user.command("create")
@click.argument("email")
@click.option("--name", required=True, help="The name that others see.")
@click.option("--role", type=RoleName, default=Role.MEMBER.value, show_default=True)
@click.option(
    "--perspective", metavar="SLUG", default="", help="The role in the field from which they speak."
)
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input (its first line)."
)
@in_app
def create(email: str, name: str, role: str, perspective: str, password_stdin: bool) -> None:
    """Open an account for EMAIL; the address counts as confirmed."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    create_user(SYSTEM, email=email, name=name, role=Role(role), perspective=perspective, password=password)
    click.echo(f"{email} has an account, as {role}.")
    if password is None:
        click.echo(f"A password can be chosen at {settings().base_url}/account/forgot")


@user.command("promote")
@click.argument("email")
@click.argument("role", type=RoleName)
@click.option("--reason", default="on the command line", show_default=True, help="For the register.")
@in_app
def promote_user(email: str, role: str, reason: str) -> None:
    """Give the account of EMAIL another ROLE. It has to sign in again."""
    promote(SYSTEM, email, Role(role), reason=reason)
    click.echo(f"{email} is now {role}, and has to sign in again.")


@user.command("export")
@click.argument("email")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@in_app
def export(email: str, file: Path) -> None:
    """Write all that the forum holds of EMAIL into FILE, a ZIP with a readable page and JSON."""
    write_file(account_of(email), file.absolute())
    click.echo(f"{file} holds the data of {email}. docs/own-data.md tells what to check before you send it.")


@user.command("forget-factors")
@click.argument("email")
@click.option("--reason", default="on the command line", show_default=True, help="For the register.")
@in_app
def forget(email: str, reason: str) -> None:
    """Remove the app, passkeys and recovery codes of EMAIL, who lost them all. Be sure who asks for it."""
    forget_factors(SYSTEM, email, reason=reason)
    click.echo(f"{email} can sign in with a password alone, and was told so by mail.")


@user.command("erase")
@click.argument("email")
@click.option(
    "--keep-votes", is_flag=True, help="Votes go on counting, under a pseudonym that leads nowhere."
)
@click.option("--now", is_flag=True, help="At once, without days to think better of it. Cannot be undone.")
@in_app
def erase(email: str, keep_votes: bool, now: bool) -> None:
    """Have the account of EMAIL erased, for somebody who asked it in another way."""
    ask_erasure_for(SYSTEM, account_of(email), keeps_votes=keep_votes, is_now=now)
    if now:
        erase_due()
        click.echo(f"{email} is erased. What stays, and why, stands in docs/own-data.md.")
    else:
        click.echo(
            f"{email} will be erased in {settings().erasure_days} days; a mail says so, and how to stop it."
        )
