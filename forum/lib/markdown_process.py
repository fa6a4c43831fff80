"""Start the process that renders (markdown_worker.py) and ask it. The standard library only."""

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

START_SECONDS = 10
"""Loading the libraries takes a quarter of a second; a machine may be busy or its disk cold."""

GRACE_SECONDS = 0.2
"""How much longer than the text's own time the answer may be under way."""


class TooHard(Exception):
    """This text cannot be rendered within its limits; another try would not help."""


class Unavailable(Exception):
    """The text was not rendered through no fault of its own; another try may help."""


def ask(job: dict[str, Any]) -> tuple[str, str]:
    """(source in NFC, safe HTML). Raises TooHard or Unavailable within the job's seconds and some grace."""
    try:
        found = _attempt(job) or _attempt(job)
    except OSError as error:
        raise Unavailable(f"{type(error).__name__}: {error}") from error
    if not found:
        raise Unavailable("the rendering process was killed twice")
    if "error" in found:
        raise TooHard(found["error"])
    return found["source"], found["html"]


def _attempt(job: dict[str, Any]) -> dict[str, str]:
    """The worker's answer; empty when the keeper was killed from outside, which is not the text's fault."""
    connection, control = keeper.connect()
    with connection:
        due = time.monotonic() + job["seconds"]
        received = bytearray()
        with contextlib.suppress(TimeoutError, ConnectionError):
            connection.settimeout(job["seconds"] + GRACE_SECONDS)
            connection.sendall(json.dumps(job).encode())
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(1 << 16):
                received += part
                connection.settimeout(max(0.001, due + GRACE_SECONDS - time.monotonic()))
    try:
        return json.loads(received)
    except ValueError:
        if time.monotonic() >= due:
            raise Unavailable("no answer in time") from None
        time.sleep(0.02)  # the sockets of a killed process close one after the other
        if keeper.has_lost(control):
            return {}
        raise TooHard("stopped by its limits") from None


class Keeper:
    """The one child of this process: started when first needed, and again when it was lost."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.control: socket.socket | None = None

    def connect(self) -> tuple[socket.socket, socket.socket]:
        """A connection to somebody who renders one text, and the control socket that arranged it."""
        ours, theirs = socket.socketpair()
        try:
            with theirs, self.lock:
                control = self.control or self._start()
                try:
                    socket.send_fds(control, [b"1"], [theirs.fileno()])
                except ConnectionError:
                    self._stop()
                    control = self._start()
                    socket.send_fds(control, [b"1"], [theirs.fileno()])
        except BaseException:
            ours.close()
            raise
        return ours, control

    def has_lost(self, control: socket.socket) -> bool:
        """Whether the child behind this socket has gone; then the next connection starts a new one."""
        with self.lock:
            if control is not self.control:
                return True
            try:
                lost = not control.recv(1)
            except BlockingIOError:
                return False
            except ConnectionError:
                lost = True
            if lost:
                self._stop()
            return lost

    def stop(self) -> None:
        with self.lock:
            self._stop()

    def forget(self) -> None:
        """In a fork of this process: the child is not ours, and who held the lock is not here."""
        self.lock = threading.Lock()
        if self.process:
            self.process.returncode = 0
        if self.control:
            self.control.close()
        self.process = self.control = None

    def _start(self) -> socket.socket:
        # Found where we found it; of the environment nothing else goes along, it holds secrets.
        path = [*filter(None, sys.path), str(Path(__file__).resolve().parents[2])]
        environment = {"PYTHONPATH": os.pathsep.join(path), "PYTHONUTF8": "1"}
        environment |= {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        control, theirs = socket.socketpair()
        self.control = control
        try:
            with theirs:
                # A process group of its own: Ctrl-C in the terminal is for us; our socket's end is its end.
                self.process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "forum.lib.markdown_worker"],
                    stdin=theirs.fileno(), stdout=subprocess.DEVNULL, env=environment, process_group=0,
                )  # fmt: skip
            control.settimeout(START_SECONDS)
            if control.recv(1) != b"r":
                raise OSError("the rendering process did not start")
        except OSError:
            self._stop()
            raise
        control.setblocking(False)  # never wait for a child that does not listen
        return control

    def _stop(self) -> None:
        if self.control:
            self.control.close()
        if self.process:
            try:
                self.process.wait(1)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = self.control = None


keeper = Keeper()
atexit.register(keeper.stop)
os.register_at_fork(after_in_child=keeper.forget)
