"""English stretches of time: which week, month, quarter, half or year is meant, its ends and its middle."""

from dataclasses import dataclass
from datetime import date, timedelta

from rules.when.days import monday, month_end, quarter_end, quarter_start, shift_months
from rules.when.en_years import MONTH, YEAR, month_first, month_number, year_number
from rules.when.model import Facts, Match, Piece

_STEPS = {
    "next": 1,
    "nxt": 1,
    "following": 1,
    "coming": 1,
    "upcoming": 1,
    "last": -1,
    "past": -1,
    "previous": -1,
}
_WHICH = r"(?P<which>(?:(?:the|our|this) )?(?:current|following|coming|upcoming|next|last|past|previous)|this|nxt|the|our)"
_ORDERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": 0, "final": 0}  # fmt: skip
SPAN = (
    r"(?:(?P<lead>(?:19|20)\d\d|(?:next|this|last) year)(?:'s)?(?:(?<=\d)[-/]?|,?) ?(?:in )?)?"
    rf"(?:(?:{_WHICH} )?(?P<span>week|wk|month|mth|mo|quarter|qtr|half[ -]year|half|year|yr)(?!['\w])(?P<skip> (?:after next|but one|before last)(?!\w))?"
    r"|(?:the )?(?:q(?P<q>[1-4])|(?P<qw>first|second|third|fourth|1st|2nd|3rd|4th|last|final) (?:quarter|qtr)|h(?P<h>[12])"
    r"|(?P<hw>first|second|1st|2nd|last) half)(?![^\W_])(?: of the year)?"
    rf"|(?:(?P<mwhich>this|this coming|coming|next|last|this past) )?{MONTH}(?P<mskip> after next(?!\w))?)"
    rf"(?:(?:,| of|, of| in|/)? ?(?:the year )?{YEAR})?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch from `first` to `last`. `named` when which one was said; else it comes again after `every` months."""

    first: date
    last: date
    kind: str
    named: bool
    every: int = 0
    running: bool = False  # `the month`: this one before the coming one

    def at(self, edge: str) -> date:
        """Its start, its middle or its end; of weeks the working ones."""
        if edge == "start":
            return self.first
        if self.kind == "week":
            return self.first + timedelta(days=2 if edge == "mid" else 4)
        if edge == "end":
            return self.last
        if self.kind == "month":
            return self.first.replace(day=15)
        if self.kind == "quarter":
            return shift_months(self.first, 1).replace(day=15)
        return month_end(shift_months(self.first, 5 if self.kind == "year" else 2))


def span_of(m: Match, facts: Facts) -> Span | None:
    """The stretch that SPAN matched; of a month, quarter or half without a year the running or coming one."""
    if m["lead"] and m["year"]:
        return None
    year = year_number(m["lead"] or m["year"], facts)
    if m["mon"]:
        return _month(m, year, facts)
    if m["q"] or m["qw"]:
        return part_of_year(int(m["q"]) if m["q"] else _ORDERS[m["qw"]] or 4, 3, "quarter", year, facts)
    if m["h"] or m["hw"]:
        return part_of_year(int(m["h"]) if m["h"] else _ORDERS[m["hw"]] or 2, 6, "half", year, facts)
    return None if year else _running(m, facts)


def _month(m: Match, year: int | None, facts: Facts) -> Span:
    month, now = month_number(m["mon"]), facts.today.month
    which = (m["mwhich"] or "").split(" ")[-1]
    if m["mskip"]:
        which, year = "next", facts.today.year + 1 + int(month <= now)
    if which and not year:
        year = facts.today.year + {"next": int(month <= now), "last": -int(month >= now), "past": -int(month >= now)}.get(which, 0)  # fmt: skip
        if which == "coming" or (which == "this" and "coming" in m["mwhich"]):
            year += month < now
    first = month_first(month, year, facts)
    return Span(first, month_end(first), "month", bool(year or which), every=12)


def part_of_year(number: int, months: int, kind: str, year: int | None, facts: Facts) -> Span | None:
    if number * months > 12:
        return None
    first = date(year or facts.today.year, (number - 1) * months + 1, 1)
    last = month_end(shift_months(first, months - 1))
    if not year and last < facts.today and facts.lean == "future":
        first, last = shift_months(first, 12), month_end(shift_months(last, 12))
    return Span(first, last, kind, bool(year))


def _running(m: Match, facts: Facts) -> Span:
    which, word = m["which"] or "", m["span"]
    steps = _STEPS.get(which.split(" ")[-1], 0)
    if m["skip"]:
        which, steps = "next", -2 if m["skip"].endswith("last") else 2
    today, named = facts.today, which not in {"", "the", "our"}
    if word.startswith(("week", "wk")):
        first = monday(today, steps)
        return Span(first, first + timedelta(days=6), "week", named)
    if word.startswith("m"):
        first = shift_months(today.replace(day=1), steps)
        return Span(first, month_end(first), "month", named, every=1, running=bool(which))
    if word.startswith("q"):
        first = shift_months(quarter_start(today), 3 * steps)
        return Span(first, quarter_end(first), "quarter", named, every=3, running=bool(which))
    if word.startswith("half"):
        first = shift_months(date(today.year, 1 if today.month < 7 else 7, 1), 6 * steps)
        return Span(first, month_end(shift_months(first, 5)), "half", named)
    return Span(
        date(today.year + steps, 1, 1),
        date(today.year + steps, 12, 31),
        "year",
        named,
        every=12,
        running=bool(which),
    )


def at_edge(end: int, span: Span, edge: str, facts: Facts, *, by: bool = False) -> Piece:
    """The day at its start, middle or end; what is over is asked, with the one that comes again."""
    day = span.at(edge)
    if facts.lean == "future" and day < facts.today:
        if span.kind == "week" and monday(facts.today) == span.first:
            return Piece(end, days=(day + timedelta(days=7), day), reason="passed", by=by)
        if span.every and not span.named:
            first, last = shift_months(span.first, span.every), shift_months(span.last, span.every)
            later = Span(first, month_end(last), span.kind, True).at(edge)
            days = (day, later) if span.running else (later, day)
            return Piece(end, days=days, reason="passed", by=by)
    return Piece(end, days=(day,), by=by)
