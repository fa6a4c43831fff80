"""A real SMTP server on this machine, which can be in any mood."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


class Inbox:
    """What a server took. `answers` has what it says instead of OK: {"RCPT": "550 5.1.1 nobody"}.

    An answer None hangs up without a word; HANG keeps the other side waiting.
    """

    HANG = "hang"

    def __init__(self, answers: dict[str, str | None] | None = None) -> None:
        self.taken: list[tuple[Any, Any]] = []
        self.answers = dict(answers or {})
        self.reached = threading.Event()
        self.over = threading.Event()

    async def handle_RCPT(self, server, session, envelope, address, _options):
        answer = await self._answer("RCPT", server)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        answer = await self._answer("DATA", server)
        if answer.startswith("250"):
            self.taken.append((session, envelope))
        return answer

    async def _answer(self, command: str, server: Any) -> str:
        answer = self.answers.get(command, "250 OK")
        if answer == self.HANG:
            self.reached.set()
            while not self.over.is_set():
                await asyncio.sleep(0.02)
            answer = None
        if answer is None:
            server.transport.abort()
            return "421 gone"
        return answer

    def message(self) -> EmailMessage:
        _session, envelope = self.taken[-1]
        content = envelope.content
        raw = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        return message_from_bytes(raw, policy=default)  # type: ignore[return-value]


@contextlib.contextmanager
def mail_server(inbox: Inbox, **options: Any) -> Iterator[int]:
    """Serves until the end; gives its port."""
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        inbox.over.set()
        time.sleep(0.05)
        controller.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
