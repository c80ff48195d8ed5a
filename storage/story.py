"""What a deal's story is made of, and taking the words of a note out of the books that can be read back."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Attachment, Note, StageEntry, Step, Task, Wait

MOST = 500  # of each kind


def stays(tx: Session, deal_id: int) -> list[StageEntry]:
    """Its stays in stages; not those that an undo put back."""
    query = select(StageEntry).where(StageEntry.deal_id == deal_id, StageEntry.direction != "undo")
    return list(tx.exec(query.order_by(col(StageEntry.id).desc()).limit(MOST)))


def waits(tx: Session, deal_id: int) -> list[Wait]:
    query = select(Wait).where(Wait.deal_id == deal_id)
    return list(tx.exec(query.order_by(col(Wait.id).desc()).limit(MOST)))


def tasks(tx: Session, deal_id: int, apart: tuple[str, ...]) -> list[Task]:
    """What was asked of anybody, but for these kinds and what was taken back."""
    query = select(Task).where(
        Task.deal_id == deal_id, col(Task.kind).not_in(apart), Task.state != "cancelled"
    )
    return list(tx.exec(query.order_by(col(Task.id).desc()).limit(MOST)))


def files(tx: Session, deal_id: int) -> list[Attachment]:
    query = select(Attachment).where(Attachment.deal_id == deal_id)
    return list(tx.exec(query.order_by(col(Attachment.id).desc()).limit(MOST)))


def take_out(tx: Session, note: Note) -> None:
    """The words go, here and in the steps that came of it; the note stays as one without words."""
    note.state, note.agreed, note.next_text, note.raw = "redacted", "", "", ""
    note.permalink = note.quote = note.reaction = None
    tx.add(note)
    tx.flush()
    tx.connection().execute(sa.update(Step).where(col(Step.note_id) == note.id).values(text=""))
    tx.expire_all()
