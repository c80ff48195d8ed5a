"""New rows as one INSERT each, made and compiled once: what the hot paths use instead of the unit of work."""

from collections.abc import Iterable, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session

from storage.db import is_writing
from storage.ready import Ready, Soon, loaded, place_of
from storage.tables.base import RowOf, Table

LARGEST = 2**31 - 1  # of an id; a button may carry any number


def held(tx: Session, row: RowOf) -> RowOf:
    """The row as it is now, and on PostgreSQL nobody else changes it until this transaction ends. A `read()` holds
    nothing: it would wait for whoever writes, and then could not see what they wrote."""
    if is_held(tx):
        tx.refresh(row, with_for_update={"key_share": True})
    return row


def is_held(tx: Session) -> bool:
    """Does a row have to be held here? SQLite has one writer anyway."""
    return tx.get_bind().dialect.name == "postgresql" and is_writing(tx)


class _LastId(FunctionElement[int]):
    """The id of the row that was written just before, in SQL."""

    type = sa.Integer()
    inherit_cache = True


@compiles(_LastId, "sqlite")
def _last_in_sqlite(*_: Any, **__: Any) -> str:
    return "last_insert_rowid()"


@compiles(_LastId, "postgresql")
def _last_in_postgresql(*_: Any, **__: Any) -> str:
    return "lastval()"


class _Plan(NamedTuple):
    statement: Ready
    quiet: Ready  # tells no id
    numbered: Ready  # is given one
    names: frozenset[str]  # of the columns it is given
    defaults: dict[str, Any]
    makers: dict[str, Any]  # defaults that are made anew for each row
    counter: str | None  # the column that the database counts up

    def whole(self, kind: type[Table], values: dict[str, Any]) -> dict[str, Any]:
        """A value for each column. Raises TypeError for a value that is no column, or a column without one."""
        made = {name: make() for name, make in self.makers.items() if name not in values}
        every = {**self.defaults, **made, **values}
        if self.names != every.keys():
            raise TypeError(f"{kind.__name__}: {', '.join(sorted(self.names ^ every.keys()))}")
        return every


def one(tx: Session, kind: type[RowOf], number: int) -> RowOf | None:
    """The row with this id, None too for a number that no row can have."""
    return tx.get(kind, number) if 0 < number <= LARGEST else None


def drop(tx: Session, row: Table) -> None:
    """The row is no more."""
    tx.delete(row)
    tx.flush()


def put(tx: Session, kind: type[Table], /, **values: Any) -> int:
    """Writes a row of this table at once, as the model would (its defaults), without making the model.

    Returns its new id, 0 for a table that counts none. Raises TypeError for a value that is no column, or for a
    column without one.
    """
    plan = _plan(kind)
    return _write(tx, kind, plan, plan.whole(kind, values))


def reserve(tx: Session, *kinds: type[Table]) -> None:
    """Asks for the id of the next row of each of these tables: those rows need not be waited for then, one by one, as
    PostgreSQL is. SQLite, which nobody waits for, counts when it writes."""
    place = place_of(tx)
    if place.dialect.name != "postgresql":
        return
    ids = _next_ids(kinds).soon(tx)
    place.reserved.update((kind, partial(_at, ids, number)) for number, kind in enumerate(kinds))


def next_ids(tx: Session, kind: type[Table], count: int) -> Sequence[int]:
    """Rising ids for as many new rows of this table."""
    if tx.get_bind().dialect.name == "postgresql":
        return sorted(made for (made,) in _many_ids(kind).all(tx, count=count))
    newest: int = _newest_id(kind).scalar(tx)  # there is one writer
    return range(newest + 1, newest + 1 + count)


@cache
def _many_ids(kind: type[Table]) -> Ready:
    times: sa.BindParameter[int] = sa.bindparam("count", type_=sa.Integer)
    each = sa.func.generate_series(sa.literal_column("1"), times).table_valued("n")
    return Ready(sa.select(sa.func.nextval(_counter_of(kind))).select_from(each))


@cache
def _newest_id(kind: type[Table]) -> Ready:
    table: sa.Table = kind.__table__  # type: ignore[attr-defined]
    assert table.autoincrement_column is not None
    return Ready(sa.select(sa.func.coalesce(sa.func.max(table.autoincrement_column), sa.literal_column("0"))))


def _at(ids: Soon[list[tuple[Any, ...]]], number: int) -> int:
    return int(ids()[0][number])


@cache
def _next_ids(kinds: tuple[type[Table], ...]) -> Ready:
    return Ready(sa.select(*(sa.func.nextval(_counter_of(kind)) for kind in kinds)))


def _counter_of(kind: type[Table]) -> sa.ColumnElement[str]:
    table: sa.Table = kind.__table__  # type: ignore[attr-defined]
    assert table.autoincrement_column is not None
    names = table.name, table.autoincrement_column.name
    return sa.func.pg_get_serial_sequence(*(sa.literal_column(f"'{name}'", sa.Text) for name in names))


def leave(tx: Session, kind: type[Table], /, beside: str | None = None, **values: Any) -> None:
    """Writes a row as `put` does, for who does not need its id: `Ready.later`.

    ``beside``: the column that takes the id of the row left just before.
    """
    plan = _plan(kind, beside)
    plan.quiet.later(tx, **plan.whole(kind, values))


def leave_many(tx: Session, kind: type[Table], rows: Iterable[dict[str, Any]]) -> None:
    """Writes rows as `leave` does. Each names every column, its id too (`next_ids`): many are written so."""
    _plan(kind, is_numbered=True).quiet.many(tx, rows)


def insert(tx: Session, kind: type[RowOf], /, **values: Any) -> RowOf:
    """Writes a row as `put` does; it is the session's then, as after add and flush."""
    plan = _plan(kind)
    every = plan.whole(kind, values)
    made = _write(tx, kind, plan, every)
    row = loaded(kind, {**every, plan.counter: made} if plan.counter else every)
    tx.add(row)
    return row


def _write(tx: Session, kind: type[Table], plan: _Plan, every: dict[str, Any]) -> int:
    """The new row's id, reserved or counted."""
    reserved = place_of(tx).reserved.pop(kind, None)
    if reserved is None or plan.counter is None:
        return plan.statement.do(tx, **every)
    made = reserved()
    plan.numbered.later(tx, **every, **{plan.counter: made})
    return made


@cache
def _plan(kind: type[Table], beside: str | None = None, *, is_numbered: bool = False) -> _Plan:
    table: sa.Table = kind.__table__  # type: ignore[attr-defined]
    counter = table.autoincrement_column
    names = frozenset(c.key for c in table.columns if (is_numbered or c is not counter) and c.key != beside)
    quiet = sa.insert(table).inline()
    quiet = quiet.values({beside: _LastId()}) if beside else quiet
    fields = {name: field for name, field in kind.model_fields.items() if name in names}
    return _Plan(
        statement=Ready(sa.insert(table), names, counted=counter is not None),
        quiet=Ready(quiet, names),
        numbered=Ready(quiet, names | {counter.key} if counter is not None else names),
        names=names,
        defaults={
            n: f.default for n, f in fields.items() if not f.is_required() and f.default_factory is None
        },
        makers={n: f.default_factory for n, f in fields.items() if f.default_factory is not None},
        counter=counter.key if counter is not None else None,
    )
