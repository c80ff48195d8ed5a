"""Waiting on the customer: who, why, until; or parked until then. Pauses the clocks; as long and as often as the process allows."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from rules.access import Action, allowed
from rules.answers import Answer
from rules.answers.deals import WaitEnded, WaitSet
from rules.answers.nudges import Done
from rules.answers.waits import WaitTooOften, Wish
from rules.calendar import Calendar
from rules.clocks import running
from rules.coming import stands
from rules.errors import Invalid
from rules.thresholds import wait_rules
from rules.waits import longest_wait, wait_fault
from services import audit, shown
from services.ask import Ask, once
from services.deals import help_requests, undoing
from services.deals.owner_told import tell_owner
from services.deals.undoing import Offered
from services.facts import Staff, deal_facts, rules_now
from services.team import access
from services.team.calendars import calendars
from services.team.people import decider, zone_of
from storage import deals as deal_rows
from storage import people as people_rows
from storage import undos as undo_rows
from storage import waits as wait_rows
from storage.db import Session
from storage.tables import Deal, Person, Step, Undo, Wait
from storage.tables.base import Json

ASK_AT = time(9)  # when a wait that ends on a day is asked about, local
ANSWER = "wait"  # what it is to a request for help
USUAL = 5  # working days that a form proposes


class TooOften(Invalid):
    """One wait too many in this stage: only a manager of the deal may set it."""

    key = "wait.too_many"


@once("wait", but=(WaitTooOften,))
def wait(ask: Ask, tx: Session, wish: Wish) -> Answer:
    """Goes quiet until a day, or says whom to ask. Raises NotFound, Invalid: in the past, too long, nobody to ask."""
    deal = access.deal_for(tx, ask.actor, Action.WAIT, wish.deal_id, ask.now)
    try:
        return put(ask, tx, deal, wish)
    except TooOften:
        manager = decider(tx, deal.owner_id)
        if manager is None or manager.id == ask.actor.id:
            raise
        return WaitTooOften(head=shown.head(tx, deal), manager=manager.name, wish=wish)


def put(ask: Ask, tx: Session, deal: Deal, wish: Wish) -> WaitSet:
    """The wait itself, in the caller's transaction, and the way back. Raises Invalid, TooOften where a manager has to
    allow it."""
    person, now = ask.person, ask.now
    if deal.state != "open":
        raise Invalid("gate.draft" if deal.state == "draft" else "gate.closed")
    owner, calendar = _owner(ask, tx, deal)
    instant = _asked_on(owner, calendar, wish.until)
    earlier = wait_rows.in_stage(tx, deal.id, deal.stage, deal.stage_entered_at)
    running = [w for w in earlier if w.ended_at is None]
    if (known := _way_back(ask, tx, deal, wish, instant, running)) is not None:
        return _told(ask, tx, deal, wish, owner, instant, Offered(known.id or 0, known.until))
    fault = wait_fault(now, instant, len(earlier) - len(running), calendar, wait_rules(ask.pipeline))
    if fault == TooOften.key:
        if not allowed(ask.actor, Action.DECIDE, access.facts(tx, deal)):
            raise TooOften(faults={"until": fault})
    elif fault is not None:
        raise Invalid(fault, faults={"until": fault}, day=last_day(ask, tx, deal))
    back: Json = {"ended": wait_rows.end(tx, deal.id, now), "began": deal.clocks_from is None}
    wait = Wait(
        deal_id=deal.id,
        stage=deal.stage,
        who=wish.who.strip(),
        why=wish.why.strip(),
        since=now,
        until=instant,
        by_id=person.id,
        is_park=wish.is_park,
    )
    tx.add(wait)
    tx.flush()
    deal_rows.change(tx, deal.id, deal.version, next_check_at=now, clocks_from=deal.clocks_from or now)
    audit.record(
        tx, person.id, "deal.wait", f"deal:{deal.id}", now=now, after={"until": wish.until.isoformat()}
    )
    if wish.is_park:
        slot = f"parked:{deal.id}:{deal.version}"
        back["heard"] = tell_owner(ask, tx, deal, slot, "they_park", wish.why.strip(), instant)

    def said(reader: Person) -> Done:
        verb = told_as(
            is_park=wish.is_park, is_by_reader=reader.id == person.id, is_own=reader.id == deal.owner_id
        )
        return Done(verb=verb, who=person.name, until=instant)

    helps = [task.id for task in help_requests.close(tx, deal, person, ANSWER, said, now)]
    back |= {"id": wait.id, "helps": helps}
    way_back = undoing.offer(ask, tx, "park" if wish.is_park else "wait", deal, back)
    return _told(ask, tx, deal, wish, owner, instant, way_back)


def _way_back(
    ask: Ask, tx: Session, deal: Deal, wish: Wish, until: datetime, running: Sequence[Wait]
) -> Undo | None:
    """Of the same wish that runs, while it may be taken back: a button pressed twice is one wait."""
    wished = (wish.who.strip(), wish.why.strip(), until, wish.is_park, ask.person.id)
    same = {w.id for w in running if (w.who, w.why, w.until, w.is_park, w.by_id) == wished}
    mine = undo_rows.open_of(tx, ask.actor.id, ask.now) if same else ()
    return next((x for x in mine if x.action in ("wait", "park") and x.back["id"] in same), None)


def _told(
    ask: Ask, tx: Session, deal: Deal, wish: Wish, owner: Person, until: datetime, way_back: Offered
) -> WaitSet:
    is_listed = not wish.is_park and _is_listed(ask, tx, deal, owner, until)
    return WaitSet(
        head=shown.head(tx, deal),
        until=until,
        who=wish.who.strip(),
        is_listed=is_listed,
        **way_back._asdict(),
    )


def told_as(*, is_park: bool, is_by_reader: bool, is_own: bool) -> str:
    """How a wait is told to who reads of it: as theirs, as what they set on somebody else's deal, or as what others did."""
    if is_park:
        return "park" if is_by_reader else "they_park"
    return "wait" if is_own else "waits" if is_by_reader else "they_wait"


def _is_listed(ask: Ask, tx: Session, deal: Deal, owner: Person, until: datetime) -> bool:
    """Does the owner's last list before that tell of the deal, since something was promised by then?"""
    staff, times = Staff(tx, ask.now.year), ask.pipeline.digests
    staff.learn(tx, [owner.id])
    clock = times.manager if staff.leads(owner.id) else times.rep
    if (facts := staff.facts(owner.id)) is None:
        return False
    day = facts.delivery.list_at(facts.delivery.local(until).date(), clock)
    last = facts.delivery.previous_working_morning(day, clock)
    if last <= ask.now:
        return False
    known = deal_facts(tx, [deal], ask.pipeline, last)[deal.id]
    return stands(known, facts, last, running(known, facts.calendar, last, rules_now(tx, ask.pipeline)))


@once("wait.end")
def end(ask: Ask, tx: Session, deal_id: int) -> Answer:
    """They answered, or it was a mistake: the clocks run again. Raises NotFound, Refused."""
    deal = access.deal_for(tx, ask.actor, Action.WAIT, deal_id, ask.now)
    ended = wait_rows.end(tx, deal_id, ask.now)
    if ended:
        deal_rows.change(tx, deal_id, deal.version, next_check_at=ask.now)
        after = {"waits": ended}
        audit.record(tx, ask.actor.id, "deal.wait_end", f"deal:{deal_id}", now=ask.now, after=after)
    return WaitEnded(head=shown.head(tx, deal))


def _asked_on(owner: Person, calendar: Calendar, day: date) -> datetime:
    """When the owner is asked whether what they waited for came: on a day off nobody is, so on the next working day."""
    return datetime.combine(calendar.shift_day(day, 0), ASK_AT, zone_of(owner.slack_tz)).astimezone(UTC)


def longest(ask: Ask, deal_id: int) -> date:
    """The last day that may be chosen, by the owner's calendar whoever asks. Raises NotFound."""
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, Action.SEE_DEAL, deal_id, ask.now)
        return last_day(ask, tx, deal)


def last_day(ask: Ask, tx: Session, deal: Deal) -> date:
    """The longest that the process lets this deal wait."""
    owner, calendar = _owner(ask, tx, deal)
    return longest_wait(
        ask.now, lambda day: _asked_on(owner, calendar, day), calendar, wait_rules(ask.pipeline)
    )


def may(ask: Ask, tx: Session, deal: Deal) -> bool:
    """Whether this person may let it wait as it stands: it does not wait already, nor has as often as its stage allows."""
    if not allowed(ask.actor, Action.WAIT, access.facts(tx, deal)):
        return False
    had = wait_rows.in_stage(tx, deal.id, deal.stage, deal.stage_entered_at)
    is_waiting = any(wait.ended_at is None and wait.until > ask.now for wait in had)
    return not is_waiting and len(had) < wait_rules(ask.pipeline).times


def usual_day(ask: Ask, tx: Session, deal: Deal, step: Step | None) -> date:
    """Which day a form proposes: that of the next step while it is ahead, else a working week on; none that is refused."""
    last, (_, calendar) = last_day(ask, tx, deal), _owner(ask, tx, deal)
    if step is not None and step.on_date is not None and ask.today < step.on_date <= last:
        return step.on_date
    return min(calendar.shift_day(ask.today, USUAL), last)


def _owner(ask: Ask, tx: Session, deal: Deal) -> tuple[Person, Calendar]:
    """Who is asked when the wait ends, and their working time; of nobody's deal, whoever sets it."""
    owner = (people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None) or ask.person
    return owner, calendars(tx, [owner], ask.now.year)[owner.id]
