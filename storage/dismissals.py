"""Queries over what somebody called not useful."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import rows
from storage.conditions import DEALS
from storage.tables import Dismissal, Nudge

STANDS = col(Dismissal.undone_at).is_(None)
_OF_DEALS = (
    select(Dismissal, Nudge.delivered_at)
    .join(Nudge, col(Nudge.id) == col(Dismissal.nudge_id))
    .where(col(Dismissal.deal_id).in_(DEALS), STANDS)
    .order_by(col(Dismissal.id))
)


def of_deals(tx: Session, deal_ids: Iterable[int]) -> dict[int, list[tuple[Dismissal, datetime | None]]]:
    """deal → what was dismissed of it and stands, with when that had been told; oldest first."""
    wanted, found = list(deal_ids), dict[int, list[tuple[Dismissal, datetime | None]]]()
    for one, told in tx.exec(_OF_DEALS, params={"deals": wanted}) if wanted else ():
        found.setdefault(one.deal_id, []).append((one, told))
    return found


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
