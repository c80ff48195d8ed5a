"""Databases lent to one test after another, each holding what the test asked for.

What it asked for is made once in a worker. From then on a SQLite file is copied; a PostgreSQL database that a test
has given back is emptied and filled again, which takes a few milliseconds where making a database takes a hundred.
"""

import shutil
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.databases import Postgres

Make = Callable[[str], object]  # fills the migrated database at this address; equal ones make the same
CopyOf = Callable[[Make | None], str]  # the fixture copy_of
TOO_LARGE = 4_000_000  # bytes in tables: not worth emptying
# A table that never had a row has no page. To look into each of them would cost more than all that a test did.
USED = """SELECT relname, pg_relation_size(oid) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0 ORDER BY 1"""
COUNTED = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
# The newest transactions that touched the catalogues of tables and of columns: another one changed the schema.
SOUND = (
    "SELECT (SELECT max(xmin::text::int8) FROM pg_class), (SELECT max(xmin::text::int8) FROM pg_attribute)"
)


class Files:
    """SQLite: files to copy, kept in a folder of this worker."""

    def __init__(self, folder: Path, upgrade: Make) -> None:
        self._folder = folder
        self._made: dict[Make | None, Path] = {}
        upgrade(f"sqlite:///{self._new(None)}")

    def _new(self, make: Make | None) -> Path:
        return self._made.setdefault(make, self._folder / f"{len(self._made)}.db")

    def lend(self, make: Make | None, folder: Path) -> str:
        """The address of a file in this folder that holds what `make` makes of a migrated database."""
        if make not in self._made:
            began = self._folder / "began.db"
            shutil.copyfile(self._made[None], began)
            make(f"sqlite:///{began}")
            assert not began.with_name("began.db-wal").exists(), "left open"
            began.rename(self._new(make))
        path = folder / f"baton{sum(1 for _ in folder.glob('baton*.db')) or ''}.db"
        shutil.copyfile(self._made[make], path)
        return f"sqlite:///{path}"


@dataclass(frozen=True)
class Rows:
    """What is in a database: tables as COPY writes them, and how far its sequences have counted."""

    tables: dict[str, bytes]
    counted: dict[str, int]


class Lender:
    """PostgreSQL: this worker's databases of a server, copies of one template."""

    def __init__(self, server: Postgres, template: str) -> None:
        self._server, self._template = server, template
        self._back: deque[str] = deque()
        self._admin = psycopg.connect(server.url("postgres"), autocommit=True)
        first = server.create(template)
        with self._open(first) as db:
            self._sound = _sound(db)
            self._made: dict[Make | None, Rows] = {None: self._rows(db)}
        self._back.append(first)

    def lend(self, make: Make | None) -> str:
        """The name of a database that holds what `make` makes of a migrated one."""
        rows = self._made.get(make)
        if rows:
            return self._again(rows) or self._new(rows)
        name = self.lend(None)
        assert make is not None
        make(self._server.url(name))
        with self._open(name) as db:
            self._made[make] = self._rows(db)
        return name

    def take_back(self, name: str) -> None:
        """The test is done with it."""
        self._back.append(name)

    def close(self) -> None:
        self._admin.close()

    def _open(self, name: str) -> psycopg.Connection:
        return psycopg.connect(self._server.url(name), autocommit=True)

    def _new(self, rows: Rows) -> str:
        name = self._server.create(self._template)
        with self._open(name) as db:
            self._fill(db, rows, _used(db))
        return name

    def _again(self, rows: Rows) -> str:
        """A database that was lent before, under a new name that no one left over knows; "" if none is fit for it.

        One rests at least, so that a test's connections are gone when its database is wanted again.
        """
        if len(self._back) < 2:
            return ""
        old, name = self._back.popleft(), f"baton_{uuid4().hex}"
        end = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s"
        self._admin.execute(end, [old])
        names = sql.Identifier(old), sql.Identifier(name)
        self._admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))
        with self._open(name) as db:
            if _sound(db) == self._sound and sum((used := _used(db)).values()) < TOO_LARGE:
                self._fill(db, rows, used)
                return name
        self._server.drop(name)
        return ""

    def _rows(self, db: psycopg.Connection) -> Rows:
        tables = {}
        for name in _used(db):
            out = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(name))
            with db.cursor().copy(out) as copy:
                tables[name] = b"".join(bytes(part) for part in copy)
        return Rows(tables, dict(db.execute(COUNTED).fetchall()))

    def _fill(self, db: psycopg.Connection, rows: Rows, used: Iterable[str]) -> None:
        """Makes these the rows of the database, whatever is in the tables that were used."""
        with db.transaction():
            db.execute("SET LOCAL session_replication_role = replica")  # foreign keys may wait for their rows
            for name in used:
                db.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
            for name, data in rows.tables.items():
                into = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(name))
                with db.cursor().copy(into) as copy:
                    copy.write(data)
            counted = dict(db.execute(COUNTED).fetchall())
            for name in counted | rows.counted:
                if counted.get(name) != (number := rows.counted.get(name)):
                    to = (name, number or 1, bool(number))
                    db.execute("SELECT setval(quote_ident(%s)::regclass, %s, %s)", to)


def _used(db: psycopg.Connection) -> dict[str, int]:
    """The tables that have or had rows, with their bytes."""
    return dict(db.execute(USED).fetchall())


def _sound(db: psycopg.Connection) -> tuple[object, ...]:
    """Of a database with the template's schema: always the same."""
    found = db.execute(SOUND).fetchone()
    assert found is not None
    return found
