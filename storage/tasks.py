"""Queries over tasks: opening and closing them, the same one again, the one that is answered now."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import deals
from storage.books import insert_of
from storage.conditions import MOST, among
from storage.looking import Columns, Models
from storage.ready import Ready
from storage.rows import one
from storage.tables import Deal, Task

# Made once: the clock and every list ask them at each look.
_HELPING = Models(
    Task,
    among(Task.deal_id),
    Task.kind == "help",
    sa.or_(col(Task.state) == "open", sa.and_(col(Task.state) == "answered", col(Task.answer) == "helping")),
)
_BLOCKING = Models(
    Task, among(Task.deal_id), Task.kind == "blocker", Task.state == "open", order=(col(Task.id),)
)
_PROMISED = Models(
    Task, among(Task.deal_id), col(Task.episode).like("note:%"), Task.state == "open", order=(col(Task.id),)
)
_HELP = Columns(
    sa.select(col(Task.deal_id), col(Task.person_id))
    .where(among(Task.deal_id), col(Task.kind) == "help", col(Task.state) == "open")
    .order_by(col(Task.id))
)
_HELPERS = Columns(
    sa.select(col(Task.person_id))
    .where(among(Task.person_id, "people"), col(Task.kind) == "help", col(Task.state) == "open")
    .distinct()
)
_TO_LOOK_AT = (
    select(Task.id)
    .where(col(Task.next_check_at) <= sa.bindparam("now"), Task.state == "open")
    .order_by(col(Task.next_check_at))
    .limit(MOST)
)
_NEXT_LOOK = Ready(
    sa.select(sa.func.min(col(Task.next_check_at))).where(
        col(Task.next_check_at).is_not(None), col(Task.state) == "open"
    )
)


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
    if not deal_ids:
        return {}
    asked = _HELPING.all(tx, deals=deal_ids)
    found = sorted(asked, key=lambda x: (x.state == "open", x.closed_at or x.opened_at, x.id))
    return {task.deal_id: task for task in found}


def blocking(tx: Session, deal_ids: Collection[int]) -> dict[int, list[Task]]:
    """deal → the open tasks of what is in its way."""
    found: dict[int, list[Task]] = {}
    for task in _BLOCKING.all(tx, deals=deal_ids) if deal_ids else ():
        found.setdefault(task.deal_id, []).append(task)
    return found


def promised(tx: Session, deal_ids: Collection[int]) -> dict[tuple[int, int], Task]:
    """(deal, note) → the open task that its author gave themselves in that note."""
    found = _PROMISED.all(tx, deals=deal_ids) if deal_ids else ()
    return {(task.deal_id, int(task.episode.split(":")[1])): task for task in found}


def to_look_at(tx: Session, now: datetime, limit: int) -> list[int]:
    """Open tasks that want a look by now, the earliest first."""
    return [found for found in tx.exec(_TO_LOOK_AT, params={"now": now, "most": limit}) if found]


def next_look(tx: Session) -> datetime | None:
    """When the next open task wants one."""
    found: datetime | None = _NEXT_LOOK.scalar(tx)
    return found


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


def helps_asked_of(tx: Session, person_id: int | None = None) -> list[Task]:
    """Open requests for help to one manager, or all of them, oldest first."""
    query = select(Task).where(Task.kind == "help", Task.state == "open")
    query = query if person_id is None else query.where(Task.person_id == person_id)
    return list(tx.exec(query.order_by(col(Task.opened_at), col(Task.id))))


def asked_for_help(tx: Session, person_ids: Collection[int]) -> set[int]:
    """Which of these people have an open request for help."""
    return {person_id for (person_id,) in _HELPERS.all(tx, people=person_ids)}


def helps_asked(tx: Session, deal_ids: Collection[int]) -> dict[int, int]:
    """deal → the manager who was asked for help and has not answered."""
    found = _HELP.all(tx, deals=deal_ids) if deal_ids else ()
    return {deal_id: person_id for deal_id, person_id in found if person_id is not None}


def open_of_kind(tx: Session, deal_id: int, kind: str) -> list[Task]:
    """The open tasks of one kind on a deal."""
    query = select(Task).where(Task.deal_id == deal_id, Task.kind == kind, Task.state == "open")
    return list(tx.exec(query.order_by(col(Task.id))))


def answered_by(tx: Session, task_ids: Collection[int], kind: str, answer: str) -> list[Task]:
    """Those of these that were answered by this and stand so."""
    query = select(Task).where(col(Task.id).in_(list(task_ids)), Task.kind == kind)
    query = query.where(Task.state == "answered", Task.answer == answer)
    return list(tx.exec(query.order_by(col(Task.id))))


def asked_of(tx: Session, person_id: int, groups: Collection[str], apart: Collection[str]) -> list[Task]:
    """Open tasks of a person or of their groups, the earliest due first; not those of the kinds `apart`."""
    theirs = sa.or_(
        col(Task.person_id) == person_id,
        col(Task.group_role).in_(list(groups)),
    )
    query = select(Task).where(theirs, Task.state == "open", col(Task.kind).not_in(list(apart)))
    return list(tx.exec(query.order_by(col(Task.due_at), col(Task.id))))


class Opened(NamedTuple):
    """A task that is new."""

    id: int
    deal_id: int
    kind: str
    person_id: int


def open_new(tx: Session, rows: Sequence[dict[str, Any]]) -> list[Opened]:
    """Opens tasks, once per (deal, kind, episode); returns the ones that are new."""
    if not rows:
        return []
    found = _opened(tx.get_bind().dialect.name, frozenset(rows[0])).each(tx, rows)
    return sorted(Opened(*row) for row in found)


@cache
def _opened(dialect: str, names: frozenset[str]) -> Ready:
    opened = insert_of(dialect)(Task.__table__).on_conflict_do_nothing()  # type: ignore[attr-defined]
    return Ready(opened.returning(*(getattr(Task, name) for name in Opened._fields)), names)


def cancel_all(tx: Session, deal_id: int, now: datetime) -> list[Task]:
    """Closes the open tasks of a deal that is over; which they were."""
    return _put(tx, select(Task).where(Task.deal_id == deal_id, Task.state == "open"), "cancelled", now)


def opened_by_stay(entered_at: datetime) -> str:
    """The episode of the tasks that entering a stage at this instant opens."""
    return f"stage:{entered_at.isoformat(timespec='seconds')}"


def cancel_opened(tx: Session, deal_id: int, entered_at: datetime, now: datetime) -> list[Task]:
    """Cancels what entering a stage had opened; which it was."""
    query = select(Task).where(Task.deal_id == deal_id, Task.episode == opened_by_stay(entered_at))
    return _put(tx, query.where(Task.state == "open"), "cancelled", now)


def reopen(tx: Session, task_ids: list[int]) -> list[Task]:
    """Opens tasks again that a closing had cancelled; which they are."""
    return _put(tx, select(Task).where(col(Task.id).in_(task_ids), Task.state == "cancelled"), "open", None)


def _put(tx: Session, query: SelectOfScalar[Task], state: str, closed_at: datetime | None) -> list[Task]:
    tasks = list(tx.exec(query))
    for task in tasks:
        task.state, task.closed_at = state, closed_at
    tx.add_all(tasks)
    tx.flush()
    return tasks


def newest(tx: Session, deal_id: int, apart: tuple[str, ...], most: int) -> list[Task]:
    """What was asked of anybody, but for these kinds and what was taken back."""
    query = select(Task).where(
        Task.deal_id == deal_id, col(Task.kind).not_in(apart), Task.state != "cancelled"
    )
    return list(tx.exec(query.order_by(col(Task.id).desc()).limit(most)))
