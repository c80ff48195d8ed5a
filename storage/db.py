"""Sessions: `read()` for looking, `write()` for one short transaction that is on disk when it returns."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import configure_mappers
from sqlmodel import Session as Session

from rules.errors import Busy
from storage.ready import Place, as_sqlalchemy, wire_of
from storage.turns import Turns
from storage.wire import Wire, is_gone
from storage.writable import Writable

UNAVAILABLE: tuple[type[Exception], ...] = (sa.exc.SQLAlchemyError, Busy)

PATIENCE = 2.3  # seconds; the rest of Slack's 3 s is for the answer: a locked database is told, not timed out
LOCK_WAIT_MS = 2_000  # PostgreSQL waits so long for each lock
# A checkpoint stops the writer that meets it: at 4 KB a page, once in some 100 leads instead of once in 25.
CHECKPOINT_PAGES = 4_000
# lock_not_available, query_canceled, deadlock_detected
_BUSY_STATES = ("55P03", "57014", "40P01")

_LEFT: ContextVar[float] = ContextVar("left", default=PATIENCE)  # of it, for the transaction that begins
_SPENT: ContextVar[float] = ContextVar("spent", default=0.0)  # of it, before anything began
NOTICED = 0.2  # seconds spent, below which PostgreSQL is not told of it: that is a round trip


def normalised_url(url: str) -> str:
    """``postgresql://`` means psycopg 3; anything else is left alone."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's "begin" event below speaks BEGIN itself
    cursor = connection.cursor()
    _wait(connection, PATIENCE)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
    cursor.close()


def _wait(connection: Any, seconds: float) -> None:
    connection.execute(f"PRAGMA busy_timeout={max(1, int(seconds * 1000))}")


def _sqlite_begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("baton_write", False)
    driver: Any = connection.connection.driver_connection
    _wait(driver, _LEFT.get() if writes else PATIENCE)
    try:
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    except sqlite3.Error as error:
        raise sa.exc.DBAPIError.instance("BEGIN", None, error, sqlite3.Error) from error


def _still_there(driver: Any, _record: Any, _held: Any) -> None:
    """A server that was started again has hung up on every connection of the pool."""
    if is_gone(driver):
        raise sa.exc.InvalidatePoolError()


def _settle(connection: sa.Connection, *_: Any) -> None:
    """What ready statements left for later comes before what SQLAlchemy asks."""
    _finish(connection, Wire.settle)


def _commit(connection: sa.Connection) -> None:
    """Takes along what is left; psycopg then finds that all is committed."""
    _finish(connection, Wire.commit)


def _rollback(connection: sa.Connection) -> None:
    """What is left is undone with the rest."""
    if not connection.invalidated:
        _finish(connection, Wire.forget)


def _finish(connection: sa.Connection, how: Callable[[Wire], None]) -> None:
    wire = wire_of(connection)
    if wire is None:
        return
    try:
        how(wire)
    except connection.dialect.loaded_dbapi.Error as error:
        raise as_sqlalchemy(error, connection.dialect, how.__name__) from error


@contextmanager
def spent(seconds: float) -> Iterator[None]:
    """Whoever asks inside the block has waited so long already: a locked database is waited for that much less."""
    before = _SPENT.set(seconds)
    try:
        yield
    finally:
        _SPENT.reset(before)


def is_writing(tx: Session) -> bool:
    """Was this session opened by `Database.write()`?"""
    return bool(tx.get_bind().get_execution_options().get("baton_write"))


def _is_busy(error: Exception) -> bool:
    """Locked by somebody else, or no connection free: worth another try, and nothing was written."""
    if isinstance(error, sa.exc.TimeoutError):
        return True
    cause = getattr(error, "orig", None)
    name = str(getattr(cause, "sqlite_errorname", ""))
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or getattr(cause, "sqlstate", "") in _BUSY_STATES


@contextmanager
def _busy_is_told() -> Iterator[None]:
    try:
        yield
    except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
        if _is_busy(error):
            raise Busy() from error
        raise


class Database:
    """One database, SQLite or PostgreSQL, with the settings that the promises need."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = normalised_url(url)
        self.is_sqlite = make_url(self.url).get_backend_name() == "sqlite"
        options: dict[str, Any] = {
            "hide_parameters": True,
            "pool_size": pool_size,
            "max_overflow": 20,
            "pool_timeout": PATIENCE,
            "pool_use_lifo": True,  # few connections, and those at work: what they have prepared is at hand
        }
        if self.is_sqlite:
            options["connect_args"] = {"check_same_thread": False}
        else:
            wait = {"options": f"-c lock_timeout={LOCK_WAIT_MS}"}
            options["connect_args"] = {"connect_timeout": 3, "prepare_threshold": None, **wait}
        configure_mappers()  # not by the first request
        self.engine = sa.create_engine(self.url, **options)
        # As a read of SQLite: everything of one look is of one moment, whatever is committed meanwhile.
        one_moment = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reader = self.engine.execution_options(**one_moment)
        self._writer = self.engine.execution_options(baton_write=True)
        # Threads of one process queue here instead of polling SQLite's lock; whoever has the turn has the connection.
        self._turns = Turns() if self.is_sqlite else None
        self._writable = Writable()
        self._held: sa.Connection | None = None
        if self.is_sqlite:
            event.listen(self.engine, "connect", _sqlite_connect)
            event.listen(self.engine, "begin", _sqlite_begin)
        else:
            event.listen(self.engine, "checkout", _still_there)
            event.listen(self.engine, "before_cursor_execute", _settle)
            event.listen(self.engine, "commit", _commit)
            event.listen(self.engine, "rollback", _rollback)

    @property
    def unwritable(self) -> str | None:
        """Why nothing can be written, as the last write found out: ``full``, ``readonly``, ``broken``; None: it can."""
        return self._writable.why

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that reads one moment; closing it undoes whatever was changed, and keeps what was loaded usable."""
        with _busy_is_told(), Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, undone when it raises. Keep it short.

        Raises Busy when somebody else keeps the database locked for longer than a person can wait, Unwritable when
        it takes nothing.
        """
        with (
            self._turn() as left,
            _busy_is_told(),
            self._writable.noted(),
            Session(self._bind(), expire_on_commit=False) as session,
        ):
            _LEFT.set(left)
            with self._writable.tried(session):
                self._hurry(session)
                yield session
                session.commit()

    def _hurry(self, session: Session) -> None:
        """PostgreSQL waits for each lock by itself; SQLite is told at its BEGIN."""
        if not self.is_sqlite and _SPENT.get() >= NOTICED:
            wait = max(100, LOCK_WAIT_MS - int(_SPENT.get() * 1000))
            session.execute(sa.text(f"SET LOCAL lock_timeout = {wait}"))

    def _bind(self) -> sa.Engine | sa.Connection:
        """What a writer's session works on: SQLite's one writer keeps its connection."""
        if self._turns is None:
            return self._writer
        if self._held is not None and self._held.get_transaction() is not None:
            # Its file failed even at the end of a transaction: nothing of it is kept, and the next one needs another.
            self._held.invalidate()
            self._held.close()
            self._held = None
        if self._held is None:
            self._held = self._writer.connect()
        return self._held

    @contextmanager
    def glance(self) -> Iterator[Place]:
        """For ready statements that only read, each seeing what is there at its own moment: no transaction, which
        would cost more than they do."""
        with _busy_is_told():
            held, is_sound = self.engine.raw_connection(), False
            try:
                yield Place.on(self.engine.dialect, held, looks=True)
                is_sound = True
            finally:
                held.close() if is_sound else held.invalidate()

    @contextmanager
    def _turn(self) -> Iterator[float]:
        """The seconds of PATIENCE that are left when it is this thread's turn to write."""
        began, patience = monotonic(), max(0.0, PATIENCE - _SPENT.get())
        if self._turns is not None and not self._turns.take(patience):
            raise Busy()
        try:
            yield patience - (monotonic() - began)
        finally:
            if self._turns is not None:
                self._turns.give()

    def close(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
        self.engine.dispose()
