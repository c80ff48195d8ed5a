"""Whose open task a deal waits for, as its lines in lists and on Home tell it."""

from collections.abc import Iterable
from datetime import datetime

from rules.answers.nudges import TaskOpen
from services.deals import tasks
from storage import steps as step_rows
from storage import tasks as rows
from storage.db import Session
from storage.tables import Deal, Person, Task


def blocking(tx: Session, deals: Iterable[Deal], reader: Person, now: datetime) -> dict[int, TaskOpen]:
    """deal → whose task it is that is in its way now, as this reader is told."""
    by_id = {deal.id: deal for deal in deals if deal.blocker is not None}
    found: dict[int, TaskOpen] = {}
    for deal_id, open_ in (rows.blocking(tx, list(by_id)) if by_id else {}).items():
        deal = by_id[deal_id]
        task = next((t for t in open_ if tasks.blocker_of(t) == deal.blocker), None)
        shown_task = _shown(tx, task, deal, reader, now) if task is not None else None
        if shown_task is not None:
            found[deal_id] = shown_task
    return found


def promised(tx: Session, deals: Iterable[Deal], reader: Person, now: datetime) -> dict[int, TaskOpen]:
    """deal → whose task its next step is, where somebody else than its owner promised that in a note."""
    by_id = {deal.id: deal for deal in deals}
    steps, found = step_rows.open_of_deals(tx, list(by_id)), {}
    for (deal_id, note_id), task in rows.promised(tx, list(by_id)).items():
        step = steps.get(deal_id)
        if step is None or step.note_id != note_id or task.person_id == by_id[deal_id].owner_id:
            continue
        if (told := _shown(tx, task, by_id[deal_id], reader, now)) is not None:
            found[deal_id] = told
    return found


def _shown(tx: Session, task: Task, deal: Deal, reader: Person, now: datetime) -> TaskOpen | None:
    """An open task of somebody who can hear."""
    people, due = tasks.people_of(tx, task, deal), task.due_at
    if not people:
        return None
    return TaskOpen(
        whose=tuple(p.name for p in people),
        due=tasks.day_of(due, reader) if due else None,
        is_reader=any(p.id == reader.id for p in people),
        is_late=due is not None and tasks.day_of(due, reader) < tasks.day_of(now, reader),
    )
