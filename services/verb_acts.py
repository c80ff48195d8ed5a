"""What verbs do to a deal: a new date, a wait, later, lost, push. Each within the caller's transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from rules.access import Actor
from rules.answers.digests import VerbFilled
from rules.answers.nudges import Done
from rules.errors import Invalid, Refused
from rules.ladder import later_choices
from rules.when import When
from services import audit, note_store, stages, waits
from services.calendars import calendars
from services.config import ActiveConfig
from services.facts import Staff
from services.leads import local
from storage import deals as deal_rows
from storage import digests as rows
from storage import nudges as nudge_rows
from storage.db import Session
from storage.tables import Deal, Later, Person

NO_DECISION = "no_decision"  # the reason of a deal that its manager closes
# Fields of the deal's own forms, and what they are called in a verb's form.
FIELDS = {"until": "on", "reason": "choice", "words": "text"}


def touch(tx: Session, deal: Deal, now: datetime, **values: object) -> None:
    """Changes a deal and lets the clock look again."""
    assert deal.id is not None
    deal_rows.change(tx, deal.id, deal.version, **{"next_check_at": now, **values})


def day_ahead(filled: VerbFilled, person: Person, now: datetime) -> date:
    """The day of a form, today or later. Raises Invalid."""
    if filled.on is None:
        raise Invalid("verb.date_missing", faults={"on": "verb.date_missing"})
    if filled.on < local(person, now).date():
        raise Invalid("verb.date_past", faults={"on": "verb.date_past"})
    return filled.on


def change_date(
    tx: Session, person: Person, actor: Actor, deal: Deal, filled: VerbFilled, now: datetime
) -> Done:
    """The next step is on another day: a new revision, a new episode."""
    day, calendar = day_ahead(filled, person, now), calendars(tx, [person], now.year)[actor.id]
    assert deal.id is not None
    step = deal_rows.open_step(tx, deal.id)
    before = str(step.on_date) if step else None
    if step is None:
        step = note_store.put_step(
            tx, deal, person, calendar, filled.text, When(date=day, time=None, kind="by"), now
        )
    else:
        when = When(date=day, time=step.at_time, kind=step.kind)  # type: ignore[arg-type]
        step.text, step.on_date, step.tz = filled.text or step.text, day, person.slack_tz
        step.due_at = note_store.due_at(day, when, calendar, person)
        step.revision += 1
        tx.add(step)
        tx.flush()
    touch(tx, deal, now, clocks_from=deal.clocks_from or now)
    audit.record(
        tx, actor.id, "step.date", f"deal:{deal.id}", now=now, before={"on": before}, after={"on": str(day)}
    )
    return Done(verb="date", on=day, text=step.text)


def wait(
    tx: Session, config: ActiveConfig, person: Person, deal: Deal, filled: VerbFilled, now: datetime
) -> Done:
    """Waits on the customer until a day. Raises Invalid, by the fields of the verb's form."""
    day = day_ahead(filled, person, now)
    with _by_our_fields():
        found = waits.put(
            tx, config.pipeline, person, deal, who=filled.who, why=filled.text, until=day, now=now
        )
    return Done(verb="wait", until=found.until)


@contextmanager
def _by_our_fields() -> Iterator[None]:
    """Faults of the deal's own forms, under the names that the verb's form has."""
    try:
        yield
    except Invalid as fault:
        named = {FIELDS.get(name, name): key for name, key in fault.faults.items()}
        raise Invalid(fault.key, faults=named, **fault.fields) from fault


def later(
    tx: Session, config: ActiveConfig, actor: Actor, deal: Deal, nudge_id: int, choice: str, now: datetime
) -> Done:
    """Comes back in at most two working days; only the first Later of an episode delays the manager."""
    nudge = rows.nudge(tx, nudge_id) if nudge_id else None
    if nudge is None or nudge.deal_id != deal.id or nudge.person_id != actor.id:
        raise Refused("verb.no_later")
    staff = Staff(tx, now.year)
    staff.learn(tx, [deal.owner_id])
    owner = staff.facts(deal.owner_id)
    offered = later_choices(now, owner.delivery, config.pipeline.digests.rep) if owner else {}
    if choice not in offered:
        raise Invalid("verb.pick", faults={"choice": "verb.pick"})
    assert deal.id is not None
    before = [
        x
        for x in nudge_rows.laters_of(tx, [deal.id]).get(deal.id, [])
        if (x.rule, x.episode) == (nudge.rule, nudge.episode)
    ]
    tx.add(
        Later(
            deal_id=deal.id,
            rule=nudge.rule,
            episode=nudge.episode,
            until=offered[choice],
            n=len(before) + 1,
            by_id=actor.id,
        )
    )
    touch(tx, deal, now)
    after = {"rule": nudge.rule, "until": offered[choice].isoformat()}
    audit.record(tx, actor.id, "nudge.later", f"deal:{deal.id}", now=now, after=after)
    return Done(verb="later", until=offered[choice])


def lose(
    tx: Session,
    config: ActiveConfig,
    person: Person,
    deal: Deal,
    filled: VerbFilled,
    now: datetime,
    *,
    by_manager: bool = False,
) -> Done:
    """Closes a deal as lost with its reason. Raises Invalid, by the fields of the verb's form."""
    reason = filled.choice
    if by_manager:
        reasons = [r.key for r in config.pipeline.loss_reasons if r.moved_to is None]
        reason = NO_DECISION if NO_DECISION in reasons else reasons[-1]
    with _by_our_fields():
        found = stages.shut(
            tx, config.pipeline, person, deal, state="lost", reason=reason, words=filled.text, now=now
        )
    return Done(verb="lost", text=found.reason)


def push(tx: Session, actor: Actor, deal: Deal, now: datetime) -> Done:
    """The manager's word to go on: on record, nothing restarts."""
    touch(tx, deal, now)
    audit.record(tx, actor.id, "deal.push", f"deal:{deal.id}", now=now, after={"decided": "push"})
    return Done(verb="push")
