"""English months and years: names, `'27`, `twenty twenty seven`, `next year`."""

from datetime import date

from rules.when.days import full_year, shift_months
from rules.when.model import Facts
from rules.when.text import en_number

MONTH = (
    r"(?P<mon>jan(?:uary)?|feb(?:ruary|uary|r)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![^\W\d_])\.?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ONES = "one|two|three|four|five|six|seven|eight|nine"
YEAR = (
    r"(?P<year>(?:19|20)\d\d(?![\d:])|'\d\d(?!\d)|(?:this|next|last|the (?:coming|following|next|last|same)|previous) year(?!['\w])"
    rf"|(?:twenty|two thousand(?: and)?) (?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty)(?:[ -](?:{_ONES}))?)(?!\w))"
)


def month_number(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1


def year_number(word: str | None, facts: Facts) -> int | None:
    """The year behind what YEAR matched; None without one."""
    if not word:
        return None
    if word[-1].isdigit():
        return full_year(int(word.lstrip("'")))
    if word.endswith("year"):
        step = (
            -1
            if word.startswith(("last", "the last", "previous"))
            else 0
            if "this" in word or "same" in word
            else 1
        )
        return facts.today.year + step
    for start in ("two thousand and ", "two thousand ", "twenty "):
        if word.startswith(start):
            return 2000 + en_number(word.removeprefix(start))
    return None


def month_first(month: int, year: int | None, facts: Facts) -> date:
    """The first of a named month; without a year the running or coming one (past: the running or last)."""
    if year:
        return date(year, month, 1)
    first = facts.today.replace(month=month, day=1)
    if facts.lean == "future":
        return first if month >= facts.today.month else shift_months(first, 12)
    return first if month <= facts.today.month else shift_months(first, -12)
