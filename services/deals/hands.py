"""Who has a hand in a deal that is another's, promised to help or was asked for something, hears once that it is over or
somebody else's by now, and reads there that this was taken back."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rules.answers import Answer
from rules.answers.nudges import Done
from rules.answers.teams import DealOver, DealsOver, Was
from rules.pipeline import Pipeline
from services import shown
from services.deals import help_requests, tasks
from services.facts import Staff
from services.sending import outbox
from services.sending.telling import Retold, request, retell, says
from services.team.people import can_hear, language
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person, Task

MOST = 10  # deals that the message about an import names


@dataclass(frozen=True)
class By:
    """By whose doing; what one import does is told in one message."""

    person_id: int | None
    run_id: int | None = None


def tell(
    tx: Session,
    pipeline: Pipeline,
    deal: Deal,
    done: Done,
    had: Iterable[Task | None],
    by: By,
    now: datetime,
    *,
    but: Collection[int | None] = (),
) -> list[str]:
    """``had``: the promise of who helps, and the tasks that ended or stay. Nobody is told of their own doing, nor are
    the deal's owners (``but``: who was). The slots of what was promised."""
    of_whom: dict[int, list[Task]] = {}
    for task in had:
        for person_id in _whose(tx, task) if task is not None else ():
            of_whom.setdefault(person_id, []).append(task)  # type: ignore[arg-type]
    slots = []
    for person_id in sorted(of_whom.keys() - {by.person_id, deal.owner_id, *but}):
        person, theirs = people_rows.by_id(tx, person_id), of_whom[person_id]
        if person is None or not can_hear(person):
            continue
        asked = [task for task in sorted(theirs, key=lambda x: x.id) if task.kind != help_requests.KIND]
        told = DealOver(
            head=shown.head(tx, deal),
            done=done,
            helps=len(asked) < len(theirs),
            tasks=tuple(Was(what=tasks.what(pipeline, task, language(person))) for task in asked),
        )
        slots += [slot] if (slot := _say(tx, person, told, by, now)) else []
    return slots


def _whose(tx: Session, task: Task) -> set[int]:
    """Who helps by it; whose it is and who knows of it: it was asked of them, or they said themselves that they do it."""
    if task.kind == help_requests.KIND:
        return {task.answered_by} if task.answer == help_requests.HELPING and task.answered_by else set()
    if task.kind in tasks.APART:
        return set()
    sent = delivery_rows.of_slots(tx, tasks.slots(task))
    heard = {d.person_id for d in sent if d.state not in (*delivery_rows.UNHEARD, "ready")}
    if task.person_id is None:
        group = people_rows.holding(tx, task.group_role) if task.group_role else []
        return {person.id for person in group} & heard
    is_own = task.opened_by == task.person_id
    return {task.person_id} if is_own or task.person_id in heard else set()


def _say(tx: Session, person: Person, told: DealOver, by: By, now: datetime) -> str | None:
    """One message a deal while it has not gone out: of what comes after one another by night, the last is told."""
    staff = Staff(tx, now.year)
    staff.learn(tx, [person.id])
    reader = staff.facts(person.id)
    if reader is None:
        return None
    opening = reader.delivery.next_opening(now).isoformat(timespec="seconds")
    slot, answer = f"over:{told.head.deal_id}:{person.id}:{opening}", told
    message: Answer = answer
    if by.run_id is not None:
        slot, message = f"over:import:{by.run_id}:{person.id}", DealsOver(deals=(told,))
    if not request(tx, slot, person, message, now):
        retell(tx, [slot], lambda sent, _: (_with(sent, told), True), now)
    return slot


def _with(sent: Delivery, told: DealOver) -> Answer:
    """What a message says that tells of this one too."""
    known = says(sent)
    if not isinstance(known, DealsOver):
        return told
    shown_so_far = [one for one in known.deals if one.head.deal_id != told.head.deal_id]
    if len(shown_so_far) == MOST:
        return known.model_copy(update={"more": known.more + 1})
    return known.model_copy(update={"deals": (*shown_so_far, told)})


def tell_back(tx: Session, slots: Sequence[str], deal_id: int, now: datetime, owner: str = "") -> None:
    """What was told there of this deal was taken back: it says so, or, where nobody has read it yet, it is not said.
    ``owner``: whose it is again."""

    def told(sent: Delivery, _: Person) -> Retold | None:
        known = says(sent)
        if isinstance(known, DealsOver):
            is_read = sent.state in ("sent", *outbox.ON_ITS_WAY)
            return _without(known, deal_id, owner, is_read=is_read)
        return (_back(known, owner), False) if isinstance(known, DealOver) else None

    retell(tx, slots, told, now)


def _back(told: DealOver, owner: str) -> DealOver:
    done = told.done.model_copy(update={"who": owner or told.done.who})
    return told.model_copy(update={"is_back": True, "done": done})


def _without(told: DealsOver, deal_id: int, owner: str, *, is_read: bool) -> Retold | None:
    """Where nobody has read it, nothing is said of that deal; one that is not named is one less of the others."""
    is_named = any(one.head.deal_id == deal_id for one in told.deals)
    more = told.more if is_named else max(told.more - 1, 0)
    deals = [_back(one, owner) if one.head.deal_id == deal_id else one for one in told.deals]
    if not is_read:
        deals = [one for one in told.deals if one.head.deal_id != deal_id]
    now_told = told.model_copy(update={"deals": tuple(deals), "more": more})
    return (now_told, more > 0 or any(not one.is_back for one in deals)) if deals else None
