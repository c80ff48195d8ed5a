"""Queries for many deals at once: of an owner, of a team, running, asleep, offered."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.conditions import IS_LIVE, IS_OPEN, RUNS, SLEEPS, STANDS
from storage.nudges import SAID_RED
from storage.seen import Seen
from storage.tables import Deal, Nudge

Owners = Collection[int] | None  # None: everybody's
_OWNERS: sa.BindParameter[list[int]] = sa.bindparam("owners", expanding=True)
# Made once: every list asks them.
_RUNNING = select(Deal).where(RUNS).order_by(col(Deal.id))
_RUNNING_OF = _RUNNING.where(col(Deal.owner_id).in_(_OWNERS))
_TOLD_RED = _RUNNING_OF.where(sa.exists().where(col(Nudge.deal_id) == col(Deal.id), SAID_RED))
_OLD_DRAFTS = (
    select(Deal)
    .where(
        col(Deal.owner_id) == sa.bindparam("owner"),
        Deal.state == "draft",
        col(Deal.created_at) < sa.bindparam("before"),
    )
    .order_by(col(Deal.id))
)


def _of(owner_ids: Owners) -> list[Any]:
    return [] if owner_ids is None else [col(Deal.owner_id).in_(list(owner_ids))]


def _count(tx: Session, *conditions: Any) -> int:
    return int(tx.exec(select(sa.func.count(col(Deal.id))).where(*conditions)).one())


# -- of one owner ----------------------------------------------------------------------------------------


def longest_of_owner(tx: Session, owner_id: int, limit: int) -> list[Deal]:
    """The live deals of one owner, the longest in their stage first."""
    query = select(Deal).where(Deal.owner_id == owner_id, IS_LIVE)
    return list(tx.exec(query.order_by(col(Deal.stage_entered_at)).limit(limit)))


def touched_of_owner(tx: Session, owner_id: int, limit: int) -> list[Deal]:
    """The live deals of one owner, the last that something was done about first; imported ones that nobody has touched
    come after them."""
    is_asleep = sa.case((SLEEPS, 1), else_=0)
    moved, acted = col(Deal.stage_entered_at), col(Deal.acted_at)
    touched = sa.case((acted > moved, acted), else_=moved)
    query = select(Deal).where(Deal.owner_id == owner_id, IS_LIVE)
    return list(tx.exec(query.order_by(is_asleep, touched.desc(), col(Deal.id).desc()).limit(limit)))


def count_of_owner(tx: Session, owner_id: int) -> int:
    """How many live deals one owner has."""
    return _count(tx, Deal.owner_id == owner_id, IS_LIVE)


def asleep(tx: Session, owner_id: int) -> list[Deal]:
    """Open deals of one owner that nobody has touched since they were imported."""
    query = select(Deal).where(SLEEPS, Deal.owner_id == owner_id)
    return list(tx.exec(query.order_by(col(Deal.id))))


def drafts(tx: Session, owner_id: int) -> list[Deal]:
    """Drafts of one owner that wait for their source, the newest first."""
    query = select(Deal).where(Deal.owner_id == owner_id, Deal.state == "draft")
    # By its instant first: by ids SQLite would go through everybody's deals instead of sorting these.
    return list(tx.exec(query.order_by(col(Deal.created_at).desc(), col(Deal.id).desc())))


def old_drafts(tx: Session, owner_id: int, before: datetime) -> list[Deal]:
    """Drafts of one owner that wait for their source since before an instant."""
    return list(tx.exec(_OLD_DRAFTS, params={"owner": owner_id, "before": before}))


# -- of many ---------------------------------------------------------------------------------------------


def running(tx: Session, owner_ids: Owners) -> list[Deal]:
    """Open deals whose clocks run, by their ids."""
    if owner_ids is None:
        return list(tx.exec(_RUNNING))
    return list(tx.exec(_RUNNING_OF, params={"owners": list(owner_ids)})) if owner_ids else []


def longest_running(tx: Session, owner_ids: Owners, limit: int) -> list[Deal]:
    """Some of them, the longest in their stage first."""
    query = select(Deal).where(RUNS, *_of(owner_ids))
    return list(tx.exec(query.order_by(col(Deal.stage_entered_at), col(Deal.id)).limit(limit)))


def running_after(tx: Session, after_id: int, limit: int) -> list[int]:
    """The next ``limit`` of everybody's."""
    query = select(Deal.id).where(RUNS, col(Deal.id) > after_id)
    return list(tx.exec(query.order_by(col(Deal.id)).limit(limit)))


def count_running(tx: Session, owner_ids: Owners) -> int:
    return _count(tx, RUNS, *_of(owner_ids))


def count_asleep(tx: Session, owner_ids: Owners) -> int:
    return _count(tx, SLEEPS, *_of(owner_ids))


def count_open(tx: Session) -> int:
    return _count(tx, IS_OPEN)


def told_red(tx: Session, owner_ids: Collection[int]) -> list[Deal]:
    """Running deals of these owners that somebody was told to be over a limit at some time (quiet or slow)."""
    return list(tx.exec(_TOLD_RED, params={"owners": list(owner_ids)})) if owner_ids else []


def amounts(tx: Session, owner_ids: Collection[int]) -> list[tuple[str, int, str | None, str | None]]:
    """(stage, minor units, currency, rate to the base) of these owners' open deals that have an amount."""
    query = select(Deal.stage, Deal.amount_minor, Deal.currency, Deal.rate_to_base).where(
        IS_OPEN, *_of(owner_ids), col(Deal.amount_minor).is_not(None)
    )
    return [(stage, minor, *rest) for stage, minor, *rest in tx.exec(query) if minor is not None]


def next_seen(tx: Session, what: Seen, after: int, most: int) -> list[Deal]:
    """The next deals behind this id, of those that may be seen, those taken back left out."""
    query = select(Deal).where(col(Deal.id) > after, STANDS, *what.only())
    return list(tx.exec(query.order_by(col(Deal.id)).limit(most)))


def offered(tx: Session, limit: int = 500) -> list[Deal]:
    """Open leads that are offered, the longest first."""
    query = select(Deal).where(col(Deal.triage_since).is_not(None), col(Deal.owner_id).is_(None), IS_OPEN)
    return list(tx.exec(query.order_by(col(Deal.triage_since), col(Deal.id)).limit(limit)))


def load(tx: Session, people: Sequence[int]) -> dict[int, int]:
    """person → how many live deals they have; who has none is missing."""
    query = select(Deal.owner_id, sa.func.count()).where(IS_LIVE, *_of(people)).group_by(col(Deal.owner_id))
    return {owner: int(n) for owner, n in tx.exec(query) if owner is not None}
