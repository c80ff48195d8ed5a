"""Threads of one process take turns in the order they came; nobody is overtaken while they wait."""

import threading
from collections import deque


class Turns:
    """One at a time. A plain lock lets a thread that asks again and again overtake those that wait."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    def take(self, seconds: float) -> bool:
        """Waits for the turn, this long at most; False when it did not come. Each True wants a `give`."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(seconds):
            return True
        with self._guard:
            if mine.is_set():  # handed over just now
                return True
            self._waiting.remove(mine)
            return False

    @property
    def waiting(self) -> int:
        """How many threads wait."""
        return len(self._waiting)

    def give(self) -> None:
        """Hands the turn to whoever waits longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
