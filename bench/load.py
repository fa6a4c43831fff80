"""The load: a process of its own that asks for one page at a time on a few open connections.

Reads orders as lines of JSON, `{"port", "request", "connections", "seconds"}`, and answers each with
`{"seconds", "latencies"}`. One thread and no parsing beyond the length: it must cost less than it measures.
"""

import json
import re
import selectors
import socket
import sys
import time
from dataclasses import dataclass
from typing import Any

HOST = "127.0.0.1"
MOST_REQUESTS = 20_000
TIMEOUT_SECONDS = 20
_PAGE = b"HTTP/1.1 200 "
_UNCHANGED = b"HTTP/1.1 304 "
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


class Failed(Exception):
    """The server answered something else than what is measured."""


@dataclass
class Caller:
    """One connection, with the request that is under way."""

    port: int
    request: bytes
    socket: socket.socket
    began: float = 0.0
    received: bytes = b""

    @classmethod
    def open(cls, port: int, request: bytes) -> "Caller":
        return cls(port, request, _connect(port))

    @property
    def expected(self) -> bytes:
        """Who says what they have is told that they have it; everybody else gets the page."""
        return _UNCHANGED if b"\r\nIf-None-Match: " in self.request else _PAGE

    def ask(self) -> None:
        self.received = b""
        self.began = time.perf_counter()
        self.socket.sendall(self.request)

    def read(self) -> bool:
        """Whether the answer is complete."""
        data = self.socket.recv(1 << 20)
        if not data:
            raise ConnectionResetError
        self.received += data
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end:
            return False
        if not head.startswith(self.expected):
            raise Failed(head.decode("latin-1").splitlines()[0])
        if self.expected == _UNCHANGED:
            return True
        length = _LENGTH.search(head + b"\r\n")
        if length is None:
            raise Failed("an answer without a length")
        return len(body) >= int(length[1])


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection((HOST, port), timeout=TIMEOUT_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def measure(port: int, request: bytes, connections: int, seconds: float) -> dict[str, Any]:
    """Ask again and again, for a number of seconds. Latencies in milliseconds."""
    latencies: list[float] = []
    with selectors.DefaultSelector() as waiting:
        for _ in range(connections):
            caller = Caller.open(port, request)
            waiting.register(caller.socket, selectors.EVENT_READ, caller)
            caller.ask()
        started = time.perf_counter()
        try:
            # On a machine that is busy elsewhere, the first answer may take longer than that.
            while not latencies or (
                time.perf_counter() - started < seconds and len(latencies) < MOST_REQUESTS
            ):
                ready = waiting.select(TIMEOUT_SECONDS)
                if not ready:
                    raise Failed(f"no answer within {TIMEOUT_SECONDS} seconds")
                for key, _events in ready:
                    _go_on(key.data, latencies, waiting)
            took = time.perf_counter() - started
        finally:
            for key in list(waiting.get_map().values()):
                key.data.socket.close()
    return {"seconds": took, "latencies": latencies}


def _go_on(caller: Caller, latencies: list[float], waiting: selectors.BaseSelector) -> None:
    try:
        if not caller.read():
            return
        latencies.append((time.perf_counter() - caller.began) * 1000)
        caller.ask()
    except (ConnectionError, BrokenPipeError):
        # The server gives each process a number of requests and then starts a fresh one.
        waiting.unregister(caller.socket)
        caller.socket.close()
        caller.socket = _connect(caller.port)
        waiting.register(caller.socket, selectors.EVENT_READ, caller)
        caller.ask()


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        try:
            request = order["request"].encode()
            answer = measure(order["port"], request, order["connections"], order["seconds"])
        except (Failed, OSError) as error:
            answer = {"error": str(error) or type(error).__name__}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
