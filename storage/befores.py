"""Records as they were before an import changed them: their rows as pictures, what differs between two of them, and the
way back. A picture of many records is a handful of queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.imports import DEALS, add
from storage.rows import is_held
from storage.tables import (
    Account,
    AccountAlias,
    Contact,
    Deal,
    DealContact,
    DealTeam,
    ImportBefore,
    ImportRow,
    Note,
    Person,
    PersonRole,
    Product,
    StageEntry,
    Step,
    Task,
)
from storage.tables.base import Json, Table

Row = dict[str, Any]  # column → value, as JSON has it
Picture = dict[str, dict[int, dict[str, Row]]]  # table → record → key → row


class _Part(NamedTuple):
    """A table of which rows hang on a record: by which column, and what of them an import may change (empty: all).
    ``where``: which of the lines that were imported."""

    table: type[Table]
    record: Any
    columns: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    where: Any = None
    join: Any = None


def _lines(*kinds: str) -> _Part:
    return _Part(ImportRow, ImportRow.record_id, where=col(ImportRow.kind).in_(kinds))


PLACE = ("manager_id", "calendar", "home_tz")
# In the order in which they are put back: a link wants its contact.
PARTS: Mapping[str, tuple[_Part, ...]] = {
    "deal": (
        _Part(Deal, Deal.id, but=("version", "next_check_at")),
        _Part(DealContact, DealContact.deal_id),
        _Part(Contact, DealContact.deal_id, join=DealContact),
        _Part(StageEntry, StageEntry.deal_id),
        _Part(Note, Note.deal_id, ("state",)),
        _Part(Step, Step.deal_id, ("state", "closed_at")),
        _Part(Task, Task.deal_id, ("state", "answer", "answered_by", "closed_at")),
        _Part(DealTeam, DealTeam.deal_id),
        _lines(*DEALS),
    ),
    "account": (
        _Part(Account, Account.id, but=("version",)),
        _Part(AccountAlias, AccountAlias.account_id),
        _lines("account"),
    ),
    "product": (_Part(Product, Product.id), _lines("product")),
    "person": (_Part(Person, Person.id, PLACE), _Part(PersonRole, PersonRole.person_id), _lines("member")),
}


READ: Mapping[Any, Any] = {datetime: (UTCDateTime, sa.DateTime), date: (sa.Date,), time: (sa.Time,)}


def _name(table: type[Table]) -> str:
    return str(table.__tablename__)


TABLES: Mapping[str, type[Table]] = {
    _name(part.table): part.table for parts in PARTS.values() for part in parts
}


def hold(tx: Session, kind: str, ids: Collection[int]) -> None:
    """Nobody else changes these records until this transaction ends: what differs later is our own doing."""
    record = col(PARTS[kind][0].record)
    if ids and is_held(tx):
        found = select(record).where(record.in_(list(ids))).order_by(record)
        tx.exec(found.with_for_update(key_share=True)).all()


def picture(tx: Session, kind: str, ids: Collection[int], keys: Collection[str]) -> Picture:
    """The rows of these records as they are now; of what was imported the lines of these keys, by which they are found."""
    tx.flush()
    return {_name(part.table): _rows(tx, part, ids, keys) for part in PARTS[kind]}


def _rows(
    tx: Session, part: _Part, ids: Collection[int], keyed: Collection[str]
) -> dict[int, dict[str, Row]]:
    table = part.table.__table__  # type: ignore[attr-defined]
    keys = [column.name for column in table.primary_key]
    names = [
        c.name for c in table.c if c.name not in part.but and (not part.columns or c.name in part.columns)
    ]
    wanted = [table.c[name] for name in dict.fromkeys((*keys, *names))]
    query = sa.select(sa.type_coerce(part.record, sa.Integer).label("of_record"), *wanted)
    if part.join is not None:
        query = query.join_from(table, part.join)
    if part.where is not None:
        query = query.where(part.where, col(ImportRow.external_key).in_(list(keyed)))
    else:
        query = query.where(col(part.record).in_(list(ids)))
    found: dict[int, dict[str, Row]] = {}
    for record, *values in tx.connection().execute(query):
        row = {column.name: _plain(value) for column, value in zip(wanted, values, strict=True)}
        found.setdefault(record, {})[_key(row, keys)] = row
    return found


def _key(row: Mapping[str, Any], keys: Sequence[str]) -> str:
    return "\x1f".join(str(row[name]) for name in keys)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date | time) else value


def _typed(table: type[Table], row: Mapping[str, Any]) -> Row:
    """As the database takes it."""
    columns = table.__table__.c  # type: ignore[attr-defined]
    return {name: _read(columns[name].type, value) for name, value in row.items()}


def _read(kind: Any, value: Any) -> Any:
    of = next((made for made, types in READ.items() if isinstance(kind, types)), None)
    return of.fromisoformat(value) if of is not None and value is not None else value


def difference(before: Picture, after: Picture, record: int) -> Json:
    """What leads from ``after`` back to ``before``: table → rows that are new, gone, and other than they were."""
    found: Json = {}
    for name, was in before.items():
        old, new = was.get(record, {}), after[name].get(record, {})
        said = {
            "new": [new[key] for key in new.keys() - old.keys()],
            "gone": [old[key] for key in old.keys() - new.keys()],
            "other": [
                _other(TABLES[name], old[key], new[key]) for key in old if new.get(key, old[key]) != old[key]
            ],
        }
        if any(said.values()):
            found[name] = {what: rows for what, rows in said.items() if rows}
    return found


def _other(table: type[Table], old: Row, new: Row) -> Json:
    keys = _keys(table)
    differs = [name for name in old if old[name] != new[name]]
    return {
        "key": {name: old[name] for name in keys},
        "was": {name: old[name] for name in differs},
        "put": {name: new[name] for name in differs},
    }


def _keys(table: type[Table]) -> list[str]:
    return [column.name for column in table.__table__.primary_key]  # type: ignore[attr-defined]


# -- kept -----------------------------------------------------------------------------------------------


def keep(tx: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    add(tx, ImportBefore, rows)


def of_run(tx: Session, run_id: int, most: int) -> list[ImportBefore]:
    """What this run changed, the last first."""
    query = select(ImportBefore).where(ImportBefore.run_id == run_id)
    return list(tx.exec(query.order_by(col(ImportBefore.id).desc()).limit(most)))


def drop(tx: Session, ids: Collection[int]) -> None:
    tx.connection().execute(sa.delete(ImportBefore).where(col(ImportBefore.id).in_(list(ids))))


def drop_of_runs(tx: Session, run_ids: Collection[int]) -> None:
    tx.connection().execute(sa.delete(ImportBefore).where(col(ImportBefore.run_id).in_(list(run_ids))))


def empty(tx: Session, kind: str, record: int) -> None:
    """Words of this record were taken out: nothing brings it back as it was."""
    of_it = sa.update(ImportBefore).where(
        col(ImportBefore.kind) == kind, col(ImportBefore.record_id) == record
    )
    tx.connection().execute(of_it.values(back={}))


def lead_on(tx: Session, record: int, was: int, now: int) -> None:
    """What earlier runs changed of a deal leads on from where a later one has been taken back to."""
    earlier = sa.update(ImportBefore).where(
        col(ImportBefore.kind) == "deal",
        col(ImportBefore.record_id) == record,
        col(ImportBefore.version) == was,
    )
    tx.connection().execute(earlier.values(version=now))


# -- put back -------------------------------------------------------------------------------------------


def stands(tx: Session, back: Json, but: Iterable[type[Table]] = ()) -> bool:
    """Is every row that was put still as it was put? ``but``: tables whose rows go their own way."""
    return all(
        _is_so(tx, table, each)
        for table in map(TABLES.__getitem__, back)
        if table not in but
        for each in other(back, table)
    )


def _is_so(tx: Session, table: type[Table], each: Json) -> bool:
    keys, said = _keys(table), {**each["key"], **each["put"]}
    found = tx.connection().execute(_of(table, sa.select(*_columns(table, said)), said)).mappings().first()
    return found is not None and all(_plain(found[name]) == said[name] for name in said if name not in keys)


def _columns(table: type[Table], names: Iterable[str]) -> list[Any]:
    return [table.__table__.c[name] for name in names]  # type: ignore[attr-defined]


def _of(table: type[Table], statement: Any, row: Mapping[str, Any]) -> Any:
    """The statement for one row by its key."""
    columns = table.__table__.c  # type: ignore[attr-defined]
    return statement.where(*(columns[name] == row[name] for name in _keys(table)))


def other(back: Json, table: type[Table]) -> list[Json]:
    """The rows of a table that are other than they were."""
    return list(back.get(_name(table), {}).get("other", ()))


def new(back: Json, table: type[Table]) -> list[Row]:
    return list(back.get(_name(table), {}).get("new", ()))


def gone(back: Json, table: type[Table]) -> list[Row]:
    return list(back.get(_name(table), {}).get("gone", ()))


def touches(back: Json, *tables: type[Table]) -> bool:
    return any(_name(table) in back for table in tables)


def was(back: Json, table: type[Table]) -> Row:
    """What the only row of a table was before, ready to be written."""
    return {name: value for each in other(back, table) for name, value in _typed(table, each["was"]).items()}


def put_other(tx: Session, back: Json, *tables: type[Table]) -> None:
    """Rows that were changed are as they were."""
    for table in tables:
        for each in other(back, table):
            _put(tx, table, each)


def put_standing(tx: Session, back: Json, table: type[Table]) -> list[Json]:
    """The same of rows that go their own way, where they are still as they were put; which they are."""
    found = [each for each in other(back, table) if _is_so(tx, table, each)]
    for each in found:
        _put(tx, table, each)
    return found


def _put(tx: Session, table: type[Table], each: Json) -> None:
    update = _of(table, sa.update(table), each["key"])
    tx.connection().execute(update.values(**_typed(table, each["was"])))


def take_out(tx: Session, back: Json, *tables: type[Table]) -> None:
    """Rows that were added go."""
    for table in tables:
        for row in new(back, table):
            tx.connection().execute(_of(table, sa.delete(table), row))


def put_gone(tx: Session, back: Json, *tables: type[Table]) -> None:
    """Rows that went are there again."""
    for table in tables:
        add(tx, table, [_typed(table, row) for row in gone(back, table)])
