"""Queries over nudges: what is planned, said, held; and what a decision writes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from rules.facts import AHEAD, Rung
from storage.books import insert_of
from storage.conditions import DEALS, MOST, among
from storage.looking import Columns, Models
from storage.ready import Ready
from storage.rows import one
from storage.tables import Delivery, Nudge

# Spelt out, so that both databases see that the partial index serves the question.
PLANNED = sa.text("nudges.state = 'planned'")
OPEN = ("planned", "held")
# Made once: the clock and every list ask them at each look.
_LANES: sa.BindParameter[list[str]] = sa.bindparam("lanes", expanding=True)
_OF_DEALS = Models(Nudge, among(Nudge.deal_id), Nudge.state != "cancelled", order=(col(Nudge.id),))
_DUE = (
    select(Nudge)
    .where(PLANNED, col(Nudge.lane).in_(_LANES), col(Nudge.due_at) <= sa.bindparam("now"))
    .order_by(col(Nudge.due_at), col(Nudge.id))
    .limit(MOST)
)
_NEXT_DUE = Ready(
    sa.select(sa.func.min(col(Nudge.due_at))).where(
        PLANNED,
        sa.or_(col(Nudge.lane) == "timed", col(Nudge.lane) == "now"),
        col(Nudge.due_at) > sa.bindparam("now"),
    )
)
_ANY_DUE = Ready(
    sa.select(col(Nudge.id)).where(PLANNED, col(Nudge.due_at) <= sa.bindparam("now")).limit(MOST)
)
_PERSON: sa.BindParameter[int] = sa.bindparam("person")
ASKS_INSTEAD = sa.and_(col(Nudge.rule) == "unanswered", col(Nudge.rung) == int(Rung.ASK))  # of a red one
DWELL = ("quiet", "slow", "slipping", "untouched")  # rules of a deal that stands: nobody promised an hour
_OF_DELIVERY = Models(
    Nudge,
    col(Nudge.delivery_id) == sa.bindparam("delivery"),
    sa.or_(col(Nudge.state) == "claimed", col(Nudge.state) == "sent"),
    order=(col(Nudge.due_at), col(Nudge.id)),
)
_DEALS_OF = Ready(
    sa.select(col(Nudge.deal_id)).where(
        col(Nudge.delivery_id) == sa.bindparam("delivery"), col(Nudge.state) == "claimed"
    )
)
_MOVED_BY = Ready(
    sa.select(col(Nudge.deal_id))
    .where(
        col(Nudge.delivery_id) == sa.bindparam("delivery"),
        col(Nudge.state) == "claimed",
        sa.and_(*(col(Nudge.rung) != int(rung) for rung in AHEAD)),
    )
    .distinct()
)
_NEWEST = (
    select(sa.func.max(Nudge.id))
    .where(col(Nudge.deal_id).in_(DEALS), col(Nudge.person_id) == _PERSON, Nudge.state != "cancelled")
    .group_by(col(Nudge.deal_id), col(Nudge.rule))
)
_LAST_OF = select(Nudge).where(col(Nudge.id).in_(_NEWEST))


_HELD = Columns(
    sa.select(col(Nudge.id), col(Nudge.state))
    .where(among(Nudge.id, "nudges"))
    .order_by(col(Nudge.id))
    .with_for_update()
)
_CARRY = Ready(
    sa.update(Nudge)
    .where(among(Nudge.id, "nudges"), sa.or_(*(col(Nudge.state) == state for state in OPEN)))
    .values(state="claimed", reason=None, delivery_id=sa.bindparam("delivery"))
)
_DELIVERED = Ready(
    sa.update(Nudge)
    .where(col(Nudge.delivery_id) == sa.bindparam("delivery"), col(Nudge.state) == "claimed")
    .values(state="sent", delivered_at=sa.bindparam("at"))
)


def of_deals(tx: Session, deal_ids: Iterable[int]) -> dict[int, list[Nudge]]:
    """deal → its nudges that are promised or said, oldest first; cancelled ones are left out."""
    wanted, found = list(deal_ids), dict[int, list[Nudge]]()
    for nudge in _OF_DEALS.all(tx, deals=wanted) if wanted else ():
        if nudge.deal_id is not None:
            found.setdefault(nudge.deal_id, []).append(nudge)
    return found


class Written(NamedTuple):
    """A nudge that is new, or awake again."""

    id: int
    rule: str
    rung: int
    recipient: str
    subject: str


def plan(tx: Session, rows: Sequence[dict[str, Any]]) -> list[Written]:
    """Writes nudges that are not there yet, and wakes those cancelled unsaid; returns the ones written."""
    if not rows:
        return []
    found = _planned(tx.get_bind().dialect.name, frozenset(rows[0])).each(tx, rows)
    return sorted(Written(*row) for row in found)


@cache
def _planned(dialect: str, names: frozenset[str]) -> Ready:
    insert = insert_of(dialect)(Nudge.__table__)  # type: ignore[attr-defined]
    again = {
        name: getattr(insert.excluded, name)
        for name in ("lane", "due_at", "facts", "person_id", "created_at", "config_version")
    }
    written = insert.on_conflict_do_update(
        index_elements=["rule", "subject", "episode", "recipient", "rung"],
        set_={**again, "state": "planned", "reason": None, "delivery_id": None},
        where=col(Nudge.state) == "cancelled",
    )
    return Ready(written.returning(*(getattr(Nudge, name) for name in Written._fields)), names)


def cancel(tx: Session, reasons: Mapping[int, str]) -> int:
    """Takes back nudges that were not said, each with its reason; returns how many."""
    cancelled = 0
    for reason in set(reasons.values()):
        ids = [nudge_id for nudge_id, why in reasons.items() if why == reason]
        update = (
            sa.update(Nudge)
            .where(col(Nudge.id).in_(ids), col(Nudge.state).in_(("planned", "held", "claimed")))
            .values(state="cancelled", reason=reason)
        )
        cancelled += int(tx.connection().execute(update).rowcount)
    return cancelled


def hold(tx: Session, nudge_ids: Sequence[int], reason: str) -> None:
    """Keeps nudges for Home and the next list, since a person heard enough today."""
    update = sa.update(Nudge).where(col(Nudge.id).in_(list(nudge_ids)), col(Nudge.state) == "planned")
    tx.connection().execute(update.values(state="held", reason=reason))


def due(tx: Session, now: datetime, lanes: Sequence[str], limit: int = 500) -> list[Nudge]:
    """Planned nudges of these lanes that are due, oldest first."""
    if _ANY_DUE.first(tx, now=now, most=1) is None:
        return []
    return list(tx.exec(_DUE, params={"lanes": list(lanes), "now": now, "most": limit}))


def planned(tx: Session, nudge_ids: Iterable[int]) -> list[Nudge]:
    """Those of these nudges that nobody took yet, the first that is due first; nobody else takes one of them until this
    transaction ends."""
    query = select(Nudge).where(col(Nudge.id).in_(list(nudge_ids)), Nudge.state == "planned")
    return sorted(tx.exec(query.order_by(col(Nudge.id)).with_for_update()), key=lambda x: (x.due_at, x.id))


def held_of(tx: Session, person_id: int) -> list[Nudge]:
    """What a person was not told yet because the day's budget was used up: for Home."""
    query = select(Nudge).where(Nudge.person_id == person_id, Nudge.state == "held")
    return list(tx.exec(query.order_by(col(Nudge.due_at))))


def claim(tx: Session, nudge_ids: Iterable[int]) -> list[int]:
    """Takes nudges for one delivery; only those that nobody took before."""
    update = (
        sa.update(Nudge)
        .where(col(Nudge.id).in_(list(nudge_ids)), col(Nudge.state) == "planned")
        .values(state="claimed", reason=None)
        .returning(col(Nudge.id))
    )
    return sorted(row[0] for row in tx.connection().execute(update) if row[0] is not None)


def freeze(tx: Session, nudge_ids: Sequence[int], delivery_id: int) -> None:
    """Says which delivery carries these claimed nudges."""
    update = sa.update(Nudge).where(col(Nudge.id).in_(list(nudge_ids))).values(delivery_id=delivery_id)
    tx.connection().execute(update)


def states(tx: Session, nudge_ids: Iterable[int | None]) -> dict[int | None, str]:
    """nudge → how it stands; nobody changes it until the transaction ends."""
    wanted = [x for x in nudge_ids if x is not None]
    if not wanted:
        return {}
    return dict(_HELD.all(tx, nudges=wanted))


def carry(tx: Session, nudge_ids: Sequence[int], delivery_id: int) -> None:
    """Puts nudges that waited for a list onto its delivery."""
    if nudge_ids:
        _CARRY.do(tx, nudges=nudge_ids, delivery=delivery_id)


def of_delivery(tx: Session, delivery_id: int) -> list[Nudge]:
    """The nudges that a delivery carries, most urgent first."""
    return _OF_DELIVERY.all(tx, delivery=delivery_id)


def deals_told(
    tx: Session, recipient: str, kinds: Sequence[str], but: Sequence[str], since: datetime
) -> list[int]:
    """Deals that single messages of these kinds told this recipient about since an instant; not what rules of `but` said."""
    query = (
        select(Nudge.deal_id)
        .join(Delivery, col(Delivery.id) == col(Nudge.delivery_id))
        .where(
            Delivery.recipient == recipient,
            col(Delivery.kind).in_(list(kinds)),
            col(Nudge.rule).not_in(list(but)),
            col(Delivery.due_at) >= since,
            col(Delivery.state).not_in(("dropped", "dead")),
            col(Nudge.state).in_(("claimed", "sent")),
        )
    )
    return [deal_id for deal_id in tx.exec(query) if deal_id is not None]


def deals_of(tx: Session, delivery_id: int) -> list[int]:
    """The deals that a delivery is about, in their order."""
    found = _DEALS_OF.all(tx, delivery=delivery_id)
    return sorted({deal_id for (deal_id,) in found if deal_id is not None})


def deals_moved_by(tx: Session, delivery_id: int) -> list[int]:
    """Those of them whose ladders go on from when it is said: nothing counts from a warning."""
    return sorted(deal_id for (deal_id,) in _MOVED_BY.all(tx, delivery=delivery_id) if deal_id is not None)


def delivered(tx: Session, delivery_id: int, at: datetime) -> None:
    """Marks what a sent delivery carried as said."""
    _DELIVERED.do(tx, delivery=delivery_id, at=at)


def cancel_delivery(tx: Session, delivery_id: int, reason: str) -> None:
    """Takes back what a delivery carried that cannot go anywhere."""
    update = sa.update(Nudge).where(col(Nudge.delivery_id) == delivery_id, col(Nudge.state) == "claimed")
    tx.connection().execute(update.values(state="cancelled", reason=reason))


def hand_on(tx: Session, delivery_id: int, other_id: int) -> None:
    """Lets another delivery carry what this one could not."""
    update = sa.update(Nudge).where(col(Nudge.delivery_id) == delivery_id, col(Nudge.state) == "claimed")
    tx.connection().execute(update.values(delivery_id=other_id))


def next_due(tx: Session, now: datetime) -> datetime | None:
    """When the next planned nudge of its own lane falls due."""
    found: datetime | None = _NEXT_DUE.scalar(tx, now=now)
    return found


def last_of(tx: Session, deal_ids: Iterable[int], person_id: int) -> dict[tuple[int, str], Nudge]:
    """(deal, rule) → the newest nudge of a person about it, said or under way."""
    wanted = list(deal_ids)
    found = tx.exec(_LAST_OF, params={"deals": wanted, "person": person_id}) if wanted else ()
    return {(row.deal_id, row.rule): row for row in found if row.deal_id is not None}


def delivered_at(tx: Session, nudge_ids: Iterable[int]) -> dict[int, datetime | None]:
    """nudge → when it was said."""
    wanted = list(nudge_ids)
    query = select(Nudge.id, Nudge.delivered_at).where(col(Nudge.id).in_(wanted))
    return dict(tx.exec(query).all()) if wanted else {}


def by_id(tx: Session, nudge_id: int) -> Nudge | None:
    return one(tx, Nudge, nudge_id)
