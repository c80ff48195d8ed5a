"""Queries over notes."""

from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.rows import one
from storage.tables import Deal, Note, Undo


def by_id(tx: Session, note_id: int) -> Note | None:
    return one(tx, Note, note_id)


def stands(note: Note) -> bool:
    """Whether a note, of a deal that is held, was neither taken back nor emptied."""
    return note.state == "active"


def has_words(note: Note) -> bool:
    """Whether something is left to be taken out of it: it stands, or it was taken back and says something still."""
    return stands(note) or (note.state == "undone" and bool(_said(note)))


def _said(note: Note) -> str:
    return "".join((note.agreed, note.next_text, note.raw, note.quote or ""))


def taken_back(tx: Session, deal_id: int, limit: int) -> list[Note]:
    """Those that were taken back and say something still; not those that were edited, which live on in another one."""
    query = select(Note).where(Note.deal_id == deal_id, Note.state == "undone").order_by(col(Note.id).desc())
    ways = tx.exec(select(Undo).where(Undo.deal_id == deal_id, Undo.action == "note"))
    edited = {undo.back.get("note_id") for undo in ways if undo.back.get("became")}
    return [note for note in tx.exec(query.limit(limit)) if _said(note) and note.id not in edited]


def tries_since(tx: Session, deal_id: int, since: datetime) -> int:
    """How often somebody was tried in vain after an instant."""
    query = select(sa.func.count(col(Note.id))).where(
        Note.deal_id == deal_id, Note.kind == "attempt", Note.state == "active", Note.contact_at > since
    )
    return tx.exec(query).one()


def newest(tx: Session, deal_id: int, limit: int = 20) -> list[Note]:
    query = select(Note).where(Note.deal_id == deal_id, col(Note.state) != "undone")
    return list(tx.exec(query.order_by(col(Note.contact_at).desc(), col(Note.id).desc()).limit(limit)))


def deals_noted_since(tx: Session, deal_ids: Iterable[int], since: datetime) -> set[int]:
    """Deals on which somebody logged a note after an instant."""
    query = select(Note.deal_id).where(
        col(Note.deal_id).in_(list(deal_ids)), col(Note.created_at) > since, Note.state != "undone"
    )
    return set(tx.exec(query))


def of_deals(tx: Session, deal_ids: Collection[int]) -> dict[int, list[Note]]:
    """deal → its notes, the oldest first; undone and redacted ones left out."""
    query = select(Note).where(col(Note.deal_id).in_(list(deal_ids)), Note.state == "active")
    found: dict[int, list[Note]] = {}
    for note in tx.exec(query.order_by(col(Note.contact_at), col(Note.id))):
        found.setdefault(note.deal_id, []).append(note)
    return found


def take_back(tx: Session, note_ids: Collection[int]) -> None:
    """Notes that stand are undone."""
    standing = sa.update(Note).where(col(Note.id).in_(list(note_ids)), col(Note.state) == "active")
    if note_ids:
        tx.connection().execute(standing.values(state="undone"))


def emptied(tx: Session, deal_ids: Collection[int]) -> dict[int, list[Note]]:
    """deal → its notes whose words were taken out, and those that were taken back and say nothing."""
    is_empty = sa.and_(
        col(Note.state) == "undone", *(col(name) == "" for name in (Note.agreed, Note.next_text, Note.raw))
    )
    of_them = sa.or_(col(Note.state) == "redacted", is_empty)
    query = select(Note).where(col(Note.deal_id).in_(list(deal_ids)), of_them)
    found: dict[int, list[Note]] = {}
    for note in tx.exec(query):
        found.setdefault(note.deal_id, []).append(note)
    return found


def contacts_in_stage(tx: Session, deal_ids: Collection[int], kinds: Collection[str]) -> dict[int, int]:
    """deal → how many contacts with its customer are logged since it came to its stage."""
    if not deal_ids:
        return {}
    query = (
        select(Note.deal_id, sa.func.count(col(Note.id)))
        .join(Deal, col(Deal.id) == col(Note.deal_id))
        .where(
            col(Note.deal_id).in_(list(deal_ids)),
            Note.state == "active",
            col(Note.kind).in_(list(kinds)),
            col(Note.contact_at) >= col(Deal.stage_entered_at),
        )
        .group_by(col(Note.deal_id))
    )
    return dict(tx.exec(query).all())
