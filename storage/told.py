"""Queries over what messages tell of: which deals, as which versions, and what has happened to those since."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.books import insert_of
from storage.conditions import MOST
from storage.deliveries import LIVE
from storage.ready import Ready, place_of
from storage.tables import Deal, Delivery, Note, StageEntry, ToldDeal, Wait

_NOW: sa.BindParameter[datetime] = sa.bindparam("now")
# Who is about to be told something new hears that first. It is asked once for all lines: the partial index of what is on
# its way is walked, never the messages that somebody ever got.
_ABOUT_TO_HEAR = select(Delivery.recipient).where(LIVE, col(Delivery.due_at) <= _NOW).correlate(None)
_OUTDATED = (
    select(ToldDeal)
    .join(Deal, col(Deal.id) == col(ToldDeal.deal_id))
    .join(Delivery, col(Delivery.id) == col(ToldDeal.delivery_id))
    .where(
        col(ToldDeal.told_at) >= sa.bindparam("since"),
        col(Deal.version) != col(ToldDeal.version),
        Delivery.state == "sent",
        col(Delivery.recipient).not_in(_ABOUT_TO_HEAR),
    )
    .order_by(col(ToldDeal.told_at).desc(), col(ToldDeal.delivery_id).desc())
    .limit(MOST)
)


def _put(dialect: str) -> Ready:
    insert = insert_of(dialect)(ToldDeal)
    anew = {"version": insert.excluded.version, "told_at": insert.excluded.told_at}
    keys = ["delivery_id", "deal_id"]
    return Ready(
        insert.on_conflict_do_update(index_elements=keys, set_=anew), frozenset(ToldDeal.model_fields)
    )


_PUT = {dialect: _put(dialect) for dialect in ("sqlite", "postgresql")}


def put(tx: Session, delivery_id: int, versions: Mapping[int, int], at: datetime) -> None:
    """A message tells of these deals as they are now."""
    known = {"delivery_id": delivery_id, "told_at": at}
    rows = ({**known, "deal_id": deal_id, "version": version} for deal_id, version in versions.items())
    _PUT[place_of(tx).dialect.name].many(tx, rows)


def seen(tx: Session, delivery_id: int, versions: Mapping[int, int]) -> None:
    """A message was compared with these versions of its deals."""
    for deal_id, version in versions.items():
        mine = col(ToldDeal.delivery_id) == delivery_id, col(ToldDeal.deal_id) == deal_id
        tx.connection().execute(sa.update(ToldDeal).where(*mine).values(version=version))


def outdated(tx: Session, since: datetime, now: datetime, limit: int) -> list[ToldDeal]:
    """What messages that people have got since then tell of deals that have changed meanwhile, the newest first; of
    people whom nothing is under way to."""
    found = tx.exec(_OUTDATED, params={"since": since, "now": now, "most": limit})
    return sorted(found, key=lambda told: -told.delivery_id)


def forget_at(tx: Session, channel: str, ts: str) -> None:
    """The message at this place tells of nothing any more."""
    there = select(Delivery.id).where(Delivery.channel == channel, Delivery.ts == ts)
    tx.connection().execute(sa.delete(ToldDeal).where(col(ToldDeal.delivery_id).in_(there)))


def forget(tx: Session, before: datetime) -> int:
    """Messages of before an instant are left as they are; of how many deals they tell."""
    old = sa.delete(ToldDeal).where(col(ToldDeal.told_at) < before)
    return int(tx.connection().execute(old).rowcount)


# -- what has happened since ----------------------------------------------------------------------------


def last_note(tx: Session, deal_id: int, since: datetime) -> Note | None:
    """The newest note that was logged since an instant and stands."""
    query = select(Note).where(
        Note.deal_id == deal_id, col(Note.created_at) >= since, col(Note.state) != "undone"
    )
    return tx.exec(query.order_by(col(Note.id).desc()).limit(1)).first()


def wait_since(tx: Session, deal_id: int, since: datetime) -> Wait | None:
    """The wait that began since an instant and runs."""
    query = select(Wait).where(
        Wait.deal_id == deal_id, col(Wait.since) >= since, col(Wait.ended_at).is_(None)
    )
    return tx.exec(query.order_by(col(Wait.id).desc()).limit(1)).first()


def is_ended_before(tx: Session, deal_id: int, until: datetime) -> bool:
    """Was the wait that was to last until this instant ended earlier?"""
    query = select(Wait.ended_at).where(Wait.deal_id == deal_id, Wait.until == until)
    ended = tx.exec(query.order_by(col(Wait.id).desc()).limit(1)).first()
    return ended is not None and ended < until


def entered_since(tx: Session, deal_id: int, since: datetime) -> StageEntry | None:
    """The stay in the deal's stage, if it began since an instant."""
    query = select(StageEntry).where(StageEntry.deal_id == deal_id, col(StageEntry.left_at).is_(None))
    found = tx.exec(query.order_by(col(StageEntry.id).desc()).limit(1)).first()
    return found if found is not None and found.entered_at >= since else None
