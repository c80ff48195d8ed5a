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


def away(tx: Session, deal: Deal, calendar: Calendar) -> Callable[[date], bool]:
    """Tells whether many are away on a day, by the calendar of who asks and by the customer's numbers."""
    phones = [contact.phone or "" for contact, _ in account_rows.contacts_of(tx, deal.id)]
    theirs = {key for code, key in DIALLED.items() if any(phone.startswith(code) for phone in phones)}
    bridges = {calendar.name, *theirs}

    def is_away(day: date) -> bool:
        if not calendar.is_working(day) or any(is_bridge(key, day) for key in bridges):
            return True
        return any(day in public_holidays(key, day.year)[0] for key in theirs)

    return is_away
