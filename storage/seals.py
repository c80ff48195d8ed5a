"""The audit's entries as they are sealed, and their seals."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from rules.seals import Entry
from storage.tables import Audit, AuditSeal, AuditValue
from storage.tables.base import Json

_WRITING = sa.text(
    "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND relation = 'audit'::regclass"
)
_ENTRY = [getattr(Audit, name) for name in Entry.__slots__]


def newest(tx: Session) -> AuditSeal | None:
    return tx.exec(select(AuditSeal).order_by(col(AuditSeal.id).desc()).limit(1)).first()


def top(tx: Session) -> int:
    """The highest id of an entry, 0 when there is none."""
    return tx.exec(select(sa.func.max(Audit.id))).one() or 0


def ids(tx: Session) -> list[int]:
    """The ids of all entries, rising."""
    return list(tx.exec(select(Audit.id).order_by(col(Audit.id))))


def ids_between(tx: Session, low: int, top: int, most: int) -> list[int]:
    """The lowest ids above ``low``, up to and with ``top``."""
    query = select(Audit.id).where(Audit.id > low, Audit.id <= top).order_by(col(Audit.id)).limit(most)
    return list(tx.exec(query))


def writing(tx: Session) -> set[str]:
    """The transactions that may have an id of an entry and have not ended: on PostgreSQL whoever inserts into a table
    holds this lock on it, from before the id is drawn until the end (the manual's *Explicit Locking*). SQLite has one
    writer, who draws its ids in the order of the commits."""
    if tx.get_bind().dialect.name == "sqlite":
        return set()
    return set(tx.connection().execute(_WRITING).scalars())


def entries(tx: Session, ids: Sequence[int]) -> list[Entry]:
    """These entries, by id; those that are gone are left out. ``ids`` rise."""
    query = sa.select(*_ENTRY).where(_among(Audit.id, ids)).order_by(col(Audit.id))
    found = tx.connection().execute(query)
    wanted = set(ids)
    return [Entry(*row) for row in found if row[0] in wanted]


def values(tx: Session, ids: Sequence[int]) -> Iterator[tuple[int, Json, Json]]:
    """Entry → its values before and after, of those among these that have any left."""
    query = sa.select(col(AuditValue.audit_id), col(AuditValue.before), col(AuditValue.after))
    wanted = set(ids)
    for row in tx.connection().execute(query.where(_among(AuditValue.audit_id, ids))):
        if row[0] in wanted:
            yield row[0], row[1], row[2]


def _among(column: int, ids: Sequence[int]) -> sa.ColumnElement[bool]:
    return col(column).between(ids[0], ids[-1])  # a statement takes so many values, not any number


def add(tx: Session, made: AuditSeal) -> None:
    tx.add(made)
    tx.flush()


def every(tx: Session) -> Iterator[AuditSeal]:
    """Every seal, the first one first."""
    yield from tx.exec(select(AuditSeal).order_by(col(AuditSeal.id)).execution_options(yield_per=100))
