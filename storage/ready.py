"""Statements of the hot paths, compiled once: they run on the driver's own connection.

SQLAlchemy's way to the driver costs ten times what SQLite needs for such a statement, and three times what a
PostgreSQL next door needs, which is spoken to through `storage/wire.py`.
"""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import SessionTransaction
from sqlalchemy.orm.attributes import instance_state
from sqlmodel import Session
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.tables.base import RowOf, Table
from storage.wire import Wire

T = TypeVar("T")
Process = Callable[[Any], Any]
# An answer that is on its way: called, it waits for it, and for all that was asked of the transaction before.
Soon = Callable[[], T]
_PLACE, _WIRE = "baton_place", "baton_wire"
_TELL = json.JSONEncoder().encode
_INSTANTS: dict[str, Process] = {}  # by the dialect's name


class Place(NamedTuple):
    """Where a ready statement runs: on the driver's own connection, and whose dialect that speaks.

    ``reserved`` are ids of rows that are not written yet (`rows.reserve`), by their table.
    """

    dialect: sa.Dialect
    run: Callable[[str, list[Any]], Any]  # gives something to fetch from, as a cursor
    later: Callable[[str, list[Any]], Any]  # runs it with the next one, where that saves a way
    many: Callable[[str, list[list[Any]]], Any]  # as `later`, once for each of these values
    reserved: dict[type[Table], Soon[int]]

    @classmethod
    def on(cls, dialect: sa.Dialect, held: sa.PoolProxiedConnection, *, looks: bool = False) -> "Place":
        """For a connection of the pool; one that only ``looks`` opens no transaction."""
        driver: Any = held.driver_connection
        if dialect.name == "sqlite":
            return cls(dialect, driver.execute, driver.execute, driver.executemany, {})
        wire = held.info.get(_WIRE) or held.info.setdefault(_WIRE, Wire(dialect.loaded_dbapi, driver))
        return cls(dialect, wire.look if looks else wire.execute, wire.later, wire.many, {})


def place_of(tx: Session) -> Place:
    """The driver's connection of the session's transaction."""
    known: Place | None = tx.info.get(_PLACE)
    if known is None:
        connection = tx.connection()
        known = tx.info[_PLACE] = Place.on(connection.dialect, connection.connection)
    return known


def wire_of(connection: sa.Connection) -> Wire | None:
    """What PostgreSQL's ready statements of this connection went through, if there were any."""
    wire: Wire | None = connection.connection.info.get(_WIRE)
    return wire


def as_sqlalchemy(error: Exception, dialect: sa.Dialect, sql: str) -> Exception:
    """An error of the driver as SQLAlchemy raises it."""
    kind = dialect.loaded_dbapi.Error
    return sa.exc.DBAPIError.instance(sql, None, error, kind, hide_parameters=True, dialect=dialect)


@event.listens_for(Session, "after_transaction_end")
def _left(tx: Session, _: SessionTransaction) -> None:
    tx.info.pop(_PLACE, None)


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
        self._plans: dict[str, _Plan] = {}  # by the dialect's name

    def all(self, tx: Session | Place, /, **values: Any) -> list[tuple[Any, ...]]:
        """Every row that it gives."""
        plan, cursor = self._run(tx, values)
        return plan.rows(cursor)

    def raw(self, tx: Session | Place, /, **values: Any) -> list[tuple[Any, ...]]:
        """Every row as the driver gave it, to be compared with those of another look; `read` makes of them what `all` gives."""
        _, cursor = self._run(tx, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def read(self, tx: Session | Place, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """What `all` gives, of rows that `raw` gave."""
        return self.plan((tx if isinstance(tx, Place) else place_of(tx)).dialect).read(rows)

    def first(self, tx: Session | Place, /, **values: Any) -> tuple[Any, ...] | None:
        """The first row; None without one."""
        found = self.all(tx, **values)
        return found[0] if found else None

    def scalar(self, tx: Session | Place, /, **values: Any) -> Any:
        """The first column of the first row; None without one."""
        found = self.all(tx, **values)
        return found[0][0] if found else None

    def do(self, tx: Session | Place, /, **values: Any) -> int:
        """Executes it; the new row's id where the database counts one up, else 0."""
        plan, cursor = self._run(tx, values)
        if not self._counted:
            return 0
        return int(cursor.fetchone()[0] if plan.tells_id else cursor.lastrowid)

    def later(self, tx: Session, /, **values: Any) -> None:
        """As `do`, for what nobody waits for: in the transaction before whatever comes next, at the latest with its
        commit, which then raises what is wrong with it. On SQLite at once."""
        self._run(tx, values, later=True)

    def soon(self, tx: Session | Place, /, **values: Any) -> Soon[list[tuple[Any, ...]]]:
        """As `all`, for who looks at the rows later: what is asked so one after the other is answered at once, where
        each would wait for its own way to the server and back. On SQLite it is answered at once."""
        place = tx if isinstance(tx, Place) else place_of(tx)
        dialect = place.dialect
        if dialect.name == "sqlite":
            found = self.all(place, **values)
            return lambda: found
        plan, cursor = self._run(place, values, later=True)

        def rows() -> list[tuple[Any, ...]]:
            try:
                return plan.rows(cursor)
            except dialect.loaded_dbapi.Error as error:
                raise as_sqlalchemy(error, dialect, plan.sql) from error

        return rows

    def many(self, tx: Session, rows: Iterable[dict[str, Any]]) -> None:
        """As `later`, once for each of these."""
        place = place_of(tx)
        plan = self.plan(place.dialect)
        self._said(place, plan, place.many, [plan.parameters(values) for values in rows])

    def each(self, tx: Session, rows: Iterable[dict[str, Any]]) -> list[tuple[Any, ...]]:
        """As `all`, once for each of these, asked one after the other as `soon`: every row that any of them gives."""
        place = place_of(tx)
        if place.dialect.name != "sqlite":
            asked = [self.soon(place, **values) for values in rows]
            return [row for given in asked for row in given()]
        plan, found = self.plan(place.dialect), list[tuple[Any, ...]]()
        for values in rows:
            found += plan.rows(self._said(place, plan, place.run, plan.parameters(values)))
        return found

    def _run(
        self, tx: Session | Place, values: dict[str, Any], *, later: bool = False
    ) -> tuple["_Plan", Any]:
        place = tx if isinstance(tx, Place) else place_of(tx)
        plan = self.plan(place.dialect)
        return plan, self._said(place, plan, place.later if later else place.run, plan.parameters(values))

    def _said(self, place: Place, plan: "_Plan", say: Callable[[str, Any], Any], asked: list[Any]) -> Any:
        try:
            return say(plan.sql, asked)
        except place.dialect.loaded_dbapi.Error as error:
            raise as_sqlalchemy(error, place.dialect, plan.sql) from error

    def plan(self, dialect: sa.Dialect) -> "_Plan":
        """How it is said in this dialect."""
        known = self._plans.get(dialect.name)
        if known is None:
            known = self._plans[dialect.name] = _Plan(self._statement, dialect, self._names)
        return known


class _Plan:
    """What SQLAlchemy made of a statement for one dialect: its text, and what each value goes through."""

    def __init__(self, statement: Any, dialect: sa.Dialect, names: frozenset[str] | None) -> None:
        # Numbered on PostgreSQL, as libpq wants it: a value that is named twice is sent once.
        kind: Any = type(dialect)
        speech = dialect if dialect.name == "sqlite" else kind(paramstyle="numeric_dollar")
        compiled = statement.compile(dialect=speech, column_keys=None if names is None else sorted(names))
        self.sql = str(compiled)
        if "POSTCOMPILE" in self.sql:
            raise TypeError(f"a list of values is not ready: {self.sql}")
        self.tells_id = names is not None and bool(compiled.effective_returning)
        self._binds: list[tuple[str, Process | None]] = []
        self._fixed: dict[str, Any] = {}
        for name in compiled.positiontup or ():
            bind = compiled.binds[name]
            self._binds.append((name, _process(bind.type, dialect)))
            if not bind.required:
                self._fixed[name] = bind.effective_value
        columns = () if names is not None else getattr(statement, "exported_columns", ())
        made = (_read_process(column.type, dialect) for column in columns)
        self.results = [(at, process) for at, process in enumerate(made) if process is not None]

    def parameters(self, values: dict[str, Any]) -> list[Any]:
        """As the driver wants them, in order. Raises KeyError for one that is not given."""
        given = {**self._fixed, **values} if self._fixed else values
        return [given[name] if process is None else process(given[name]) for name, process in self._binds]

    def rows(self, cursor: Any) -> list[tuple[Any, ...]]:
        """What the driver gave, as SQLAlchemy hands it out."""
        return self.read(cursor.fetchall())

    def read(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return [self._read(row) for row in rows] if self.results else rows

    def _read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        found = list(row)
        for at, process in self.results:
            if found[at] is not None:
                found[at] = process(found[at])
        return tuple(found)


def _process(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> Process | None:
    """What a value of this type goes through on its way to the driver."""
    if isinstance(kind, sa.JSON) and dialect.name == "sqlite":
        return _TELL  # SQLAlchemy comes to the same by three calls
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    if process is None or not isinstance(kind, UTCDateTime):
        return process
    # One instant goes into many rows of a request, and each way takes five calls.
    return _INSTANTS.setdefault(dialect.name, lru_cache(maxsize=64)(process))


def _read_process(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> Process | None:
    """What a value of this type, which is there, goes through on its way from the driver."""
    if isinstance(kind, UTCDateTime) and dialect.name == "sqlite":
        return _instant
    return kind.dialect_impl(dialect).result_processor(dialect, None)


@lru_cache(maxsize=4096)  # the rows of one look name few of them, often
def _instant(told: str) -> datetime:
    """As SQLite keeps it: UTC, and no word of that."""
    return datetime.fromisoformat(told).replace(tzinfo=UTC)


def loaded(kind: type[RowOf], values: dict[str, Any]) -> RowOf:
    """The model of a row that is in the database, made as SQLAlchemy makes it when it loads; not in a session.

    ``values`` are all of its columns.
    """
    make, identity, key = _maker(kind)
    row: RowOf = make()
    row.__dict__.update(values)
    instance_state(row).key = identity([values[name] for name in key])
    return row


@cache
def _maker(kind: type[Table]) -> tuple[Callable[[], Any], Callable[[list[Any]], Any], tuple[str, ...]]:
    """What makes an empty model, what makes its identity of its key, and the columns of that."""
    mapper = sa.inspect(kind)
    names = tuple(str(column.key) for column in mapper.primary_key)
    return mapper.class_manager.new_instance, mapper.identity_key_from_primary_key, names
