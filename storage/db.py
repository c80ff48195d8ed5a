"""Sessions: `read()` for looking, `write()` for one short transaction that is on disk when it returns."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlmodel import Session as Session

BUSY_TIMEOUT_MS = 2_500  # under Slack's 3 s, so that a locked database is told, not timed out


def normalised_url(url: str) -> str:
    """``postgresql://`` means psycopg 3; anything else is left alone."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's "begin" event below speaks BEGIN itself
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("baton_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Database:
    """One database, SQLite or PostgreSQL, with the settings that the promises need."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = normalised_url(url)
        self.is_sqlite = make_url(self.url).get_backend_name() == "sqlite"
        options: dict[str, Any] = {
            "hide_parameters": True,
            "pool_size": pool_size,
            "max_overflow": 20,
            "pool_timeout": 2.5,
        }
        if self.is_sqlite:
            options["connect_args"] = {"check_same_thread": False}
        else:
            options |= {"pool_pre_ping": True, "connect_args": {"connect_timeout": 3}}
        self.engine = sa.create_engine(self.url, **options)
        self._reader = self.engine
        self._writer = self.engine.execution_options(baton_write=True)
        # Threads of one process queue here instead of polling SQLite's lock.
        self._turn: threading.Lock | None = threading.Lock() if self.is_sqlite else None
        if self.is_sqlite:
            event.listen(self.engine, "connect", _sqlite_connect)
            event.listen(self.engine, "begin", _sqlite_begin)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; closing it undoes whatever was changed, and keeps what was loaded usable."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, undone when it raises. Keep it short."""
        if self._turn is not None and not self._turn.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
            raise TimeoutError("the database is busy")
        try:
            with Session(self._writer, expire_on_commit=False) as session:
                yield session
                session.commit()
        finally:
            if self._turn is not None:
                self._turn.release()

    def close(self) -> None:
        self.engine.dispose()
