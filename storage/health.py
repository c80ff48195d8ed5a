"""Queries of the health page: does the database answer, what has waited longest."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from rules.errors import Busy
from storage.tables import Delivery

UNAVAILABLE: tuple[type[Exception], ...] = (sa.exc.SQLAlchemyError, Busy)
_WAITING = ("ready", "leased", "unknown")


def oldest_due(tx: Session, now: datetime) -> datetime | None:
    """Since when (business time) the delivery that is most overdue should have left; None: none is due."""
    query = select(sa.func.min(Delivery.due_at)).where(
        col(Delivery.state).in_(_WAITING), col(Delivery.due_at) <= now
    )
    return tx.exec(query).first()
