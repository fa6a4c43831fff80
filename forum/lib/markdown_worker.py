"""The process that renders: `python -m forum.lib.markdown_worker`, started by markdown_process.py.

It loads the libraries once, and forks for each text a child that ends with its answer: a text that exhausts
time or memory takes nothing else with it, and no text ever meets another. Forking is safe here, since this
process has no threads, and costs some milliseconds, while loading the libraries anew would cost two hundred.

Standard input is a socket. Each byte on it comes with a socket of its own for one text: JSON in, JSON out.
"""

import contextlib
import gc
import json
import os
import resource
import signal
import socket
import unicodedata
from typing import Any

from forum.lib.markdown import TooMuch, to_html

MEMORY_BYTES = 512 * 1024 * 1024
TURN_SECONDS = 0.05
"""Computing time after which a text steps back for others, a little further each time. Few need a second."""

WARM_UP = (
    "# a\n\n*b* `c` ~~d~~ <e@f.nl> https://g.nl [h](/i)\n\n- j\n\n1. k\n\n> l\n\nm|n\n-|-\no|p\n\n```\n```"
)


def main() -> None:
    """Serve until the other end closes, also when that process is killed."""
    for number in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries the children
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS knows no limit on address space
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    to_html(WARM_UP, heading_shift=2, max_cells=100, max_html=10_000)
    gc.disable()
    gc.freeze()  # pages the collector does not touch stay shared
    control = socket.socket(fileno=0)
    control.sendall(b"r")
    while True:
        asked, descriptors, _flags, _address = socket.recv_fds(control, 1, 1)
        if not asked:
            return
        for descriptor in descriptors:
            with contextlib.suppress(OSError):  # no process to be had: the asker sees the end of the stream
                if os.fork() == 0:
                    control.close()
                    answer(descriptor)
            os.close(descriptor)


def answer(descriptor: int) -> None:
    """Render one text and end the process, whatever happens."""
    try:
        connection = socket.socket(fileno=descriptor)
        with connection.makefile("rb") as stream:
            job = json.loads(stream.read())
        limit(job.pop("seconds"))
        connection.sendall(json.dumps(outcome(job)).encode())
        connection.shutdown(socket.SHUT_WR)
    finally:
        os._exit(0)


def limit(seconds: float) -> None:
    """Let the system end this process when its time is up, even in the middle of one regular expression.

    Waiting for a processor is not the text's fault, so it counts for the asker's patience only.
    """
    signal.setitimer(signal.ITIMER_REAL, seconds)
    signal.setitimer(signal.ITIMER_PROF, 0.8 * seconds)
    signal.signal(signal.SIGVTALRM, lambda *_: os.nice(4))
    signal.setitimer(signal.ITIMER_VIRTUAL, TURN_SECONDS, TURN_SECONDS)


def outcome(job: dict[str, Any]) -> dict[str, str]:
    text = unicodedata.normalize("NFC", job.pop("text"))
    try:
        return {"source": text, "html": to_html(text, **job)}
    except TooMuch as error:
        return {"error": str(error)}
    except Exception as error:  # the libraries raise all sorts on hostile input, and may quote it
        return {"error": type(error).__name__}


if __name__ == "__main__":
    with contextlib.suppress(ConnectionError):  # the other end went without a word
        main()
