"""Sending one message, by SMTP or into a folder. `FORUM_MAIL_URL` decides.

A mailer has one method, `send(message)`. It raises OSError or SMTPException when the message was not
taken; the outbox then tries again later.
"""

import os
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from itertools import count
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from forum.lib import clock, runtime
from forum.settings import SettingsError

TIMEOUT_SECONDS = 20
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Mailer(Protocol):
    def send(self, message: EmailMessage) -> None: ...


def mailer() -> Mailer:
    """The mailer of the running app."""
    return runtime.part("mailer")


def make_mailer(mail_url: str, mail_from: str) -> Mailer:
    """For smtp://, smtps:// or file:folder. Raises SettingsError."""
    if not parseaddr(mail_from)[1] or not mail_from.isprintable():
        raise SettingsError(f"FORUM_MAIL_FROM={mail_from!r} cannot be used: use Name <name@example.nl>.")
    parts = urlsplit(mail_url)
    if parts.scheme == "file":
        return FileMailer(Path(unquote(mail_url.removeprefix("file://").removeprefix("file:"))))
    if not parts.hostname:
        raise SettingsError("FORUM_MAIL_URL cannot be used: it names no mail server.")
    is_tls = parts.scheme == "smtps"
    user = unquote(parts.username or "")
    return SmtpMailer(
        host=parts.hostname,
        # 587 is for those who sign in, 25 for a server that knows us.
        port=parts.port or (465 if is_tls else 587 if user else 25),
        user=user,
        password=unquote(parts.password or ""),
        is_tls=is_tls,
    )


@dataclass(frozen=True)
class FileMailer:
    """Each message becomes a file, for trying out and for tests of a running forum."""

    folder: Path
    _numbers: count = field(default_factory=lambda: count(1), repr=False)

    def send(self, message: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = clock.now().strftime("%Y%m%dT%H%M%S")
        name = f"{stamp}-{os.getpid()}-{next(self._numbers):04}"
        unfinished = self.folder / f".{name}"
        unfinished.write_bytes(message.as_bytes(policy=SMTP))
        os.replace(unfinished, self.folder / f"{name}.eml")


@dataclass(frozen=True)
class SmtpMailer:
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False

    def send(self, message: EmailMessage) -> None:
        with self._connect() as server:
            server.ehlo_or_helo_if_needed()
            if self.user:
                server.login(self.user, self.password)
            takes_8_bits = server.has_extn("8bitmime")
            encoded = message.as_bytes(policy=SMTP if takes_8_bits else SMTP.clone(cte_type="7bit"))
            server.sendmail(
                parseaddr(str(message["From"]))[1],
                parseaddr(str(message["To"]))[1],
                encoded,
                mail_options=["BODY=8BITMIME"] if takes_8_bits else [],
            )

    def _connect(self) -> smtplib.SMTP:
        context = self._context()
        if self.is_tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            server.ehlo_or_helo_if_needed()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()  # the earlier offers were not protected
            elif self.user and self.host not in LOOPBACK:
                # Somebody in between may have taken the offer out, to read the password.
                raise smtplib.SMTPNotSupportedError(
                    "the mail server offers no encryption, so we do not sign in"
                )
        except BaseException:
            server.close()
            raise
        return server

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.host in LOOPBACK:  # no network in between, and rarely a certificate for such a name
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context
