"""Keeps Homes up to date: asked as often as anything changes, published one after the other for each person."""

from __future__ import annotations

import threading
from collections.abc import Callable

from bot.background import Background


class Homes:
    """`soon` never waits. While a person's Home is being published, all further wishes become one more round, so
    that what is published last was also read last."""

    def __init__(self, background: Background, publish: Callable[[int], object]) -> None:
        self._background, self._publish = background, publish
        self._lock = threading.Lock()
        self._running: set[int] = set()
        self._again: set[int] = set()

    def soon(self, person_id: int) -> None:
        """This person's Home is published soon; not at all when the pool is full (the next change, or opening
        Home, makes up for it)."""
        with self._lock:
            if person_id in self._running:
                self._again.add(person_id)
                return
            self._running.add(person_id)
        if not self._background.submit(lambda: self._run(person_id)):
            self._done(person_id)

    def _run(self, person_id: int) -> None:
        is_through = False
        try:
            self._publish(person_id)
            while self._wanted_again(person_id):
                self._publish(person_id)
            is_through = True
        finally:
            if not is_through:
                self._done(person_id)

    def _wanted_again(self, person_id: int) -> bool:
        """Takes the wish for one more round; without one the person is done with, in the same breath."""
        with self._lock:
            if person_id not in self._again:
                self._running.discard(person_id)
                return False
            self._again.discard(person_id)
            return True

    def _done(self, person_id: int) -> None:
        with self._lock:
            self._running.discard(person_id)
            self._again.discard(person_id)
