"""The load that bench/ puts on a server."""

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.load import Failed, measure

REQUEST = "GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if "If-None-Match" in self.headers and self.path == "/":
            self.send_response(304)
            self.end_headers()
            return
        body = b"x" * 100_000
        self.send_response(200 if self.path == "/" else 500)
        self.send_header("Content-Length", str(len(body)))
        self.close_connection = self.path == "/" and self.server.counted() % 5 == 0  # type: ignore[attr-defined]
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the caller may have had enough
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    count = 0

    def handle_error(self, request: object, client_address: object) -> None:
        """The caller hangs up when its time is over."""

    def counted(self) -> int:
        self.count += 1
        return self.count


@pytest.fixture
def server():
    with Server(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_every_answer_is_counted_also_when_connections_end(server):
    answer = measure(server.server_port, REQUEST.format("/").encode(), connections=2, seconds=0.3)
    assert len(answer["latencies"]) > 5
    assert answer["seconds"] >= 0.3


def test_an_error_is_not_taken_for_speed(server):
    with pytest.raises(Failed, match="500"):
        measure(server.server_port, REQUEST.format("/broken").encode(), connections=1, seconds=0.3)


def test_who_has_the_page_is_counted_without_one(server):
    request = REQUEST.format("/").replace("\r\n\r\n", "\r\nIf-None-Match: x\r\n\r\n").encode()
    assert len(measure(server.server_port, request, connections=1, seconds=0.3)["latencies"]) > 5


def test_a_page_that_is_sent_once_more_is_not_taken_for_none(server):
    request = REQUEST.format("/broken").replace("\r\n\r\n", "\r\nIf-None-Match: x\r\n\r\n").encode()
    with pytest.raises(Failed, match="500"):
        measure(server.server_port, request, connections=1, seconds=0.3)
