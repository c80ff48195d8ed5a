"""So many requests at work, so many waiting, and those not for long: an answer that comes too late is none."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.http.limits import Limits
from rules.errors import Busy

T = TypeVar("T")


class Crew:
    """Threads for what is asked from one event loop."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._inside = limits, 0
        self._pool = ThreadPoolExecutor(limits.threads, "request")

    async def do(self, job: Callable[[float], T]) -> T:
        """What `job` returns or raises; it is handed the seconds for which it waited. Raises Busy, and the job is not
        begun, when no thread is free in time."""
        loop = asyncio.get_running_loop()
        came = loop.time()
        if self._inside >= self._limits.threads + self._limits.waiting:
            raise Busy()
        self._inside += 1
        try:
            future = self._pool.submit(lambda: job(loop.time() - came))
            done = asyncio.wrap_future(future)
            await asyncio.wait([done], timeout=self._limits.patience)
            if not done.done() and future.cancel():  # only what was not begun can be cancelled
                raise Busy()
            return await done
        finally:
            self._inside -= 1

    def end(self) -> None:
        """Waits for what is at work."""
        self._pool.shutdown(wait=True)
