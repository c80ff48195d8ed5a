"""Answers to a task: one tap by anybody whose it is. Whoever was asked sees who answered, who waits for it is told,
and what was in the way is out of it when the task is done."""

from collections.abc import Callable

from rules.answers import Answer
from rules.answers.digests import VerbFilled
from rules.answers.leads import Choice
from rules.answers.tasks import TaskAsked, TaskBack, TaskForm, TaskSaid
from rules.clocks import step_due_at
from rules.errors import Invalid, NotFound
from services import audit, shown
from services.ask import Ask, once
from services.deals import help_requests, tasks
from services.deals.form_days import day_ahead
from services.deals.undoing import UNDO_FOR
from services.sending.telling import tell
from services.team import access
from services.team.calendars import calendars
from services.team.people import can_hear, language
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage import tasks as rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Deal, Person, Task
from storage.tables.base import Json

UNDONE = "task"  # what the way back of *Done* is called
Act = Callable[[Ask, Session, Deal, Task, VerbFilled], None]


def _done(ask: Ask, tx: Session, deal: Deal, task: Task, filled: VerbFilled) -> None:
    """It is done: what was in the way is out of it, unless something else is by now."""
    task.state, task.closed_at = "answered", ask.now
    if deal.blocker is not None and deal.blocker == tasks.blocker_of(task):
        deal_rows.acted(tx, deal, ask.now, blocker=None, blocker_at=None)


def _date(ask: Ask, tx: Session, deal: Deal, task: Task, filled: VerbFilled) -> None:
    """It comes on a day: the task stays, and so does what is in the way. Raises Invalid."""
    day = day_ahead(filled, ask.person, ask.now)
    at = step_due_at(day, None, calendars(tx, [ask.person], day.year)[ask.actor.id])
    tasks.want_by(task, at, is_hour=False)


def _word(ask: Ask, tx: Session, deal: Deal, task: Task, filled: VerbFilled) -> None:
    """A word back to who waits; nothing else changes. Raises Invalid."""
    if not filled.text:
        raise Invalid("verb.words_missing", faults={"text": "verb.words_missing"})


def _pass(ask: Ask, tx: Session, deal: Deal, task: Task, filled: VerbFilled) -> None:
    """Not mine: it is a named colleague's from now on, or goes back to who asked. Raises Invalid."""
    if not filled.choice:
        task.answer, task.state, task.closed_at = "back", "answered", ask.now
        return
    able = {str(p.id): p for p in takers(tx, ask.person, deal)}
    if filled.choice not in able:
        raise Invalid("verb.pick", faults={"choice": "verb.pick"})
    task.person_id, task.group_role = able[filled.choice].id, None
    task.version += 1  # a new request: who had it before is told again


ACTS: dict[str, Act] = {"done": _done, "date": _date, "word": _word, "pass": _pass}


@once("task")
def answer(ask: Ask, tx: Session, task_id: int, verb: str, filled: VerbFilled, ts: str = "") -> Answer:
    """What somebody whose task it is says to it; the message as it reads from now on. Raises NotFound, Invalid.

    Who comes second sees who was first. `ts`: the message it was pressed on, which the caller rewrites."""
    task, deal = theirs(ask, tx, rows.held(tx, task_id))
    if not may(ask, task, deal):
        return as_it_stands(ask, tx, deal, task, ts, is_late=True)
    before, back = _as_it_is(task), said_before(deal, task)
    task.answer, task.answered_by, task.words = verb, ask.actor.id, filled.text or None
    ACTS[verb](ask, tx, deal, task, filled)
    task.next_check_at = ask.now
    tx.add(task)
    tx.flush()
    way_back(ask, tx, deal, task, back)
    after = {"task_id": task.id, "words": filled.text, **_as_it_is(task)}
    subject = f"deal:{deal.id}"
    audit.record(tx, ask.actor.id, f"task.{task.answer}", subject, now=ask.now, before=before, after=after)
    tasks.rewrite(tx, ask.pipeline, deal, task, ask.now, ts if _is_here(ask, tx, task, ts) else "")
    if verb == "pass" and (taker := people_rows.by_id(tx, task.person_id or 0)) and task.state == "open":
        tasks.request(tx, ask.pipeline, deal, task, taker, ask.now)
    tell_back(ask, tx, deal, task)
    return as_it_stands(ask, tx, deal, task, ts)


def said_before(deal: Deal, task: Task) -> Json:
    """What the Undo of *Done* puts back."""
    blocker_at = deal.blocker_at.isoformat() if deal.blocker_at else None
    said = {"answer": task.answer, "by": task.answered_by, "words": task.words}
    stay = {"entered_at": deal.stage_entered_at.isoformat()}
    return {"task_id": task.id, **said, **stay, "blocker": deal.blocker, "blocker_at": blocker_at}


def way_back(ask: Ask, tx: Session, deal: Deal, task: Task, back: Json) -> None:
    """Who said that it is done may take that back; ``back``: what was said before."""
    if task.answer == "done":
        back = {**back, "heard": [_told_back(ask, one) for one in _who_waits(ask, deal, task)]}
        undo_rows.put(tx, ask.actor.id, UNDONE, deal.id, ask.now + UNDO_FOR, ask.now, back)


def _as_it_is(task: Task) -> dict[str, object]:
    return {"state": task.state, "due_at": str(task.due_at or ""), "person_id": task.person_id}


def as_it_stands(
    ask: Ask, tx: Session, deal: Deal, task: Task, ts: str, *, is_late: bool = False
) -> TaskAsked:
    """As it stands, for who tapped."""
    told = tasks.as_told(ask.pipeline, tx, deal, task, ask.person)
    return told.model_copy(update={"is_late": is_late, "is_here": _is_here(ask, tx, task, ts)})


def _is_here(ask: Ask, tx: Session, task: Task, ts: str) -> bool:
    """Is the message under which they tapped one of their own about this task alone?"""
    asked = [d for d in delivery_rows.of_slots(tx, tasks.slots(task)) if d.kind == TaskAsked.kind]
    return bool(ts) and ts in {d.ts for d in asked if d.person_id == ask.actor.id}


def form(ask: Ask, task_id: int, verb: str, channel: str, ts: str) -> TaskForm | TaskAsked:
    """The small form of an answer that wants a word more; the task as it stands when it is too late. Raises NotFound."""
    with ask.deps.db.read() as tx:
        task, deal = theirs(ask, tx, rows.with_deal(tx, task_id))
        told = as_it_stands(ask, tx, deal, task, ts, is_late=not may(ask, task, deal))
        if told.is_late:
            return told
        people = takers(tx, ask.person, deal) if verb == "pass" else []
        choices = tuple(Choice(value=str(p.id), label=p.name) for p in people)
        return TaskForm(verb=verb, asked=told, people=choices, channel=channel, ts=ts)


def takers(tx: Session, person: Person, deal: Deal) -> list[Person]:
    """Whom a task may be passed to: everybody to whom tasks go, but the deal's owner and who passes it."""
    found = {p.id: p for role in tasks.ASKED for p in people_rows.holding(tx, role) if can_hear(p)}
    return [p for key, p in found.items() if key not in (person.id, deal.owner_id)]


def theirs(ask: Ask, tx: Session, found: tuple[Task, Deal] | None) -> tuple[Task, Deal]:
    """The task, for who may answer it or was once asked for it. Raises NotFound."""
    if found is None or found[0].kind == help_requests.KIND:  # help is answered where it was asked for
        raise NotFound("err.stale")
    task, deal = found
    was_asked = any(d.person_id == ask.actor.id for d in delivery_rows.of_slots(tx, tasks.slots(task)))
    if not (was_asked or access.may_answer(ask.actor, task, deal)):
        raise NotFound("err.stale")
    return task, deal


def may(ask: Ask, task: Task, deal: Deal) -> bool:
    return task.state == "open" and deal.state == "open" and access.may_answer(ask.actor, task, deal)


def tell_back(ask: Ask, tx: Session, deal: Deal, task: Task, said: TaskSaid | None = None) -> tuple[str, ...]:
    """The owner, and who asked for it, hear what was said; each answer once. Their names."""
    names = []
    for person_id in _who_waits(ask, deal, task):
        reader = people_rows.by_id(tx, person_id)
        if reader is None:
            continue
        told = tasks.as_told(ask.pipeline, tx, deal, task, reader)
        back = TaskBack(
            head=shown.head(tx, deal),
            what=tasks.what(ask.pipeline, task, language(reader)),
            said=said or told.said or TaskSaid(verb=task.answer or "", who=ask.person.name),
        )
        names.append(reader.name)
        tell(tx, _told_back(ask, person_id), reader, back, ask.now)
    return tuple(names)


def _who_waits(ask: Ask, deal: Deal, task: Task) -> list[int]:
    """The owner, and who asked for it, but who answers."""
    return [one for one in {deal.owner_id, task.opened_by} if one is not None and one != ask.actor.id]


def _told_back(ask: Ask, person_id: int) -> str:
    """The slot of the message that tells this person of this answer."""
    return f"task_back:{ask.key}:{person_id}"
