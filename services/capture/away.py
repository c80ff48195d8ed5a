"""Days on which a promise is likely to be missed: days off of who promised, holidays where the customer is, bridges."""

from collections.abc import Callable
from datetime import date

from rules.calendar import Calendar
from rules.days import is_bridge
from services.team.calendars import public_holidays
from storage import accounts as account_rows
from storage.db import Session
from storage.tables import Deal

DIALLED = {"+86": "cn", "+1": "us"}  # where a customer's number is at home


def away(tx: Session, deal: Deal, calendar: Calendar) -> Callable[[date], str]:
    """Tells who is away on a day, by the calendar of who asks and by the customer's numbers: off_own, off_bridge (a day
    that many US teams take off), off_theirs_cn, off_theirs_us; empty where nobody is."""
    phones = [contact.phone or "" for contact, _ in account_rows.contacts_of(tx, deal.id)]
    theirs = {key for code, key in DIALLED.items() if any(phone.startswith(code) for phone in phones)}
    bridges = {calendar.name, *theirs}

    def who_is_away(day: date) -> str:
        if not calendar.is_working(day):
            return "off_own"
        if any(is_bridge(key, day) for key in bridges):
            return "off_bridge"
        closed = sorted(key for key in theirs if day in public_holidays(key, day.year)[0])
        return f"off_theirs_{closed[0]}" if closed else ""

    return who_is_away
