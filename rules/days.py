"""Days that people name or pick for what is ahead: how far off one can be meant."""

from datetime import date

FAR = 5  # years: further off is a slip of the finger, or 2099-12-31 to get past a form


def is_far(day: date, today: date) -> bool:
    """Whether a day is further off than anybody plans, either way."""
    return abs((day - today).days) > FAR * 365 + 1
