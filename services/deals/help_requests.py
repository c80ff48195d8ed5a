"""Help of a manager: a request is closed in one place, whatever answers it, and the messages that asked say so; who
helps with a deal is known until the deal moves on."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from rules.answers import load
from rules.answers.digests import HelpAsked
from rules.answers.nudges import Done, Helping, WhyShown
from rules.decision import Why
from services.ask import Ask
from services.facts import Staff
from services.sending.telling import retell
from services.team.people import decider
from storage import deals as deal_rows
from storage import people as people_rows
from storage import tasks as rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person, Task

KIND, HELPING = "help", "helping"
Said = Callable[[Person], Done | None]  # what became of a request, as its reader is told; None: it is open


def slots(task: Task) -> list[str]:
    """The slots of the messages that asked, one for each wording."""
    return [slot(task, version) for version in range(1, task.version + 1)]


def slot(task: Task, version: int) -> str:
    return f"help:{task.id}:{version}"


def episode_of(ask: Ask) -> str:
    """One for each request or promise: in the sandbox time stands still, so an instant may see several."""
    return f"help:{ask.actor.id}:{ask.key}"


def apart(me: Person, mine: Done, theirs: Done) -> Said:
    """What one did, as their own deed; to others, who did it."""
    return lambda reader: mine if reader.id == me.id else theirs


def close(
    tx: Session, deal: Deal, by: Person | None, verb: str, said: Said, now: datetime, but: str = ""
) -> list[Task]:
    """The open requests for help on this deal are answered, and their messages say by what, except the one at ``but``,
    which the caller rewrites."""
    closed = rows.open_of_kind(tx, deal.id, KIND)
    for task in closed:
        task.state, task.answer, task.closed_at = "answered", verb, now
        task.answered_by = by.id if by is not None else None
        tx.add(task)
    tx.flush()
    for task in closed:
        rewrite(tx, task, said, now, but)
    return closed


def take_back(tx: Session, deal: Deal, said: Said, now: datetime) -> list[int]:
    """The same where what ends them can be undone: which requests, for whoever opens them again."""
    ended = rows.open_of_kind(tx, deal.id, KIND)
    for task in ended:
        task.state, task.closed_at = "cancelled", now
        tx.add(task)
    tx.flush()
    for task in ended:
        rewrite(tx, task, said, now)
    return [task.id for task in ended]


def ask_again(tx: Session, task_ids: Collection[int], verb: str, now: datetime, but: str = "") -> None:
    """What `close` answered by this is open again, and its messages ask as they did."""
    for task in rows.answered_by(tx, task_ids, KIND, verb):
        task.state, task.answer, task.answered_by, task.closed_at = "open", None, None, None
        tx.add(task)
        tx.flush()
        rewrite(tx, task, lambda _: None, now, but)


def rewrite(tx: Session, task: Task, said: Said, now: datetime, but: str = "") -> None:
    """Every message that asked says what became of it, or, opened again, asks as it did."""

    def told(sent: Delivery, reader: Person) -> tuple[HelpAsked, bool] | None:
        asked = load(dict(sent.payload)) if sent.payload.get("kind") == HelpAsked.kind else None
        if not isinstance(asked, HelpAsked):
            return None
        done = said(reader)
        line = asked.line.model_copy(update={"done": done})
        return asked.model_copy(update={"line": line}), done is None

    retell(tx, slots(task), told, now, but)


# -- who is asked ---------------------------------------------------------------------------------------


def asked_of(tx: Session, person_id: int, staff: Staff) -> list[tuple[Task, Deal]]:
    """The open requests to this person that are theirs to answer, with their deals, the oldest first."""
    asked = _running(tx, rows.helps_asked_of(tx, person_id))
    return [(task, deal) for task, deal in asked if staff.decides(person_id, deal.owner_id)]


def running(tx: Session) -> list[tuple[Task, Deal]]:
    """Every open request, with its deal."""
    return _running(tx, rows.helps_asked_of(tx))


def _running(tx: Session, asked: Sequence[Task]) -> list[tuple[Task, Deal]]:
    deals = {x.id: x for x in deal_rows.by_ids(tx, [task.deal_id for task in asked]) if x.state == "open"}
    return [(task, deals[task.deal_id]) for task in asked if task.deal_id in deals]


# -- who helps ------------------------------------------------------------------------------------------


def start(ask: Ask, tx: Session, deal: Deal, but: str = "") -> None:
    """Who asks helps from now on: the requests are answered, or, where nobody asked, it is noted all the same."""
    me = ask.person
    said = apart(me, Done(verb="helping_you", who=me.name), Done(verb=HELPING, who=me.name))
    if close(tx, deal, me, HELPING, said, ask.now, but):
        return
    known = rows.helping(tx, [deal.id]).get(deal.id)
    if known is not None and known.answered_by == me.id and _is_same_day(known, ask.now):
        again = tx.get_one(Task, known.id)
        again.closed_at = ask.now  # pressed again: the same promise, also where the deal has moved on since
        return
    episode = episode_of(ask)
    tx.add(
        Task(
            deal_id=deal.id, kind=KIND, episode=episode, person_id=me.id, opened_by=me.id, opened_at=ask.now,
            state="answered", answer=HELPING, answered_by=me.id, closed_at=ask.now, version=0,
        )
    )  # fmt: skip
    tx.flush()


def promises(tx: Session, deal: Deal) -> list[Task]:
    """What was promised its owner, by each who helps."""
    return [
        task
        for task in rows.of_deals(tx, [deal.id])
        if task.kind == KIND and task.answer == HELPING and _is_of_owner(deal, task)
    ]


def _is_same_day(promised: Task, now: datetime) -> bool:
    return promised.closed_at is not None and promised.closed_at.date() == now.date()


def latest(tx: Session, deals: Iterable[Deal]) -> Mapping[int, Task]:
    """deal → the help that is asked for it, else the last that was promised, while its owner is the same."""
    found = rows.helping(tx, [deal.id for deal in deals])
    return {
        deal.id: task
        for deal in deals
        if (task := found.get(deal.id)) is not None and _is_of_owner(deal, task)
    }


def _is_of_owner(deal: Deal, task: Task) -> bool:
    """Of the time that the deal has been its owner's."""
    return deal.owner_since is None or deal.owner_since <= (task.closed_at or task.opened_at)


def shown(tx: Session, deal: Deal, task: Task | None, why: WhyShown | Why, reader: Person) -> Helping | None:
    """Who helps since when, or was asked to, as this reader is told; None once the deal has moved on: its clock counts
    anew, or somebody spoke with the customer before the limit that is over now was."""
    if task is None or (task.closed_at is not None and not _stands(deal, task.closed_at, why)):
        return None
    helper = people_rows.by_id(tx, (task.answered_by if task.closed_at else task.person_id) or 0)
    if helper is None or not helper.is_active:
        return None
    judge = decider(tx, deal.owner_id)
    return Helping(
        who=helper.name,
        since=task.closed_at or task.opened_at,
        is_promised=task.closed_at is not None,
        is_reader=helper.id == reader.id,
        is_asked=judge is not None and judge.id == helper.id,
    )


def _stands(deal: Deal, promised_at: datetime, why: WhyShown | Why) -> bool:
    if promised_at < why.counted_from:
        return False
    spoke = deal.last_contact_at
    return spoke is None or spoke <= promised_at or why.limit_at <= promised_at
