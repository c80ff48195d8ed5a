"""What the database is asked inside a block, and how it would look for it in tables that have grown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from storage.db import Database

# They grow with every deal and every day; the others have a row for each person, channel or rule.
GROWING = frozenset(
    {
        "accounts", "aliases", "audit", "audit_values", "attachments", "contacts", "contact_deals", "deals",
        "deal_events", "deliveries", "drafts", "gate_answers", "inbox", "laters", "notes", "nudges",
        "stage_moves", "steps", "tasks", "undos", "waits",
    }
)  # fmt: skip
# Partial indexes of what is still to be done: whoever walks through one meets what is in hand, not what ever was.
IN_HAND = frozenset(
    {"ix_deals_due", "ix_deliveries_leased", "ix_deliveries_lost", "ix_deliveries_ready", "ix_nudges_planned"}
)
ASKS = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")
SCAN = re.compile(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")


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
        """Statements that look at every row of a growing table: "table: statement"."""
        how = _on_sqlite if self.db.is_sqlite else _on_postgresql
        with self.db.engine.connect() as connection:
            said = self.statements.items()
            return [f"{table}: {sql}" for sql, given in said for table in how(connection, sql, given)]


def _on_sqlite(connection: sa.Connection, sql: str, given: Any) -> Iterator[str]:
    named = dict(re.findall(r"\b(\w+) AS (\w+)\b", sql))
    tables = {alias: table for table, alias in named.items()}
    for *_, what in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given):
        if (scan := SCAN.match(what)) and scan[2] not in IN_HAND:
            table = tables.get(scan[1], scan[1])
            if table in GROWING:
                yield table


def _on_postgresql(connection: sa.Connection, sql: str, given: Any) -> Iterator[str]:
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # the tables of a test are small
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}", given or None).scalar_one()
    for node in _nodes(plan[0]["Plan"]):
        kind = node["Node Type"]
        is_scan = "Scan" in kind and kind != "Bitmap Heap Scan"  # whose index scan is a node of its own
        is_walk = "Index Cond" not in node and node.get("Index Name") not in IN_HAND
        if is_scan and is_walk and node.get("Relation Name") in GROWING:
            yield node["Relation Name"]


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
