"""Queries of a change of the process: which keys are in use, which deals it concerns."""

from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from rules.tags import unpacked
from storage import deals
from storage.tables import Deal, GateAnswer, Task


def stages_in_use(tx: Session) -> set[str]:
    return set(tx.exec(select(Deal.stage).where(Deal.state != "void").distinct()))


def sources_in_use(tx: Session) -> set[str]:
    return {key for key in tx.exec(select(Deal.source).distinct()) if key is not None}


def reasons_in_use(tx: Session, state: str) -> set[str]:
    """Why deals were closed as `state`: lost or invalid."""
    return {key for key in tx.exec(select(Deal.lost_reason).where(Deal.state == state).distinct()) if key}


def items_in_use(tx: Session) -> set[str]:
    """Gate items that somebody answered, owes or waived."""
    query = select(GateAnswer.item).join(Deal, col(Deal.id) == GateAnswer.deal_id)
    return set(tx.exec(query.where(Deal.state != "void").distinct()))


def tags_in_use(tx: Session) -> set[str]:
    query = select(Deal.tags).where(Deal.state != "void", col(Deal.tags).is_not(None)).distinct()
    return {key for kept in tx.exec(query) for key in unpacked(kept)}


def bands_in_use(tx: Session) -> set[str]:
    query = select(Deal.budget_band).where(Deal.state != "void").distinct()
    return {key for key in tx.exec(query) if key is not None}


def blockers_in_use(tx: Session) -> set[str]:
    query = select(Deal.blocker).where(Deal.state != "void").distinct()
    return {key for key in tx.exec(query) if key is not None}


def task_kinds_in_use(tx: Session) -> set[str]:
    return set(tx.exec(select(Task.kind).distinct()))


def task_episodes(tx: Session, kind: str) -> set[str]:
    """What opened the tasks of a kind that are still open."""
    return set(tx.exec(select(Task.episode).where(Task.kind == kind, Task.state == "open").distinct()))


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


def look_again(tx: Session, ids: Collection[int], now: datetime) -> None:
    """Lets the next tick look at these deals."""
    deals.hold(tx, ids)
    update = sa.update(Deal).where(col(Deal.id).in_(list(ids)))
    tx.connection().execute(update.values(next_check_at=now))


def give_turns(tx: Session, turns: Mapping[int, datetime]) -> None:
    """From when each of these deals may say that a changed process flags it."""
    if not turns:
        return
    deal = Deal.__table__  # type: ignore[attr-defined]
    update = sa.update(deal).where(deal.c.id == sa.bindparam("deal")).values(flags_from=sa.bindparam("turn"))
    tx.connection().execute(update, [{"deal": deal_id, "turn": at} for deal_id, at in turns.items()])
