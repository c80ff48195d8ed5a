"""Queries that a stage move needs."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import Attachment, GateAnswer, StageEntry, Task, Wait


def open_entry(tx: Session, deal_id: int) -> StageEntry | None:
    """The stay that has not ended."""
    query = select(StageEntry).where(StageEntry.deal_id == deal_id, col(StageEntry.left_at).is_(None))
    return tx.exec(query.order_by(col(StageEntry.id).desc()).limit(1)).first()


def put_answer(tx: Session, answer: GateAnswer) -> None:
    """Writes what is known for a gate item, in place of what was known before."""
    tx.merge(answer)
    tx.flush()


def cancel_tasks(tx: Session, deal_id: int, now: datetime) -> list[Task]:
    """Closes the open tasks of a deal that is over; which they were."""
    tasks = list(tx.exec(select(Task).where(Task.deal_id == deal_id, Task.state == "open")))
    for task in tasks:
        task.state, task.closed_at = "cancelled", now
        tx.add(task)
    tx.flush()
    return tasks


def waits_in_stage(tx: Session, deal_id: int, stage: str, since: datetime) -> list[Wait]:
    """The waits of this stay in the stage."""
    query = select(Wait).where(Wait.deal_id == deal_id, Wait.stage == stage, col(Wait.since) >= since)
    return list(tx.exec(query.order_by(col(Wait.id))))


def opened_by_stay(entered_at: datetime) -> str:
    """The episode of the tasks that entering a stage at this instant opens."""
    return f"stage:{entered_at.isoformat(timespec='seconds')}"


def cancel_opened(tx: Session, deal_id: int, entered_at: datetime, now: datetime) -> list[Task]:
    """Cancels what entering a stage had opened; which it was."""
    query = select(Task).where(Task.deal_id == deal_id, Task.episode == opened_by_stay(entered_at))
    tasks = list(tx.exec(query.where(Task.state == "open")))
    for task in tasks:
        task.state, task.closed_at = "cancelled", now
        tx.add(task)
    tx.flush()
    return tasks


def reopen_tasks(tx: Session, task_ids: list[int]) -> list[Task]:
    """Opens tasks again that a closing had cancelled; which they are."""
    query = select(Task).where(col(Task.id).in_(task_ids), Task.state == "cancelled")
    tasks = list(tx.exec(query))
    for task in tasks:
        task.state, task.closed_at = "open", None
        tx.add(task)
    tx.flush()
    return tasks


def has_file(tx: Session, deal_id: int, slack_file_id: str) -> bool:
    """Is this file of Slack's with this deal already?"""
    same = Attachment.deal_id == deal_id, Attachment.slack_file_id == slack_file_id
    return tx.exec(select(Attachment.id).where(*same)).first() is not None
