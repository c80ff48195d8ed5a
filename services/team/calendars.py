"""A person's home calendar: preset hours, public holidays, company closures, own days off."""

import threading
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache

import holidays
from babel.core import get_global

from rules import own_hours
from rules.calendar import Calendar, preset
from rules.countries import COUNTRIES
from rules.hours import Hours
from storage import people as rows
from storage.db import Session
from storage.people import Off, Shut
from storage.ready import Soon
from storage.tables import Person

WARM = ("cn", "us")  # computed at the start; another country when somebody there is first asked about
HOURS = "hours"  # a preference: one's own working time, where it is not the country's
MUTED = "muted"  # a preference: reminders that one goes without
_LOCK = threading.Lock()


@cache
def public_holidays(key: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """(days off, make-up working days) of a country and year, from the `holidays` library."""
    with _LOCK:
        found = holidays.country_holidays(key.upper(), years=[year])
        make_up = getattr(found, "weekend_workdays", None) or ()
        return frozenset(found), frozenset(day for day in make_up if day.year == year)


@cache
def _weekend(key: str) -> frozenset[int]:
    with _LOCK:
        return frozenset(holidays.country_holidays(key.upper()).weekend)


@cache
def _base(key: str, years: tuple[int, ...]) -> Calendar:
    key = key if key in COUNTRIES else "us"
    off: set[date] = set()
    extra: set[date] = set()
    for year in years:
        days, make_up = public_holidays(key, year)
        off |= days
        extra |= make_up
    return preset(key, holidays=frozenset(off - extra), make_up=frozenset(extra), weekend=_weekend(key))


def at_home_in(zone: str | None) -> str:
    """The home calendar of who comes from a zone: its country's, the American one where a zone has none."""
    zone = get_global("zone_aliases").get(zone or "", zone)
    country = str(get_global("zone_territories").get(zone or "", "")).lower()
    return country if country in COUNTRIES else "us"


def warm(year: int) -> None:
    """Computes the holidays of the years round ``year`` now, so that no request waits for them."""
    for key in WARM:
        _base(key, (year - 1, year, year + 1))


def usual_week(key: str) -> tuple[Hours | None, ...]:
    """The week of a country."""
    return preset(key, weekend=_weekend(key if key in COUNTRIES else "us")).week


def _days(offs: Iterable[Off]) -> frozenset[date]:
    return frozenset(
        off.first + timedelta(days=n) for off in offs for n in range((off.last - off.first).days + 1)
    )


def calendar_of(person: Person, closures: Iterable[Shut], offs: Iterable[Off], year: int) -> Calendar:
    """The home calendar of a person, for the years round ``year``."""
    base = _base(person.calendar, (year - 1, year, year + 1))
    own = person.prefs.get(HOURS) if person.prefs else None
    mine = [c for c in closures if c.calendar in ("*", person.calendar)]
    # What a country has for a day of its own goes before what everybody has.
    on = {c.on: c.is_working for c in sorted(mine, key=lambda c: c.calendar != "*")}
    return _same(
        Calendar(
            zone=person.home_tz or person.slack_tz,
            week=own_hours.load(own).week if own else base.week,
            holidays=base.holidays,
            make_up=base.make_up | {day for day, is_working in on.items() if is_working}
            if on
            else base.make_up,
            closures=frozenset(day for day, is_working in on.items() if not is_working),
            days_off=_days(offs),
            name=person.calendar,
        )
    )


@lru_cache(maxsize=1024)
def _same(calendar: Calendar) -> Calendar:
    """The one of equal calendars that already knows its days: most people of a company keep the same."""
    return calendar


def calendars(tx: Session, people: Iterable[Person], year: int) -> dict[int, Calendar]:
    """person id → home calendar, with two queries for all of them."""
    wanted = {p.id: p for p in people}
    closures, days = rows.days_without_work(tx, wanted)
    offs: dict[int, list[Off]] = {}
    for off in days:
        offs.setdefault(off.person_id, []).append(off)
    return {number: calendar_of(p, closures, offs.get(number, ()), year) for number, p in wanted.items()}


def delivery_hours(tx: Session, person: Person, year: int) -> Calendar:
    """When one person may be spoken to: home hours in today's zone."""
    return calendar_soon(tx, person, year)().in_zone(person.slack_tz)


def calendar_soon(tx: Session, person: Person, year: int) -> Soon[Calendar]:
    """One person's home calendar, for who needs it later."""
    days = rows.days_of_one_soon(tx, person.id)
    return lambda: calendar_of(person, *days(), year)
