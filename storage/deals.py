"""Queries over one deal and its clock: reading, holding and changing it, and when it wants a look."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from rules.errors import Conflict
from storage import rows
from storage.conditions import DEALS, MOST, among
from storage.looking import Columns, Models
from storage.ready import Ready
from storage.rows import is_held, one
from storage.tables import Deal

# Made once: the clock and every list ask them at each look.
_NOW: sa.BindParameter[datetime] = sa.bindparam("now")
_LOOK_UP = Models(Deal, among(Deal.id))
_BY_IDS = select(Deal).where(col(Deal.id).in_(DEALS))
_VERSIONS = Columns(sa.select(col(Deal.id), col(Deal.version)).where(among(Deal.id)))
_NEXT_CHECK = Ready(
    sa.select(sa.func.min(col(Deal.next_check_at))).where(col(Deal.next_check_at).is_not(None))
)
# In the order in which everybody holds several deals.
_AS_IT_IS = (
    sa.select(col(Deal.id), col(Deal.version), col(Deal.next_check_at))
    .where(among(col(Deal.id)))
    .order_by(col(Deal.id))
)
_SEEN, _HELD = Ready(_AS_IT_IS), Ready(_AS_IT_IS.with_for_update(key_share=True, of=Deal))
_LOOK_AGAIN = Ready(
    sa.update(Deal)
    .where(among(Deal.id), sa.or_(col(Deal.next_check_at).is_(None), col(Deal.next_check_at) > _NOW))
    .values(next_check_at=_NOW)
)
_NEW = Ready(
    sa.select(col(Deal.id))
    .where(
        col(Deal.owner_id) == sa.bindparam("owner"),
        col(Deal.state) == "open",
        col(Deal.source) == sa.bindparam("source"),
        col(Deal.created_at) > sa.bindparam("since"),
    )
    .limit(1)
)
_TABLE: sa.Table = Deal.__table__  # type: ignore[attr-defined]
_NEXT_LOOK = Ready(
    sa.update(_TABLE).where(_TABLE.c.id == sa.bindparam("deal")).values(next_check_at=sa.bindparam("next"))
)


class Looked(NamedTuple):
    """A deal that wants a look: what the rules and gates are told of it, and no model."""

    id: int
    state: str
    stage: str
    stage_entered_at: datetime
    owner_id: int | None
    owner_since: datetime | None
    origin: str
    amount_minor: int | None
    currency: str | None
    rate_to_base: str | None
    budget_band: str | None
    expected_sign_on: date | None
    last_contact_at: datetime | None
    last_contact_kind: str | None
    tries: int
    acted_at: datetime | None
    at_risk_since: datetime | None
    blocker: str | None
    clocks_from: datetime | None
    flags_from: datetime | None
    created_at: datetime
    next_check_at: datetime | None
    version: int


_DUE = Ready(
    sa.select(*(_TABLE.c[name] for name in Looked._fields))
    .where(_TABLE.c.next_check_at.is_not(None), _TABLE.c.next_check_at <= sa.bindparam("now"))
    .order_by(_TABLE.c.next_check_at, _TABLE.c.owner_id)
    .limit(MOST)
)


def by_id(tx: Session, deal_id: int) -> Deal | None:
    return one(tx, Deal, deal_id)


def held(tx: Session, deal_id: int) -> Deal | None:
    """The deal as it is now, and nobody else changes it until this transaction ends. What was read before it was held
    is read again: whoever held it may have written that."""
    deal = by_id(tx, deal_id)
    if deal is None:
        return None
    if is_held(tx):
        tx.flush()
        tx.expire_all()
    return rows.held(tx, deal)


def hold(tx: Session, deal_ids: Iterable[int]) -> None:
    """As `held`, of several: in the order of their ids, as everybody takes them who takes more than one."""
    wanted = list(deal_ids)
    if wanted and is_held(tx):
        found = select(Deal.id).where(col(Deal.id).in_(wanted)).order_by(col(Deal.id))
        tx.exec(found.with_for_update(key_share=True)).all()


def by_ids(tx: Session, deal_ids: Iterable[int]) -> list[Deal]:
    wanted = list(deal_ids)
    return list(tx.exec(_BY_IDS, params={"deals": wanted})) if wanted else []


def looked_up(tx: Session, deal_ids: Iterable[int]) -> list[Deal]:
    """As `by_ids`, for who only looks."""
    wanted = list(deal_ids)
    return _LOOK_UP.all(tx, deals=wanted) if wanted else []


def by_code(tx: Session, code: str) -> Deal | None:
    return tx.exec(select(Deal).where(Deal.code == code)).first()


def has_new(tx: Session, owner_id: int, source: str, since: datetime) -> bool:
    """Has this owner a running deal of this source that came since then?"""
    return _NEW.scalar(tx, owner=owner_id, source=source, since=since) is not None


def acted(tx: Session, deal: Deal, now: datetime, **values: Any) -> None:
    """Somebody did something about a deal: changes it, and lets the clock look again; what is late by now is said the
    next morning. Raises Conflict."""
    change(tx, deal.id, deal.version, **{"acted_at": now, "next_check_at": now, **values})


def change(tx: Session, deal_id: int, version: int, **values: Any) -> int:
    """Changes a deal if it still has ``version``; returns the new version. Raises Conflict otherwise."""
    update = (
        sa.update(Deal)
        .where(col(Deal.id) == deal_id, col(Deal.version) == version)
        .values(**values, version=version + 1)
    )
    if tx.connection().execute(update).rowcount != 1:
        raise Conflict()
    deal = tx.get(Deal, deal_id)
    if deal is not None:
        tx.refresh(deal)
    return version + 1


def versions(tx: Session, deal_ids: Iterable[int]) -> dict[int, int]:
    """deal → its version now."""
    wanted = list(deal_ids)
    return dict(_VERSIONS.all(tx, deals=wanted)) if wanted else {}


def due(tx: Session, now: datetime, limit: int) -> list[Looked]:
    """Deals whose clock wants a look; served by ix_deals_due, so the cost grows with what is due. Those of one owner
    together: so are the reminders that a list carries, which is then stored by a third of the pages."""
    first = next_check(tx)
    if first is None or first > now:
        return []
    return [Looked(*row) for row in _DUE.all(tx, now=now, most=limit)]


def next_check(tx: Session) -> datetime | None:
    """The earliest instant at which any deal wants a look."""
    found: datetime | None = _NEXT_CHECK.scalar(tx)
    return found


def give_turns(tx: Session, turns: Mapping[int, datetime]) -> None:
    """From when each of these deals may say that a changed process flags it."""
    if not turns:
        return
    update = sa.update(_TABLE).where(_TABLE.c.id == sa.bindparam("deal"))
    update = update.values(flags_from=sa.bindparam("turn"))
    tx.connection().execute(update, [{"deal": deal_id, "turn": at} for deal_id, at in turns.items()])


def look_again(tx: Session, deal_ids: Iterable[int], now: datetime) -> None:
    """Asks the next tick to consider these deals; their version stays, since nothing of theirs changed."""
    wanted = list(deal_ids)
    if wanted:
        _LOOK_AGAIN.do(tx, deals=wanted, now=now)


def considered(tx: Session, looks: Mapping[int, tuple[Deal | Looked, datetime | None]]) -> set[int]:
    """Moves the next look of those of these deals that are still as they were read; which they are. Of the others
    somebody was faster. They are held from the question on, so that what it found is what is changed: by their rows on
    PostgreSQL, by the one writer on SQLite."""
    asked = (_HELD if is_held(tx) else _SEEN).all(tx, deals=list(looks))
    now = {deal_id: (version, due) for deal_id, version, due in asked}
    taken = {d for d, (deal, _) in looks.items() if now.get(d) == (deal.version, deal.next_check_at)}
    _NEXT_LOOK.many(tx, ({"deal": d, "next": looks[d][1]} for d in sorted(taken)))
    return taken
