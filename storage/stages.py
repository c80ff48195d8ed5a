"""Queries over the stays of a deal in its stages."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import StageEntry


def open_entry(tx: Session, deal_id: int) -> StageEntry | None:
    """The stay that has not ended."""
    query = select(StageEntry).where(StageEntry.deal_id == deal_id, col(StageEntry.left_at).is_(None))
    return tx.exec(query.order_by(col(StageEntry.id).desc()).limit(1)).first()


def entries(tx: Session, deal_id: int) -> list[StageEntry]:
    return list(tx.exec(select(StageEntry).where(StageEntry.deal_id == deal_id).order_by(col(StageEntry.id))))


def stays(tx: Session, deal_id: int, most: int) -> list[StageEntry]:
    """Its stays in stages; not those that an undo put back."""
    query = select(StageEntry).where(StageEntry.deal_id == deal_id, StageEntry.direction != "undo")
    return list(tx.exec(query.order_by(col(StageEntry.id).desc()).limit(most)))


def entered(tx: Session, stages: Collection[str], since: datetime) -> list[StageEntry]:
    """Stays that began in one of these stages since then, by a move forward."""
    query = select(StageEntry).where(
        col(StageEntry.stage).in_(list(stages)),
        StageEntry.entered_at >= since,
        StageEntry.direction == "forward",
    )
    return list(tx.exec(query.order_by(col(StageEntry.id))))
