"""A bounded pool for calls to Slack that may not hold up an ack: they start at once or are refused."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait


class Background:
    """At most `workers` calls at work and `waiting` behind them (a trigger lives 3 s: a long queue helps nobody)."""

    def __init__(
        self,
        workers: int = 8,
        waiting: int = 24,
        on_error: Callable[[BaseException], None] | None = None,
        logger: logging.Logger | None = None,
    ) -> None:
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="slack-call")
        self._room = threading.BoundedSemaphore(workers + waiting)
        self._lock = threading.Lock()
        self._open = True
        self._running: set[Future[object]] = set()
        self._on_error = on_error
        self._logger = logger or logging.getLogger("baton.background")

    def submit(self, job: Callable[[], object]) -> bool:
        """Run `job` soon on a thread of the pool; False, and nothing happens, when full or closed.

        What the job raises goes to on_error (and the log), never to the caller.
        """
        if not self._room.acquire(blocking=False):
            return False
        with self._lock:
            if not self._open:
                self._room.release()
                return False
            future = self._pool.submit(job)
            self._running.add(future)
        future.add_done_callback(self._finished)
        return True

    def drain(self, seconds: float = 10.0) -> bool:
        """Take nothing more and wait for what runs, `seconds` at most; False when something is still running."""
        with self._lock:
            self._open = False
            left = set(self._running)
        unfinished = wait(left, timeout=seconds).not_done
        self._pool.shutdown(wait=not unfinished, cancel_futures=True)
        return not unfinished

    def _finished(self, future: Future[object]) -> None:
        with self._lock:
            self._running.discard(future)
        self._room.release()  # before anybody is told, who may have the next call at hand
        error = None if future.cancelled() else future.exception()
        if error is not None:
            self._logger.error("a call in the background failed: %s", type(error).__name__, exc_info=error)
            if self._on_error is not None:
                self._on_error(error)
