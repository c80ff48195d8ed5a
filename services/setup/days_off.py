"""One's own days off: noted, shown, taken back. Reminders wait, limits stand still, and nobody is told instead."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from rules.access import Action
from rules.answers import Answer
from rules.answers.days import DaysDone, DaysOff, DaysOffShown, DaysPart
from rules.calendar import Calendar
from rules.days import is_far
from rules.errors import Invalid, NotFound
from rules.periods import MOST
from services import audit
from services.ask import Ask, once
from services.shown import heads
from services.team import access, people
from services.team.calendars import calendars
from storage import days_off as rows
from storage import deal_lists, locks
from storage import deals as deal_rows
from storage.db import Session
from storage.tables import DayOff

NAMED = 3  # deals of which a next step falls on the days


@once("off.add")
def add(ask: Ask, tx: Session, days: DaysPart) -> Answer:
    """Notes days off; said again, or of days that are noted already, it says so. Raises Invalid."""
    noted = _held(ask, tx)
    if fault := fault_of(days.first, days.last, ask.today):
        raise Invalid(fault, faults={"last": fault})
    stood = _within(noted, days)
    if _count(stood) == _count([days]):
        whole = next((x for x in noted if x.first <= days.first and days.last <= x.last), days)
        return _told(ask, tx, "known", whole)
    if _count(noted) - _count(stood) + _count([days]) > MOST:
        raise Invalid("off.too_many", faults={"last": "off.too_many"}, most=MOST)
    working = _working(_calendar(ask, tx, days.first), days)
    rows.put_off(tx, ask.actor.id, days.first, days.last, days.name)
    _changed(ask, tx, "person.off", days)
    return _told(ask, tx, "added", days.model_copy(update={"before": stood}), working)


@once("off.cancel")
def cancel(ask: Ask, tx: Session, first: date, last: date) -> Answer:
    """One works on these days after all, whatever days off they are part of. Raises Invalid, NotFound."""
    days = DaysPart(first=first, last=last)
    stood = _within(_held(ask, tx), days)
    if not stood:
        raise NotFound("off.not_noted")
    rows.cut_off(tx, ask.actor.id, first, last)
    _changed(ask, tx, "person.off_cancel", days)
    told = DaysPart(first=max(first, stood[0].first), last=min(last, stood[-1].last), before=stood)
    return DaysOff(done="cancelled", days=told)


@once("off.restore")
def restore(ask: Ask, tx: Session, days: DaysPart) -> Answer:
    """Undo: on these days one is off as one was before. Raises Invalid."""
    _held(ask, tx)
    if fault := fault_of(days.first, days.last, ask.today):
        raise Invalid(fault)
    rows.cut_off(tx, ask.actor.id, days.first, days.last)
    for one in _within(days.before, days):
        rows.put_off(tx, ask.actor.id, one.first, one.last, one.name)
    _changed(ask, tx, "person.off_undo", days)
    return DaysOff(done="restored", days=DaysPart(first=days.first, last=days.last))


def _held(ask: Ask, tx: Session) -> list[DaysPart]:
    """One's days off ahead; nobody else changes them until the transaction ends."""
    access.authorize(tx, ask.actor, Action.SEE_SELF, None, ask.now)
    locks.hold(tx, f"off:{ask.actor.id}")
    return [_part(x) for x in rows.ahead(tx, ask.actor.id, ask.today)]


def _within(noted: Iterable[DaysPart], days: DaysPart) -> tuple[DaysPart, ...]:
    """What lies on these days, cut off at their ends."""
    return tuple(
        x.model_copy(update={"first": max(x.first, days.first), "last": min(x.last, days.last)})
        for x in noted
        if x.first <= days.last and days.first <= x.last
    )


def _count(noted: Iterable[DaysPart]) -> int:
    return sum((x.last - x.first).days + 1 for x in noted)


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
    deals = rows.steps_within(tx, ask.actor.id, days.first, days.last)
    return DaysOff(
        done=done,
        days=days,
        working=working,
        back_on=calendar.shift_day(days.last, 1),
        steps=len(deals),
        on=tuple(heads(tx, deals).values())[:NAMED],
        manager=manager.name if manager else "",
    )


def _calendar(ask: Ask, tx: Session, day: date) -> Calendar:
    return calendars(tx, [ask.person], day.year)[ask.actor.id]


def _working(calendar: Calendar, days: DaysPart) -> int:
    """How many of these days one would have worked, also of those that one is off on already."""
    every = [days.first + timedelta(days=n) for n in range((days.last - days.first).days + 1)]
    usual = replace(calendar, days_off=calendar.days_off.difference(every))
    return sum(map(usual.is_working, every))


def _changed(ask: Ask, tx: Session, action: str, days: DaysPart) -> None:
    """On record, and the clocks of one's deals look again: limits have moved, and what was planned may have to wait."""
    told = {"first": days.first.isoformat(), "last": days.last.isoformat()}
    audit.record(tx, ask.actor.id, action, f"person:{ask.actor.id}", now=ask.now, after=told)
    ids = [deal.id for deal in deal_lists.running(tx, [ask.actor.id])]
    deal_rows.hold(tx, ids)
    deal_rows.look_again(tx, ids, ask.now)


def _part(row: DayOff) -> DaysPart:
    return DaysPart(first=row.first, last=row.last, name=row.reason)
