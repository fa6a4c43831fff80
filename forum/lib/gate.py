"""First come, first served for SQLite's single writer.

SQLite lets waiting writers poll, so that one can starve for seconds while others overtake it. Within
a process this gate queues them instead; between processes the busy timeout still decides.
"""

import threading
from collections import deque


class FairLock:
    """A lock that is handed over in the order in which it was asked for."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    def acquire(self, timeout_seconds: float) -> bool:
        with self._mutex:
            if not self._held:
                self._held = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout_seconds):
            return True
        with self._mutex:
            if turn.is_set():  # our turn came between the time-out and this line
                return True
            self._waiting.remove(turn)
            return False

    def release(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False
