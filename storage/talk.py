"""Queries over what people say in the DM: a kept text by its place, and what Baton said there before it."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import books, rows
from storage.books import insert_for
from storage.tables import Delivery, Draft
from storage.tables.base import LAST

REPLY = "reply:"  # how the slot of an answer begins


def keep(tx: Session, person_id: int, ts: str, text: str, said_at: datetime) -> Draft:
    """The text that stands at this place of the person's DM, kept once however often it is told."""
    insert = insert_for(tx)(Draft).values(
        person_id=person_id, kind="note", text=text, state={}, created_at=said_at, ts=ts
    )
    there = sa.text("ts IS NOT NULL")
    tx.connection().execute(
        insert.on_conflict_do_nothing(index_elements=["person_id", "ts"], index_where=there)
    )
    return tx.exec(select(Draft).where(Draft.person_id == person_id, Draft.ts == ts)).one()


def at(tx: Session, person_id: int, ts: str) -> Draft | None:
    """What this person said at this place of the DM; held, as every kept text is for who writes."""
    kept = tx.exec(select(Draft).where(Draft.person_id == person_id, Draft.ts == ts)).first()
    return rows.held(tx, kept) if kept is not None else None


def said_at(tx: Session, person_id: int, ts: str) -> Delivery | None:
    """What Baton said to this person at this place."""
    query = select(Delivery).where(
        Delivery.person_id == person_id, Delivery.ts == ts, col(Delivery.op) == "post"
    )
    return tx.exec(query.order_by(col(Delivery.id)).limit(1)).first()


def said_before(tx: Session, person_id: int, ts: str) -> Delivery | None:
    """Baton's newest message to this person before this place, threads aside."""
    query = select(Delivery).where(
        Delivery.person_id == person_id,
        Delivery.state == "sent",
        Delivery.op == "post",
        col(Delivery.thread_ts).is_(None),
        col(Delivery.ts) < ts,
    )
    return tx.exec(query.order_by(col(Delivery.id).desc()).limit(1)).first()


def answer_to(tx: Session, person_id: int, ts: str) -> Delivery | None:
    """The message that answered what this person said at this place."""
    begin = f"{REPLY}{key(person_id, ts)}:"
    query = select(Delivery).where(col(Delivery.slot) >= begin, col(Delivery.slot) < begin + LAST)
    return tx.exec(query.order_by(col(Delivery.id)).limit(1)).first()


def key(person_id: int, ts: str) -> str:
    """The key of a message in the DM, by its place: told twice, under two ids or sent again, it is the same."""
    return f"dm:{person_id}:{ts}"


def waiting(tx: Session, person_id: int, since: datetime, most: int) -> list[Draft]:
    """What this person said or sent that waits for its tap, the newest first."""
    query = select(Draft).where(
        Draft.person_id == person_id,
        col(Draft.kind).in_(("note", "lead", books.FILES)),
        col(Draft.created_at) >= since,
    )
    return list(tx.exec(query.order_by(col(Draft.created_at).desc(), col(Draft.id).desc()).limit(most)))
