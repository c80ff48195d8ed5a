"""Days that people name or pick for what is ahead: how far off one can be meant, and on which many are away."""

from datetime import date, timedelta

FAR = 5  # years: further off is a slip of the finger, or 2099-12-31 to get past a form


def is_far(day: date, today: date) -> bool:
    """Whether a day is further off than anybody plans, either way."""
    return abs((day - today).days) > FAR * 365 + 1


def is_bridge(country: str, day: date) -> bool:
    """A working day by the law on which many teams of a country are away: in the US the day after Thanksgiving and
    Christmas Eve."""
    if country.lower() != "us":
        return False
    thanksgiving = date(day.year, 11, 1) + timedelta(days=(3 - date(day.year, 11, 1).weekday()) % 7 + 21)
    return day in (thanksgiving + timedelta(days=1), date(day.year, 12, 24))
