"""Process time: what Slack measures in seconds (triggers, acks, retries). A test pushes it ahead instead of sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any


def _end(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)


class ProcessClock:
    """A monotonic clock in seconds with waits that end early when it is pushed past them; it may be told to go slower
    than the machine's, from the next wait on."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._since = self._at = monotonic()
        self._pace = 1.0
        self._waits: set[tuple[float, asyncio.Future[None]]] = set()

    def now(self) -> float:
        return self._at + (self._monotonic() - self._since) * self._pace

    def go(self, pace: float) -> None:
        """So many seconds of it pass in one of the machine's."""
        self._at, self._since, self._pace = self.now(), self._monotonic(), pace

    def push(self, seconds: float) -> None:
        self._at += seconds
        for deadline, waiter in list(self._waits):
            if deadline <= self.now():
                _end(waiter)

    async def sleep(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[None] = loop.create_future()
        entry = (self.now() + seconds, waiter)
        timer = loop.call_later(seconds / self._pace, _end, waiter)
        self._waits.add(entry)
        try:
            await waiter
        finally:
            timer.cancel()
            self._waits.discard(entry)

    async def within(self, future: asyncio.Future[Any], seconds: float) -> bool:
        """Waits for `future` that long; True when it is done."""
        timer = asyncio.ensure_future(self.sleep(seconds))
        try:
            await asyncio.wait({future, timer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
        return future.done()
