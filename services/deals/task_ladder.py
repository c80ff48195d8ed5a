"""A task of a colleague is said again: on the morning of its day to everybody whose it is, one message with all of that
day; a working day later, once, to who opened it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rules.answers import dump
from rules.answers.tasks import TaskLate, TasksDue
from rules.calendar import Calendar
from rules.pipeline import Pipeline
from rules.task_ladder import due_morning, is_morning, late_at
from services import shown
from services.deals import tasks
from services.deps import Deps
from services.facts import Staff
from services.sending import promises
from services.sending.telling import tell
from services.team.people import can_hear, language, local
from storage import deals as deal_rows
from storage import people as people_rows
from storage import tasks as rows
from storage.db import Session
from storage.tables import Deal, Person, Task

BATCH = 50


@dataclass(frozen=True)
class _Look:
    """One look at the clock: what is asked for, everybody's working time as it was read, and the deals that are held
    while it lasts."""

    tx: Session
    pipeline: Pipeline
    staff: Staff
    now: datetime
    held: set[int] = field(default_factory=set)

    def calendars(self, people: Iterable[Person]) -> Mapping[int, Calendar]:
        """Where they are now."""
        ids = [p.id for p in people]
        self.staff.learn(self.tx, ids)
        return {pid: facts.delivery for pid in ids if (facts := self.staff.facts(pid)) is not None}

    def morning(self, task: Task, person_id: int, calendar: Calendar) -> datetime | None:
        """With their own list: that of who leads comes later."""
        assert task.due_at is not None
        times = self.pipeline.digests
        list_at = times.manager if self.staff.leads(person_id) else times.rep
        return due_morning(task.due_at, task.opened_at, calendar, list_at)


def tick(deps: Deps, *, now: datetime) -> int:
    """Says what is due by now, one task a transaction; how many messages were promised."""
    with deps.db.read() as tx:
        due = rows.to_look_at(tx, now, BATCH)
    said = 0
    for task_id in due:
        with deps.write("task_ladder.tick") as tx:
            look = _Look(tx, deps.config.active().pipeline, Staff(tx, now.year), now)
            found = _held(look, task_id)
            if found is not None and found[0].next_check_at is not None and found[0].next_check_at <= now:
                said += _say(look, *found)
    return said


def next_at(deps: Deps) -> datetime | None:
    """When (business time) the next task wants a look."""
    with deps.db.read() as tx:
        return rows.next_look(tx)


def _held(look: _Look, task_id: int) -> tuple[Task, Deal] | None:
    """The task and its deal as they are now, held with every deal of which the same message speaks: nobody answers one
    of its tasks, or takes words out of it, between reading and saying."""
    found = rows.with_deal(look.tx, task_id)
    if found is None:
        return None
    people = tasks.people_of(look.tx, *found)
    calendars = look.calendars(people)
    of_day = [x for p in people if p.id in calendars for x in _due(look, p, calendars[p.id])]
    look.held.update([found[1].id, *(deal.id for _, deal in of_day)])
    deal_rows.hold(look.tx, look.held)
    return rows.held(look.tx, task_id)


def _say(look: _Look, task: Task, deal: Deal) -> int:
    """What this task has to be told by now, and when it is looked at again."""
    tx, now = look.tx, look.now
    task.next_check_at = None
    tx.add(task)
    if task.state != "open" or deal.state != "open" or task.due_at is None:
        return 0
    people = tasks.people_of(tx, task, deal)
    calendars = look.calendars(people)
    mornings = {pid: look.morning(task, pid, calendar) for pid, calendar in calendars.items()}
    said = sum(
        _remind(look, person, calendars[pid])
        for person in people
        if (pid := person.id) in calendars and is_morning(mornings[pid], calendars[pid], now)
    )
    counted_in = _first(look, people, deal)
    late = late_at(task.due_at, counted_in) if counted_in is not None else None
    if late is not None and late <= now:
        tasks.rewrite(tx, look.pipeline, deal, task, now)  # their own message says that it is overdue
        said += _late(look, task, deal, people)
    ahead = [at for at in (*mornings.values(), late) if at is not None and at > now]
    task.next_check_at = min(ahead, default=None)
    tx.add(task)
    return said


def _first(look: _Look, people: list[Person], deal: Deal) -> Calendar | None:
    """The working time that a task's day is counted in: of the first whose it is, as when it was opened, else of the
    deal's owner."""
    owner = people_rows.by_id(look.tx, deal.owner_id or 0)
    found = look.calendars([*people[:1], *([owner] if owner else [])])
    return next(iter(found.values()), None)


def _due(look: _Look, person: Person, calendar: Calendar) -> list[tuple[Task, Deal]]:
    """Everything that is due on this person's day."""
    groups = [role for role in tasks.ASKED if role in people_rows.roles_of(look.tx, person.id)]
    open_ = rows.asked_of(look.tx, person.id, groups, tasks.APART)
    deals = {d.id: d for d in deal_rows.by_ids(look.tx, {t.deal_id for t in open_})}
    theirs = [(task, deals[task.deal_id]) for task in open_ if task.due_at is not None]
    return [
        (task, deal)
        for task, deal in theirs
        if deal.owner_id != person.id
        and is_morning(look.morning(task, person.id, calendar), calendar, look.now)
    ]


def _remind(look: _Look, person: Person, calendar: Calendar) -> bool:
    """One message with everything that is due on this person's day; once a day. What became theirs at this very moment
    is not in it: they are told of that anyway."""
    tx, today = look.tx, calendar.local(look.now).date()
    held = [(task, deal) for task, deal in _due(look, person, calendar) if deal.id in look.held]
    due = [(task, tasks.as_told(look.pipeline, tx, deal, task, person)) for task, deal in held]
    due = [(task, told) for task, told in due if told.is_open]
    if not due:
        return False
    slot = f"tasks_due:{today}:{person.id}"
    answer = TasksDue(tasks=tuple(told for _, told in due))
    to = f"person:{person.id}"
    if promises.promise(tx, slot, answer.kind, to, dump(answer), look.now, now=look.now) is None:
        return False
    for task, _ in due:
        tasks.note_slot(task, slot)
        tx.add(task)
    return True


def _late(look: _Look, task: Task, deal: Deal, people: list[Person]) -> bool:
    """Who opened it, or the deal's owner where that is nobody else, hears that it is still open."""
    asked, tx = {p.id for p in people}, look.tx
    for person_id in (task.opened_by, deal.owner_id):
        reader = people_rows.by_id(tx, person_id or 0)
        if reader is None or reader.id in asked or not can_hear(reader):
            continue
        assert task.due_at is not None
        told = TaskLate(
            task_id=task.id,
            head=shown.head(tx, deal),
            what=tasks.what(look.pipeline, task, language(reader)),
            whose=tuple(p.name for p in people),
            due=local(reader, task.due_at).date(),
            at=tasks.hour_of(task, reader),
        )
        slot = f"task_late:{task.id}:{task.due_at.isoformat(timespec='seconds')}:{reader.id}"
        return tell(tx, slot, reader, told, look.now)
    return False
