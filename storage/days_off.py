"""Days on which nobody works: a person's own, the company's, and extra working days."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.conditions import IS_OPEN
from storage.tables import Closure, DayOff, Deal, Step

DAY = timedelta(days=1)


def ahead(tx: Session, person_id: int, today: date) -> list[DayOff]:
    """A person's days off that are not over, the next first."""
    query = select(DayOff).where(DayOff.person_id == person_id, col(DayOff.last) >= today)
    return list(tx.exec(query.order_by(col(DayOff.first), col(DayOff.last))))


def put_off(tx: Session, person_id: int, first: date, last: date, reason: str) -> None:
    """One is off on these days: in place of what stood there, and one with what lies beside them for the same reason."""
    cut_off(tx, person_id, first, last)
    for one in _touching(tx, person_id, first - DAY, last + DAY):
        if one.reason == reason:
            first, last = min(first, one.first), max(last, one.last)
            tx.delete(one)
    tx.add(DayOff(person_id=person_id, first=first, last=last, reason=reason))
    tx.flush()


def cut_off(tx: Session, person_id: int, first: date, last: date) -> None:
    """Takes these days out of a person's days off, whatever they are part of."""
    for one in _touching(tx, person_id, first, last):
        tx.delete(one)
        for begin, end in ((one.first, first - DAY), (last + DAY, one.last)):
            if begin <= end:
                tx.add(DayOff(person_id=person_id, first=begin, last=end, reason=one.reason))
    tx.flush()


def _touching(tx: Session, person_id: int, first: date, last: date) -> list[DayOff]:
    query = select(DayOff).where(
        DayOff.person_id == person_id, col(DayOff.first) <= last, col(DayOff.last) >= first
    )
    return list(tx.exec(query.order_by(col(DayOff.first))))


def steps_within(tx: Session, owner_id: int, first: date, last: date) -> list[Deal]:
    """The deals of this owner of which an open next step falls on these days, once a step, the earliest first."""
    query = (
        select(Deal)
        .join(Step, col(Deal.id) == col(Step.deal_id))
        .where(
            Deal.owner_id == owner_id,
            IS_OPEN,
            Step.state == "open",
            col(Step.on_date).between(first, last),
        )
        .order_by(col(Step.on_date), col(Step.id))
    )
    return list(tx.exec(query))


def closures_ahead(tx: Session, today: date) -> list[Closure]:
    """The company's days from today on, in their order."""
    query = select(Closure).where(col(Closure.on) >= today)
    return list(tx.exec(query.order_by(col(Closure.calendar), col(Closure.on))))


def closures_on(tx: Session, first: date, last: date, calendar: str | None = None) -> list[Closure]:
    """What stands for these days in one calendar, or in any."""
    query = select(Closure).where(col(Closure.on).between(first, last))
    if calendar is not None:
        query = query.where(Closure.calendar == calendar)
    return list(tx.exec(query.order_by(col(Closure.calendar), col(Closure.on))))


def put_closures(tx: Session, days: Sequence[date], calendar: str, is_working: bool, name: str) -> None:
    """Sets these days, one behind the other, in place of what stood for them."""
    drop_closures(tx, days[0], days[-1], calendar)
    new = [{"on": day, "calendar": calendar, "is_working": is_working, "name": name} for day in days]
    tx.connection().execute(sa.insert(Closure), new)


def drop_closures(tx: Session, first: date, last: date, calendar: str) -> None:
    """These days are as the calendar has them."""
    gone = sa.delete(Closure).where(col(Closure.on).between(first, last), col(Closure.calendar) == calendar)
    tx.connection().execute(gone)
