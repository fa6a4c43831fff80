"""The two servers that are compared: each a process of ours, stopped by its own id."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench import bare
from forum import ROOT
from forum.cli.serve import web_command

HOST = "127.0.0.1"
START_SECONDS = 30
STOP_SECONDS = 20

Process = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Server:
    port: int
    pid: int


@contextlib.contextmanager
def forum_server(instance: Path) -> Iterator[Server]:
    """`forum serve`, as anybody would start it."""
    port = _free_port()
    command = [sys.executable, "-m", "forum.app", "serve", "--port", str(port)]
    with _running(command, port, {"FORUM_INSTANCE": str(instance)}, instance) as server:
        yield server


@contextlib.contextmanager
def bare_server(instance: Path, length: int) -> Iterator[Server]:
    """The bare page with the same options of the same server."""
    with socket.create_server((HOST, 0), backlog=2048) as listener:
        listener.set_inheritable(True)
        port = listener.getsockname()[1]
        command = web_command(listener.fileno(), 1, "bench.bare:app")
        environ = {bare.LENGTH: str(length)}
        with _running(command, port, environ, instance, pass_fds=(listener.fileno(),)) as server:
            yield server


@contextlib.contextmanager
def _running(
    command: list[str], port: int, variables: dict[str, str], folder: Path, pass_fds: tuple[int, ...] = ()
) -> Iterator[Server]:
    # Settings of whoever measures must not change what is measured.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    environ |= {"PYTHONPATH": str(ROOT)} | variables
    process = subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.DEVNULL, pass_fds=pass_fds)
    try:
        _wait_until_it_answers(process, port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_it_answers(process: Process, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        connection = HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise SystemExit(f"bench: this server did not start: {process.args}")


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as listener:
        return listener.getsockname()[1]
