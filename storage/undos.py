"""Queries over ways back: what somebody may take back, and until when."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import rows
from storage import undos as undo_rows
from storage.tables import Undo
from storage.tables.base import Json

SHUT = "shut"  # the state of an undo that would bring back what is gone for good


def open_of(tx: Session, person_id: int, now: datetime) -> list[Undo]:
    """What this person may still take back, newest first."""
    query = (
        select(Undo)
        .where(Undo.person_id == person_id, Undo.state == "open", col(Undo.until) > now)
        .order_by(col(Undo.id).desc())
    )
    return list(tx.exec(query))


def put(
    tx: Session,
    person_id: int,
    action: str,
    deal_id: int,
    until: datetime,
    now: datetime,
    back: Json | None = None,
) -> int:
    """Lets a person take something back until ``until``; ``back`` is what to put back. Its id."""
    return rows.put(
        tx,
        Undo,
        person_id=person_id,
        action=action,
        deal_id=deal_id,
        until=until,
        created_at=now,
        back=back or {},
    )


def take(tx: Session, undo_id: int, person_id: int, now: datetime) -> bool:
    """Claims an undo for this person; False when it was used, ran out, or is somebody else's."""
    claim = (
        sa.update(Undo)
        .where(
            col(Undo.id) == undo_id,
            col(Undo.person_id) == person_id,
            col(Undo.state) == "open",
            col(Undo.until) > now,
        )
        .values(state="done")
    )
    return bool(tx.connection().execute(claim).rowcount == 1)


def of_person(tx: Session, undo_id: int, person_id: int) -> Undo | None:
    """A way back of this person's, whatever became of it."""
    row = rows.one(tx, Undo, undo_id)
    return row if row is not None and row.person_id == person_id else None


def is_taken(tx: Session, undo_id: int) -> bool:
    """Was it taken back?"""
    row = rows.one(tx, Undo, undo_id)
    return row is not None and row.state == "done"


def running_of(tx: Session, person_id: int, action: str, deal_id: int, now: datetime) -> int | None:
    """What this person may still take back of this kind on this deal."""
    mine = (u for u in open_of(tx, person_id, now) if (u.action, u.deal_id) == (action, deal_id))
    return next((u.id for u in mine), None)


def of_note(tx: Session, person_id: int, note_id: int, now: datetime) -> int | None:
    """The way back of a note that this person logged."""
    mine = (u for u in open_of(tx, person_id, now) if u.action == "note" and u.back.get("note_id") == note_id)
    return next((u.id for u in mine), None)


def of_done(tx: Session, person_id: int, deal_id: int, task_id: int) -> Undo | None:
    """The way back of who said that a task is done, not taken yet."""
    query = select(Undo).where(Undo.person_id == person_id, Undo.deal_id == deal_id, Undo.state == "open")
    found = tx.exec(query.where(Undo.action == "task").order_by(col(Undo.id).desc()))
    return next((one for one in found if one.back.get("task_id") == task_id), None)


def later(tx: Session, undo: Undo, *actions: str) -> list[Undo]:
    """Open undos of these kinds, else of the same, on the same deal, made after this one, oldest first."""
    query = select(Undo).where(
        Undo.deal_id == undo.deal_id,
        col(Undo.action).in_(actions or (undo.action,)),
        Undo.state == "open",
        col(Undo.id) > (undo.id),
    )
    return list(tx.exec(query.order_by(col(Undo.id))))


def running(tx: Session, person_id: int, now: datetime, limit: int) -> list[Undo]:
    """What this person may take back, or took back, while its time runs; the newest first."""
    query = select(Undo).where(
        Undo.person_id == person_id, col(Undo.until) > now, col(Undo.state) != undo_rows.SHUT
    )
    return list(tx.exec(query.order_by(col(Undo.id).desc()).limit(limit)))
