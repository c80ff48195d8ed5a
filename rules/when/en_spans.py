"""English stretches of time read as one day: ends, middles and starts of weeks, months, quarters, years."""

from datetime import date, timedelta

from rules.when.days import make, monday, month_end, quarter_end, quarter_start, shift_months
from rules.when.en_days import WEEKDAY, weekday_number
from rules.when.model import Facts, Match, Piece, Rule
from rules.when.text import EN_ORDINAL, en_number

MONTH = (
    r"(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?!\w)\.?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"


def month_number(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1


def month_first(month: int, year: str | None, facts: Facts) -> date:
    """The first of a named month; without a year the running or coming one (past: the running or last)."""
    if year:
        return date(int(year), month, 1)
    first = facts.today.replace(month=month, day=1)
    if facts.lean == "future":
        return first if month >= facts.today.month else shift_months(first, 12)
    return first if month <= facts.today.month else shift_months(first, -12)


def _edge(word: str) -> str:
    word = word.removesuffix(" of").removesuffix(" the").strip(" -")
    if word.startswith(("end", "late", "close", "last", "the end", "the close")):
        return "end"
    return "mid" if "mid" in word else "start"


def edge_of_month(first: date, edge: str) -> date:
    return {"start": first, "mid": first.replace(day=15), "end": month_end(first)}[edge]


_STEP = {"this": 0, "the": 0, "current": 0, "next": 1, "last": -1, "following": 1, "coming": 0}


def _edge_of_span(m: Match, facts: Facts) -> Piece:
    """`end of the month`, `mid next week`, `beginning of next quarter`."""
    edge, steps = _edge(m["edge"]), _STEP[(m["which"] or "the").split()[-1]]
    span = m["span"]
    if span == "week":
        day = monday(facts.today, steps) + timedelta(days={"start": 0, "mid": 2, "end": 4}[edge])
        return _passed_week(m.end(), day, steps, facts)
    if span == "month":
        day = edge_of_month(shift_months(facts.today.replace(day=1), steps), edge)
        if not m["which"] and day < facts.today and facts.lean == "future":
            return Piece(m.end(), days=(shift_months(day, 1), day), reason="passed")
        return Piece(m.end(), days=(day,))
    if span == "quarter":
        first = shift_months(quarter_start(facts.today), 3 * steps)
        mid = shift_months(first, 1).replace(day=15)
        return Piece(m.end(), days=({"start": first, "mid": mid, "end": quarter_end(first)}[edge],))
    year = facts.today.year + steps
    return Piece(m.end(), days=({"start": date(year, 1, 1), "mid": date(year, 6, 30), "end": date(year, 12, 31)}[edge],))  # fmt: skip


def _passed_week(end: int, day: date, steps: int, facts: Facts) -> Piece:
    if steps == 0 and day < facts.today and facts.lean == "future":
        return Piece(end, days=(day + timedelta(days=7), day), reason="passed")
    return Piece(end, days=(day,))


def _within(m: Match, facts: Facts) -> Piece:
    ends = {
        "month": month_end(facts.today),
        "quarter": quarter_end(facts.today),
        "year": date(facts.today.year, 12, 31),
    }
    friday = monday(facts.today) + timedelta(days=4)
    found = _passed_week(m.end(), ends.get(m["span"], friday), 0, facts)
    return Piece(m.end(), days=found.days, reason=found.reason, by=True)


def _before_span(m: Match, facts: Facts) -> Piece:
    """`before next week`: the last day before it, a Friday for weeks."""
    if m["span"] == "week":
        day = monday(facts.today, 1) - timedelta(days=3)
    elif m["span"] == "month":
        day = month_end(facts.today)
    else:
        day = quarter_end(facts.today) if m["span"] == "quarter" else date(facts.today.year, 12, 31)
    return Piece(m.end(), days=(max(day, facts.today),), by=True)


def _short_end(m: Match, facts: Facts) -> Piece:
    """`eow`, `eom`, `month end`: the end of the running one, a deadline."""
    word = m["abbr"]
    if word in {"eow", "week end", "week-end"}:
        found = _passed_week(m.end(), monday(facts.today) + timedelta(days=4), 0, facts)
        return Piece(m.end(), days=found.days, reason=found.reason, by=True)
    ends = {"m": month_end(facts.today), "q": quarter_end(facts.today), "y": date(facts.today.year, 12, 31)}
    return Piece(
        m.end(), days=(ends[word[2] if word.startswith("eo") else word[0]],), by=word.startswith("eo")
    )


def _edge_of_month(m: Match, facts: Facts) -> Piece:
    """`mid december`, `end of Dec 2026`, `early january`."""
    first = month_first(month_number(m["mon"]), m["year"], facts)
    day = edge_of_month(first, _edge(m["edge"]))
    if not m["year"] and day < facts.today and facts.lean == "future":
        return Piece(m.end(), days=(shift_months(first, 12).replace(day=day.day), day), reason="passed")
    return Piece(m.end(), days=(day,))


def _quarter(m: Match, facts: Facts) -> Piece:
    """`q4`, `end of q1 2027`, `mid Q2`."""
    number = int(m["q"])
    year = int(m["year"]) if m["year"] else facts.today.year
    first = date(year, number * 3 - 2, 1)
    if not m["year"] and quarter_end(first) < facts.today and facts.lean == "future":
        first = shift_months(first, 12)
    if not m["edge"]:
        days = tuple(d for d in (first, quarter_end(first)) if facts.lean == "past" or d >= facts.today)
        return Piece(m.end(), days=days or (quarter_end(first),), reason="quarter", weak=3)
    mid = shift_months(first, 1).replace(day=15)
    return Piece(m.end(), days=({"start": first, "mid": mid, "end": quarter_end(first)}[_edge(m["edge"])],))


def _whole(m: Match, facts: Facts) -> Piece:
    """`next week`, `this month`: no day was said; the ends of it are offered."""
    which, span = m["which"].split()[-1], m["span"]
    after_next = bool(m["afternext"])
    steps = 2 if after_next else _STEP[which]
    if span == "week":
        first = monday(facts.today, steps)
        days: tuple[date, ...] = (first, first + timedelta(days=2), first + timedelta(days=4))
        weak = 0
    elif span == "weekend":
        first = monday(facts.today, steps) + timedelta(days=5)
        return Piece(m.end(), days=(first,), weak=0)
    elif span == "month":
        first = shift_months(facts.today.replace(day=1), steps)
        days, weak = (first, first.replace(day=15), month_end(first)), 1
    elif span == "quarter":
        first = shift_months(quarter_start(facts.today), 3 * steps)
        days, weak = (first, quarter_end(first)), 2
    else:
        days, weak = (date(facts.today.year + steps, 1, 1), date(facts.today.year + steps, 12, 31)), 2
    if steps == 0:
        ahead = tuple(d for d in days if d > facts.today) if facts.lean == "future" else days
        days = ahead[::-1] or days[-1:]
        weak = max(weak, 1)
    return Piece(m.end(), days=days, reason=span, weak=weak, week=True)


def _month_only(m: Match, facts: Facts) -> Piece:
    first = month_first(month_number(m["mon"]), m["year"], facts)
    days = tuple(
        d
        for d in (first, first.replace(day=15), month_end(first))
        if facts.lean == "past" or d >= facts.today
    )
    return Piece(m.end(), days=days or (month_end(first),), reason="month", weak=0 if m["year"] or m["in"] else 2, week=True)  # fmt: skip


def _month_of_year(m: Match, facts: Facts) -> Piece | None:
    """`next december`, `this march`, `last june`."""
    month, now = month_number(m["mon"]), facts.today.month
    shift = {"next": month <= now, "last": -(month >= now)}.get(m["which"], 0)
    year = facts.today.year + int(shift)
    first = date(year, month_number(m["mon"]), 1)
    return Piece(m.end(), days=(first, first.replace(day=15), month_end(first)), reason="month", weak=0, week=True)  # fmt: skip


def _nth(m: Match, facts: Facts) -> Piece | None:
    """`first monday of december`, `last friday of the month`, `last day of next month`."""
    if m["mon"]:
        first = month_first(month_number(m["mon"]), m["year"], facts)
    else:
        first = shift_months(facts.today.replace(day=1), _STEP[m["which"]])
    days = [d for n in range(1, 32) if (d := make(first.year, first.month, n))]
    if m["wd"]:
        days = [d for d in days if d.weekday() == weekday_number(m["wd"])]
    elif m["kind"] != "day":
        days = [d for d in days if facts.is_working(d)]
    n = 0 if m["ord"] == "last" else en_number(m["ord"])
    return Piece(m.end(), days=(days[n - 1],)) if n <= len(days) else None


def _week_of_month(m: Match, facts: Facts) -> Piece | None:
    """`first week of december`: its Monday to Friday; week one holds the month's first working day."""
    if m["mon"]:
        first = month_first(month_number(m["mon"]), m["year"], facts)
    else:
        first = shift_months(facts.today.replace(day=1), _STEP[m["which"]])
    if m["ord"] == "last":
        start = monday(month_end(first))
    else:
        start = monday(first, (1 if first.weekday() > 4 else 0) + en_number(m["ord"]) - 1)
    days = tuple(d for n in range(5) if (d := start + timedelta(days=n)).month == first.month)
    return Piece(m.end(), days=(days[0], days[-1]), reason="week", week=True) if days else None


def _week_after_next(m: Match, facts: Facts) -> Piece:
    first = monday(facts.today, 2)
    return Piece(m.end(), days=tuple(first + timedelta(days=n) for n in (0, 2, 4)), reason="week", week=True)


def _weekend(m: Match, facts: Facts) -> Piece:
    gap = 5 - facts.today.weekday()
    if gap <= 0 and facts.lean == "future":
        return Piece(m.end(), days=(facts.today, facts.day(gap + 7)), reason="today", weak=2)
    return Piece(m.end(), days=(facts.day(gap if gap <= 0 or facts.lean == "future" else gap - 7),), weak=2)


def _asap(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), days=(facts.today, facts.day(1)), by=True, reason="vague", weak=3)


_EDGE = (
    r"(?P<edge>(?:the )?(?:very )?(?:end(?=[ -])|close|middle|mid|beginning|start|early part)(?: in)?(?:[ -]of)?|mid[- ]?(?:way through)?|early(?: in)?"
    r"|late(?: in)?)[ -]?"
)
RULES: tuple[Rule, ...] = (
    (_EDGE + r"(?:(?P<which>the current|the following|the coming|the next|this|the|next|last|following|current) )?(?P<span>week|month|quarter|year)(?!\w)", _edge_of_span),
    (r"(?P<abbr>eow|eom|eoq|eoy|month[ -]?end|quarter[ -]?end|year[ -]?end)(?!\w)", _short_end),
    (_EDGE + MONTH + r"(?:,? " + YEAR + r")?", _edge_of_month),
    (r"(?:" + _EDGE + r")?(?:the )?q(?P<q>[1-4])(?!\w)(?:,? " + YEAR + r")?", _quarter),
    (r"q(?P<q>[1-4])(?: " + YEAR + r")? (?P<edge>end|start)(?!\w)", _quarter),
    (r"(?:before|prior to) (?:the )?next (?P<span>week|month|quarter|year)(?!['\w]| \w+day)", _before_span),
    (r"within the (?:next )?(?P<span>week|month|quarter|year)(?!\w)", _within),
    (r"(?P<which>(?:the )?(?:this|next|last|following|coming)) (?P<span>weekend|week|month|quarter|year)(?!['\w]| end)(?P<afternext> after next)?", _whole),
    (r"(?P<in>in )?" + MONTH + r"(?:,? " + YEAR + r")?", _month_only),
    (r"(?P<which>this|next|last) " + MONTH, _month_of_year),
    (r"(?:the )?(?P<ord>last|" + EN_ORDINAL + r") (?:(?P<kind>day|(?:working|business) day)|" + WEEKDAY + r") (?:of |in )?(?:(?P<which>this|the|next|last) month|" + MONTH + r"(?:,? " + YEAR + r")?)", _nth),
    (r"(?:the )?(?P<ord>last|" + EN_ORDINAL + r") week (?:of|in) (?:(?P<which>this|the|next|last) month|" + MONTH + r"(?:,? " + YEAR + r")?)", _week_of_month),
    (r"(?:the )?week after next(?!\w)", _week_after_next),
    (r"(?:the )?weekend(?!\w)", _weekend),
    (r"(?:asap|as soon as possible|尽快|马上)(?!\w)", _asap),
)  # fmt: skip
