"""Which day a form may name for a deal: today or later, within years."""

from datetime import date, datetime

from rules.answers.digests import VerbFilled
from rules.days import is_far
from rules.errors import Invalid
from services.team.people import local
from storage.tables import Person


def day_ahead(filled: VerbFilled, person: Person, now: datetime) -> date:
    """The day of a form, today or later, within years. Raises Invalid."""
    today = local(person, now).date()
    if filled.on is None:
        raise Invalid("verb.date_missing", faults={"on": "verb.date_missing"})
    if filled.on < today:
        raise Invalid("verb.date_past", faults={"on": "verb.date_past"})
    if is_far(filled.on, today):
        raise Invalid("verb.date_far", faults={"on": "verb.date_far"})
    return filled.on
