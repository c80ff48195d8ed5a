"""Queries for many deals at once: of an owner, of a team, running, asleep, offered."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.seen import Seen
from storage.tables import Deal, Nudge


def watched(tx: Session) -> list[Deal]:
    """Open deals whose clocks run."""
    query = select(Deal).where(Deal.state == "open", col(Deal.clocks_from).is_not(None))
    return list(tx.exec(query.order_by(col(Deal.id))))


def running_after(tx: Session, after_id: int, limit: int) -> list[int]:
    """The next ``limit`` open deals whose clocks run, by their ids."""
    query = select(Deal.id).where(
        Deal.state == "open", col(Deal.clocks_from).is_not(None), col(Deal.id) > after_id
    )
    return [found for found in tx.exec(query.order_by(col(Deal.id)).limit(limit)) if found is not None]


def longest_of_owner(tx: Session, owner_id: int, limit: int) -> list[Deal]:
    """The open deals and drafts of one owner, the longest in their stage first."""
    query = (
        select(Deal)
        .where(Deal.owner_id == owner_id, col(Deal.state).in_(("open", "draft")))
        .order_by(col(Deal.stage_entered_at))
        .limit(limit)
    )
    return list(tx.exec(query))


def count_of_owner(tx: Session, owner_id: int) -> int:
    """How many open deals and drafts one owner has."""
    query = select(sa.func.count()).where(Deal.owner_id == owner_id, col(Deal.state).in_(("open", "draft")))
    return int(tx.exec(query).one())


def newest_of_owner(tx: Session, owner_id: int, limit: int) -> list[Deal]:
    """The live deals of one owner, the newest first."""
    query = select(Deal).where(Deal.owner_id == owner_id, col(Deal.state).in_(("open", "draft")))
    return list(tx.exec(query.order_by(col(Deal.created_at).desc(), col(Deal.id).desc()).limit(limit)))


def all_running(tx: Session, owner_ids: Collection[int]) -> list[Deal]:
    """Open deals of these owners whose clocks run."""
    query = select(Deal).where(
        col(Deal.owner_id).in_(list(owner_ids)), Deal.state == "open", col(Deal.clocks_from).is_not(None)
    )
    return list(tx.exec(query.order_by(col(Deal.id))))


def told_red(tx: Session, owner_ids: Collection[int], rung: int) -> list[Deal]:
    """Open deals of these owners that somebody was told to be over a limit at some time (quiet or slow)."""
    told = sa.exists().where(
        col(Nudge.deal_id) == col(Deal.id),
        col(Nudge.rule).in_(("quiet", "slow")),
        col(Nudge.rung) == rung,
        col(Nudge.state) == "sent",
    )
    query = select(Deal).where(
        col(Deal.owner_id).in_(list(owner_ids)),
        Deal.state == "open",
        col(Deal.clocks_from).is_not(None),
        told,
    )
    return list(tx.exec(query.order_by(col(Deal.id))))


def amounts(tx: Session, owner_ids: Collection[int]) -> list[tuple[str, int, str | None, str | None]]:
    """(stage, minor units, currency, rate to the base) of these owners' open deals that have an amount."""
    query = select(Deal.stage, Deal.amount_minor, Deal.currency, Deal.rate_to_base).where(
        col(Deal.owner_id).in_(list(owner_ids)), Deal.state == "open", col(Deal.amount_minor).is_not(None)
    )
    return [(stage, minor, *rest) for stage, minor, *rest in tx.exec(query) if minor is not None]


def old_drafts(tx: Session, owner_id: int, before: datetime) -> list[Deal]:
    """Drafts of one owner that wait for their source since before an instant."""
    query = select(Deal).where(
        Deal.owner_id == owner_id, Deal.state == "draft", col(Deal.created_at) < before
    )
    return list(tx.exec(query.order_by(col(Deal.id))))


def next_seen(tx: Session, what: Seen, after: int, most: int) -> list[Deal]:
    """The next deals behind this id, of those that may be seen, those taken back left out."""
    query = select(Deal).where(col(Deal.id) > after, Deal.state != "void", *what.only())
    return list(tx.exec(query.order_by(col(Deal.id)).limit(most)))


def _of(owner_ids: Collection[int] | None) -> list[Any]:
    return [] if owner_ids is None else [col(Deal.owner_id).in_(list(owner_ids))]


def running(tx: Session, owner_ids: Collection[int] | None, limit: int) -> list[Deal]:
    """Open deals whose clocks run (None: everybody's), the longest in their stage first."""
    query = select(Deal).where(Deal.state == "open", col(Deal.clocks_from).is_not(None), *_of(owner_ids))
    return list(tx.exec(query.order_by(col(Deal.stage_entered_at), col(Deal.id)).limit(limit)))


def count_running(tx: Session, owner_ids: Collection[int] | None) -> int:
    """How many open deals have running clocks (None: everybody's)."""
    query = select(sa.func.count(col(Deal.id))).where(
        Deal.state == "open", col(Deal.clocks_from).is_not(None), *_of(owner_ids)
    )
    return int(tx.exec(query).one())


def count_asleep(tx: Session, owner_ids: Collection[int] | None) -> int:
    """How many open deals nobody has touched since they were imported."""
    query = select(sa.func.count(col(Deal.id))).where(
        Deal.state == "open", col(Deal.clocks_from).is_(None), *_of(owner_ids)
    )
    return int(tx.exec(query).one())


def asleep(tx: Session, owner_id: int) -> list[Deal]:
    """Open deals of one owner that nobody has touched since they were imported."""
    query = select(Deal).where(
        Deal.state == "open", col(Deal.clocks_from).is_(None), Deal.owner_id == owner_id
    )
    return list(tx.exec(query.order_by(col(Deal.id))))


def drafts(tx: Session, owner_id: int) -> list[Deal]:
    """Drafts of one owner that wait for their source, the newest first."""
    query = select(Deal).where(Deal.owner_id == owner_id, Deal.state == "draft")
    # By its instant first: by ids SQLite would go through everybody's deals instead of sorting these.
    return list(tx.exec(query.order_by(col(Deal.created_at).desc(), col(Deal.id).desc())))


def count_open(tx: Session) -> int:
    return int(tx.exec(select(sa.func.count()).where(Deal.state == "open")).one())


def offered(tx: Session, limit: int = 500) -> list[Deal]:
    """Open leads that are offered, the longest first."""
    query = select(Deal).where(
        col(Deal.triage_since).is_not(None), col(Deal.owner_id).is_(None), Deal.state == "open"
    )
    return list(tx.exec(query.order_by(col(Deal.triage_since), col(Deal.id)).limit(limit)))


def load(tx: Session, people: Sequence[int]) -> dict[int, int]:
    """person → how many open deals and drafts they have; who has none is missing."""
    query = (
        select(Deal.owner_id, sa.func.count())
        .where(col(Deal.owner_id).in_(people), col(Deal.state).in_(("open", "draft")))
        .group_by(col(Deal.owner_id))
    )
    return {owner: int(n) for owner, n in tx.exec(query) if owner is not None}
