"""`forum mail`: mails that come in. docs/mail-in.md tells how a mail server hands them over."""

import logging
import os
import sys
from typing import BinaryIO

import click
from sqlalchemy.exc import DBAPIError

from forum.cli.app import make_app
from forum.lib.errors import ForumError
from forum.lib.schema import is_current
from forum.notifications.incoming.letters import MOST_BYTES
from forum.notifications.incoming.receiving import Received, receive
from forum.settings import SettingsError, settings

TRY_AGAIN = os.EX_TEMPFAIL
"""75: a mail server keeps the mail and hands it over again, for days."""

_log = logging.getLogger(__name__)


@click.group()
def mail() -> None:
    """Mails that come in."""


@mail.command("receive")
@click.option("--recipient", default="", help="To whom, on the envelope. Default: as the headers tell.")
@click.option("--sender", default=None, help="From whom, on the envelope; empty for a mail about a mail.")
def receive_mail(recipient: str, sender: str | None) -> None:
    """Take one mail from standard input: an answer to a comment, or word that a mail did not arrive.

    Status 0: dealt with, also when it was refused. 75: not now, hand it over again. 2: called in a wrong way.
    """
    raw = _read(sys.stdin.buffer)
    if not raw.strip():
        raise click.UsageError("no mail on standard input.")
    try:
        received = _receive(raw, recipient, sender)
    except Exception as error:
        # Whatever is wrong is wrong with us, not with the mail: it must not be sent back to its author.
        if not isinstance(error, (click.ClickException, ForumError, SettingsError, DBAPIError, OSError)):
            _log.exception("A mail could not be dealt with")
        click.echo(f"forum: {_in_one_line(error)}; hand this mail over again later.", err=True)
        sys.exit(TRY_AGAIN)
    click.echo(" ".join(filter(None, (received.fate.value, received.public_id))))


def _receive(raw: bytes, recipient: str, sender: str | None) -> Received:
    with make_app().app_context():
        if not is_current():
            raise click.ClickException("the database is not up to date: run `forum db upgrade` first")
        if not (settings().reply_address or settings().bounce_address):
            raise click.ClickException("neither FORUM_REPLY_ADDRESS nor FORUM_BOUNCE_ADDRESS is set")
        return receive(raw, recipient_address=recipient, envelope_sender=sender)


def _read(stream: BinaryIO) -> bytes:
    """One byte more than we take, so that what was cut is seen. The rest is read too: a mail server that
    cannot hand over a whole mail holds that we failed."""
    raw = stream.read(MOST_BYTES + 1)
    while stream.read(1 << 16):
        pass
    return raw


def _in_one_line(error: Exception) -> str:
    message = str(error.orig if isinstance(error, DBAPIError) else error)
    if isinstance(error, click.ClickException):
        message = error.format_message()
    return " ".join(message.split())[:300] or type(error).__name__
