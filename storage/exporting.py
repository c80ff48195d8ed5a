"""Queries of an export: many deals at once, in pieces, in a fixed order."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.seen import Seen
from storage.tables import Deal, Note, Step


def seen(tx: Session, what: Seen, after: int, most: int) -> list[Deal]:
    """The next deals behind this id, of those that may be seen, those taken back left out."""
    query = select(Deal).where(col(Deal.id) > after, Deal.state != "void", *what.only())
    return list(tx.exec(query.order_by(col(Deal.id)).limit(most)))


def notes_of(tx: Session, deal_ids: Collection[int]) -> dict[int, list[Note]]:
    """deal → its notes, the oldest first; undone and redacted ones left out."""
    query = select(Note).where(col(Note.deal_id).in_(list(deal_ids)), Note.state == "active")
    found: dict[int, list[Note]] = {}
    for note in tx.exec(query.order_by(col(Note.contact_at), col(Note.id))):
        found.setdefault(note.deal_id, []).append(note)
    return found


def emptied_notes(tx: Session, deal_ids: Collection[int]) -> dict[int, list[Note]]:
    """deal → its notes whose words were taken out."""
    query = select(Note).where(col(Note.deal_id).in_(list(deal_ids)), Note.state == "redacted")
    found: dict[int, list[Note]] = {}
    for note in tx.exec(query):
        found.setdefault(note.deal_id, []).append(note)
    return found


def emptied_steps(tx: Session, deal_ids: Collection[int]) -> dict[int, list[Step]]:
    """deal → the steps that such notes promised, open or not."""
    of_note = sa.select(col(Note.id)).where(col(Note.deal_id).in_(list(deal_ids)), Note.state == "redacted")  # type: ignore[arg-type]
    found: dict[int, list[Step]] = {}
    for step in tx.exec(select(Step).where(col(Step.note_id).in_(of_note), Step.text == "")):
        found.setdefault(step.deal_id, []).append(step)
    return found
