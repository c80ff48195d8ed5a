"""Everywhere the words of a note may stand: what came of it, what was told of it, what could bring it back.

What was told is looked for by the deal that it names. There is no index of that, and none is needed: it is asked when
somebody takes words out, and only of what is younger than the note (of a step of no note, than its deal), or of the
month before it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from rules.redaction import GONE
from storage.drafts import FILES, FORM
from storage.tables import Audit, AuditValue, Delivery, Draft, GateAnswer, Inbox, Note, Push, Step, Task, Undo


def empty(tx: Session, note: Note, now: datetime) -> None:
    """The note stays as one without words, taken back if it was; of a step that had a day the day stays, of another one
    nothing."""
    note.state = "undone" if note.state == "undone" else "redacted"
    note.agreed = note.next_text = note.raw = ""
    note.permalink = note.quote = note.reaction = None
    tx.add(note)
    of_it = sa.update(Step).where(col(Step.note_id) == note.id)
    tx.connection().execute(of_it.values(text=""))
    dateless = of_it.where(col(Step.state) == "open", col(Step.on_date).is_(None))
    tx.connection().execute(dateless.values(state="undone", closed_at=now))
    tx.flush()


def empty_step(step: Step, now: datetime) -> None:
    """Of a step that no note promised: its day stays as well."""
    step.text = GONE
    if step.state == "open" and step.on_date is None:
        step.state, step.closed_at = "undone", now


def steps(tx: Session, note_id: int) -> list[Step]:
    return list(tx.exec(select(Step).where(Step.note_id == note_id)))


def drafts(tx: Session, note_id: int) -> list[Draft]:
    """What was said and became this note: no more than where it was said."""
    return list(tx.exec(select(Draft).where(Draft.note_id == note_id)))


def waiting(tx: Session, person_id: int | None) -> list[Draft]:
    """What this person typed and that became nothing yet, also beside files; as it is now, and nobody else changes it."""
    query = select(Draft).where(Draft.person_id == person_id, col(Draft.kind).in_(("note", "lead", FILES)))
    fresh = query.order_by(col(Draft.id)).with_for_update(key_share=True)
    return list(tx.exec(fresh.execution_options(populate_existing=True)))


def forms(tx: Session, since: datetime) -> list[Draft]:
    """Forms that were kept because Slack did not open them in time."""
    return list(tx.exec(select(Draft).where(Draft.kind == FORM, col(Draft.created_at) >= since)))


def given_at_gates(tx: Session, note_id: int) -> list[GateAnswer]:
    """What was told in the form of a gate and is this note as well."""
    return list(tx.exec(select(GateAnswer).where(GateAnswer.note_id == note_id)))


def ways_back(tx: Session, deal_id: int, note_id: int) -> list[Undo]:
    """What could bring this note's words back, or could have."""
    found = tx.exec(select(Undo).where(Undo.deal_id == deal_id, col(Undo.action).in_(("note", "note_more"))))
    return [undo for undo in found if undo.back.get("note_id") == note_id]


def ways_back_of_task(tx: Session, deal_id: int, task_id: int) -> list[Undo]:
    """What could bring back the words that a task was answered with, or could have."""
    found = tx.exec(select(Undo).where(Undo.deal_id == deal_id, Undo.action == "task"))
    return [undo for undo in found if undo.back.get("task_id") == task_id]


def ways_back_of_wait(tx: Session, deal_id: int, wait_id: int) -> list[Undo]:
    """What could bring back the words in which a wait was asked for, or could have."""
    waited = col(Undo.action).in_(("wait", "park"))
    found = tx.exec(select(Undo).where(Undo.deal_id == deal_id, waited))
    return [undo for undo in found if undo.back.get("id") == wait_id]


def edited_into(tx: Session, note: Note) -> Note | None:
    """What the note was before it was edited, maybe of another deal."""
    ways = select(Undo).where(Undo.person_id == note.author_id, Undo.action == "note")
    its = [x.id for x in tx.exec(ways.where(_names(col(Undo.back), naming("note_id", [note.id]))))]
    became = naming("became", its)
    before = tx.exec(ways.where(_names(col(Undo.back), became))).first() if became else None
    return tx.get(Note, int(before.back["note_id"])) if before is not None else None


def asked_of(tx: Session, deal_id: int, note_id: int) -> list[Task]:
    """What others were asked for in this note's own words, and what its author promised in it."""
    asked = col(Task.episode).like(f"ask:note.need:%:{note_id}:%")
    is_its = sa.or_(asked, col(Task.episode) == f"note:{note_id}")
    return list(tx.exec(select(Task).where(Task.deal_id == deal_id, is_its)))


def tasks(tx: Session, deal_id: int) -> list[Task]:
    """What anybody was asked for the deal."""
    return list(tx.exec(select(Task).where(Task.deal_id == deal_id)))


def pushes(tx: Session, deal_id: int) -> list[Push]:
    """What managers said to go on with it."""
    return list(tx.exec(select(Push).where(Push.deal_id == deal_id)))


def audited(tx: Session, deal_id: int) -> list[AuditValue]:
    """The values of every change of a deal."""
    return list(tx.exec(_of_deal(deal_id)))


def forms_audited(tx: Session, deal_id: int) -> list[AuditValue]:
    """What forms of gates told of a deal: item → words."""
    return list(tx.exec(_of_deal(deal_id).where(Audit.action == "gate.fill")))


def _of_deal(deal_id: int) -> Any:
    query = select(AuditValue).join(Audit, col(Audit.id) == col(AuditValue.audit_id))
    return query.where(Audit.subject == f"deal:{deal_id}")


def answers(tx: Session, about: Sequence[str], since: datetime) -> list[Inbox]:
    """Answers kept for a repeat that name one of these."""
    return list(tx.exec(select(Inbox).where(col(Inbox.at) >= since, _names(col(Inbox.answer), about))))


def messages_naming(tx: Session, about: Sequence[str], since: datetime) -> list[Delivery]:
    """Messages that name one of these, as they are now; no worker takes or books one until this transaction ends."""
    query = select(Delivery).where(col(Delivery.created_at) >= since, _names(col(Delivery.payload), about))
    fresh = query.order_by(col(Delivery.id)).with_for_update().execution_options(populate_existing=True)
    return list(tx.exec(fresh))


def naming(name: str, ids: Collection[int | None]) -> list[str]:
    """How kept data names these, for `answers` and `told`."""
    return [f'"{name}": {each}{end}' for each in ids if each for end in (",", "}")]


def _names(column: Any, about: Sequence[str]) -> sa.ColumnElement[bool]:
    told = sa.cast(column, sa.Text)
    return sa.or_(*(told.contains(each, autoescape=True) for each in about))
