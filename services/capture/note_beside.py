"""A note by somebody who does not own the deal: its owner hears of it, and what a colleague promised for a day is
theirs to be reminded of."""

from datetime import date, timedelta
from typing import Any

from rules.answers import dump, load
from rules.answers.teams import NoteBeside, TeamNoted
from services import shown
from services.ask import Ask
from services.capture.note_reading import Read
from services.capture.note_store import Written, due_at
from services.deals import tasks
from services.facts import Staff
from services.sending import grouping, promises
from services.sending.telling import Retold, retell
from services.team.calendars import calendars
from services.team.people import can_hear
from storage import deal_team
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person, Task

TASK, TOLD = (
    "beside_task",
    "beside_told",
)  # in a note's way back: what it opened, and the slot that told of it


def beside(ask: Ask, tx: Session, deal: Deal, written: Written, read: Read) -> date | None:
    """What a note does for others, once it is written: the day by which its author has promised something, if any."""
    note = written.note
    if deal.owner_id in (None, ask.actor.id) or deal.state != "open":
        return None
    task = _promised(ask, tx, deal, written, read)
    owner = people_rows.by_id(tx, deal.owner_id or 0)
    day = read.when.date if task is not None and read.when is not None else None
    if owner is not None and can_hear(owner) and note.kind != "attempt":
        told = NoteBeside(
            note_id=note.id,
            head=shown.head(tx, deal),
            who=ask.person.name,
            said=note.agreed,
            outcome=note.kind,
            next_text=(read.step_text or note.next_text) if task is not None else note.next_text,
            promised_on=day,
        )
        written.back[TOLD] = _tell(ask, tx, owner, told)
    return day


def _promised(ask: Ask, tx: Session, deal: Deal, written: Written, read: Read) -> Task | None:
    """What somebody on the team says that they do, by a day: a task that they gave themselves. Its owner hears of it
    when it is done, or is late."""
    words = read.step_text or read.note.next_text
    if read.when is None or not words or read.note.waiting:
        return None
    if ask.actor.id not in {p.id for p in deal_team.people_of(tx, deal.id)}:
        return None
    calendar = calendars(tx, [ask.person], read.when.date.year)[ask.actor.id]
    task = Task(
        deal_id=deal.id,
        kind=tasks.COLLEAGUE,
        episode=f"note:{written.note.id}",
        person_id=ask.actor.id,
        opened_by=ask.actor.id,
        opened_at=ask.now,
        due_at=due_at(read.when.date, read.when, calendar, ask.person),
        text=words,
    )
    tasks.put(ask, tx, deal, task, [])
    written.back[TASK] = task.id
    return task


def _tell(ask: Ask, tx: Session, owner: Person, one: NoteBeside) -> str | None:
    """At once while they work, one message a deal and day; what is written out of their hours, or beyond what the day
    may say unasked, waits for their next morning in one message. More of the same is put into the message there is."""
    staff = Staff(tx, ask.now.year)
    staff.learn(tx, [owner.id])
    reader = staff.facts(owner.id)
    if reader is None or not reader.active:
        return None
    opening, to = reader.delivery.next_opening(ask.now), f"person:{owner.id}"
    day = grouping.start_of_day(owner, opening)
    slot = f"noted:{owner.id}:{day.date()}:{one.head.deal_id}"
    is_new = not delivery_rows.is_promised(tx, slot)
    most = ask.pipeline.budget.rep_dms_a_day
    if is_new and delivery_rows.count_told(tx, to, grouping.COUNTED, day) >= most:
        opening = reader.delivery.next_opening(day + timedelta(days=1))
    if opening > ask.now:
        slot = f"noted:{owner.id}:{opening.isoformat(timespec='seconds')}"
    answer = TeamNoted(notes=(one,))
    if promises.promise(tx, slot, answer.kind, to, dump(answer), opening, now=ask.now) is None:
        retell(tx, [slot], lambda sent, _: _with(sent, one), ask.now)
    return slot


def _with(sent: Delivery, one: NoteBeside) -> Retold:
    return TeamNoted(notes=(*_notes(sent), one)), True


def _notes(sent: Delivery) -> tuple[NoteBeside, ...]:
    """Of what it says, or will say once it is out."""
    told = dict(sent.payload.get(promises.THEN) or sent.payload)
    answer = load({name: value for name, value in told.items() if name not in promises.BESIDE})
    return answer.notes if isinstance(answer, TeamNoted) else ()


def take_back(ask: Ask, tx: Session, deal: Deal, back: dict[str, Any]) -> None:
    """The note is undone: what it promised is asked of nobody, and who was told of it reads that."""
    task = tx.get(Task, int(back.get(TASK) or 0))
    if task is not None and task.state == "open":
        task.state, task.closed_at = "cancelled", ask.now
        tx.add(task)
        tx.flush()
        tasks.rewrite(tx, ask.pipeline, deal, task, ask.now)

    def told(sent: Delivery, _: Person) -> Retold:
        others = [one for one in _notes(sent) if one.note_id != back["note_id"]]
        if sent.state == "ready":  # nobody has read it
            return TeamNoted(notes=tuple(others)), bool(others)
        taken = {"is_undone": True}
        notes = (x if x in others else x.model_copy(update=taken) for x in _notes(sent))
        return TeamNoted(notes=tuple(notes)), bool(others)

    if back.get(TOLD):
        retell(tx, [back[TOLD]], told, ask.now)
