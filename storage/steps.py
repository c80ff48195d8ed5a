"""Queries over next steps: the open one, closing it, opening it again."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from rules.redaction import GONE
from storage.conditions import among
from storage.looking import Models
from storage.rows import one
from storage.tables import Note, Step

_OPEN = Models(Step, among(Step.deal_id), Step.state == "open", order=(col(Step.id),))


def open_of(tx: Session, deal_id: int) -> Step | None:
    query = select(Step).where(Step.deal_id == deal_id, Step.state == "open")
    return tx.exec(query.order_by(col(Step.id).desc()).limit(1)).first()


def open_of_deals(tx: Session, deal_ids: Sequence[int]) -> dict[int, Step]:
    """deal → its open next step (the newest, should there be two)."""
    if not deal_ids:
        return {}
    return {step.deal_id: step for step in _OPEN.all(tx, deals=deal_ids)}


def emptied(tx: Session, deal_ids: Collection[int]) -> dict[int, list[Step]]:
    """deal → the steps whose words were taken out, with those of their notes or by themselves, open or not."""
    gone = col(Note.state).in_(("redacted", "undone"))
    of_note = sa.select(col(Note.id)).where(col(Note.deal_id).in_(list(deal_ids)), gone)
    with_it = sa.and_(col(Step.note_id).in_(of_note), col(Step.text) == "")
    alone = sa.and_(col(Step.note_id).is_(None), col(Step.text) == GONE)
    query = select(Step).where(col(Step.deal_id).in_(list(deal_ids)), sa.or_(with_it, alone))
    found: dict[int, list[Step]] = {}
    for step in tx.exec(query):
        found.setdefault(step.deal_id, []).append(step)
    return found


def of_no_note(tx: Session, deal_id: int, most: int) -> list[Step]:
    """What is next, or was, and no note promised; the newest first."""
    query = select(Step).where(Step.deal_id == deal_id, col(Step.note_id).is_(None))
    return list(tx.exec(query.order_by(col(Step.id).desc()).limit(most)))


def close(tx: Session, deal_id: int, state: str, now: datetime) -> list[int]:
    """Closes a deal's open steps (done, replaced); returns their ids."""
    ids = [i for i in tx.exec(select(Step.id).where(Step.deal_id == deal_id, Step.state == "open")) if i]
    set_state(tx, ids, state, now)
    return ids


def reopen(tx: Session, ids: list[int]) -> None:
    """Opens steps again that a note had closed, but those that were taken back themselves."""
    standing = select(Step.id).where(col(Step.id).in_(ids), Step.state != "undone")
    set_state(tx, [i for i in tx.exec(standing) if i], "open", None)


def set_state(tx: Session, ids: list[int], state: str, closed_at: datetime | None) -> None:
    """Puts steps into a state."""
    if ids:
        change = sa.update(Step).where(col(Step.id).in_(ids)).values(state=state, closed_at=closed_at)
        tx.connection().execute(change)
        tx.expire_all()


def by_id(tx: Session, step_id: int) -> Step | None:
    return one(tx, Step, step_id)


def open_of_note(tx: Session, note_id: int) -> list[int]:
    """The steps that a note promised and that stand."""
    query = select(Step.id).where(Step.note_id == note_id, Step.state == "open")
    return [i for i in tx.exec(query) if i]
