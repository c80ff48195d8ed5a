"""What a deal's story is made of."""

from sqlmodel import Session, col, select

from storage.tables import Attachment, StageEntry, Task, Wait

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
