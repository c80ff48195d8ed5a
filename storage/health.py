"""Queries of the health page: does the database answer, what has waited longest."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Delivery

UNAVAILABLE: tuple[type[Exception], ...] = (sa.exc.SQLAlchemyError, TimeoutError)
_WAITING = ("ready", "leased", "unknown")


def oldest_waiting(tx: Session) -> datetime | None:
    """Since when (process time) the delivery that has waited longest could have been tried; None: none waits."""
    query = select(sa.func.min(Delivery.not_before)).where(col(Delivery.state).in_(_WAITING))
    return tx.exec(query).first()
