"""Many rows of a table for who only looks: by a statement that is made once, however many are asked for.

SQLAlchemy makes a list of values anew for each length it may have, and keeps each row that it loads in its session. Here the
list is one value, and the rows are in no session.
"""

from collections.abc import Collection
from typing import Any, Generic, cast

import sqlalchemy as sa
from sqlmodel import Session

from storage.db import is_writing
from storage.ready import Ready
from storage.tables.base import RowOf


class Columns:
    """What a statement gives, also of what this session has changed."""

    def __init__(self, statement: sa.Select[*tuple[Any, ...]]) -> None:
        self._statement = Ready(statement)

    def all(self, tx: Session, **values: Any) -> list[tuple[Any, ...]]:
        if is_writing(tx):
            tx.flush()
        given = {
            n: [*x] if isinstance(x, Collection) and not isinstance(x, str) else x for n, x in values.items()
        }
        return self._statement.all(tx, **given)


class _Seen:
    """A row as it was seen: its columns by their names, and nothing that could write it."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{name} of a row that was only looked at: nothing would keep it")


def changed(row: RowOf, **values: Any) -> RowOf:
    """A row that was looked at, as it would be with these values."""
    return cast(RowOf, _Seen({**vars(row), **values}))


class Models(Generic[RowOf]):
    """The rows of a table that answer to all of these, in an order; the first so many of them. They are read as the table's
    models are, and cost a tenth: they are in no session, and cannot be added to one."""

    def __init__(
        self, kind: type[RowOf], *where: Any, order: tuple[Any, ...] = (), most: int | None = None
    ) -> None:
        self._names = tuple(kind.model_fields)
        columns = (getattr(kind, name) for name in self._names)
        first = None if most is None else sa.literal_column(str(most), sa.Integer)
        self._columns = Columns(sa.select(*columns).where(*where).order_by(*order).limit(first))

    def all(self, tx: Session, **values: Any) -> list[RowOf]:
        names, found = self._names, self._columns.all(tx, **values)
        return [cast(RowOf, _Seen(dict(zip(names, row, strict=True)))) for row in found]
