"""What the database is asked inside a block, and how it would look for it in tables that have grown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import SQLModel

from storage.db import Database

# These have a row for each person, channel, rule, day off, customer merged by hand or fault of Baton's own; every other
# table grows with the deals and the days.
SMALL = frozenset(
    {
        "account_merges", "closures", "code_counters", "config_versions", "days_off", "digest_channels", "findings", "people", "person_roles",
        "products", "rates", "settings",
    }
)  # fmt: skip
GROWING = frozenset(SQLModel.metadata.tables) - SMALL
# An index search by nothing but whose it is meets every message that somebody ever got, unless it stops at the newest.
WHOSE = {"deliveries": frozenset({"recipient", "person_id"})}
NEWEST = re.compile(r"ORDER BY deliveries\.id DESC\s+LIMIT")
# Partial indexes of what is still to be done: whoever walks through one meets what is in hand, not what ever was.
IN_HAND = frozenset(
    {
        "ix_deals_due", "ix_deliveries_leased", "ix_deliveries_lost", "ix_deliveries_ready", "ix_gate_answers_owed",
        "ix_nudges_in_hand", "ix_nudges_planned",
    }
)  # fmt: skip
ASKS = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")
LOOK = re.compile(r"(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+)(?: \(([^)]*)\))?)?")


class Asked:
    """The statements of a block, each once, with the values that it was first asked with."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.statements: dict[str, Any] = {}

    def keep(self, sql: str, given: Any = ()) -> None:
        if ASKS.match(sql):
            self.statements.setdefault(sql, given)

    @property
    def walks(self) -> list[str]:
        """Statements that meet every row of a growing table, or all that one person ever got: "table: statement"."""
        how = _on_sqlite if self.db.is_sqlite else _on_postgresql
        with self.db.engine.connect() as connection:
            said = self.statements.items()
            met = [(table, sql) for sql, given in said for table in how(connection, sql, given)]
        return [f"{table}: {sql}" for table, sql in met if not NEWEST.search(sql) or table not in WHOSE]


def _on_sqlite(connection: sa.Connection, sql: str, given: Any) -> Iterator[str]:
    named = dict(re.findall(r"\b(\w+) AS (\w+)\b", sql))
    tables = {alias: table for table, alias in named.items()}
    for *_, what in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given):
        if (look := LOOK.match(what)) and look[3] not in IN_HAND:
            table = tables.get(look[2], look[2])
            if table in GROWING and (look[1] == "SCAN" or _is_whole(table, look[4] or "rowid")):
                yield table


def _on_postgresql(connection: sa.Connection, sql: str, given: Any) -> Iterator[str]:
    for way in ("seqscan", "hashjoin", "mergejoin"):  # taken because the tables of a test are small
        connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}", given or None).scalar_one()
    for node in _nodes(plan[0]["Plan"]):
        kind = node["Node Type"]
        is_scan = "Scan" in kind and kind != "Bitmap Heap Scan"  # whose index scan is a node of its own
        if not is_scan or node.get("Index Name") in IN_HAND:
            continue
        table = node.get("Relation Name") or _of_index(node.get("Index Name", ""))
        if table in GROWING and _is_whole(table, node.get("Index Cond", "")):
            yield table


def _of_index(name: str) -> str:
    """Whose index it is: a bitmap of one does not name its table."""
    tables = SQLModel.metadata.tables.values()
    return next((x.name for x in tables if name in {index.name for index in x.indexes}), "")


def _is_whole(table: str, compared: str) -> bool:
    """Are all rows met, or all that somebody ever got?"""
    words = set(re.findall(r"\w+", re.sub(r"'[^']*'", "", compared)))
    named = words & (set(SQLModel.metadata.tables[table].columns.keys()) | {"rowid"})
    return named <= WHOSE.get(table, frozenset())


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", ()):
        yield from _nodes(inner)


@contextmanager
def asked(db: Database) -> Iterator[Asked]:
    """Keeps what is asked inside the block: on SQLite everything, on PostgreSQL what goes through SQLAlchemy.
    Ask about it after the block."""
    found = Asked(db)

    def executed(_: Any, __: Any, sql: str, given: Any, ___: Any, many: bool) -> None:
        found.keep(sql, given[0] if many else given)

    def connected(driver: Any, _: Any) -> None:
        driver.set_trace_callback(found.keep)

    listening: list[tuple[str, Any]] = [("before_cursor_execute", executed)]
    if db.is_sqlite:  # ready statements go round SQLAlchemy, but the driver hears them
        listening.append(("connect", connected))
    db.close()  # so that every connection is a new one
    for name, listener in listening:
        event.listen(db.engine, name, listener)
    yield found
    for name, listener in listening:
        event.remove(db.engine, name, listener)
    db.close()
