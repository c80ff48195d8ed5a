"""Every column has somebody who reads it: what is only written is a promise that nobody keeps."""

import ast
from functools import cache
from pathlib import Path

import pytest

from storage.tables import metadata
from storage.tables.base import Table

ROOT = Path(__file__).resolve().parents[2]
CODE = [
    path
    for room in ("services", "storage", "jobs", "handlers")
    for path in (ROOT / room).rglob("*.py")
    if not {"tables", "migrations"} & set(path.parts)
]
# What is kept though no code reads it, and why.
KEPT = {
    "ConfigVersion.applied_at": "a migration read in it which version was in force when",
    "ConfigVersion.applied_by": "who changed the process; the audit's values may be erased",
}


def tables() -> dict[str, set[str]]:
    """The class of every table, and its columns."""
    return {table.__name__: set(table.model_fields) for table in Table.__subclasses__()}


def read(source: str) -> set[tuple[str, str]]:
    """(the class, or "" for a row; the name) of everything that a text takes a value from."""
    classes = tables().keys()
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            base = ast.unparse(node.value)
            found.add((base if base in classes else "", node.attr))
    return found


@cache
def read_anywhere() -> frozenset[tuple[str, str]]:
    return frozenset().union(*(read(path.read_text("utf-8")) for path in CODE))


def test_every_column_is_read_by_somebody() -> None:
    unread = {
        f"{table}.{column}"
        for table, columns in tables().items()
        for column in columns
        if not {(table, column), ("", column)} & read_anywhere()
    }
    assert unread == KEPT.keys()


def test_every_table_is_looked_at() -> None:
    assert len(tables()) == len(metadata.tables)


@pytest.mark.parametrize(
    ("source", "is_read"),
    [
        ("last.left_at = now", False),
        ("tx.add(Deal(blocker=word))", False),
        ("update.values(blocker=word)", False),
        ("if deal.blocker: pass", True),
        ("query.where(col(Deal.blocker).is_(None))", True),
    ],
)
def test_writing_is_no_reading(source: str, is_read: bool) -> None:
    assert bool({"blocker", "left_at"} & {name for _, name in read(source)}) is is_read
