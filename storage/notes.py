"""Queries that a note needs: the open step, closing it, opening it again."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.rows import one
from storage.tables import Note, Step, Wait


def close_steps(tx: Session, deal_id: int, state: str, now: datetime) -> list[int]:
    """Closes a deal's open steps (done, replaced); returns their ids."""
    ids = [i for i in tx.exec(select(Step.id).where(Step.deal_id == deal_id, Step.state == "open")) if i]
    set_state(tx, ids, state, now)
    return ids


def reopen_steps(tx: Session, ids: list[int]) -> None:
    """Opens steps again that a note had closed."""
    set_state(tx, ids, "open", None)


def set_state(tx: Session, ids: list[int], state: str, closed_at: datetime | None) -> None:
    """Puts steps into a state."""
    if ids:
        change = sa.update(Step).where(col(Step.id).in_(ids)).values(state=state, closed_at=closed_at)
        tx.connection().execute(change)
        tx.expire_all()


def step(tx: Session, step_id: int) -> Step | None:
    return one(tx, Step, step_id)


def open_steps_of_note(tx: Session, note_id: int) -> list[int]:
    """The steps that a note promised and that stand."""
    query = select(Step.id).where(Step.note_id == note_id, Step.state == "open")
    return [i for i in tx.exec(query) if i]


def note(tx: Session, note_id: int) -> Note | None:
    return one(tx, Note, note_id)


def stands(note: Note) -> bool:
    """Whether a note, of a deal that is held, was neither taken back nor emptied."""
    return note.state == "active"


def tries_since(tx: Session, deal_id: int, since: datetime) -> int:
    """How often somebody was tried in vain after an instant."""
    query = select(sa.func.count(col(Note.id))).where(
        Note.deal_id == deal_id, Note.kind == "attempt", Note.state == "active", Note.contact_at > since
    )
    return tx.exec(query).one()


def end_waits(tx: Session, deal_id: int, at: datetime) -> list[int]:
    """Ends the waits of a deal that ran at an instant, with it; returns their ids."""
    query = select(Wait.id).where(Wait.deal_id == deal_id, col(Wait.ended_at).is_(None), Wait.since <= at)
    ids = [i for i in tx.exec(query) if i]
    if ids:
        tx.connection().execute(sa.update(Wait).where(col(Wait.id).in_(ids)).values(ended_at=at))
        tx.expire_all()
    return ids


def resume_waits(tx: Session, ids: list[int]) -> None:
    """Lets waits run again that a note had ended."""
    if ids:
        tx.connection().execute(sa.update(Wait).where(col(Wait.id).in_(ids)).values(ended_at=None))
        tx.expire_all()
