"""What the verb *Later* offers."""

from datetime import datetime, time

from rules.calendar import Calendar


def later_choices(now: datetime, calendar: Calendar, owner_list: time) -> dict[str, datetime]:
    """What the verb *Later* offers: tomorrow, in 2 days, Monday; never more than 2 working days away."""
    first = calendar.next_morning(now, owner_list)
    second = calendar.next_morning(first, owner_list)
    choices = {"tomorrow": first, "two_days": second}
    today = calendar.local(now).date()
    for at in (second, first):
        if (day := calendar.local(at).date()).weekday() == 0 and (day - today).days > 1:
            choices["monday"] = at
    return choices
