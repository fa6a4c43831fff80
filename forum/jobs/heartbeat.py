"""Signs of life of the workers, kept in the queue: there every machine sees them, and no page that is kept
until the database changes has to go for them."""

import json
import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huey.api import Huey

from forum.lib import clock

PREFIX = "worker:"
IS_LATE = timedelta(minutes=3)
FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    machine: str
    process: int
    since: datetime
    seen_at: datetime

    def is_alive(self, now: datetime) -> bool:
        return now - self.seen_at < IS_LATE


def beat(queue: Huey, since: datetime) -> None:
    """Once a minute, by each worker. Raises whatever a queue raises that is away."""
    now = clock.now()
    queue.storage.put_data(
        _key(), json.dumps({"since": since.isoformat(), "seen_at": now.isoformat()}).encode()
    )
    for worker in seen(queue):
        if now - worker.seen_at > FORGOTTEN:
            queue.storage.delete_data(f"{PREFIX}{worker.machine}:{worker.process}")


def stop(queue: Huey) -> None:
    queue.storage.delete_data(_key())


def seen(queue: Huey) -> list[WorkerSeen]:
    """The workers that were there within a day, the latest first. Raises as `beat`."""
    found = []
    items: dict[Any, Any] = queue.storage.result_items()
    for key, value in items.items():
        name = key.decode() if isinstance(key, bytes) else key
        if name.startswith(PREFIX):
            machine, _, process = name.removeprefix(PREFIX).rpartition(":")
            told = json.loads(bytes(value))
            found.append(
                WorkerSeen(
                    machine,
                    int(process),
                    datetime.fromisoformat(told["since"]),
                    datetime.fromisoformat(told["seen_at"]),
                )
            )
    return sorted(found, key=lambda worker: worker.seen_at, reverse=True)


def _key() -> str:
    return f"{PREFIX}{socket.gethostname()}:{os.getpid()}"
