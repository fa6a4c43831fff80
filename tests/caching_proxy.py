"""A shared cache between readers and the forum: a small one, by the rules of RFC 9111.

It keeps what it may keep and nothing else, so that a test sees what every well-behaved proxy would hand on.
"""

import http.client
import re
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOP_BY_HOP = {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "proxy-connection"}
# Section 3: statuses that may be kept although nobody says for how long.
HEURISTIC = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501}
SAFE = ("GET", "HEAD")
Headers = list[tuple[str, str]]


def directives(headers: Headers) -> dict[str, str]:
    """Of Cache-Control, in lower case."""
    text = ",".join(value for name, value in headers if name.lower() == "cache-control")
    return {name.lower(): value for name, value in re.findall(r'([\w-]+)(?:="?([^",]*)"?)?', text)}


def value(headers: Headers, name: str) -> str:
    return ", ".join(text for key, text in headers if key.lower() == name.lower())


@dataclass
class Stored:
    """An answer, and the request headers that its Vary names."""

    status: int
    headers: Headers
    body: bytes
    selected_by: dict[str, str]
    at: float

    def fits(self, request: dict[str, str]) -> bool:
        return all(request.get(name, "") == wanted for name, wanted in self.selected_by.items())

    def is_fresh(self, now: float) -> bool:
        rules = directives(self.headers)
        if "no-cache" in rules:
            return False
        seconds = rules.get("s-maxage") or rules.get("max-age") or "0"
        return now - self.at < int(seconds)


def may_store(method: str, status: int, request: dict[str, str], headers: Headers) -> bool:
    """Section 3, for a shared cache."""
    rules = directives(headers)
    if method != "GET" or "no-store" in rules or "private" in rules or "*" in value(headers, "vary"):
        return False
    if "authorization" in request and not {"public", "s-maxage", "must-revalidate"} & rules.keys():
        return False
    says_so = {"public", "s-maxage", "max-age", "no-cache"} & rules.keys() or value(headers, "expires")
    return bool(says_so) or status in HEURISTIC


@dataclass
class Cache:
    """`skew`: seconds by which its clock goes ahead. `asked`: requests that reached the forum."""

    port: int
    skew: float = 0.0
    asked: list[str] = field(default_factory=list)
    stored: dict[str, list[Stored]] = field(default_factory=lambda: defaultdict(list))
    lock: Any = field(default_factory=threading.Lock)

    def now(self) -> float:
        return time.monotonic() + self.skew

    def answer(
        self, method: str, path: str, request: dict[str, str], body: bytes | None
    ) -> tuple[Stored, str]:
        """What goes to the client, and whether it came from here: hit, revalidated or miss."""
        with self.lock:
            if method not in SAFE:
                answer = self._ask(method, path, request, body)
                self.stored.pop(path, None)  # section 4.4
                return answer, "miss"
            found = next((one for one in self.stored[path] if one.fits(request)), None)
            if found and found.is_fresh(self.now()):
                return found, "hit"
            if found and (etag := value(found.headers, "etag")) and "if-none-match" not in request:
                answer = self._ask(method, path, request | {"if-none-match": etag}, None)
                if answer.status == 304:
                    self._refresh(found, answer)
                    return found, "revalidated"
            else:
                answer = self._ask(method, path, request, None)
            if may_store(method, answer.status, request, answer.headers) and answer.status != 304:
                kept = [one for one in self.stored[path] if not one.fits(request)]
                self.stored[path] = [answer, *kept]
            return answer, "miss"

    def _refresh(self, found: Stored, answer: Stored) -> None:
        """Section 3.2: the headers of a 304 take the place of those that are kept."""
        new = {name.lower() for name, _value in answer.headers} - {"content-length"}
        found.headers = [one for one in found.headers if one[0].lower() not in new] + [
            one for one in answer.headers if one[0].lower() in new
        ]
        found.at = self.now()

    def _ask(self, method: str, path: str, request: dict[str, str], body: bytes | None) -> Stored:
        self.asked.append(path)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, request)
            response = connection.getresponse()
            headers = [one for one in response.getheaders() if one[0].lower() not in HOP_BY_HOP]
            names = [name.strip().lower() for name in value(headers, "vary").split(",") if name.strip()]
            selected_by = {name: request.get(name, "") for name in names}
            return Stored(response.status, headers, response.read(), selected_by, self.now())
        finally:
            connection.close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        request = {
            name.lower(): text for name, text in self.headers.items() if name.lower() not in HOP_BY_HOP
        }
        length = int(request.get("content-length", 0))
        body = self.rfile.read(length) if length else None
        answer, came_from = self.server.cache.answer(self.command, self.path, request, body)
        self.send_response_only(answer.status)
        for name, text in answer.headers:
            if name.lower() != "content-length":
                self.send_header(name, text)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("X-Cache", came_from)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_HEAD = do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


class Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, upstream: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.cache = Cache(upstream)
