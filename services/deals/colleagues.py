"""Ask a colleague: a task for a named person or a whole group, opened by whoever works on the deal."""

from datetime import date, datetime

from rules import when
from rules.access import Action
from rules.addressed import addressed
from rules.answers import Answer
from rules.answers.digests import VerbFilled
from rules.answers.leads import Choice
from rules.answers.tasks import ColleagueAsked, ColleagueForm
from rules.clocks import step_due_at
from rules.errors import Invalid
from rules.names import parts_of_name, squeezed
from rules.when import When
from services import shown
from services.ask import Ask, once
from services.deals import tasks
from services.deals.form_days import day_ahead
from services.team import access
from services.team.calendars import calendars
from services.team.people import can_hear, language, local, zone_of
from storage import people as people_rows
from storage import tasks as task_rows
from storage.db import Session
from storage.tables import Deal, Person, Task

GROUP = "group:"
MOST_WAITING = 5  # requests of one person to the same people about one deal: each is a message to them
MOST = 95  # of the 100 entries of a menu; the rest are groups


def form(ask: Ask, deal_id: int, said: str = "") -> ColleagueForm:
    """Whom one may ask: the groups first, then people; ``said``: what was typed, perhaps with whom to ask before it. Raises
    NotFound, Refused, Invalid when there is nobody."""
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, deal_id, ask.now)
        found = _choices(tx, ask, deal)
        if not found:
            raise Invalid("task.nobody_to_ask")
        due = local(ask.person, tasks.due_for(ask, tx, [], tasks.NEXT_DAY)).date()
        names = {
            str(p.id): {p.handle, p.slack_id or "", *parts_of_name(p.name)}
            for p in people_rows.everybody(tx)
            if str(p.id) in found
        }
        chosen, text = addressed(said, names)
        due = _day_in(ask, text) or due
        return ColleagueForm(
            head=shown.head(tx, deal), people=tuple(found.values()), due=due, chosen=chosen, text=text
        )


def _day_in(ask: Ask, text: str) -> date | None:
    """The one day to come that these words name."""
    hits = when.find(text, now=ask.now, tz=zone_of(ask.person.slack_tz), locale=language(ask.person))
    days = {hit.when.date for hit in hits if isinstance(hit.when, When)}
    return next((day for day in days if day >= ask.today), None) if len(days) == len(hits) == 1 else None


def _choices(tx: Session, ask: Ask, deal: Deal) -> dict[str, Choice]:
    """What can be chosen, by its value: a group with somebody in it, a colleague who can hear."""
    groups = [role for role in tasks.ASKED if tasks.group_of(tx, role, deal)]
    people = [
        p for p in people_rows.everybody(tx) if can_hear(p) and p.id not in (ask.actor.id, deal.owner_id)
    ]
    found = {f"{GROUP}{role}": Choice(value=f"{GROUP}{role}", label=role) for role in groups}
    return found | {str(p.id): Choice(value=str(p.id), label=p.name) for p in people[:MOST]}


@once("task.ask")
def ask_colleague(ask: Ask, tx: Session, deal_id: int, filled: VerbFilled) -> Answer:
    """The task, and a message to each who is asked. Raises Invalid by field, NotFound, Refused."""
    deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, deal_id, ask.now)
    if deal.state != "open":
        raise Invalid("gate.closed")
    chosen = _choices(tx, ask, deal).get(filled.choice)
    if chosen is None:
        raise Invalid("verb.pick", faults={"choice": "verb.pick"})
    if not filled.text:
        raise Invalid("verb.words_missing", faults={"text": "verb.words_missing"})
    role = filled.choice.removeprefix(GROUP) if filled.choice.startswith(GROUP) else None
    people = tasks.group_of(tx, role, deal) if role else [_person(tx, filled.choice)]
    waiting = _waiting(tx, deal, role, people)
    same = next((t for t in waiting if _is_same(t.text, filled.text)), None)
    if same is not None and same.due_at is not None:
        return _asked(tx, ask, deal, people, same.due_at)
    if sum(t.opened_by == ask.actor.id for t in waiting) >= MOST_WAITING:
        raise Invalid("task.enough", faults={"text": "task.enough"}, count=MOST_WAITING)
    due_at = tasks.due_for(ask, tx, people, tasks.NEXT_DAY)
    if filled.on is not None:
        day = day_ahead(filled, ask.person, ask.now)
        due_at = step_due_at(day, None, calendars(tx, people[:1], day.year)[people[0].id or 0])
    task = Task(
        deal_id=deal.id,
        kind=tasks.COLLEAGUE,
        episode=f"ask:{ask.key}",
        person_id=people[0].id if len(people) == 1 else None,
        group_role=role,
        opened_by=ask.actor.id,
        opened_at=ask.now,
        due_at=due_at,
        text=filled.text,
    )
    tasks.put(ask, tx, deal, task, people)
    return _asked(tx, ask, deal, people, due_at)


def _asked(tx: Session, ask: Ask, deal: Deal, people: list[Person], due_at: datetime) -> ColleagueAsked:
    who, due = tuple(p.name for p in people), local(ask.person, due_at).date()
    return ColleagueAsked(head=shown.head(tx, deal), who=who, due=due)


def _waiting(tx: Session, deal: Deal, role: str | None, people: list[Person]) -> list[Task]:
    """What these people have been asked of this deal and nobody has answered."""
    alone = people[0].id if len(people) == 1 else None
    asked = task_rows.open_of_kind(tx, deal.id, tasks.COLLEAGUE)
    return [t for t in asked if t.answer is None and (t.group_role, t.person_id) == (role, alone)]


def _is_same(one: str, other: str) -> bool:
    """The same words are one request however often they are sent, and with whatever signs between them."""
    return (squeezed(one) or one) == (squeezed(other) or other)


def _person(tx: Session, choice: str) -> Person:
    found = people_rows.by_id(tx, int(choice))
    assert found is not None  # it was among the choices of this transaction
    return found
