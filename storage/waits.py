"""Queries over waits on a customer."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.conditions import DEALS
from storage.tables import Deal, Wait

_OF_DEALS = select(Wait).where(col(Wait.deal_id).in_(DEALS)).order_by(col(Wait.id))


def of_deals(tx: Session, deal_ids: Sequence[int]) -> dict[int, list[Wait]]:
    """deal → its waits, oldest first."""
    found: dict[int, list[Wait]] = {}
    for wait in tx.exec(_OF_DEALS, params={"deals": list(deal_ids)}) if deal_ids else ():
        found.setdefault(wait.deal_id, []).append(wait)
    return found


def end(tx: Session, deal_id: int, at: datetime) -> list[int]:
    """Ends the waits of a deal that ran at an instant, with it; returns their ids."""
    query = select(Wait.id).where(Wait.deal_id == deal_id, col(Wait.ended_at).is_(None), Wait.since <= at)
    ids = [i for i in tx.exec(query) if i]
    if ids:
        tx.connection().execute(sa.update(Wait).where(col(Wait.id).in_(ids)).values(ended_at=at))
        tx.expire_all()
    return ids


def resume(tx: Session, ids: list[int]) -> None:
    """Lets waits run again that a note had ended."""
    if ids:
        tx.connection().execute(sa.update(Wait).where(col(Wait.id).in_(ids)).values(ended_at=None))
        tx.expire_all()


def in_stage(tx: Session, deal_id: int, stage: str, since: datetime) -> list[Wait]:
    """The waits of this stay in the stage."""
    query = select(Wait).where(Wait.deal_id == deal_id, Wait.stage == stage, col(Wait.since) >= since)
    return list(tx.exec(query.order_by(col(Wait.id))))


def running(tx: Session, deal: Deal, now: datetime) -> Wait | None:
    """The wait of this stay in the stage that is not over."""
    here = in_stage(tx, deal.id, deal.stage, deal.stage_entered_at)
    return next((w for w in reversed(here) if w.ended_at is None and w.until > now), None)


def ran_out(tx: Session, deal: Deal, now: datetime) -> Wait | None:
    """The last wait for the customer of this stay in the stage, where its day has come and nobody ended it."""
    here = in_stage(tx, deal.id, deal.stage, deal.stage_entered_at)
    last = here[-1] if here else None
    return last if last and not last.is_park and last.ended_at is None and last.until <= now else None


def open_park(tx: Session, deal: Deal) -> Wait | None:
    """The last park of this stay in the stage that nobody ended."""
    here = in_stage(tx, deal.id, deal.stage, deal.stage_entered_at)
    return next((w for w in reversed(here) if w.is_park and w.ended_at is None), None)


def newest(tx: Session, deal_id: int, most: int) -> list[Wait]:
    query = select(Wait).where(Wait.deal_id == deal_id)
    return list(tx.exec(query.order_by(col(Wait.id).desc()).limit(most)))
