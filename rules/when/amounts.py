"""Amounts of time in English, counted out: `2 hours and 30 minutes`, `a week and a half`, `1 year 2 months`, `90m`."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from rules.patterns import late
from rules.when.days import shift_months, shift_working
from rules.when.model import Facts
from rules.when.text import EN_NUMBER, en_number

FEW = 3  # what `a few` is offered as
_GLUED = r"\d{1,3}(?= ?(?:s|secs?|m|mins?|h|hrs?|hours?|d|days?|'|w|wks?|weeks?|mos?|months?|y|yrs?|years?|bd)(?![a-z]))"
_QUANTITY = (
    r"(?P<q>another(?= )|half an?|a half|half|three quarters of an|(?:a )?quarter of an|a quarter(?= hour)|[13]/4(?: of an?)?|1/2 an?"
    rf"|(?:(?:a )?few|several|some|(?:a )?couple(?: of)?)(?![a-z])|\d{{1,2}}:[0-5]\d(?= ?h)|\d{{1,3}} 1/2|1/2|\d{{1,3}}\.\d{{1,2}}|{EN_NUMBER} and (?:an? )?half(?: an?)?|{EN_NUMBER}|{_GLUED})"
)
UNIT = (
    r"(?P<unit>(?:business|working|work|week)[ -]?days?|bus\.? days?|bdays?|bd|days?|nights?|weeks?|wks?|fortnights?|months?"
    r"|mths?|mos?|quarters?|qtrs?|years?|yrs?|decades?|hours?|hrs?|minutes?|mins?|seconds?|secs?|(?<=\d)(?:[smhdwy]|'(?!\w))|(?<=\d )[mhdwy])(?![a-z])"
)
ONE = rf"{_QUANTITY}(?: more| full| whole)?[ -]?{UNIT}(?P<half> and a half(?!\w))?"
_HERE = late(ONE)
_MIXED = late(r"(?P<whole>.+?)(?: and (?:an? )?half(?: an?)?| 1/2)$")
_MINUTES = late(r"(?<=\dh)[0-5]\d(?![\d:a-z])")
_AND = late(r"(?:,? and |, ?| )?")
_LARGEST_FIRST = ("decade", "year", "quarter", "month", "fortnight", "week", "working", "day", "hour", "minute", "second")  # fmt: skip
_SHORT = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "y": "year", "n": "day", "f": "fortnight", "q": "quarter", "'": "minute"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """How far, ending at `end` of the text. `fine` when hours or less were named, `exact` when seconds were."""

    end: int
    unit: str
    months: int = 0
    days: int = 0
    working: int = 0
    seconds: int = 0
    fine: bool = False
    exact: bool = False
    vague: bool = False
    alone: bool = False  # `a minute`: in a sentence often no time at all

    def day(self, base: date, sign: int, facts: Facts) -> date:
        """The day so far from `base` (sign +1 or -1), hours left out."""
        moved = shift_months(base, sign * self.months) + timedelta(days=sign * self.days)
        return shift_working(moved, sign * self.working, facts.is_working) if self.working else moved

    def moment(self, sign: int, facts: Facts) -> tuple[date, time | None]:
        """Day and, for hours and less, wall clock so far from now."""
        if not self.fine:
            return self.day(facts.today, sign, facts), None
        if self.months or self.days or self.working:
            wall = datetime.combine(self.day(facts.today, sign, facts), facts.after(0).time())
            wall += timedelta(seconds=sign * self.seconds)
        else:
            wall = facts.after(sign * self.seconds, exact=self.exact)
        return wall.date(), wall.time()


def unit_name(word: str) -> str:
    """The unit behind its many spellings."""
    if word.startswith(("bus", "work", "bd", "weekd", "week d", "week-d")):
        return "working"
    if word.startswith(("mo", "mth")):
        return "month"
    return "decade" if word.startswith("dec") else _SHORT[word[0]]


def _quantity(word: str) -> tuple[float, bool]:
    if word == "another":
        return 1, False
    mixed = _MIXED.match(word)
    if mixed:
        return en_number(mixed["whole"]) + 0.5, False
    if "quarter" in word or "/4" in word:
        return (0.75 if word.startswith(("three", "3")) else 0.25), False
    if "half" in word or "1/2" in word:
        return 0.5, False
    if word.endswith(("few", "several", "some")):
        return FEW, True
    if "couple" in word:
        return 2, False
    if ":" in word:  # in 1:30 hours
        hours, _, minutes = word.partition(":")
        return int(hours) + int(minutes) / 60, False
    return (float(word), False) if "." in word else (en_number(word), False)


def scaled(q: float, unit: str, end: int) -> Amount:
    """So much of a unit. Half a week, or half a working day, is only about right."""
    whole, rest = int(q), q - int(q)
    made = Amount(end, unit)
    if unit in {"second", "minute", "hour"}:
        seconds = round(q * {"second": 1, "minute": 60, "hour": 3600}[unit])
        return replace(made, seconds=seconds, fine=True, exact=unit == "second")
    if unit == "working":
        return replace(made, working=whole, vague=rest > 0)
    if unit == "day":
        return replace(made, days=whole, seconds=round(rest * 86400), fine=rest > 0, vague=q == 0.5)
    if unit in {"week", "fortnight"}:
        return replace(made, days=int(q * (7 if unit == "week" else 14)), vague=rest > 0 and unit == "week")
    if unit == "month":
        return replace(made, months=whole, days=round(rest * 30))
    return replace(made, months=round(q * {"quarter": 3, "year": 12, "decade": 120}[unit]))


def add(a: Amount, b: Amount) -> Amount:
    """Both together, named by the larger unit."""
    return Amount(
        b.end, a.unit, a.months + b.months, a.days + b.days, a.working + b.working, a.seconds + b.seconds,
        a.fine or b.fine, a.exact or b.exact, a.vague or b.vague,
    )  # fmt: skip


def amount_at(text: str, at: int) -> Amount | None:
    """The amount that starts here: up to four units, each smaller than the one before."""
    total: Amount | None = None
    rank = -1
    for _ in range(4):
        m = _HERE.match(text, at)
        if not m:
            return total
        unit = unit_name(m["unit"])
        if _LARGEST_FIRST.index(unit) <= rank:
            return total
        rank = _LARGEST_FIRST.index(unit)
        if m["q"] == "some" and not m["unit"].endswith("s"):
            return total  # some day
        q, vague = _quantity(m["q"])
        one = scaled(q + (0.5 if m["half"] else 0), unit, m.end())
        one = replace(one, vague=one.vague or vague, alone=m["q"] == "a")
        total = add(total, one) if total else one
        rest = _MINUTES.match(text, m.end()) if unit == "hour" else None
        if rest:  # 1h30
            return add(total, scaled(int(rest[0]), "minute", rest.end()))
        joint = _AND.match(text, m.end())
        at = joint.end() if joint else m.end()
    return total
