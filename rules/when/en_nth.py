"""Days and weeks counted inside a stretch: `last friday of the month`, `the 5th of next month`, `week 50`."""

from datetime import date, timedelta

from rules.when.days import coming_week, make, monday, month_end
from rules.when.en_days import WEEKDAY, weekday_number
from rules.when.en_spans import SPAN, Span, at_edge, span_of
from rules.when.en_years import YEAR, year_number
from rules.when.model import Facts, Match, Piece, Rule
from rules.when.text import EN_ORDINAL, en_number

_LAST_BUT_ONE = {
    "penultimate",
    "second to last",
    "second-to-last",
    "second last",
    "next to last",
    "last but one",
}
_ORD = rf"(?P<ord>{'|'.join(sorted(_LAST_BUT_ONE))}|very first|very last|last|final|{EN_ORDINAL})"


def rank(word: str) -> int:
    """first 0, second 1, ... ; last -1, the one before it -2."""
    if word in _LAST_BUT_ONE:
        return -2
    word = word.removeprefix("very ")
    return -1 if word in {"last", "final"} else en_number(word) - 1


def picked(days: list[date], n: int) -> date | None:
    return days[n] if -len(days) <= n < len(days) else None


def _nth(m: Match, facts: Facts) -> Piece | None:
    """`first monday of december`, `last working day of the month`, `third week of january`."""
    span = span_of(m, facts)
    if span is None or (
        m["span"]
        and m["span"].startswith(("week", "wk"))
        and (m["kind"] == "week" or m["kind"].endswith("nd"))
    ):
        return None
    n, kind = rank(m["ord"]), m["kind"]
    if kind == "week" or kind.endswith("nd"):
        return _week(m.end(), span, n, weekend=kind != "week")
    days = [span.first + timedelta(days=k) for k in range((span.last - span.first).days + 1)]
    if m["wd"]:
        days = [d for d in days if d.weekday() == weekday_number(m["wd"])]
    elif kind != "day":
        days = [d for d in days if facts.is_working(d)]
    day = picked(days, n)
    return Piece(m.end(), days=(day,)) if day else None


def _week(end: int, span: Span, n: int, *, weekend: bool) -> Piece | None:
    """Monday to Friday of the n-th week; week one holds the stretch's first working day."""
    if weekend:
        saturdays = [d for k in range((span.last - span.first).days + 1) if (d := span.first + timedelta(days=k)).weekday() == 5]  # fmt: skip
        day = picked(saturdays, n)
        return Piece(end, days=(day,)) if day else None
    if n < 0:
        start = monday(span.last, n + 1)
    else:
        start = monday(span.first, (1 if span.first.weekday() > 4 else 0) + n)
    days = tuple(d for k in range(5) if span.first <= (d := start + timedelta(days=k)) <= span.last)
    return (
        Piece(end, days=tuple(dict.fromkeys((days[0], days[-1]))), reason="week", week=True) if days else None
    )


def _nth_of_year(m: Match, facts: Facts) -> Piece | None:
    """`first tuesday of 2027`."""
    year = year_number(m["year"], facts)
    if year is None:
        return None
    days = [d for k in range(366) if (d := date(year, 1, 1) + timedelta(days=k)).year == year]
    if m["wd"]:
        days = [d for d in days if d.weekday() == weekday_number(m["wd"])]
    elif m["kind"] != "day":
        days = [d for d in days if facts.is_working(d)]
    day = picked(days, rank(m["ord"]))
    return Piece(m.end(), days=(day,)) if day else None


def _last_of(m: Match, facts: Facts) -> Piece | None:
    """`the last of the month`."""
    span = span_of(m, facts)
    return Piece(m.end(), days=(span.last,)) if span and span.kind in {"month", "quarter", "year"} else None


def _first_of(m: Match, facts: Facts) -> Piece | None:
    """`the first of the year`."""
    span = span_of(m, facts)
    return at_edge(m.end(), span, "start", facts) if span else None


def _day_of(m: Match, facts: Facts) -> Piece | None:
    """`the 15th of next month`, `next month on the 5th`, `5th next month`."""
    span = span_of(m, facts)
    if span is None or not m["span"] or span.kind != "month" or not m["which"]:
        return None
    day = make(span.first.year, span.first.month, en_number(m["ord"]))
    return Piece(m.end(), days=(day,)) if day else None


def _iso_week(m: Match, facts: Facts) -> Piece | None:
    """`week 50`, `kw 3 of 2027`, `2026-W50-3`, counted as ISO 8601 does; the coming one without a year."""
    number, weekday = int(m["w"]), m.groupdict().get("d")
    year = year_number(m["year"], facts)
    first = coming_week(number, year, facts)
    if first is None:
        return None
    if m.groupdict().get("wd"):
        return Piece(m.end(), days=(first + timedelta(days=weekday_number(m["wd"])),))
    if weekday:
        return Piece(m.end(), days=(first + timedelta(days=int(weekday) - 1),))
    return Piece(m.end(), days=(first, first + timedelta(days=4)), reason="week", weak=3, week=True)


_SEASONS = {"spring": (3, 20), "summer": (6, 21), "fall": (9, 22), "autumn": (9, 22), "winter": (12, 21)}


def _season(m: Match, facts: Facts) -> Piece | None:
    """`this summer`, `spring 2027`: asked, from its first day by the sun or by the calendar of months."""
    month, day = _SEASONS[m["season"]]
    year = year_number(m["year"], facts) or facts.today.year
    if not m["year"]:
        begun = date(year, month, day) <= facts.today
        if m["which"] and m["which"].startswith("next"):
            year += begun or facts.today.month >= month
        elif m["which"] and m["which"].startswith(("last", "past")):
            year -= not begun or facts.today < month_end(date(year, min(month + 2, 12), 1))
        elif facts.lean == "future" and facts.today.month > (month + 2 if month < 12 else 12):
            year += 1
    edge = (m["edge"] or "").split(" ")[0]
    first = date(year, month, day)
    last = first + timedelta(days=91)
    if edge:
        at = last if edge in {"end", "late"} else first + timedelta(days=45) if "mid" in edge else first
        return Piece(m.end(), days=(at,), reason="vague", weak=2)
    return Piece(m.end(), days=(first, date(year, month, 1), last), reason="vague", weak=3, week=True)


def _weekend(m: Match, facts: Facts) -> Piece:
    """`weekend`, `this weekend`, `the weekend after next`: its Saturday."""
    weak = 0 if m[0].startswith(("over ", "during ")) else 2
    which = (m["which"] or "").split(" ")[-1]
    if which or m["after"]:
        steps = 2 if m["after"] else {"next": 1, "nxt": 1, "following": 1, "last": -1, "past": -1, "previous": -1}.get(which, 0)  # fmt: skip
        saturday = monday(facts.today, steps) + timedelta(days=5)
        on_sunday = not steps and facts.today == saturday + timedelta(days=1) and facts.lean == "future"
        return Piece(m.end(), days=(facts.today if on_sunday else saturday,))
    gap = 5 - facts.today.weekday()
    if gap <= 0 and facts.lean == "future":
        return Piece(m.end(), days=(facts.today, facts.day(gap + 7)), reason="today", weak=weak)
    return Piece(
        m.end(), days=(facts.day(gap if gap <= 0 or facts.lean == "future" else gap - 7),), weak=weak
    )


_KIND = rf"(?P<kind>days?(?!\w)|(?:working|business|work) day|week ?day|weekend|wk-?end|wknd|week(?!\w)|{WEEKDAY})"
RULES: tuple[Rule, ...] = (
    (r"(?:over |during |throughout )?(?:the )?(?:(?P<which>this|next|nxt|last|past|previous|following|coming|upcoming|this coming|this past) )?(?:weekend|wk-?end|wknd)(?P<after> after next)?(?!['\w])", _weekend),
    (rf"(?:the )?{_ORD} {_KIND} (?:of |in |from )?(?:the (?=month|year|quarter|week|half)(?!\w))?{SPAN}", _nth),
    (rf"(?:the )?{_ORD} (?P<kind>day(?!\w)|(?:working|business|work) day|week ?day|{WEEKDAY}) (?:of|in) (?:the year )?{YEAR}", _nth_of_year),
    (rf"the first of (?:the (?=year|quarter)){SPAN}(?!['\w])", _first_of),
    (rf"the (?:very )?last of (?:the (?=month|year|quarter))?{SPAN}(?!['\w])", _last_of),
    (rf"(?:the )?(?P<ord>{EN_ORDINAL}|\d{{1,2}}(?= of ))(?: day)? (?:of |in )?(?:the (?=next|last|previous|current|same))?{SPAN}", _day_of),
    (rf"(?:in )?{SPAN},? (?:on )?(?:the )?(?P<ord>{EN_ORDINAL})", _day_of),
    (rf"day (?P<ord>\d{{1,2}}) (?:of |in ){SPAN}", _day_of),
    (rf"(?:{WEEKDAY},? (?:of |in )?)?" + r"(?:(?:calendar |iso )?week|wk|kw|cw|w)[ -]?(?P<w>\d{1,2})(?!\d)(?:(?: of|/|,)? ?" + YEAR + r")?", _iso_week),
    (r"(?P<year>20\d\d)-?w(?P<w>\d\d)(?:-(?P<d>[1-7]))?(?!\d)", _iso_week),
    (r"(?:(?P<edge>early|late|mid|end of|beginning of|start of|middle of)[ -](?:the )?)?(?:in |over |during )?(?:(?P<which>this|next|last|the|this coming|this past) )?(?P<season>spring|summer|fall|autumn|winter)(?: (?:of )?" + YEAR + r")?(?!\w)", _season),
)  # fmt: skip
