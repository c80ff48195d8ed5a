"""Live updates: to each open page by person, and a counter of changes that tests wait on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from sandbox.entities import Json
from sandbox.process import ProcessClock


class Feed:
    """Fans events out to the pages; `changes` grows with each, so that nobody has to poll."""

    def __init__(self, process: ProcessClock) -> None:
        self._process = process
        self._pages: list[tuple[str, asyncio.Queue[Json]]] = []
        self._waiters: set[asyncio.Future[None]] = set()
        self.changes = 0

    def open(self, user: str) -> asyncio.Queue[Json]:
        queue: asyncio.Queue[Json] = asyncio.Queue(maxsize=5000)
        self._pages.append((user, queue))
        return queue

    def watched(self, user: str) -> bool:
        """Whether a page of this person is open."""
        return any(one == user for one, _ in self._pages)

    def close(self, queue: asyncio.Queue[Json]) -> None:
        self._pages = [page for page in self._pages if page[1] is not queue]

    def tell(self, event: Json, users: Iterable[str] | None = None) -> None:
        """Sends to the pages of these people, or to all; a page that no longer reads is dropped."""
        self.touch()
        wanted = None if users is None else set(users)
        for user, queue in list(self._pages):
            if wanted is not None and user not in wanted:
                continue
            if queue.full():
                self.close(queue)
            else:
                queue.put_nowait(event)

    def touch(self) -> None:
        self.changes += 1
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()

    async def wait(self, after: int, seconds: float) -> int:
        """The counter, as soon as it is greater than `after`, or when the time is over."""
        if self.changes <= after:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.add(waiter)
            await asyncio.wait({waiter}, timeout=seconds)
            self._waiters.discard(waiter)
        return self.changes
