"""Who has a hand in a deal that is another's, promised to help or was asked for something, hears once that it is over or
somebody else's by now.

What is promised is which deal, and what the reader knew of it. What it says is decided when it is sent, by the facts of
that moment (`as_it_is`): how the deal ended, else whose it is now, else, to who had read otherwise, that this was taken
back, else nothing. So what follows one another before it is read is told once, and undone it is not told at all."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rules.answers.nudges import Done, end_verb
from rules.answers.teams import DealOver, DealsOver, Was
from rules.facts import LIVE
from rules.pipeline import Pipeline
from services import shown
from services.deals import help_requests, tasks
from services.sending import outbox
from services.sending.telling import Retold, request, retell, says
from services.team import access
from services.team.people import can_hear, language
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person, Task

MOST = 50  # deals that one message knows of one by one; it names the first that there is something to say of
GIVEN = "reassigned"  # the verb of a deal that is somebody else's
What = Literal["end", "given"]


@dataclass(frozen=True)
class By:
    """By whose doing; what one import does is told in one message."""

    person_id: int | None
    run_id: int | None = None


@dataclass(frozen=True)
class Before:
    """Whose a deal was, since when, and who had promised to help them."""

    owner_id: int | None
    since: datetime | None
    promises: Sequence[Task]


def before(tx: Session, deal: Deal) -> Before:
    """Asked before a deal ends or becomes somebody else's."""
    return Before(deal.owner_id, deal.owner_since, help_requests.promises(tx, deal))


def tell(
    tx: Session,
    pipeline: Pipeline,
    deal: Deal,
    what: What,
    had: Iterable[Task],
    was: Before,
    by: By,
    now: datetime,
) -> list[str]:
    """``had``: the tasks that ended or stay. Nobody is told of their own doing, nor are the deal's owners, before and
    now. The slots of what was promised."""
    theirs: dict[int, list[Task]] = {}
    for task in (*was.promises, *had):
        for person_id in _whose(tx, task):
            theirs.setdefault(person_id, []).append(task)
    apart = {one for one in (by.person_id, deal.owner_id, was.owner_id) if one is not None}
    coming = _coming(tx, deal.id, theirs, is_import=by.run_id is not None)
    slots = _tell_again(tx, coming, deal.id, what, by, apart, now)
    for person_id in sorted(theirs.keys() - apart):
        person = people_rows.by_id(tx, person_id)
        if person is None or not can_hear(person):
            continue
        asked = [one for one in sorted(theirs[person_id], key=lambda x: x.id) if not _is_promise(one)]
        line = DealOver(
            head=shown.head(tx, deal),
            done=_done(tx, deal),
            helps=len(asked) < len(theirs[person_id]),
            tasks=tuple(Was(what=tasks.what(pipeline, x, language(person)), task_id=x.id) for x in asked),
            owner_id=was.owner_id,
            since=was.since,
        )
        waiting = [one for one in coming if one.person_id == person_id]
        slots.append(_say(tx, person, waiting, line, by, f"{deal.id}:{deal.version}", now))
    return list(dict.fromkeys(slots))


def _coming(tx: Session, deal_id: int, people: Collection[int], *, is_import: bool) -> list[Delivery]:
    """What tells of this deal, or goes to these people, and nobody has for certain; held."""
    found = delivery_rows.coming(tx, DealsOver.kind)
    slots = [
        x.slot for x in found if x.slot and (is_import or x.person_id in people or _line(_known(x), deal_id))
    ]
    return [x for x in delivery_rows.of_slots_held(tx, slots) if x.state in ("ready", *outbox.ON_ITS_WAY)]


def _is_promise(task: Task) -> bool:
    return task.kind == help_requests.KIND


def _whose(tx: Session, task: Task) -> set[int]:
    """Who helps by it; whose it is and who knows of it: it was asked of them, or they said themselves that they do it."""
    if _is_promise(task):
        return {task.answered_by} if task.answer == help_requests.HELPING and task.answered_by else set()
    sent = delivery_rows.of_slots(tx, tasks.slots(task))
    heard = {d.person_id for d in sent if d.state not in (*delivery_rows.UNHEARD, "ready")}
    if task.person_id is None:
        group = people_rows.holding(tx, task.group_role) if task.group_role else []
        return {person.id for person in group} & heard
    is_own = task.opened_by == task.person_id
    return {task.person_id} if is_own or task.person_id in heard else set()


def _done(tx: Session, deal: Deal) -> Done:
    """What became of it."""
    if deal.state not in LIVE:
        return Done(verb=end_verb(deal.state))
    owner = people_rows.by_id(tx, deal.owner_id or 0)
    return Done(verb=GIVEN, who=owner.name if owner is not None else "")


# -- promised -------------------------------------------------------------------------------------------


def _say(
    tx: Session,
    person: Person,
    waiting: Sequence[Delivery],
    line: DealOver,
    by: By,
    change: str,
    now: datetime,
) -> str:
    """In the message that is to tell of this deal already, else in the one of the import, else in one that nobody has
    begun to send, else in one of its own."""
    slot, is_import = f"over:{change}:{person.id}", by.run_id is not None
    into = next((one for one in waiting if _line(_known(one), line.head.deal_id)), None)
    if into is None and is_import:
        slot = f"over:import:{by.run_id}:{person.id}:{now:%Y-%m-%d}"
    elif into is None:
        into = next((x for x in waiting if x.state == "ready" and not _known(x).is_import), None)
    if into is not None and into.slot:
        slot = into.slot
    elif request(tx, slot, person, DealsOver(deals=(line,), is_import=is_import), now):
        return slot
    retell(tx, [slot], lambda sent, _: (_with(_known(sent), line), True), now)
    return slot


def _known(sent: Delivery) -> DealsOver:
    known = says(sent)
    assert isinstance(known, DealsOver)
    return known


def _line(told: DealsOver, deal_id: int) -> DealOver | None:
    return next((one for one in told.deals if one.head.deal_id == deal_id), None)


def _with(told: DealsOver, line: DealOver) -> DealsOver:
    """What a message says that tells of this one too."""
    deal_id = line.head.deal_id
    known = _line(told, deal_id)
    if known is not None:
        before_it = {"owner_id": known.owner_id, "since": known.since, "knows": known.knows}
        return _put(told, line.model_copy(update=before_it))
    if len(told.deals) < MOST:
        return told.model_copy(update={"deals": (*told.deals, line)})
    return told.model_copy(update={"others": tuple(dict.fromkeys((*told.others, deal_id)))})


def _put(told: DealsOver, line: DealOver) -> DealsOver:
    deal_id = line.head.deal_id
    deals = tuple(line if one.head.deal_id == deal_id else one for one in told.deals)
    return told.model_copy(update={"deals": deals})


def _tell_again(
    tx: Session,
    coming: Sequence[Delivery],
    deal_id: int,
    what: What,
    by: By,
    apart: set[int],
    now: datetime,
) -> list[str]:
    """What is to tell of this deal already tells of this too, but to whose doing it was, and to who hears of it otherwise;
    the slots of the rest."""

    def told(sent: Delivery, reader: Person) -> Retold | None:
        if (line := _line(known := _known(sent), deal_id)) is None:
            return None
        others = {one for one in line.knows if one != what}
        knows = others | {what} if reader.id in apart else others
        now_told = _put(known, line.model_copy(update={"knows": tuple(sorted(knows))}))
        is_import = known.is_import and by.run_id is not None
        return now_told.model_copy(update={"is_import": is_import}), sent.state == "ready"

    found = [one for one in coming if _line(_known(one), deal_id)]
    retell(tx, [one.slot for one in found if one.slot], told, now)
    return [one.slot for one in found if one.slot and one.person_id not in apart]


def tell_back(tx: Session, slots: Sequence[str], deal_id: int, now: datetime) -> None:
    """What was told there of this deal was taken back: who has it reads so. Where nobody has it yet, it is seen when it
    is sent."""

    def told(sent: Delivery, _: Person) -> Retold | None:
        if not isinstance(known := says(sent), DealsOver):
            return None
        is_read, line = sent.state != "ready", _line(known, deal_id)
        if line is not None and is_read:
            known = _put(known, line.model_copy(update={"is_back": True}))
        others = tuple(one for one in known.others if one != deal_id)
        return known.model_copy(update={"others": others}), not is_read

    retell(tx, slots, told, now)


# -- sent -----------------------------------------------------------------------------------------------


def as_it_is(tx: Session, reader: Person, told: DealOver) -> DealOver | None:
    """What there is to say of this deal to this reader now; None: nothing."""
    deal = deal_rows.by_id(tx, told.head.deal_id)
    if deal is None:
        return None
    is_over = deal.state not in LIVE
    is_since = (deal.owner_id, deal.owner_since) == (told.owner_id, told.since)
    items = _still(tx, reader, told, "cancelled" if is_over else "open")
    helps = told.helps and (is_over or is_since)
    known = told.model_copy(update={"tasks": items, "helps": helps})
    is_news = ("end" if is_over else "given") not in told.knows and deal.owner_id != reader.id
    may_read = bool(items) or (told.helps and access.sees(tx, reader, deal))
    # Given and given back is no news but to who helped: to its owner of then they had promised it.
    is_anothers = deal.owner_id != told.owner_id or (told.helps and not is_since)
    if is_news and may_read and (is_over or (deal.owner_id is not None and is_anothers)):
        return known.model_copy(
            update={"head": shown.head(tx, deal), "done": _done(tx, deal), "is_back": False}
        )
    if not told.is_back or is_over:
        return None
    # They have its name, and what was told them is so no more.
    who = _done(tx, deal).who if is_since else told.done.who
    return known.model_copy(update={"done": told.done.model_copy(update={"who": who})})


def _still(tx: Session, reader: Person, told: DealOver, state: str) -> tuple[Was, ...]:
    """What of it is still theirs and stands like this."""
    roles, found = people_rows.roles_of(tx, reader.id), []
    for one in told.tasks:
        task = tx.get(Task, one.task_id)
        if task is not None and task.state == state:
            found += [one] if task.person_id == reader.id or task.group_role in roles else []
    return tuple(found)


def left(tx: Session, reader: Person, told: DealsOver) -> DealsOver | None:
    """What there is to say of all of them; None: nothing."""
    found = tuple(line for one in told.deals if (line := as_it_is(tx, reader, one)) is not None)
    return told.model_copy(update={"deals": found}) if found else None
