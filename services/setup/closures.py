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
    _may(ask, tx)
    if fault := fault_of(days.first, days.last, ask.today):
        raise Invalid(fault, faults={"last": fault})
    if days.calendar != EVERYWHERE and days.calendar not in COUNTRIES:
        raise NotFound("err.stale")
    dates = _dates(days)
    if len(dates) > MOST:
        raise Invalid("closed.long", faults={"last": "closed.long"})
    stood = rows.closures_on(tx, dates, days.calendar)
    if len(stood) == len(dates) and all(x.is_working == days.is_working for x in stood):
        return _told(tx, "known", days)
    rows.put_closures(tx, dates, days.calendar, days.is_working, days.name)
    _changed(ask, tx, "calendar.days", days)
    return _told(tx, "added", days)


@once("closed.cancel")
def cancel(ask: Ask, tx: Session, days: DaysPart) -> Answer:
    """These days are as the calendar has them; pressed twice, it says the same. Raises Refused."""
    _may(ask, tx)
    dates = _dates(days)[:MOST]
    if rows.closures_on(tx, dates, days.calendar):
        rows.drop_closures(tx, dates, days.calendar)
        _changed(ask, tx, "calendar.days_cancel", days)
    return _told(tx, "cancelled", days)


def shown(ask: Ask) -> CompanyDaysShown:
    """The company's days ahead. Raises Refused."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.CLOSE_DAYS, None, ask.now)
        return CompanyDaysShown(days=tuple(_together(rows.closures_ahead(tx, ask.today))))


def countries(ask: Ask) -> tuple[str, ...]:
    """In which countries people work, by their calendars. Raises Refused."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.CLOSE_DAYS, None, ask.now)
        return tuple(sorted({person.calendar for person in people_rows.active_members(tx)}))


def _may(ask: Ask, tx: Session) -> None:
    """One at a time: what is read after this stands until the transaction ends."""
    access.authorize(tx, ask.actor, Action.CLOSE_DAYS, None, ask.now)
    locks.hold(tx, LOCK)


def _changed(ask: Ask, tx: Session, action: str, days: DaysPart) -> None:
    told = {**days.model_dump(mode="json"), "name": days.name}
    audit.record(tx, ask.actor.id, action, f"calendar:{days.calendar}", now=ask.now, after=told)
    config_change.ask_again(tx)


def _told(tx: Session, done: DaysDone, days: DaysPart) -> Answer:
    staff = people_rows.active_members(tx)
    theirs = [p for p in staff if days.calendar in (EVERYWHERE, p.calendar)]
    return CompanyDays(done=done, days=days, people=len(theirs))


def _dates(days: DaysPart) -> list[date]:
    return [days.first + timedelta(days=n) for n in range((days.last - days.first).days + 1)]


def _together(closures: Iterable[Closure]) -> Iterable[DaysPart]:
    """Days of one kind that follow each other are one line."""
    found: list[DaysPart] = []
    for row in closures:
        one = DaysPart(
            first=row.on, last=row.on, name=row.name, calendar=row.calendar, is_working=row.is_working
        )
        before = found[-1] if found else one
        if before == one.model_copy(update={"first": before.first, "last": row.on - timedelta(days=1)}):
            found[-1] = before.model_copy(update={"last": row.on})
        else:
            found.append(one)
    return sorted(found, key=lambda part: (part.first, part.calendar))
