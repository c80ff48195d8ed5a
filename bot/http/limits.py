"""How much, how many, how long: everything over HTTP has an end."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds where nothing else is said. Slack waits 3 s for an answer."""

    threads: int = (
        16  # handlers wait for the database: PostgreSQL lends 30 connections, SQLite has one writer
    )
    waiting: int = 100  # requests for a thread
    patience: float = 0.3  # for a thread; with the 2.3 s that a locked database is waited for, told in time
    body_within: float = 2.5
    headers_within: float = 10.0  # uvicorn itself would wait for ever
    connections: int = 500  # open at once; whoever else comes is told 503
    kept: int = 75  # a quiet connection: longer than nginx's 60, so that no proxy sends into one that closes
    farewell: int = 5  # for running handlers at the end
    up_within: float = 10.0
