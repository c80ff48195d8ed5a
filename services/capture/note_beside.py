"""A note by somebody who does not own the deal: its owner hears of it, and what a colleague promised for a day is
theirs to be reminded of."""

from datetime import date, datetime, timedelta
from typing import Any

from rules.answers import dump
from rules.answers.notes import NoteSaved
from rules.answers.teams import NoteBeside, TeamNoted
from services import shown
from services.ask import Ask
from services.capture.note_reading import Read
from services.capture.note_store import Written, due_at
from services.deals import tasks
from services.facts import Staff
from services.sending import grouping, promises
from services.sending.telling import Retold, retell, says
from services.team.calendars import calendars
from services.team.people import can_hear, zone_of
from storage import deal_team
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import notes as note_rows
from storage import people as people_rows
from storage import tasks as task_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Note, Person, Task

# In a note's way back: the task that it opened, or gave other words and another day and what it was, the slot of the
# message that told of it, and, of what was added to it, what that said.
TASK, MOVED, TOLD, SAID = "beside_task", "beside_moved", "beside_told", "beside_said"

BROUGHT = timedelta(days=14)  # so far back what was not sent is told with the next note


def beside(ask: Ask, tx: Session, deal: Deal, written: Written, read: Read) -> date | None:
    """What a note does for others, once it is written: the day by which its author has promised something, if any."""
    if not _is_anothers(ask, deal):
        return None
    note, task = written.note, _promised(ask, tx, deal, written.note, read, written.back)
    if note.kind != "attempt":
        _hears(ask, tx, deal, _told(ask, tx, deal, note, read, note.agreed, task), written.back)
    return read.when.date if task is not None and read.when is not None else None


def more(
    ask: Ask, tx: Session, deal: Deal, note: Note, read: Read, said: str, back: dict[str, Any]
) -> date | None:
    """The same of what is added to it: what its author had promised in it is promised as it is said now."""
    if not _is_anothers(ask, deal):
        return None
    task = _promised(ask, tx, deal, note, read, back)
    told = _told(ask, tx, deal, note, read, said, task)
    back[SAID] = told.model_dump(mode="json")
    _hears(ask, tx, deal, told, back)
    return read.when.date if task is not None and read.when is not None else None


def left_alone(tx: Session, deal: Deal, read: Read, saved: NoteSaved) -> NoteSaved:
    """The answer to who is beside the owner: nothing is planned, and whose next step stands."""
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id is not None else None
    unplanned = read.step_text or read.note.next_text
    stays = owner.name if owner and unplanned else ""
    nothing = {"why_ask": "", "choices": (), "wait_on": None}
    return saved.model_copy(update={**nothing, "unplanned": unplanned, "stays": stays})


def _is_anothers(ask: Ask, deal: Deal) -> bool:
    return deal.owner_id not in (None, ask.actor.id) and deal.state == "open"


def _told(
    ask: Ask, tx: Session, deal: Deal, note: Note, read: Read, said: str, task: Task | None
) -> NoteBeside:
    return NoteBeside(
        note_id=note.id,
        head=shown.head(tx, deal),
        who=ask.person.name,
        said=said,
        outcome=note.kind,
        next_text=(read.step_text or read.note.next_text) if task is not None else read.note.next_text,
        promised_on=read.when.date if task is not None and read.when is not None else None,
    )


def _hears(ask: Ask, tx: Session, deal: Deal, told: NoteBeside, back: dict[str, Any]) -> None:
    owner = people_rows.by_id(tx, deal.owner_id or 0)
    if owner is not None and can_hear(owner):
        back[TOLD] = _tell(ask, tx, owner, told)


def _promised(ask: Ask, tx: Session, deal: Deal, note: Note, read: Read, back: dict[str, Any]) -> Task | None:
    """What somebody on the team says that they do, by a day: a task that they gave themselves. Its owner hears of it
    when it is done, or is late."""
    words = read.step_text or read.note.next_text
    if read.when is None or not words or read.note.waiting:
        return None
    if ask.actor.id not in {p.id for p in deal_team.people_of(tx, deal.id)}:
        return None
    calendar = calendars(tx, [ask.person], read.when.date.year)[ask.actor.id]
    due = due_at(read.when.date, read.when, calendar, ask.person)
    episode = f"note:{note.id}"
    known = task_rows.by_episode(tx, deal.id, tasks.COLLEAGUE, episode)
    if known is not None and known.state == "open" and known.person_id == ask.actor.id:
        back[MOVED] = {"task": known.id, "text": known.text, "due_at": _iso(known.due_at)}
        _move(ask, tx, deal, known, words, due)
        return known
    task = Task(
        deal_id=deal.id,
        kind=tasks.COLLEAGUE,
        episode=episode if known is None else f"{episode}:{ask.key}",
        person_id=ask.actor.id,
        opened_by=ask.actor.id,
        opened_at=ask.now,
        due_at=due,
        text=words,
    )
    tasks.put(ask, tx, deal, task, [])
    back[TASK] = task.id
    return task


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _move(ask: Ask, tx: Session, deal: Deal, task: Task, words: str, due: datetime | None) -> None:
    """The task is other words by another day; a message that asked for it says so."""
    task.text, task.due_at, task.next_check_at = words, due, ask.now
    tx.add(task)
    tx.flush()
    tasks.rewrite(tx, ask.pipeline, deal, task, ask.now)


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
    slot = f"{_slots(owner)}{day.date()}:{one.head.deal_id}"
    is_new = not delivery_rows.stands(tx, [slot])
    most = ask.pipeline.budget.rep_dms_a_day
    if is_new and delivery_rows.count_told(tx, to, grouping.COUNTED, day) >= most:
        opening = reader.delivery.next_opening(day + timedelta(days=1))
    if opening > ask.now:
        slot = f"{_slots(owner)}{opening.isoformat(timespec='seconds')}"
    said = (*_unheard(ask, tx, owner, one.head.deal_id), one)
    delivery_rows.free(tx, slot)
    answer = TeamNoted(notes=said)
    if promises.promise(tx, slot, answer.kind, to, dump(answer), opening, now=ask.now) is None:
        retell(tx, [slot], lambda sent, _: (TeamNoted(notes=(*_notes(sent), *said)), True), ask.now)
    return slot


def _slots(owner: Person) -> str:
    return f"noted:{owner.id}:"


def _unheard(ask: Ask, tx: Session, owner: Person, deal_id: int) -> tuple[NoteBeside, ...]:
    """What was not sent silences nothing after it, and what it told of this deal is told with that, so far as it stands:
    it was taken back, or the deal was somebody else's for a while. Also where that was a part of a message only."""
    found: list[NoteBeside] = []
    told = delivery_rows.of_slots_since(tx, _slots(owner), (ask.now - BROUGHT).date().isoformat())
    unsaid_in = [x.slot for x in told if x.slot and (x.state == "dropped" or x.payload.get(promises.UNSAID))]
    for sent in delivery_rows.of_slots_held(tx, unsaid_in):
        if sent.state == "dropped" and any(one.head.deal_id == deal_id for one in _notes(sent)):
            found += [x for x in _notes(sent) if _still_said(tx, x)]
            delivery_rows.free(tx, sent.slot or "")
        elif unsaid := sent.payload.get(promises.UNSAID):
            again = {at: one for at in unsaid if (one := _as_it_is(tx, owner, at, deal_id)) is not None}
            found += again.values()
            rest = [at for at in unsaid if at not in again]
            delivery_rows.keep_payload(tx, sent.id, {**sent.payload, promises.UNSAID: rest})
    return tuple(found)


def _still_said(tx: Session, one: NoteBeside) -> bool:
    """Was it neither undone nor taken out since?"""
    note = note_rows.by_id(tx, one.note_id)
    return one.is_undone or (note is not None and note_rows.stands(note))


def _as_it_is(tx: Session, owner: Person, note_id: int, deal_id: int) -> NoteBeside | None:
    """A note on this deal of which they have not heard, while it stands."""
    note, deal = note_rows.by_id(tx, note_id), deal_rows.by_id(tx, deal_id)
    if note is None or deal is None or note.deal_id != deal_id or not note_rows.stands(note):
        return None
    author = people_rows.by_id(tx, note.author_id or 0)
    task = task_rows.by_episode(tx, deal_id, tasks.COLLEAGUE, f"note:{note_id}")
    due_at = task.due_at if task is not None and task.state == "open" else None
    return NoteBeside(
        note_id=note.id,
        head=shown.head(tx, deal),
        who=author.name if author is not None else "",
        said=note.agreed,
        outcome=note.kind,
        next_text=task.text if task is not None and due_at is not None else note.next_text,
        promised_on=due_at.astimezone(zone_of(owner.slack_tz)).date() if due_at is not None else None,
    )


def _notes(sent: Delivery) -> tuple[NoteBeside, ...]:
    """Of what it says, or will say once it is out."""
    answer = says(sent)
    return answer.notes if isinstance(answer, TeamNoted) else ()


def take_back(ask: Ask, tx: Session, deal: Deal, back: dict[str, Any]) -> None:
    """The note, or what was added to it, is undone: what it promised is asked of nobody, or as before, and who was told
    of it reads that."""
    task = tx.get(Task, int(back.get(TASK) or 0))
    if task is not None and task.state == "open":
        task.state, task.closed_at = "cancelled", ask.now
        tx.add(task)
        tx.flush()
        tasks.rewrite(tx, ask.pipeline, deal, task, ask.now)
    was = back.get(MOVED) or {}
    moved = tx.get(Task, int(was.get("task") or 0))
    if moved is not None and moved.state == "open":
        due = datetime.fromisoformat(was["due_at"]) if was["due_at"] else None
        _move(ask, tx, deal, moved, was["text"], due)

    def is_taken(one: NoteBeside) -> bool:
        if one.note_id != back["note_id"]:
            return False
        return SAID not in back or one.model_dump(mode="json") == back[SAID]

    def told(sent: Delivery, _: Person) -> Retold | None:
        notes = _notes(sent)
        if not any(is_taken(one) for one in notes):
            return None
        others = tuple(one for one in notes if not is_taken(one))
        if sent.state == "ready":  # nobody has read it, and nobody will
            return TeamNoted(notes=others), True
        taken = {"is_undone": True}
        said = (x.model_copy(update=taken) if is_taken(x) else x for x in notes)
        return TeamNoted(notes=tuple(said)), bool(others)

    if back.get(TOLD):
        retell(tx, [back[TOLD]], told, ask.now)
