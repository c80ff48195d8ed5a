"""Tasks of a group: opened by what is in the way, told to everybody of it, shown as they stand now."""

from collections.abc import Collection
from datetime import date, datetime

from rules.answers.tasks import TaskAsked, TaskSaid
from rules.pipeline import Blocker, Pipeline
from services import audit, shown
from services.ask import Ask
from services.clock import dressing
from services.sending.telling import tell
from services.team.calendars import calendars
from services.team.people import can_hear, language, zone_of
from storage import people as people_rows
from storage import tasks as rows
from storage.db import Session
from storage.tables import Deal, Person, Task

BLOCKER = "blocker"
ASKED = ("presales", "legal", "delivery", "finance")  # roles to which tasks go, in the order of a deal's life


def what(pipeline: Pipeline, task: Task, locale: str) -> str:
    """What is asked: as the process calls it in the reader's language, else in its own words."""
    named = {x.kind: x.name for stage in pipeline.stages for x in stage.opens}
    if task.kind == BLOCKER:
        named = {f"{BLOCKER}:{b.key}": b.name for b in pipeline.blockers}
    key = f"{BLOCKER}:{blocker_of(task)}" if task.kind == BLOCKER else task.kind
    return named[key].of(locale) if key in named else task.text


def blocker_of(task: Task) -> str:
    """The key of what was in the way when the task was opened; empty for a task of another kind."""
    return task.episode.partition(":")[0] if task.kind == BLOCKER else ""


# -- asking ---------------------------------------------------------------------------------------------


def open_for(ask: Ask, tx: Session, deal: Deal, blocker: Blocker) -> list[Person]:
    """One task for the group of a blocker, and a promised DM to each of it, once while it is open; who they are."""
    assert deal.id is not None and blocker.ours is not None
    group = [p for p in people_rows.holding(tx, blocker.ours) if can_hear(p) and p.id != deal.owner_id]
    episode = f"{blocker.key}:{deal.stage_entered_at.isoformat(timespec='seconds')}"
    task = rows.by_episode(tx, deal.id, BLOCKER, episode)
    if task is None:
        task = Task(deal_id=deal.id, kind=BLOCKER, episode=episode, opened_at=ask.now)
    elif task.state != "open":
        task.version += 1  # asked anew: everybody hears again
        task.answer = task.answered_by = task.words = None
    if task.id is None or task.state != "open":
        calendar = calendars(tx, group[:1], ask.now.year).get((group[0].id or 0) if group else 0)
        task.due_at = calendar.add_wd(ask.now, 1) if calendar else None
        task.person_id = group[0].id if len(group) == 1 else None
        task.group_role, task.opened_by = blocker.ours, ask.person.id
        task.state, task.closed_at, task.text = "open", None, blocker.name.of("en")
    tx.add(task)
    tx.flush()
    for one in group:
        request(ask, tx, deal, task, one)
    after = {"task_id": task.id, "group": blocker.ours}
    audit.record(tx, ask.person.id, "task.open", f"deal:{deal.id}", now=ask.now, after=after)
    return group


def request(ask: Ask, tx: Session, deal: Deal, task: Task, person: Person) -> None:
    """Promises one person the message that asks; once."""
    slot = f"task:{task.id}:{task.version}:{person.id}"
    if tell(tx, slot, person, as_told(ask.pipeline, tx, deal, task, person), ask.now):
        task.told = {"slots": [*slots(task), slot]}
        tx.add(task)


def slots(task: Task) -> list[str]:
    """The slots of the messages that asked for it."""
    return list((task.told or {}).get("slots", []))


def as_told(pipeline: Pipeline, tx: Session, deal: Deal, task: Task, reader: Person) -> TaskAsked:
    """The task as this reader may see it now: who asks for what, what was said to it, is it still theirs."""
    assert task.id is not None and reader.id is not None
    names = {p.id: p.name for p in people_rows.everybody(tx)}
    locale, due = language(reader), task.due_at
    theirs = task.person_id == reader.id or task.group_role in people_rows.roles_of(tx, reader.id)
    said = None
    if task.answer is not None and task.answered_by is not None:
        is_date = task.answer == "date" and due is not None
        said = TaskSaid(
            verb=task.answer,
            who=names.get(task.answered_by, ""),
            text=task.words or "",
            on=_day(due, reader) if is_date and due else None,
            to=names.get(task.person_id, "") if task.answer == "pass" else "",
        )
    return TaskAsked(
        task_id=task.id,
        head=shown.head(tx, deal),
        stage_name=dressing.stage_name(pipeline, deal.stage, locale),
        what=what(pipeline, task, locale),
        who=names.get(task.opened_by or deal.owner_id, ""),
        due=_day(due, reader) if due else None,
        is_open=theirs and task.state == "open" and deal.state == "open",
        said=said,
    )


def _day(at: datetime, reader: Person) -> date:
    return at.astimezone(zone_of(reader.slack_tz)).date()


def asked(tx: Session, deal_ids: Collection[int]) -> set[int]:
    """Who is, or was, asked for something about these deals."""
    found: set[int] = set()
    for task in rows.of_deals(tx, deal_ids):
        found |= {int(slot.rpartition(":")[2]) for slot in slots(task)}
        found |= {task.person_id} if task.person_id is not None else set()
        found |= (
            {p.id for p in people_rows.holding(tx, task.group_role) if p.id} if task.group_role else set()
        )
    return found
