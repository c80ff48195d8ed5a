"""The least that a tick's work can cost: the reads that it made, word for word, and the rows that it wrote, by executemany.

What a tick asks is noted at the driver while one runs, each question with its values beside it, and what it wrote is read
back from the tables. Then the same questions and rows go through the driver alone, in as many transactions on the same
settings: no rules, no objects, no Baton.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import event

from services.clock import nudges
from services.deps import Deps
from storage.db import CHECKPOINT_PAGES, Database

WRITTEN = (
    "tasks",
    "nudges",
    "audit",
    "audit_values",
)  # what a tick adds, in an order that foreign keys allow
MOVED = "UPDATE deals SET next_check_at = ? WHERE id = ?"
SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"wal_autocheckpoint={CHECKPOINT_PAGES}",
)
Row = tuple[Any, ...]
Said = tuple[str, Sequence[Any]]  # a statement and the values beside it
T = TypeVar("T")


class Work(NamedTuple):
    """What one tick did: each read, the new look of each deal, and each new row by its table."""

    reads: Sequence[Said]
    deals: Sequence[Row]
    rows: dict[str, Sequence[Row]]


class _Heard(sqlite3.Connection):
    """Notes each statement that is run on it, or on a cursor of its."""

    said: list[Said]

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
        self.said.append((sql, values))
        return super().execute(sql, values)

    def cursor(self, _: Any = None) -> "_HeardCursor":  # type: ignore[override]
        return super().cursor(_HeardCursor)


class _HeardCursor(sqlite3.Cursor):
    connection: _Heard

    def execute(self, sql: str, values: Any = (), /) -> "_HeardCursor":
        self.connection.said.append((sql, values))
        return super().execute(sql, values)


class _Watched(Database):
    """Notes every statement that it runs."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.said: list[Said] = []
        event.listen(self.engine, "do_connect", lambda *told: told[-1].update(factory=_Heard))
        event.listen(self.engine, "connect", lambda heard, _: setattr(heard, "said", self.said), insert=True)


def work_of_a_tick(deps: Deps, file: Path) -> Work:
    """Does a tick over what is due, and says what it did."""
    db = _Watched(f"sqlite:///{file}")
    nudges.tick(replace(deps, db=db), now=deps.clock.now())
    db.close()
    with closing(sqlite3.connect(file)) as driver:
        moved = "SELECT next_check_at, id FROM deals WHERE id IN (SELECT deal_id FROM nudges)"
        return Work(
            [said for said in db.said if said[0].startswith(("SELECT", "WITH"))],
            driver.execute(moved).fetchall(),
            {table: driver.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in WRITTEN},
        )


def again(work: Work, file: Path, batches: int) -> float:
    """Seconds of the same by the driver alone."""
    with closing(sqlite3.connect(file, isolation_level=None)) as driver:
        for setting in SETTINGS:
            driver.execute(f"PRAGMA {setting}")
        start = perf_counter()
        for part in range(batches):
            driver.execute("BEGIN")
            for read in _part(work.reads, part, batches):
                driver.execute(*read).fetchall()
            driver.execute("COMMIT")
            driver.execute("BEGIN IMMEDIATE")
            driver.executemany(MOVED, _part(work.deals, part, batches))
            for table, rows in work.rows.items():
                if mine := _part(rows, part, batches):
                    driver.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(mine[0]))})", mine)
            driver.execute("COMMIT")
        return perf_counter() - start


def _part(what: Sequence[T], part: int, of: int) -> Sequence[T]:
    return what[len(what) * part // of : len(what) * (part + 1) // of]
