"""How much, how many, how long: everything over HTTP has an end."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Limits:
    """Seconds where nothing else is said. Slack waits 3 s for an answer."""

    threads: int = (
        16  # handlers wait for the database: PostgreSQL lends 30 connections, SQLite has one writer
    )
    waiting: int = 200  # requests for a thread
    patience: float = 1.5  # for a thread; a locked database is then waited for that much less
    body_within: float = 2.5
    headers_within: float = 10.0  # uvicorn itself would wait for ever
    connections: int = 500  # open at once; whoever else comes is told 503
    kept: int = 75  # a quiet connection: longer than nginx's 60, so that no proxy sends into one that closes
    farewell: int = 5  # for running handlers at the end
    up_within: float = 10.0


def _unmoved(seconds: float) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass(frozen=True)
class Clocks:
    """Process time, and what to do around a request that waited so many seconds already."""

    now: Callable[[], datetime]
    spent: Callable[[float], AbstractContextManager[None]] = _unmoved
