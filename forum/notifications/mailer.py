"""Sending one message, by SMTP or into a folder. `FORUM_MAIL_URL` decides.

A mailer has one method, `send`. It raises OSError (an SMTPException is one) when the message was not taken
and may be later, Undeliverable when it never will be, and Uncertain when nobody can know.
"""

import contextlib
import os
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from itertools import count
from pathlib import Path
from smtplib import SMTPException, SMTPNotSupportedError
from typing import Protocol
from urllib.parse import unquote, urlsplit

from forum.lib import clock, runtime
from forum.notifications.smtp import Conversation, TlsConversation, Uncertain, Undeliverable
from forum.settings import SettingsError

__all__ = ["FileMailer", "Mailer", "SmtpMailer", "Uncertain", "Undeliverable", "mailer", "make_mailer"]

TIMEOUT_SECONDS = 20
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def nothing() -> None:
    pass


class Mailer(Protocol):
    def send(
        self, message: EmailMessage, *, sender: str = "", handing_over: Callable[[], None] = nothing
    ) -> None:
        """sender: who hears when it comes back; empty: as it says in the message.

        handing_over: called once, right before the message may be taken; what it raises stops that.
        """
        ...


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

    def send(
        self, message: EmailMessage, *, sender: str = "", handing_over: Callable[[], None] = nothing
    ) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = clock.now().strftime("%Y%m%dT%H%M%S")
        name = f"{stamp}-{os.getpid()}-{next(self._numbers):04}"
        unfinished = self.folder / f".{name}"
        unfinished.write_bytes(message.as_bytes(policy=SMTP))
        handing_over()
        os.replace(unfinished, self.folder / f"{name}.eml")


@dataclass(frozen=True)
class SmtpMailer:
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False
    timeout: float = TIMEOUT_SECONDS

    def send(
        self, message: EmailMessage, *, sender: str = "", handing_over: Callable[[], None] = nothing
    ) -> None:
        server = self._connect()
        try:
            server.ehlo_or_helo_if_needed()
            if self.user:
                server.login(self.user, self.password)
            takes_8_bits = server.has_extn("8bitmime")
            server.hand_over(
                sender or parseaddr(str(message["From"]))[1],
                parseaddr(str(message["To"]))[1],
                message.as_bytes(policy=SMTP if takes_8_bits else SMTP.clone(cte_type="7bit")),
                options=["BODY=8BITMIME"] if takes_8_bits else [],
                handing_over=handing_over,
            )
            # It was taken: whatever goes wrong in saying goodbye changes nothing.
            with contextlib.suppress(SMTPException, OSError):
                server.quit()
        finally:
            server.close()

    def greet(self) -> bool:
        """Speak to the server, and sign in where we are to, without sending anything. Returns whether the
        line is encrypted. Raises OSError."""
        server = self._connect()
        try:
            server.ehlo_or_helo_if_needed()
            if self.user:
                server.login(self.user, self.password)
            is_encrypted = isinstance(server.sock, ssl.SSLSocket)
            with contextlib.suppress(SMTPException, OSError):
                server.quit()
            return is_encrypted
        finally:
            server.close()

    def _connect(self) -> Conversation:
        context = self._context()
        if self.is_tls:
            return TlsConversation(self.host, self.port, timeout=self.timeout, context=context)
        server = Conversation(self.host, self.port, timeout=self.timeout)
        try:
            server.ehlo_or_helo_if_needed()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()  # the earlier offers were not protected
            elif self.user and self.host not in LOOPBACK:
                # Somebody in between may have taken the offer out, to read the password.
                raise SMTPNotSupportedError("the mail server offers no encryption, so we do not sign in")
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
