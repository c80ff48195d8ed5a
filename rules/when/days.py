"""Calendar arithmetic for phrases: weeks from Monday, month ends, working days, and which year is meant."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from rules.when.model import Facts

# What is ambiguous is asked: a yearless date just passed may still mean the past one.
NEAR = 60


def shift_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_end(day: date) -> date:
    return month_end(shift_months(quarter_start(day), 2))


def monday(day: date, weeks: int = 0) -> date:
    return day + timedelta(days=7 * weeks - day.weekday())


def shift_working(day: date, n: int, is_working: Callable[[date], bool]) -> date:
    """The n-th working day after `day` (before it for n < 0). Gives up after a year without one."""
    step = 1 if n > 0 else -1
    left, limit = abs(n), abs(n) * 2 + 366
    while left and limit:
        day += timedelta(days=step)
        limit -= 1
        left -= is_working(day)
    return day


def make(year: int, month: int, day: int) -> date | None:
    """The date, or None when the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= year <= 9998 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def beside(year: int, month: int, day: int) -> tuple[date, ...]:
    """The last day of a month that has no such day, and the day after it: what `Feb 30` may mean. Else nothing."""
    if not 1 <= month <= 12 or not 28 < day <= 31 or make(year, month, day):
        return ()
    last = month_end(date(year, month, 1))
    return (last, last + timedelta(days=1))


def _iso_week(year: int, number: int) -> date | None:
    """The Monday of a numbered week, or None when the year has no such week."""
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        return None


def coming_week(number: int, year: int | None, facts: Facts) -> date | None:
    """The Monday of a numbered week; without a year of the coming one (leaning to the past: this year's)."""
    first = _iso_week(year or facts.today.isocalendar().year, number)
    if first and year is None and first + timedelta(days=6) < facts.today and facts.lean == "future":
        return _iso_week(facts.today.isocalendar().year + 1, number)
    return first


def full_year(year: int) -> int:
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def lean_year(month: int, day: int, facts: Facts) -> tuple[tuple[date, ...], str]:
    """Readings of a date without a year, most likely first, and why it should be asked (or "")."""
    year = facts.today.year
    dates = [d for y in range(year - 8, year + 9) if (d := make(y, month, day))]
    return lean_pick(dates, facts)


def lean_pick(dates: list[date], facts: Facts) -> tuple[tuple[date, ...], str]:
    """Which of the yearly dates (in order) is meant, most likely first, and why it should be asked."""
    ahead = [d for d in dates if d >= facts.today]
    behind = [d for d in dates if d <= facts.today][::-1]
    if not ahead or not behind:
        return (), ""
    return _lean(ahead[0], behind[0], facts)


def lean_day(day: int, facts: Facts) -> tuple[tuple[date, ...], str]:
    """Readings of `the 15th` / `15号`: the coming one, or the last one when leaning to the past."""
    first = facts.today.replace(day=1)
    months = (shift_months(first, n) for n in range(-3, 4))
    dates = [d for m in months if (d := make(m.year, m.month, day))]
    ahead = [d for d in dates if d >= facts.today]
    behind = [d for d in dates if d <= facts.today][::-1]
    if not ahead or not behind:
        return (), ""
    first_read, other = (ahead[0], behind[0]) if facts.lean == "future" else (behind[0], ahead[0])
    if (first_read.year, first_read.month) == (facts.today.year, facts.today.month):
        return (first_read,), ""
    if (other.year, other.month) != (facts.today.year, facts.today.month):
        return (first_read,), ""  # this month has no such day: nothing was passed
    return (first_read, other), "passed"


def _lean(ahead: date, behind: date, facts: Facts) -> tuple[tuple[date, ...], str]:
    first, other = (ahead, behind) if facts.lean == "future" else (behind, ahead)
    if first == other or abs((other - facts.today).days) > NEAR or abs((first - facts.today).days) <= NEAR:
        return (first,), ""
    return (first, other), "passed"


def lean_weekday(weekday: int, facts: Facts) -> tuple[tuple[date, ...], str]:
    """Readings of a bare weekday; said on that very weekday it may mean today."""
    gap = (weekday - facts.today.weekday()) % 7
    if facts.lean == "future":
        return ((facts.day(gap),), "") if gap else ((facts.day(7), facts.today), "today")
    return ((facts.day(gap - 7),), "") if gap else ((facts.day(-7), facts.today), "today")
