"""New rows as one INSERT each, made and compiled once: what the hot paths use instead of the unit of work."""

from functools import cache
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session

from storage.tables.base import Table

Row = TypeVar("Row", bound=Table)
LARGEST = 2**31 - 1  # of an id; a button may carry any number


class _Plan(NamedTuple):
    statement: sa.Insert
    names: frozenset[str]  # of the columns it is given
    defaults: dict[str, Any]
    makers: dict[str, Any]  # defaults that are made anew for each row
    counter: str | None  # the column that the database counts up


def one(tx: Session, kind: type[Row], number: int) -> Row | None:
    """The row with this id, None too for a number that no row can have."""
    return tx.get(kind, number) if 0 < number <= LARGEST else None


def put(tx: Session, kind: type[Table], /, **values: Any) -> int:
    """Writes a row of this table at once, as the model would (its defaults), without making the model.

    Returns its new id, 0 for a table that counts none. Raises TypeError for a value that is no column.
    """
    plan = _plan(kind)
    if not plan.names >= values.keys():
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(values.keys() - plan.names))}")
    made = {name: make() for name, make in plan.makers.items() if name not in values}
    result = tx.connection().execute(plan.statement, {**plan.defaults, **made, **values})
    return int((result.inserted_primary_key or (0,))[0]) if plan.counter else 0


def insert(tx: Session, row: Row) -> Row:
    """Writes a new row at once and gives it its id; then it is the session's, as after add and flush."""
    plan = _plan(type(row))
    values = row.__dict__
    result = tx.connection().execute(plan.statement, {name: values[name] for name in plan.names})
    if plan.counter:
        setattr(row, plan.counter, (result.inserted_primary_key or (None,))[0])
    make_transient_to_detached(row)
    tx.add(row)
    return row


@cache
def _plan(kind: type[Table]) -> _Plan:
    table: sa.Table = kind.__table__  # type: ignore[attr-defined]
    counter = table.autoincrement_column
    names = frozenset(c.key for c in table.columns if c is not counter)
    fields = {name: field for name, field in kind.model_fields.items() if name in names}
    return _Plan(
        statement=sa.insert(table),
        names=names,
        defaults={
            n: f.default for n, f in fields.items() if not f.is_required() and f.default_factory is None
        },
        makers={n: f.default_factory for n, f in fields.items() if f.default_factory is not None},
        counter=counter.key if counter is not None else None,
    )
