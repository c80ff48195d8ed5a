"""Queries of `/baton status`: counts, never content."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.outbox import LIVE, LOST
from storage.tables import Deal, Delivery, DigestChannel


def open_deals(tx: Session) -> int:
    return int(tx.exec(select(sa.func.count()).where(Deal.state == "open")).one())


def waiting(tx: Session, now: datetime) -> int:
    """Messages that are due and not out yet."""
    query = select(sa.func.count()).where(LIVE, col(Delivery.due_at) <= now)
    return int(tx.exec(query).one())


def failed(tx: Session) -> int:
    """Messages that nobody will get, or of which nobody knows."""
    return int(tx.exec(select(sa.func.count()).select_from(Delivery).where(LOST)).one())


def digests(tx: Session) -> list[DigestChannel]:
    query = select(DigestChannel).where(col(DigestChannel.is_active).is_(True))
    return list(tx.exec(query.order_by(DigestChannel.channel)))
