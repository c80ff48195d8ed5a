"""Queries over tasks: the same one again, the one that is answered now, the messages that asked for it."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import deals
from storage.rows import one
from storage.tables import Attachment, Deal, Delivery, Task


def by_episode(tx: Session, deal_id: int, kind: str, episode: str) -> Task | None:
    """A task by what makes it the same one."""
    query = select(Task).where(Task.deal_id == deal_id, Task.kind == kind, Task.episode == episode)
    return tx.exec(query).first()


def taken_back(tx: Session, deal_id: int, kind: str, since: datetime) -> Task | None:
    """The last task of this kind that was opened by a stage and cancelled unanswered since then."""
    query = select(Task).where(Task.deal_id == deal_id, Task.kind == kind, Task.state == "cancelled")
    query = query.where(col(Task.closed_at) >= since, col(Task.answer).is_(None))
    return tx.exec(query.order_by(col(Task.id).desc())).first()


def helping(tx: Session, deal_ids: Collection[int]) -> dict[int, Task]:
    """deal → the help that is asked for it, else the last that somebody promised."""
    query = select(Task).where(col(Task.deal_id).in_(list(deal_ids)), Task.kind == "help")
    promised = sa.and_(col(Task.state) == "answered", col(Task.answer) == "helping")
    query = query.where(sa.or_(col(Task.state) == "open", promised))
    found = sorted(tx.exec(query), key=lambda x: (x.state == "open", x.closed_at or x.opened_at, x.id))
    return {task.deal_id: task for task in found}


def blocking(tx: Session, deal_ids: Collection[int]) -> dict[int, list[Task]]:
    """deal → the open tasks of what is in its way."""
    query = select(Task).where(col(Task.deal_id).in_(list(deal_ids)), Task.kind == "blocker")
    found: dict[int, list[Task]] = {}
    for task in tx.exec(query.where(Task.state == "open").order_by(col(Task.id))):
        found.setdefault(task.deal_id, []).append(task)
    return found


def to_look_at(tx: Session, now: datetime, limit: int) -> list[int]:
    """Open tasks that want a look by now, the earliest first."""
    query = select(Task.id).where(col(Task.next_check_at) <= now, Task.state == "open")
    return [found for found in tx.exec(query.order_by(col(Task.next_check_at)).limit(limit)) if found]


def next_look(tx: Session) -> datetime | None:
    """When the next open task wants one."""
    query = select(sa.func.min(Task.next_check_at)).where(
        col(Task.next_check_at).is_not(None), Task.state == "open"
    )
    return tx.exec(query).one()


def with_deal(tx: Session, task_id: int) -> tuple[Task, Deal] | None:
    """The task and its deal."""
    task = one(tx, Task, task_id)
    deal = deals.by_id(tx, task.deal_id) if task is not None else None
    return (task, deal) if task is not None and deal is not None else None


def held(tx: Session, task_id: int) -> tuple[Task, Deal] | None:
    """The task and its deal as they are now; nobody else changes them until this transaction ends."""
    found = with_deal(tx, task_id)
    if found is not None:
        deals.held(tx, found[0].deal_id)
    return found


def of_deals(tx: Session, deal_ids: Collection[int]) -> list[Task]:
    return list(tx.exec(select(Task).where(col(Task.deal_id).in_(list(deal_ids)))))


def files_of(tx: Session, deal_id: int, limit: int) -> list[Attachment]:
    """The files of a deal, the newest first."""
    query = select(Attachment).where(Attachment.deal_id == deal_id).order_by(col(Attachment.id).desc())
    return list(tx.exec(query.limit(limit)))


def asking(tx: Session, slots: Sequence[str]) -> list[Delivery]:
    """The messages of these slots, oldest first."""
    query = select(Delivery).where(col(Delivery.slot).in_(list(slots)))
    return list(tx.exec(query.order_by(col(Delivery.id)))) if slots else []


def asking_held(tx: Session, slots: Sequence[str]) -> list[Delivery]:
    """The same as they are now; no worker takes or books one of them until this transaction ends."""
    query = select(Delivery).where(col(Delivery.slot).in_(list(slots))).order_by(col(Delivery.id))
    fresh = query.with_for_update().execution_options(populate_existing=True)
    return list(tx.exec(fresh)) if slots else []
