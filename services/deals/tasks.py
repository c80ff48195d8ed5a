"""Tasks of a group or a colleague: opened by what is in the way or by a stage, told to everybody of it, shown as they
stand now."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from rules.answers import Answer, load
from rules.answers.deals import TaskLeft
from rules.answers.nudges import Done, end_verb
from rules.answers.tasks import TaskAsked, TaskSaid, TasksDue
from rules.decision import UNBLOCK
from rules.durations import Duration
from rules.facts import LIVE
from rules.pipeline import Blocker, Pipeline
from services import audit, shown
from services.ask import Ask
from services.deals import help_requests
from services.sending import telling
from services.sending.telling import retell
from services.team.calendars import calendars
from services.team.people import can_hear, language, local, zone_of
from storage import attachments as file_rows
from storage import deliveries as delivery_rows
from storage import gates as gate_rows
from storage import people as people_rows
from storage import tasks as rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person, Task
from storage.tasks import opened_by_stay

BLOCKER, COLLEAGUE = "blocker", "ask"
SLOTS, HOUR = "slots", "hour"  # what is kept beside a task
NEXT_DAY = Duration(1, "wd")
SOON = timedelta(
    hours=1
)  # what is asked again so soon after it was taken back stands in the message that there is
PAPERS, LINKS = 5, ("https://", "http://")
APART = (UNBLOCK, help_requests.KIND)  # kinds that are no colleague's: red deals, and requests for help
OWN_KINDS = {BLOCKER, COLLEAGUE, *APART}  # that no stage of a process opens
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


def group_of(tx: Session, role: str, deal: Deal) -> list[Person]:
    """Who of a group can be asked about this deal: everybody but its owner."""
    return [p for p in people_rows.holding(tx, role) if can_hear(p) and p.id != deal.owner_id]


def is_anybody(tx: Session, role: str) -> bool:
    """Is there anybody of a group, be it the owner of the deal?"""
    return any(map(can_hear, people_rows.holding(tx, role)))


def open_for(ask: Ask, tx: Session, deal: Deal, blocker: Blocker) -> list[Person]:
    """One task for the group of a blocker, and a promised DM to each of it, once while it is open; who they are."""
    assert blocker.ours is not None
    group = group_of(tx, blocker.ours, deal)
    episode = f"{blocker.key}:{deal.stage_entered_at.isoformat(timespec='seconds')}"
    task = rows.by_episode(tx, deal.id, BLOCKER, episode)
    if task is None:
        task = Task(deal_id=deal.id, kind=BLOCKER, episode=episode, opened_at=ask.now)
    elif task.state != "open":
        task.version += 1  # asked anew: everybody hears again
        task.answer = task.answered_by = task.words = None
    if task.id is None or task.state != "open":
        task.due_at = due_for(ask, tx, group, NEXT_DAY)
        task.person_id = group[0].id if len(group) == 1 else None
        task.group_role, task.opened_by = blocker.ours, ask.person.id
        task.state, task.closed_at, task.text = "open", None, blocker.name.of("en")
    put(ask, tx, deal, task, group)
    return group


def end_unheld(tx: Session, deal: Deal, but: str, now: datetime) -> None:
    """What was in the way before, and was asked of a group that is nobody, is over; ``but``: what is in the way now."""
    for task in rows.open_of_kind(tx, deal.id, BLOCKER):
        if blocker_of(task) != but and not people_of(tx, task, deal):
            task.state, task.closed_at = "cancelled", now
            tx.add(task)


def open_stage(ask: Ask, tx: Session, pipeline: Pipeline, deal: Deal) -> tuple[str, ...]:
    """What entering its stage asks of others, once a stay, each of them told; the names of what was opened. Who has a
    message of what was taken back a moment ago reads it there."""
    episode = opened_by_stay(deal.stage_entered_at)
    names = []
    for opens in pipeline.stage(deal.stage).opens:
        if opens.moved_to is not None or rows.by_episode(tx, deal.id, opens.kind, episode) is not None:
            continue
        if rows.open_of_kind(tx, deal.id, opens.kind):  # of an earlier stay: they have it still
            continue
        group = group_of(tx, opens.to, deal)
        task = rows.taken_back(tx, deal.id, opens.kind, ask.now - SOON) or Task(
            deal_id=deal.id, kind=opens.kind, episode=episode, opened_at=ask.now, version=0
        )
        task.episode, task.state, task.closed_at = episode, "open", None
        task.person_id = group[0].id if len(group) == 1 else None
        task.group_role, task.opened_by = opens.to, ask.person.id
        want_by(task, due_for(ask, tx, group, opens.due), is_hour=True)
        task.text = opens.name.of("en")
        task.version += 1
        known = {
            sent.person_id
            for sent in delivery_rows.of_slots(tx, slots(task))
            if sent.state not in delivery_rows.UNHEARD
        }
        rewrite(tx, pipeline, deal, task, ask.now)
        put(ask, tx, deal, task, [one for one in group if one.id not in known])
        names.append(opens.name.of(language(ask.person)))
    return tuple(names)


def left(tx: Session, pipeline: Pipeline, deal: Deal, to: str, reader: Person) -> tuple[TaskLeft, ...]:
    """What the stages on a way forward have asked of others, and nobody has done."""
    passed = pipeline.stages[pipeline.index(deal.stage) : pipeline.index(to)]
    return tuple(
        TaskLeft(
            what=what(pipeline, task, language(reader)),
            due=day_of(task.due_at, reader) if task.due_at else None,
            at=hour_of(task, reader),
        )
        for stage in passed
        for opens in stage.opens
        for task in rows.open_of_kind(tx, deal.id, opens.kind)
    )


def due_for(ask: Ask, tx: Session, group: list[Person], due: Duration) -> datetime:
    """So long from now in the working time of the first who is asked; of who asks, where there is nobody."""
    who = group[0] if group else ask.person
    return calendars(tx, [who], ask.now.year)[who.id].add(ask.now, due)


def want_by(task: Task, at: datetime, *, is_hour: bool) -> None:
    """Until when it is wanted: by an hour, where the process says so long from an instant; else some time of that day."""
    task.due_at, task.told = at, {**(task.told or {}), HOUR: is_hour}


def put(ask: Ask, tx: Session, deal: Deal, task: Task, people: list[Person]) -> None:
    """Writes a task, on record, and promises each of these people the message that asks."""
    task.next_check_at = ask.now  # its ladder begins
    tx.add(task)
    tx.flush()
    for one in people:
        request(tx, ask.pipeline, deal, task, one, ask.now)
    after = {"task_id": task.id, "kind": task.kind, "group": task.group_role, "person_id": task.person_id}
    audit.record(tx, ask.person.id, "task.open", f"deal:{deal.id}", now=ask.now, after=after)


def request(tx: Session, pipeline: Pipeline, deal: Deal, task: Task, person: Person, now: datetime) -> None:
    """Promises one person the message that asks; once, and anew where it reached nobody."""
    slot = _slot(task, person.id)
    if telling.request(tx, slot, person, as_told(pipeline, tx, deal, task, person), now):
        note_slot(task, slot)
        tx.add(task)


def _slot(task: Task, person_id: int) -> str:
    return f"task:{task.id}:{task.version}:{person_id}"


def rewrite(tx: Session, pipeline: Pipeline, deal: Deal, task: Task, now: datetime, but: str = "") -> None:
    """Everybody's message says how the task stands now, except the one at ``but``, which the caller rewrites; whose
    message was dropped while it was over is asked again."""

    def told(sent: Delivery, reader: Person) -> tuple[Answer, bool]:
        asked = as_told(pipeline, tx, deal, task, reader)
        if sent.kind != TasksDue.kind:
            return asked, asked.is_open
        several = load(dict(sent.payload))
        assert isinstance(several, TasksDue)
        now_told = tuple(asked if one.task_id == task.id else one for one in several.tasks)
        return TasksDue(tasks=now_told), any(one.is_open for one in now_told)

    if task.kind != help_requests.KIND:
        retell(tx, slots(task), told, now, but)
        _ask_again(tx, pipeline, deal, task, now)
        return
    done = None if task.state == "open" else Done(verb=end_verb(deal.state))
    help_requests.rewrite(tx, task, lambda _: done, now, but)


def _ask_again(tx: Session, pipeline: Pipeline, deal: Deal, task: Task, now: datetime) -> None:
    """Whose open task it is, and whose message reached nobody."""
    if task.state != "open" or deal.state != "open":
        return
    unheard = {x.slot for x in delivery_rows.of_slots(tx, slots(task)) if x.state in delivery_rows.UNHEARD}
    for person in people_of(tx, task, deal) if unheard else ():
        if _slot(task, person.id) in unheard:
            request(tx, pipeline, deal, task, person, now)


def note_slot(task: Task, slot: str) -> None:
    """A message that asks for it is the newest from now on."""
    task.told = {**(task.told or {}), SLOTS: [*(known for known in slots(task) if known != slot), slot]}


def slots(task: Task) -> list[str]:
    """The slots of the messages that asked for it."""
    return list((task.told or {}).get(SLOTS, []))


def as_told(pipeline: Pipeline, tx: Session, deal: Deal, task: Task, reader: Person) -> TaskAsked:
    """The task as this reader may see it now: who asks for what, what was said to it, is it still theirs."""
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
            on=day_of(due, reader) if is_date and due else None,
            to=names.get(task.person_id or 0, "") if task.answer == "pass" else "",
            is_own=task.answered_by == reader.id,
            is_yours=task.answer == "pass" and task.person_id == reader.id,
        )
    asker_id = task.opened_by or deal.owner_id
    undo = (
        undo_rows.of_done(tx, reader.id, deal.id, task.id)
        if said and said.is_own and said.verb == "done"
        else None
    )
    return TaskAsked(
        task_id=task.id,
        head=shown.head(tx, deal),
        stage_name=pipeline.stage_name(deal.stage, locale),
        what=what(pipeline, task, locale),
        who=names.get(asker_id or 0, "") if asker_id != reader.id else "",
        due=day_of(due, reader) if due else None,
        at=hour_of(task, reader),
        is_open=theirs and task.state == "open" and deal.state == "open",
        is_off=task.state == "cancelled" or (task.state == "open" and deal.state not in LIVE),
        said=said,
        papers=_papers(tx, deal) if theirs and task.kind != BLOCKER else (),
        files=file_rows.count(tx, deal.id) if theirs and task.kind != BLOCKER else 0,
        undo_id=undo.id if undo else None,
        undo_until=undo.until if undo else None,
    )


def _papers(tx: Session, deal: Deal) -> tuple[str, ...]:
    """What there is to look at: the newest files of the deal by name, and the links that its gates were given."""
    links = [a.value for a in gate_rows.answers(tx, [deal.id]) if (a.value or "").startswith(LINKS)]
    return tuple(
        [f.name for f in file_rows.newest(tx, deal.id, PAPERS)] + [link or "" for link in links][:PAPERS]
    )


def day_of(at: datetime, reader: Person) -> date:
    return at.astimezone(zone_of(reader.slack_tz)).date()


def hour_of(task: Task, reader: Person) -> time | None:
    """The hour by which it is wanted, on this reader's wall; None where some time of its day will do."""
    is_by_hour = task.due_at is not None and (task.told or {}).get(HOUR)
    return local(reader, task.due_at).time() if is_by_hour and task.due_at else None


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


def people_of(tx: Session, task: Task, deal: Deal) -> list[Person]:
    """Whose it is, as far as they can hear: a person, else everybody of the group."""
    if task.person_id is None:
        return group_of(tx, task.group_role, deal) if task.group_role else []
    person = people_rows.by_id(tx, task.person_id)
    return [person] if person is not None and can_hear(person) else []
