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
    """Its stays in stages; not those that an undo put back."""
    query = select(StageEntry).where(StageEntry.deal_id == deal_id, StageEntry.direction != "undo")
    return list(tx.exec(query.order_by(col(StageEntry.id).desc()).limit(most)))


def undone(tx: Session, deal_id: int) -> set[int]:
    """Its stays that somebody took back: each undo takes back the last that stood."""
    query = select(StageEntry.id, StageEntry.direction).where(StageEntry.deal_id == deal_id)
    standing, found = list[int](), set[int]()
    for entry_id, direction in tx.exec(query.order_by(col(StageEntry.id))):
        if direction != "undo":
            standing.append(entry_id)
        elif standing:
            found.add(standing.pop())
    return found


def entered(tx: Session, stages: Collection[str], since: datetime) -> list[StageEntry]:
    """Stays that began in one of these stages since then, by a move forward; served by ix_stage_entries_entered."""
    query = select(StageEntry).where(
        col(StageEntry.stage).in_(list(stages)), StageEntry.entered_at >= since, _FORWARD
    )
    return list(tx.exec(query.order_by(col(StageEntry.id))))
