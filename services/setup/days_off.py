"""One's own days off: noted, shown, taken back. Reminders wait, limits stand still, and nobody is told instead."""

from datetime import date

from rules.access import Action
from rules.answers import Answer
from rules.answers.days import DaysDone, DaysOff, DaysOffShown, DaysPart
from rules.calendar import Calendar
from rules.days import is_far
from rules.errors import Invalid, NotFound
from rules.periods import MOST
from services import audit
from services.ask import Ask, once
from services.team import access, people
from services.team.calendars import calendars
from storage import days_off as rows
from storage import deal_lists
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import DayOff


@once("off.add")
def add(ask: Ask, tx: Session, days: DaysPart) -> Answer:
    """Notes days off; said again, or of days that are noted already, it says so. Raises Invalid."""
    access.authorize(tx, ask.actor, Action.SEE_SELF, None, ask.now)
    people_rows.held(tx, ask.actor.id)
    if fault := fault_of(days.first, days.last, ask.today):
        raise Invalid(fault, faults={"last": fault})
    noted = rows.ahead(tx, ask.actor.id, ask.today)
    known = next((x for x in noted if x.first <= days.first and days.last <= x.last), None)
    if known is not None:
        return _told(ask, tx, "known", _part(known))
    working = _working(_calendar(ask, tx, days.first), days)
    rows.put(tx, ask.actor.id, days.first, days.last, days.name)
    _changed(ask, tx, "person.off", days)
    return _told(ask, tx, "added", days, working)


@once("off.cancel")
def cancel(ask: Ask, tx: Session, first: date, last: date) -> Answer:
    """One works on these days after all; pressed twice, it says the same. Raises NotFound."""
    access.authorize(tx, ask.actor, Action.SEE_SELF, None, ask.now)
    people_rows.held(tx, ask.actor.id)
    days = DaysPart(first=first, last=last)
    if rows.drop(tx, ask.actor.id, first, last):
        _changed(ask, tx, "person.off_cancel", days)
    return DaysOff(done="cancelled", days=days)


def cancel_on(ask: Ask, day: date) -> Answer:
    """As `cancel`, of the days off that this day is one of. Raises NotFound."""
    with ask.deps.db.read() as tx:
        noted = rows.ahead(tx, ask.actor.id, ask.today)
    found = next((x for x in noted if x.first <= day <= x.last), None)
    if found is None:
        raise NotFound("off.not_noted")
    return cancel(ask, found.first, found.last)


def shown(ask: Ask) -> DaysOffShown:
    """One's days off that are not over."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.SEE_SELF, None, ask.now)
        return DaysOffShown(days=tuple(_part(x) for x in rows.ahead(tx, ask.actor.id, ask.today)))


def fault_of(first: date, last: date, today: date) -> str | None:
    """Why these cannot be days off."""
    if last < first:
        return "days.order"
    if last < today:
        return "days.past"
    if is_far(last, today):
        return "verb.date_far"
    return "days.long" if (last - first).days > MOST else None


def _told(ask: Ask, tx: Session, done: DaysDone, days: DaysPart, working: int = 0) -> Answer:
    calendar = _calendar(ask, tx, days.last)
    manager = people.manager_of(tx, ask.actor.id)
    return DaysOff(
        done=done,
        days=days,
        working=working,
        back_on=calendar.shift_day(days.last, 1),
        steps=rows.steps_within(tx, ask.actor.id, days.first, days.last),
        manager=manager.name if manager else "",
    )


def _calendar(ask: Ask, tx: Session, day: date) -> Calendar:
    return calendars(tx, [ask.person], day.year)[ask.actor.id]


def _working(calendar: Calendar, days: DaysPart) -> int:
    """How many of these days one would have worked."""
    after = calendar.shift_day(days.last, 1)
    n = 0
    while calendar.shift_day(after, -n - 1) >= days.first:
        n += 1
    return n


def _changed(ask: Ask, tx: Session, action: str, days: DaysPart) -> None:
    """On record, and the clocks of one's deals look again: limits have moved, and what was planned may have to wait."""
    told = {"first": days.first.isoformat(), "last": days.last.isoformat()}
    audit.record(tx, ask.actor.id, action, f"person:{ask.actor.id}", now=ask.now, after=told)
    ids = [deal.id for deal in deal_lists.running(tx, [ask.actor.id])]
    deal_rows.hold(tx, ids)
    deal_rows.look_again(tx, ids, ask.now)


def _part(row: DayOff) -> DaysPart:
    return DaysPart(first=row.first, last=row.last, name=row.reason)
