"""Answers that are worked out once: those asked for again and again in one round, of a few thousand questions."""

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
MOST = 20_000  # beyond it all are forgotten, so that a memory does not grow with the years


class Memo(dict[K, V]):
    """Finds what is not there yet, and keeps it."""

    def __init__(self, find: Callable[[K], V]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: K) -> V:
        if len(self) >= MOST:
            self.clear()
        found = self[key] = self._find(key)
        return found
