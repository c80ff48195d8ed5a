"""Queries over the reminders that a deal is over a limit (quiet, slow, slipping): said, on their way, in the next list."""

from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from rules.facts import Rung
from storage.conditions import DEALS
from storage.nudges import ASKS_INSTEAD, PLANNED
from storage.ready import Ready
from storage.tables import Nudge

_NOW: sa.BindParameter[datetime] = sa.bindparam("now")
_LIMITS = ("quiet", "slow", "slipping")
_OVER = sa.or_(sa.and_(col(Nudge.rule).in_(_LIMITS), col(Nudge.rung) == int(Rung.RED)), ASKS_INSTEAD)
SAID_RED = sa.and_(_OVER, col(Nudge.state) == "sent")  # somebody was told
_SAID = (
    select(Nudge.deal_id, sa.func.max(Nudge.delivered_at))
    .where(col(Nudge.deal_id).in_(DEALS), SAID_RED)
    .group_by(col(Nudge.deal_id))
)
_EACH_SAID = select(Nudge.deal_id, Nudge.delivered_at).where(col(Nudge.deal_id).in_(DEALS), SAID_RED)
# Spelt out, and without the rules, so that both databases walk the partial indexes: few wait, whatever was ever said.
_IN_HAND = sa.text("nudges.state IN ('claimed','held')")
_WHAT = sa.select(col(Nudge.deal_id), col(Nudge.person_id), col(Nudge.rule), col(Nudge.rung))
_FOR_LISTS = sa.union_all(
    _WHAT.where(PLANNED, col(Nudge.lane).in_(("morning", "timed")), col(Nudge.due_at) <= _NOW),
    _WHAT.where(_IN_HAND, col(Nudge.state) == "held"),
)
_TO_COME = Ready(
    sa.select(col(Nudge.deal_id)).where(
        PLANNED,
        col(Nudge.person_id) == sa.bindparam("person", type_=sa.Integer),
        col(Nudge.rung) == int(Rung.RED),
        col(Nudge.due_at) > _NOW,
    )
)


def said(tx: Session, deal_ids: Iterable[int]) -> dict[int, datetime]:
    """deal → when its owner last heard that it is over a limit."""
    wanted = list(deal_ids)
    found = tx.exec(_SAID, params={"deals": wanted}) if wanted else ()
    return {deal_id: at for deal_id, at in found if deal_id is not None and at is not None}


def each_said(tx: Session, deal_ids: Collection[int]) -> dict[int, list[datetime]]:
    """deal → each time that its owner heard so."""
    found: dict[int, list[datetime]] = {}
    for deal_id, at in tx.exec(_EACH_SAID, params={"deals": list(deal_ids)}) if deal_ids else ():
        if deal_id is not None and at is not None:
            found.setdefault(deal_id, []).append(at)
    return found


def for_lists(tx: Session, person_ids: Collection[int], now: datetime) -> set[int]:
    """Deals that these people read to be over a limit in their next lists: it waits for those, and nobody has said it."""
    found = tx.connection().execute(_FOR_LISTS, {"now": now}) if person_ids else ()
    over = {*((rule, int(Rung.RED)) for rule in _LIMITS), ("unanswered", int(Rung.ASK))}
    return {
        deal for deal, who, *what in found if deal is not None and who in person_ids and tuple(what) in over
    }


def to_come(tx: Session, person_id: int, now: datetime) -> set[int]:
    """Deals whose red is on its way to this person, later than now: a list does not say it before."""
    return {deal_id for (deal_id,) in _TO_COME.all(tx, person=person_id, now=now) if deal_id is not None}
