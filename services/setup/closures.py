"""The company's days: closed on a working day, or at work on a day off (China's make-up days, where no library has them)."""

from collections.abc import Iterable
from datetime import date, timedelta

from rules.access import Action
from rules.answers import Answer
from rules.answers.days import CompanyDays, CompanyDaysShown, DaysDone, DaysPart
from rules.countries import COUNTRIES
from rules.errors import Invalid, NotFound
from services import audit
from services.ask import Ask, once
from services.setup import config_change
from services.setup.days_off import fault_of
from services.team import access
from storage import days_off as rows
from storage import locks
from storage import people as people_rows
from storage.db import Session
from storage.tables import Closure

EVERYWHERE = "*"
LOCK = "closures"
MOST = 62  # days at a time: longer is a slip


@once("closed.add")
def add(ask: Ask, tx: Session, days: DaysPart) -> Answer:
    """Sets the company's days; every running deal is looked at again by the next tick. Raises Invalid, Refused."""
    _may(ask, tx, days)
    stood = rows.closures_on(tx, days.first, days.last, days.calendar)
    if len(stood) == _length(days) and all(x.is_working == days.is_working for x in stood):
        return _told(tx, "known", days)
    rows.put_closures(tx, _dates(days), days.calendar, days.is_working, days.name)
    _changed(ask, tx, "calendar.days", days)
    return _told(tx, "added", days.model_copy(update={"before": _together(stood)}))


@once("closed.cancel")
def cancel(ask: Ask, tx: Session, days: DaysPart) -> Answer:
    """These days are as the calendar has them; where none was set it says so, and for whom one is. Raises Invalid,
    Refused."""
    _may(ask, tx, days)
    stood = rows.closures_on(tx, days.first, days.last, days.calendar)
    if not stood:
        others = rows.closures_on(tx, days.first, days.last)
        return CompanyDays(done="none", days=days, standing=_together(others))
    rows.drop_closures(tx, days.first, days.last, days.calendar)
    _changed(ask, tx, "calendar.days_cancel", days)
    return _told(tx, "cancelled", days.model_copy(update={"before": _together(stood)}))


@once("closed.restore")
def restore(ask: Ask, tx: Session, days: DaysPart) -> Answer:
    """Undo: these days are as they were before. Raises Invalid, Refused."""
    _may(ask, tx, days)
    rows.drop_closures(tx, days.first, days.last, days.calendar)
    for one in days.before:
        if days.first <= one.first <= one.last <= days.last:
            rows.put_closures(tx, _dates(one), days.calendar, one.is_working, one.name)
    _changed(ask, tx, "calendar.days_undo", days)
    return _told(tx, "restored", days.model_copy(update={"before": ()}))


def shown(ask: Ask) -> CompanyDaysShown:
    """The company's days ahead. Raises Refused."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.CLOSE_DAYS, None, ask.now)
        return CompanyDaysShown(days=_together(rows.closures_ahead(tx, ask.today)))


def countries(ask: Ask) -> tuple[str, ...]:
    """In which countries people work, by their calendars. Raises Refused."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.CLOSE_DAYS, None, ask.now)
        return tuple(sorted({person.calendar for person in people_rows.active_members(tx)}))


def _may(ask: Ask, tx: Session, days: DaysPart) -> None:
    """One at a time: what is read after this stands until the transaction ends."""
    access.authorize(tx, ask.actor, Action.CLOSE_DAYS, None, ask.now)
    if fault := fault_of(days.first, days.last, ask.today):
        raise Invalid(fault, faults={"last": fault})
    if _length(days) > MOST:
        raise Invalid("closed.long", faults={"last": "closed.long"})
    if days.calendar != EVERYWHERE and days.calendar not in COUNTRIES:
        raise NotFound("err.stale")
    locks.hold(tx, LOCK)


def _changed(ask: Ask, tx: Session, action: str, days: DaysPart) -> None:
    told = days.model_dump(mode="json", exclude={"before"})
    audit.record(tx, ask.actor.id, action, f"calendar:{days.calendar}", now=ask.now, after=told)
    config_change.ask_again(tx)


def _told(tx: Session, done: DaysDone, days: DaysPart) -> Answer:
    staff = people_rows.active_members(tx)
    theirs = [p for p in staff if days.calendar in (EVERYWHERE, p.calendar)]
    return CompanyDays(done=done, days=days, people=len(theirs))


def _length(days: DaysPart) -> int:
    return (days.last - days.first).days + 1


def _dates(days: DaysPart) -> list[date]:
    return [days.first + timedelta(days=n) for n in range(_length(days))]


def _together(closures: Iterable[Closure]) -> tuple[DaysPart, ...]:
    """Days of one kind that follow each other are one line, as long as they may be changed at a time."""
    found: list[DaysPart] = []
    for row in closures:
        one = DaysPart(
            first=row.on, last=row.on, name=row.name, calendar=row.calendar, is_working=row.is_working
        )
        before = found[-1] if found else one
        is_next = before == one.model_copy(update={"first": before.first, "last": row.on - timedelta(days=1)})
        if is_next and _length(before) < MOST:
            found[-1] = before.model_copy(update={"last": row.on})
        else:
            found.append(one)
    return tuple(sorted(found, key=lambda part: (part.first, part.calendar)))
