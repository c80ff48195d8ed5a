"""Queries over what somebody called not useful."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import rows
from storage.tables import Dismissal

STANDS = col(Dismissal.undone_at).is_(None)


def of_nudge(tx: Session, nudge_id: int) -> Dismissal | None:
    """What stands of a dismissal of this reminder."""
    return tx.exec(select(Dismissal).where(Dismissal.nudge_id == nudge_id, STANDS)).first()


def put(tx: Session, **values: object) -> int:
    """Writes one; its id."""
    return rows.put(tx, Dismissal, **values)


def take_back(tx: Session, dismissal_id: int, now: datetime) -> bool:
    """It does not hold any more; False when it did not before."""
    update = sa.update(Dismissal).where(col(Dismissal.id) == dismissal_id, STANDS).values(undone_at=now)
    return bool(tx.connection().execute(update).rowcount == 1)
