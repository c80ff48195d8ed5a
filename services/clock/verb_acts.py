"""What verbs do to a deal: a new date, a wait, later, lost, push. Each within the caller's transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from rules.answers.digests import VerbFilled
from rules.answers.nudges import Done
from rules.answers.waits import Wish
from rules.errors import Invalid, Refused
from rules.later import later_choices
from rules.lead_text import LeadText
from rules.planned import Stage
from rules.when import When
from services import audit
from services.ask import Ask
from services.capture import lead_store, leads, note_store
from services.clock import coming
from services.clock.coming import Again, Reading
from services.clock.said import Pressed, own_nudge
from services.deals import help_requests, no_call, stages, undoing, waits
from services.deals.form_days import day_ahead
from services.deals.owner_told import tell_owner
from services.facts import Staff, deal_facts, rules_now
from storage import accounts as account_rows
from storage import deals as deal_rows
from storage import laters as later_rows
from storage import steps as step_rows
from storage import tokens as token_rows
from storage import waits as wait_rows
from storage.db import Session
from storage.tables import Deal, Later, Nudge, Push
from storage.tables.base import Json

# Fields of the deal's own forms, and what they are called in a verb's form.
FIELDS = {"until": "on", "reason": "choice", "words": "text"}


def change_date(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """The next step is on another day: a new revision, a new episode."""
    day = day_ahead(filled, ask.person, ask.now)
    step = step_rows.open_of(tx, deal.id)
    when = When(date=day, time=None, kind="by")
    if step is not None:
        when = When(date=day, time=step.at_time, kind=step.kind, part=step.part_of_day)  # type: ignore[arg-type]
    step = note_store.date_step(ask, tx, deal, step, when, filled.text)
    return Done(verb="date", on=day, text=step.text)


def sign_on(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """It will be signed by another day; nothing else begins anew."""
    day = day_ahead(filled, ask.person, ask.now)
    was = deal.expected_sign_on
    deal_rows.change(tx, deal.id, deal.version, expected_sign_on=day, next_check_at=ask.now)
    before = {"sign_on": was.isoformat() if was else None}
    audit.record(
        tx,
        ask.actor.id,
        "deal.edit",
        f"deal:{deal.id}",
        now=ask.now,
        before=before,
        after={"sign_on": day.isoformat()},
    )
    return Done(verb="sign_on", on=day)


def wait(
    ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled, *, is_park: bool = False
) -> Done:
    """Waits on the customer, or is parked, until a day; what was promised before that day stays in the lists of a deal that
    waits. Raises Invalid, by the fields of the verb's form, and TooOften."""
    day = day_ahead(filled, ask.person, ask.now)
    with _by_our_fields():
        wish = Wish(deal_id=deal.id, who=filled.who, why=filled.text, until=day, is_park=is_park)
        found = waits.put(ask, tx, deal, wish)
    is_own = deal.owner_id == ask.actor.id
    verb = waits.told_as(is_park=is_park, is_by_reader=True, is_own=is_own)
    is_listed = found.is_listed and is_own
    return Done(
        verb=verb,
        until=found.until,
        is_listed=is_listed,
        undo_id=found.undo_id,
        undo_until=found.undo_until,
    )


@contextmanager
def _by_our_fields() -> Iterator[None]:
    """Faults of the deal's own forms, under the names that the verb's form has."""
    try:
        yield
    except waits.TooOften:
        raise
    except Invalid as fault:
        named = {FIELDS.get(name, name): key for name, key in fault.faults.items()}
        raise Invalid(fault.key, faults=named, **fault.fields) from fault


def later(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """Comes back in at most two working days; only the first Later of an episode delays the manager."""
    if (nudge := own_nudge(tx, ask.actor, deal, pressed)) is None:
        raise Refused("verb.no_later")
    staff = Staff(tx, ask.now.year)
    staff.learn(tx, [deal.owner_id])
    owner = staff.facts(deal.owner_id)
    offered = later_choices(ask.now, owner.delivery, ask.pipeline.digests.rep) if owner else {}
    if filled.choice not in offered:
        raise Invalid("verb.pick", faults={"choice": "verb.pick"})
    before = [
        x
        for x in later_rows.of_deals(tx, [deal.id]).get(deal.id, [])
        if (x.rule, x.episode) == (nudge.rule, nudge.episode)
    ]
    until = offered[filled.choice]
    said = Later(
        deal_id=deal.id,
        rule=nudge.rule,
        episode=nudge.episode,
        until=until,
        n=len(before) + 1,
        by_id=ask.actor.id,
        at=ask.now,
    )
    tx.add(said)
    tx.flush()
    back = {"id": said.id, "nudge": nudge.id, "promised": coming.promised(nudge), **_acted(ask, tx, deal)}
    after = {"rule": nudge.rule, "until": until.isoformat()}
    audit.record(tx, ask.actor.id, "nudge.later", f"deal:{deal.id}", now=ask.now, after=after)
    done = _put_off(tx, deal, nudge, until, Reading(ask.person, staff, ask.config, ask.now))
    return done.model_copy(update=undoing.offer(ask, tx, "later", deal, back)._asdict())


def _acted(ask: Ask, tx: Session, deal: Deal) -> Json:
    """Somebody said something of it without working on it; for the way back, when it was acted on before, and is now."""
    was = deal.acted_at
    no_call.said(ask, tx, deal)
    return {name: at.isoformat() if at else None for name, at in (("was", was), ("acted", deal.acted_at))}


def _put_off(tx: Session, deal: Deal, nudge: Nudge, until: datetime, by: Reading) -> Done:
    """When it comes back: promised where the list of that day has a place for it. What is red stands in the lists before
    all the same, and what another limit says by itself comes when it is reached."""
    again = coming.heard_again(tx, deal, by)
    is_told = again.at is not None and (again.is_listed or again.is_on_home)
    at = max(until, again.at) if is_told and again.at is not None else until
    has_place = again.is_listed if at == again.at else coming.has_place(tx, deal, at, by)
    coming.promise(tx, nudge, Again(at, is_listed=has_place), by.now)
    is_before = again.at is not None and again.at < at
    verb = "later_home" if not has_place else "later_limits" if is_before and not again.is_listed else "later"
    return Done(verb=verb, until=at, is_listed=is_before and again.is_listed)


def lose(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """Closes a deal as lost with its reason. Raises Invalid, by the fields of the verb's form."""
    return _shut(ask, tx, deal, filled.choice, filled.text)


def discard(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """No lead at all, with its reason. Raises Invalid, by the fields of the verb's form."""
    return _shut(ask, tx, deal, filled.choice, filled.text, state="invalid")


def other_person(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """Somebody else to try at this customer: their contact from now on, and the tries begin anew. Raises Invalid."""
    if not filled.who:
        raise Invalid("verb.who_missing", faults={"who": "verb.who_missing"})
    account = account_rows.by_ids(tx, [deal.account_id]).get(deal.account_id) if deal.account_id else None
    found = leads.read(tx, ask.pipeline, filled.text, ask.person) if filled.text else LeadText()
    lead = replace(found, account=account.name if account else None, contact=filled.who)
    lead_store.put_contact(tx, deal.id, account, lead, ask.now)
    token_rows.add(tx, deal.id, lead_store.words_of(deal, account.name if account else "", lead))
    deal_rows.acted(tx, deal, ask.now, tries=0)
    audit.record(
        tx, ask.actor.id, "deal.contact", f"deal:{deal.id}", now=ask.now, after={"contact": filled.who}
    )
    return Done(verb="other", who=filled.who)


def close(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """A manager's decision to stop: lost, for the reason that is said. Raises Invalid, by the fields of the verb's form."""
    known = [r.key for r in ask.pipeline.loss_reasons if r.moved_to is None]
    if filled.reason not in known:
        raise Invalid("lost.fault_reason", faults={"reason": "lost.fault_reason"})
    done = _shut(ask, tx, deal, filled.reason, filled.text)
    tell_owner(ask, tx, deal, f"shut:{deal.id}:{deal.version}", "they_close", filled.text)
    return done


def _shut(ask: Ask, tx: Session, deal: Deal, reason: str, words: str, state: str = "lost") -> Done:
    with _by_our_fields():
        found = stages.shut(ask, tx, ask.pipeline, deal, state=state, reason=reason, words=words)
    return Done(verb=state, text=found.reason)


def push(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """The manager's word to go on: on record, nothing restarts, its owner hears it, and who said it is asked nothing of the
    deal for some days. Raises Invalid of a parked one."""
    wait = wait_rows.running(tx, deal, ask.now)
    if wait is not None and wait.is_park:
        raise Invalid("verb.push_parked", faults={"choice": "verb.push_parked"})
    said = Push(deal_id=deal.id, by_id=ask.actor.id, words=filled.text, at=ask.now)
    tx.add(said)
    tx.flush()
    back = {"id": said.id, **_acted(ask, tx, deal)}
    after = {"decided": "push", **({"text": filled.text} if filled.text else {})}
    audit.record(tx, ask.actor.id, "deal.push", f"deal:{deal.id}", now=ask.now, after=after)
    which = ask.key if filled.text else ask.now.date()  # no words, clicked twice: heard once that day
    slot = f"pushed:{deal.id}:{ask.actor.id}:{which}"
    back["heard"] = tell_owner(ask, tx, deal, slot, "they_push", filled.text)
    done = Done(verb="push", until=_asked_next(ask, tx, deal))
    theirs = Done(verb="they_push", who=ask.person.name, text=filled.text)
    answer = help_requests.apart(ask.person, done, theirs)
    closed = help_requests.close(tx, deal, ask.person, "push", answer, ask.now, pressed.ts)
    back["helps"] = [task.id for task in closed]
    return done.model_copy(update=undoing.offer(ask, tx, "push", deal, back)._asdict())


def _asked_next(ask: Ask, tx: Session, deal: Deal) -> datetime | None:
    """The first list that may ask who pushed a deal on; None where others are asked."""
    staff = Staff(tx, ask.now.year)
    staff.learn(tx, [deal.owner_id])
    owner, manager = staff.facts(deal.owner_id), staff.manager(deal.owner_id)
    if owner is None or manager is None or manager.id != ask.actor.id:
        return None
    facts = deal_facts(tx, [deal], ask.pipeline, ask.now)[deal.id]
    return Stage(facts, owner, manager, rules_now(tx, ask.pipeline), (), ask.now).manager_list(ask.now)
