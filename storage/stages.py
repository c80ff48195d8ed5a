"""Queries over the stays of a deal in its stages."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import StageEntry

_FORWARD = sa.text("stage_entries.direction = 'forward'")  # spelt out, so that the partial index serves it


def open_entry(tx: Session, deal_id: int) -> StageEntry | None:
    """The stay that has not ended."""
    query = select(StageEntry).where(StageEntry.deal_id == deal_id, col(StageEntry.left_at).is_(None))
    return tx.exec(query.order_by(col(StageEntry.id).desc()).limit(1)).first()


def entries(tx: Session, deal_id: int) -> list[StageEntry]:
    return list(tx.exec(select(StageEntry).where(StageEntry.deal_id == deal_id).order_by(col(StageEntry.id))))


def entries_of(tx: Session, deal_ids: Collection[int]) -> dict[int, list[StageEntry]]:
    """deal → its entries, as `entries`, of several with one query."""
    found: dict[int, list[StageEntry]] = {deal_id: [] for deal_id in deal_ids}
    if found:
        query = select(StageEntry).where(col(StageEntry.deal_id).in_(list(found)))
        for one in tx.exec(query.order_by(col(StageEntry.id))):
            found[one.deal_id].append(one)
    return found


def stays(tx: Session, deal_id: int, most: int) -> list[StageEntry]:
    """Its stays in stages, the newest first; also those that an undo put back."""
    query = select(StageEntry).where(StageEntry.deal_id == deal_id)
    return list(tx.exec(query.order_by(col(StageEntry.id).desc()).limit(most)))


def undone(tx: Session, deal_id: int) -> set[int]:
    """Its stays that somebody took back: an undo takes back the last that stood, but where it leads to that very stage
    again, which it does when the deal was closed there."""
    standing, found = list[StageEntry](), set[int]()
    for entry in entries(tx, deal_id):
        if entry.direction != "undo":
            standing.append(entry)
        elif standing and standing[-1].stage != entry.stage:
            found.add(standing.pop().id)
    return found


def entered(tx: Session, stages: Collection[str], since: datetime) -> list[StageEntry]:
    """Stays that began in one of these stages since then, by a move forward; served by ix_stage_entries_entered."""
    query = select(StageEntry).where(
        col(StageEntry.stage).in_(list(stages)), StageEntry.entered_at >= since, _FORWARD
    )
    return list(tx.exec(query.order_by(col(StageEntry.id))))
