"""English stretches of time: their edges as days, and the question when no day was said."""

from datetime import date, timedelta

from rules.when.days import monday, month_end, quarter_end, quarter_start, shift_months
from rules.when.en_spans import SPAN, Span, at_edge, part_of_year, span_of
from rules.when.en_years import YEAR, year_number
from rules.when.model import Facts, Match, Piece, Rule

_ONLY_YEAR = r"(?:(?:in )?(?:the )?(?P<in>year )?)?" + YEAR


def _edge_word(word: str) -> str:
    if word.removeprefix("the ").removeprefix("very ").startswith(("end", "eo", "late", "latter", "close")):
        return "end"
    return "mid" if "mid" in word or "halfway" in word else "start"


# `early march`, `late march`: the days offered; none stands for the month's last.
_ROUGHLY = {"early": (1, 10), "late": (25, None)}


def _edge(m: Match, facts: Facts) -> Piece | None:
    """`end of the month`, `mid december`, `beginning of next quarter`, `early 2027`."""
    span = span_of(m, facts)
    if span is None:
        return None
    found = at_edge(m.end(), span, _edge_word(m["edge"]), facts)
    rough = _ROUGHLY.get(m["edge"].strip(" -").split(" ")[0])
    if rough is None or span.kind != "month" or len(found.days) > 1:
        return found
    edge = found.days[0]
    return Piece(
        found.end, days=(edge.replace(day=rough[0]), edge.replace(day=rough[1] or edge.day)), reason="vague"
    )


def _edge_of_year(m: Match, facts: Facts) -> Piece | None:
    year = year_number(m["year"], facts)
    if year is None:
        return None
    return Piece(
        m.end(), days=(Span(date(year, 1, 1), date(year, 12, 31), "year", True).at(_edge_word(m["edge"])),)
    )


def _whole(m: Match, facts: Facts) -> Piece | None:
    """`next week`, `this month`, `q4`, `in january`: no day was said; the ends of it are offered."""
    span = span_of(m, facts)
    if span is None or (m["span"] and not m["skip"] and m["which"] in {None, "the", "our"}):
        return None
    kind = "quarter" if span.kind == "half" else span.kind
    if kind == "week":
        days: tuple[date, ...] = tuple(span.first + timedelta(days=n) for n in (0, 2, 4))
    elif kind == "month":
        days = (span.first, span.first.replace(day=15), span.last)
    else:
        days = (span.first, span.last)
    running = span.first <= facts.today <= span.last
    if m["span"] and running:
        ahead = tuple(d for d in days if d > facts.today) if facts.lean == "future" else days
        days = ahead[::-1] or days[-1:]
    elif facts.lean == "future" and running:
        days = tuple(d for d in days if d >= facts.today) or days[-1:]
    return Piece(m.end(), days=days, reason=kind, weak=_weakness(m, kind, running=running), week=True)


def _weakness(m: Match, kind: str, *, running: bool) -> int:
    if m["mon"]:
        return 0 if m["year"] or m["lead"] or m["mwhich"] or m["in"] else 2
    if not m["span"]:
        return 1 if m["in"] or m["year"] or m["lead"] else 2
    weak = {"week": 0, "month": 1}.get(kind, 2)
    return max(weak, 1) if running else weak


def _year(m: Match, facts: Facts) -> Piece | None:
    """`2027`, `in 2027`: a year is no day."""
    year = year_number(m["year"], facts)
    if year is None or m["year"][-1] == "r":
        return None
    days = tuple(
        d for d in (date(year, 1, 1), date(year, 12, 31)) if facts.lean == "past" or d >= facts.today
    )
    return Piece(
        m.end(), days=days or (date(year, 1, 1), date(year, 12, 31)), reason="year", weak=3, week=True
    )


def _year_month(m: Match, facts: Facts) -> Piece | None:
    """`2026-12`, `12/2026`."""
    month = int(m["month"])
    if not 1 <= month <= 12:
        return None
    first = date(int(m["year"]), month, 1)
    return Piece(
        m.end(), days=(first, first.replace(day=15), month_end(first)), reason="month", weak=3, week=True
    )


def _earlier(m: Match, facts: Facts) -> Piece:
    """`earlier this week`: a day of it that is over."""
    first = monday(facts.today)
    days = (facts.day(-1), first) if facts.today > first else (facts.today,)
    return Piece(m.end(), days=tuple(dict.fromkeys(days)), reason="week", week=True)


def _numbered_part(m: Match, facts: Facts) -> Piece | None:
    """`1q27`, `2h 2027`, `q3'27`: as bankers write it; the ends of it are offered."""
    year = int(m["year"]) + (2000 if len(m["year"]) == 2 else 0)
    number = int(m["n"] or m["n2"])
    kind, months = ("quarter", 3) if "q" in m[0] else ("half", 6)
    span = part_of_year(number, months, kind, year, facts)
    if span is None or abs(year - facts.today.year) > 5:
        return None
    return Piece(m.end(), days=(span.first, span.last), reason="quarter", weak=2, week=True)


def _half_of_month(m: Match, facts: Facts) -> Piece | None:
    """`first half of december`, `the second half of next month`."""
    span = span_of(m, facts)
    if span is None or span.kind not in {"month", "year"} or (m["span"] and not m["which"]):
        return None
    middle = span.first.replace(day=15) if span.kind == "month" else month_end(shift_months(span.first, 5))
    first = m["part"] in {"first", "1st"}
    days = (span.first, middle) if first else (middle + timedelta(days=1), span.last)
    return Piece(m.end(), days=days, reason=span.kind, weak=1, week=True)


def _within(m: Match, facts: Facts) -> Piece | None:
    """`within the month`, `the rest of the week`: its end, a deadline."""
    span = span_of(m, facts)
    if span is None or not m["span"] or "within the next" in m[0]:
        return None
    return at_edge(m.end(), span, "end", facts, by=True)


def _before(m: Match, facts: Facts) -> Piece | None:
    """`before next week`: the last day before it, a Friday for weeks."""
    span = span_of(m, facts)
    if span is None:
        return None
    day = span.first - timedelta(days=3 if span.kind == "week" else 1)
    return Piece(m.end(), days=(max(day, facts.today),), by=True)


def _short_end(m: Match, facts: Facts) -> Piece | None:
    """`eow`, `eom december`, `month end`: the end of it, a deadline where written short."""
    span = span_of(m, facts) if m["whole"] else None
    if span is None:
        word = m["abbr"]
        kind = {"w": "week", "m": "month", "q": "quarter", "y": "year"}[
            word[2] if word.startswith("eo") else word[0]
        ]
        span = _plain(kind, facts)
    return at_edge(m.end(), span, "end", facts, by=m["abbr"].startswith("eo") or "week" in m["abbr"])


def _plain(kind: str, facts: Facts) -> Span:
    today = facts.today
    if kind == "week":
        return Span(monday(today), monday(today, 1) - timedelta(days=1), kind, False)
    if kind == "month":
        return Span(today.replace(day=1), month_end(today), kind, True)
    if kind == "quarter":
        return Span(quarter_start(today), quarter_end(today), kind, False)
    return Span(date(today.year, 1, 1), date(today.year, 12, 31), kind, False)


def _short_year_end(m: Match, facts: Facts) -> Piece | None:
    year = year_number(m["year"], facts)
    return Piece(m.end(), days=(date(year, 12, 31),), by=True) if year else None


_EDGE = (
    r"(?P<edge>(?:the )?(?:very )?(?:end(?=[ -])|close|middle|mid|beginning|begining|beg\.?|start|early part|first part|latter part|halfway)(?: (?:in|through))?(?:[ -]of)?"
    r"|eo(?= )|mid[- ]?(?:way through)?|early(?: in)?|late(?: in)?)[ -]?"
)
RULES: tuple[Rule, ...] = (
    (SPAN + r" (?P<edge>end|start|close)(?!\w)", _edge),
    (_EDGE + SPAN, _edge),
    (_EDGE + YEAR, _edge_of_year),
    (r"(?P<abbr>eow|eom|eoq|eoy|(?:week|month|quarter|qtr|year)(?:'s)?[ -](?:end|close)|yearend|monthend)(?P<whole> (?:of |in |for )?(?:the )?" + SPAN + r")?(?!\w)", _short_end),
    (r"(?:eoy|year[ -]?end) (?:of )?" + YEAR, _short_year_end),
    (r"(?P<in>in |during |over )?" + SPAN + r"(?!['\w]| end)", _whole),
    (r"(?:before|prior to) (?=next |the next |the following |the start of )(?:the start of )?" + SPAN + r"(?!['\w]| \w+day)", _before),
    (r"(?:within|(?:for |over |by )?the rest of|the remainder of|all(?= week| month)|rest of) " + SPAN, _within),
    (r"(?:the )?(?P<part>first|1st|second|2nd) half (?:of|in) " + SPAN, _half_of_month),
    (r"(?:in |during )?(?:the )?(?:(?P<n>[1-4])(?:q(?:tr)?|h)|[qh](?P<n2>[1-4]))[ '/-]?'?(?P<year>20\d\d|(?<=['/-])\d\d|(?<=[1-4][qh])\d\d)(?!\w)", _numbered_part),
    (r"earlier (?:this|in the) week(?!\w)", _earlier),
    (_ONLY_YEAR, _year),
    (r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>0?[1-9]|1[0-2])(?![\d.:/-])", _year_month),
    (r"(?P<month>0?[1-9]|1[0-2])[-/.](?P<year>20\d\d)(?![\d.:/-])", _year_month),
)  # fmt: skip
