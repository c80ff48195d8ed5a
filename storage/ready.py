"""Statements of the hot paths, compiled once: on SQLite they run on the driver's own connection.

SQLAlchemy's way to the driver costs ten times what SQLite needs for such a statement. PostgreSQL goes that way:
there the network is what costs.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session

from storage.tables.base import RowOf

Process = Callable[[Any], Any]


class Ready:
    """One statement with named parameters (`bindparam`; no lists), made once and asked often.

    It flushes nothing and leaves the session's objects as they are, as Core does. Raises what SQLAlchemy raises.
    """

    def __init__(
        self, statement: sa.Executable, names: frozenset[str] | None = None, *, counted: bool = False
    ) -> None:
        self._statement = statement
        self._names = names  # of the columns, for an INSERT of one row
        self._counted = counted  # the database counts up its id
        self._sqlite: _Plan | None = None

    def all(self, tx: Session, /, **values: Any) -> list[tuple[Any, ...]]:
        """Every row that it gives."""
        connection = tx.connection()
        if connection.dialect.name != "sqlite":
            return [tuple(row) for row in connection.execute(self._statement, values)]
        plan = self._sqlite or self._planned(connection.dialect)
        cursor = self._run(connection, plan, values)
        if not plan.results:
            return cursor.fetchall()
        found = [list(row) for row in cursor.fetchall()]
        for row in found:
            for at, process in plan.results:
                row[at] = process(row[at])
        return [tuple(row) for row in found]

    def first(self, tx: Session, /, **values: Any) -> tuple[Any, ...] | None:
        """The first row; None without one."""
        found = self.all(tx, **values)
        return found[0] if found else None

    def scalar(self, tx: Session, /, **values: Any) -> Any:
        """The first column of the first row; None without one."""
        found = self.all(tx, **values)
        return found[0][0] if found else None

    def do(self, tx: Session, /, **values: Any) -> int:
        """Executes it; the new row's id where the database counts one up, else 0."""
        connection = tx.connection()
        if connection.dialect.name != "sqlite":
            result = connection.execute(self._statement, values)
            return int((result.inserted_primary_key or (0,))[0]) if self._counted else 0
        cursor = self._run(connection, self._sqlite or self._planned(connection.dialect), values)
        return cursor.lastrowid or 0 if self._counted else 0

    def _planned(self, dialect: sa.Dialect) -> "_Plan":
        self._sqlite = _Plan(self._statement, dialect, self._names)
        return self._sqlite

    def _run(self, connection: sa.Connection, plan: "_Plan", values: dict[str, Any]) -> sqlite3.Cursor:
        driver: Any = connection.connection.driver_connection
        asked = plan.parameters(values)
        try:
            cursor: sqlite3.Cursor = driver.execute(plan.sql, asked)
        except sqlite3.Error as error:
            raise sa.exc.DBAPIError.instance(
                plan.sql, None, error, sqlite3.Error, hide_parameters=True, dialect=connection.dialect
            ) from error
        return cursor


class _Plan:
    """What SQLAlchemy made of a statement for SQLite: its text, and what each value goes through."""

    def __init__(self, statement: Any, dialect: sa.Dialect, names: frozenset[str] | None) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=None if names is None else sorted(names))
        self.sql = str(compiled)
        if "POSTCOMPILE" in self.sql:
            raise TypeError(f"a list of values is not ready: {self.sql}")
        self._binds: list[tuple[str, Process | None]] = []
        self._fixed: dict[str, Any] = {}
        for name in compiled.positiontup:
            bind = compiled.binds[name]
            self._binds.append((name, bind.type.dialect_impl(dialect).bind_processor(dialect)))
            if not bind.required:
                self._fixed[name] = bind.effective_value
        columns = () if names is not None else getattr(statement, "exported_columns", ())
        made = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns)
        self.results = [(at, process) for at, process in enumerate(made) if process is not None]

    def parameters(self, values: dict[str, Any]) -> list[Any]:
        """In the order of the text. Raises KeyError for one that is not given."""
        given = {**self._fixed, **values} if self._fixed else values
        return [given[name] if process is None else process(given[name]) for name, process in self._binds]


def loaded(kind: type[RowOf], values: dict[str, Any]) -> RowOf:
    """The model of a row that is in the database, made as SQLAlchemy makes it when it loads; not in a session."""
    row: RowOf = sa.inspect(kind).class_manager.new_instance()
    row.__dict__.update(values)
    make_transient_to_detached(row)
    return row
