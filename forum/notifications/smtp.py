"""Handing one message to a mail server, so that we know afterwards whether it was taken.

smtplib's own `sendmail` raises the same error whether the connection broke before the message or after it.
"""

import re
from collections.abc import Callable, Sequence
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from forum.jobs import GivenUp

READY_FOR_TEXT = 354
ABOUT_SIGNING_IN = {530, 534, 535, 538}


class Uncertain(Exception):
    """The server has the whole message, and did not say whether it takes it."""


class Undeliverable(GivenUp):
    """The server will never take this message for this address. `code`: its answer, such as 550 5.1.1.

    `is_about_address`: it refused before it knew what the message says.
    """

    def __init__(self, code: int, status: str, *, is_about_address: bool) -> None:
        self.code = f"{code} {status}".strip()
        super().__init__(f"the mail server refused it for good: {self.code}")
        self.status = status
        self.is_about_address = is_about_address


class Conversation(SMTP):
    def hand_over(
        self,
        sender: str,
        receiver: str,
        text: bytes,
        *,
        options: Sequence[str],
        handing_over: Callable[[], None],
    ) -> None:
        """text: with CRLF at the end of each line. Raises Undeliverable, Uncertain or an SMTPException."""
        code, answer = self.mail(sender, list(options))
        if code != 250:  # our own address or our own server is wrong: somebody can mend that
            raise SMTPSenderRefused(code, answer, sender)
        code, answer = self.rcpt(receiver)
        if code not in (250, 251):
            _refuse_for_good(code, answer, is_about_address=True)
            raise SMTPRecipientsRefused({receiver: (code, answer)})
        handing_over()
        code, answer = self.docmd("data")
        if code != READY_FOR_TEXT:
            _refuse_for_good(code, answer)
            raise SMTPDataError(code, answer)
        # When this fails, the closing dot did not arrive, so the server has to throw the message away.
        self.send(_dotted(text))
        try:
            code, answer = self.getreply()
        except SMTPServerDisconnected as error:
            raise Uncertain from error
        if code != 250:
            _refuse_for_good(code, answer)
            raise SMTPDataError(code, answer)


class TlsConversation(SMTP_SSL, Conversation):
    pass


def _refuse_for_good(code: int, answer: bytes, *, is_about_address: bool = False) -> None:
    """Raises Undeliverable for a permanent refusal of this message or its address.

    Not when it is about us: we must sign in, or may not send here (5.7). That is mended within a day or
    two, or it would lose everybody's mail.
    """
    found = re.match(rb"5\.\d{1,3}\.\d{1,3}", answer)
    status = found[0].decode() if found else ""
    is_about_us = code in ABOUT_SIGNING_IN or status.startswith("5.7.")
    if code >= 500 and not is_about_us:
        raise Undeliverable(code, status, is_about_address=is_about_address)


def _dotted(text: bytes) -> bytes:
    """A line that begins with a dot gets one more, and a dot alone ends the message (RFC 5321, 4.5.2)."""
    ended = text if text.endswith(b"\r\n") else text + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended) + b".\r\n"
