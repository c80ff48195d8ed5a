"""Queries of the health page: does the database answer, what has waited longest."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from rules.errors import Busy
from storage.outbox import LIVE, REVOKED
from storage.tables import Delivery

UNAVAILABLE: tuple[type[Exception], ...] = (sa.exc.SQLAlchemyError, Busy)


def oldest_due(tx: Session, now: datetime) -> datetime | None:
    """Since when (business time) the delivery that is most overdue should have left; None: none is due."""
    query = select(sa.func.min(Delivery.due_at)).where(LIVE, col(Delivery.due_at) <= now)
    return tx.exec(query).first()


def revoked(tx: Session) -> str | None:
    """Slack's word if it does not accept the installation: no message passes until an admin acts."""
    query = select(Delivery.error).where(LIVE, col(Delivery.error).startswith(REVOKED)).limit(1)
    found = tx.exec(query).first()
    return found.removeprefix(REVOKED) if found else None
