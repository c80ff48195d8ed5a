"""Queries of an export: many deals at once, in pieces, in a fixed order."""

from collections.abc import Collection, Iterable

from sqlmodel import Session, col, select

from storage.tables import Deal, Note


def seen(tx: Session, owner_ids: Iterable[int] | None, after: int, most: int) -> list[Deal]:
    """The next deals behind this id, of these owners (None: of all), those taken back left out."""
    query = select(Deal).where(col(Deal.id) > after, Deal.state != "void")
    if owner_ids is not None:
        query = query.where(col(Deal.owner_id).in_(list(owner_ids)))
    return list(tx.exec(query.order_by(col(Deal.id)).limit(most)))


def notes_of(tx: Session, deal_ids: Collection[int]) -> dict[int, list[Note]]:
    """deal → its notes, the oldest first; undone and redacted ones left out."""
    query = select(Note).where(col(Note.deal_id).in_(list(deal_ids)), Note.state == "active")
    found: dict[int, list[Note]] = {}
    for note in tx.exec(query.order_by(col(Note.contact_at), col(Note.id))):
        found.setdefault(note.deal_id, []).append(note)
    return found
