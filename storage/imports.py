"""Queries of the import: many rows with one statement, so that the write lock is held for a moment only."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Session, col, select
from sqlmodel.sql.sqltypes import UTCDateTime

from rules.facts import LIVE
from storage.books import insert_for
from storage.conditions import IS_LIVE, IS_OPEN, RUNS, SLEEPS
from storage.meeting import LISTED, NUMBERED
from storage.tables import Audit, CodeCounter, Deal, ImportRow, Person, SearchToken
from storage.tables.base import Table

DEALS = (NUMBERED, LISTED)
IMPORTED, RESTORED = "deal.import", "deal.restore"  # what the audit calls a change by an import, and its Undo


def known_rows(tx: Session, kind: str, keys: Sequence[str] | None = None) -> dict[str, tuple[str, int]]:
    """external key → (digest, our record) of what was imported of this kind: everything, or these keys."""
    query = select(ImportRow.external_key, ImportRow.digest, ImportRow.record_id).where(
        ImportRow.kind == kind
    )
    if keys is not None and not keys:
        return {}
    if keys is not None:
        query = query.where(col(ImportRow.external_key).in_(keys))
    return {key: (digest, record) for key, digest, record in tx.exec(query)}


def point_to(tx: Session, kind: str, old_id: int, new_id: int) -> None:
    """What files called by the one record is the other from now on."""
    update = sa.update(ImportRow).where(col(ImportRow.kind) == kind, col(ImportRow.record_id) == old_id)
    tx.connection().execute(update.values(record_id=new_id))


def put_rows(tx: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Remembers where imported rows went; a row imported again gets its new digest."""
    if not rows:
        return
    insert = insert_for(tx)(ImportRow)
    changed = {name: insert.excluded[name] for name in ("digest", "record_id", "run_id")}
    tx.connection().execute(
        insert.on_conflict_do_update(index_elements=["kind", "external_key"], set_=changed), list(rows)
    )


def reserve_numbers(tx: Session, source_code: str, year: int, n: int) -> int:
    """Issues n numbers of a source and year at once; returns the first."""
    update = (
        sa.update(CodeCounter)
        .where(col(CodeCounter.source_code) == source_code, col(CodeCounter.year) == year)
        .values(last=CodeCounter.last + n)
        .returning(col(CodeCounter.last))
    )
    last = tx.connection().execute(update).scalar()
    if last is None:
        insert = insert_for(tx)(CodeCounter).values(source_code=source_code, year=year, last=0)
        tx.connection().execute(insert.on_conflict_do_nothing())
        last = tx.connection().execute(update).scalar_one()
    return int(last) - n + 1


def push_number(tx: Session, source_code: str, year: int, taken: int) -> None:
    """Numbers up to this one are issued already: by the Baton that they come from."""
    insert = insert_for(tx)(CodeCounter).values(source_code=source_code, year=year, last=0)
    tx.connection().execute(insert.on_conflict_do_nothing())
    update = sa.update(CodeCounter).where(
        col(CodeCounter.source_code) == source_code,
        col(CodeCounter.year) == year,
        col(CodeCounter.last) < taken,
    )
    tx.connection().execute(update.values(last=taken))


def add(tx: Session, table: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    """New rows of a table, with one statement."""
    if rows:
        tx.connection().execute(sa.insert(table), list(rows))


def add_counted(tx: Session, table: Any, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """The same; their ids in the same order."""
    if not rows:
        return []
    statement = sa.insert(table).returning(table.id, sort_by_parameter_order=True)
    return [int(number) for number in tx.connection().execute(statement, list(rows)).scalars()]


def add_tokens(tx: Session, tokens: Mapping[int, Iterable[str]]) -> None:
    """deal → the words by which it is found: several rows a deal, so PostgreSQL gets them as two arrays."""
    pairs = [(token, deal_id) for deal_id, each in tokens.items() for token in sorted(each)]
    if not pairs:
        return
    if tx.get_bind().dialect.name == "postgresql":
        words, deals = zip(*pairs, strict=True)
        given = sa.select(
            sa.func.unnest(sa.cast(list(words), postgresql.ARRAY(sa.Text))),
            sa.func.unnest(sa.cast(list(deals), postgresql.ARRAY(sa.Integer))),
        )
        tx.connection().execute(sa.insert(SearchToken).from_select(["token", "deal_id"], given))
        return
    rows = [{"token": token, "deal_id": deal_id} for token, deal_id in pairs]
    tx.connection().execute(sa.insert(SearchToken), rows)


def edited_in_baton(tx: Session, deal_ids: Sequence[int]) -> set[int]:
    """Deals that a person has changed otherwise than by an import or its Undo: a row of the audit says so."""
    subjects = {f"deal:{deal_id}": deal_id for deal_id in deal_ids}
    query = select(Audit.subject).where(
        col(Audit.subject).in_(subjects),
        col(Audit.actor_id).is_not(None),
        col(Audit.action).not_in((IMPORTED, RESTORED)),
    )
    return {subjects[subject] for subject in tx.exec(query)} if subjects else set()


def deals_of(tx: Session, owner_id: int) -> list[tuple[int, bool]]:
    """Everything of one owner: deal, is it live; nobody else changes them until this transaction ends."""
    query = select(Deal.id, Deal.state).where(Deal.owner_id == owner_id)
    held = query.order_by(col(Deal.id)).with_for_update(key_share=True)
    return [(at, state in LIVE) for at, state in tx.exec(held) if at is not None]


def give_deals(tx: Session, deal_ids: Sequence[int], to_id: int, now: datetime) -> None:
    """These deals are somebody else's from now on; the clock looks again at those that it watches."""
    update = sa.update(Deal).where(col(Deal.id).in_(deal_ids))
    looks = sa.case((RUNS, sa.literal(now, UTCDateTime())), else_=Deal.next_check_at)
    values = {"owner_id": to_id, "owner_since": now, "next_check_at": looks, "version": Deal.version + 1}
    tx.connection().execute(update.values(**values))


def brought(tx: Session, run_id: int, since: datetime, by_id: int | None) -> dict[int, int]:
    """person in Slack → how many live deals are theirs by this run, new or another's before; not who did it."""
    query = (
        select(Deal.owner_id, sa.func.count(sa.distinct(col(Deal.id))))
        .join(ImportRow, sa.and_(col(ImportRow.record_id) == Deal.id, col(ImportRow.kind).in_(DEALS)))
        .join(Person, col(Person.id) == Deal.owner_id)
        .where(
            ImportRow.run_id == run_id,
            sa.or_(ImportRow.made_by_run == run_id, Deal.owner_since == since),  # type: ignore[arg-type]
            IS_LIVE,
            col(Person.slack_id).is_not(None),
            col(Deal.owner_id).is_distinct_from(by_id),
        )
        .group_by(col(Deal.owner_id))
        .order_by(col(Deal.owner_id))
    )
    return {at: int(n) for at, n in tx.exec(query) if at is not None}


def unmapped_under(tx: Session, manager_id: int) -> list[int]:
    """Who is not in Slack, and stands under this person."""
    query = select(Person.id).where(Person.manager_id == manager_id, Person.kind == "unmapped")
    return [at for at in tx.exec(query.order_by(col(Person.id))) if at is not None]


def asleep(tx: Session) -> list[Deal]:
    """Imported open deals whose clocks have not started and whose owner is in Slack."""
    query = (
        select(Deal)
        .join(Person, col(Person.id) == col(Deal.owner_id))
        .where(
            Deal.origin == "import",
            SLEEPS,
            col(Person.slack_id).is_not(None),
            col(Person.is_active).is_(True),
        )
        .order_by(col(Deal.id))
    )
    return list(tx.exec(query))


def wake(tx: Session, starts: Mapping[int, datetime], now: datetime) -> None:
    """Starts the clocks of deals, each at its instant, and lets the next tick look at them."""
    deal = Deal.__table__  # type: ignore[attr-defined]
    update = (
        sa.update(deal)
        .where(deal.c.id == sa.bindparam("deal"), deal.c.clocks_from.is_(None))
        .values(
            clocks_from=sa.bindparam("start"), next_check_at=sa.bindparam("look"), version=deal.c.version + 1
        )
    )
    rows = [{"deal": deal_id, "start": start, "look": now} for deal_id, start in starts.items()]
    if rows:
        tx.connection().execute(update, rows)


def unmapped_open(tx: Session) -> tuple[int, int]:
    """(open deals, people) of owners who are nobody in Slack."""
    query = (
        select(sa.func.count(), sa.func.count(sa.distinct(col(Deal.owner_id))))
        .join(Person, col(Person.id) == col(Deal.owner_id))
        .where(IS_OPEN, Person.kind == "unmapped")
    )
    deals, people = tx.exec(query).one()
    return int(deals), int(people)
