"""Calendar dates as both languages write them: with month names, with separators, with 年月日."""

from dataclasses import replace
from datetime import date, time

from rules.patterns import late
from rules.when.days import beside, full_year, lean_year, make
from rules.when.en_days import WEEKDAYS
from rules.when.en_years import MONTH, YEAR, month_number, year_number
from rules.when.model import Facts, Match, Piece, Rule
from rules.when.text import EN_ORDINAL, en_number

_DAY = r"(?P<day>" + EN_ORDINAL + r"|(?:[12]\d|3[01]|0?[1-9])(?![\d:]))"
_SPELLED = r"(?P<day>twenty[ -](?:one|two|three|four|five|six|seven|eight|nine)|thirty[ -]one|twenty|thirty|ten|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|one|two|three|four|five|six|seven|eight|nine|eleven)(?!\w)"
_YEAR = rf"(?:(?:,| of|, of|[/-])? ?{YEAR})?"


_AFTER_WEEKDAY = late(rf"(?:{WEEKDAYS}),? $")


def yearless(end: int, month: int, day: int, facts: Facts, weak: int = 0) -> Piece | None:
    days, reason = lean_year(month, day, facts)
    return Piece(end, days=days, reason=reason, weak=weak) if days else _no_day(end, month, day, facts)


def _no_day(end: int, month: int, day: int, facts: Facts) -> Piece | None:
    """`Feb 30`: no year has it, so the nearest such month is the one that is meant."""
    this = facts.today.year
    turns = [days for year in (this - 1, this, this + 1) if (days := beside(year, month, day))]
    ahead = facts.lean == "future"
    near = [days for days in turns if (days[0] >= facts.today if ahead else days[0] <= facts.today)]
    return Piece(end, days=near[0 if ahead else -1], reason="no_day") if near else None


def dated(end: int, year: int, month: int, day: int) -> Piece | None:
    """A date with its year; of a day that its month does not have, the two beside it, to be asked about."""
    made = make(year, month, day)
    if made:
        return Piece(end, days=(made,))
    near = beside(year, month, day)
    return Piece(end, days=near, reason="no_day") if near else None


def _one(end: int, day: date | None) -> Piece | None:
    return Piece(end, days=(day,)) if day else None


def _named(m: Match, facts: Facts) -> Piece | None:
    """`Dec 2`, `2 Dec 2026`, `December the 2nd`, `2nd of december '26`."""
    month, day = month_number(m["mon"]), en_number(m["day"])
    year = year_number(m["year"], facts)
    if year:
        return dated(m.end(), year, month, day)
    return yearless(m.end(), month, day, facts)


def _iso(m: Match, facts: Facts) -> Piece | None:
    return dated(m.end(), int(m["year"]), int(m["month"]), int(m["day"]))


def _short_year(m: Match, facts: Facts) -> Piece | None:
    """`17 Dec 26`: two digits last, near enough to be a year."""
    year = full_year(int(m["short"]))
    if abs(year - facts.today.year) > 5:
        return None
    return _one(m.end(), make(year, month_number(m["mon"]), int(m["day"])))


def _slashed(m: Match, facts: Facts) -> Piece | None:
    """`12/02`, `12/2/2026`, `2.12.2026`, `12-2`: day and month in the order of the locale, else asked."""
    a, b, sep = int(m["a"]), int(m["b"]), m["sep"]
    if sep == "-" and not m["year"] and a < b <= 12 and _AFTER_WEEKDAY.search(m.string, 0, m.start()):
        return None  # thursday 10-12: hours
    month_first = (
        facts.order == "mdy"
        and not m[0].endswith(".")
        and not (sep == "." and m["year"] and not facts.order_sure)
    )
    pairs = [(a, b), (b, a)] if month_first else [(b, a), (a, b)]
    if (facts.order_sure and make(2028, *pairs[0])) or a == b:
        pairs = pairs[:1]
    days: list[date] = []
    found: tuple[date, ...]
    reason = ""
    for month, day in pairs:
        if m["year"]:
            made = make(full_year(int(m["year"])), month, day)
            found = (made,) if made else ()
        else:
            found, reason_here = lean_year(month, day, facts)
            reason = reason or reason_here
        days += [d for d in found if d not in days]
    if m["year"] and len(m["year"]) == 2 and not any(abs(d.year - facts.today.year) < 6 for d in days):
        made = make(2000 + a, b, int(m["year"]))  # 26.12.17 as year, month, day
        days = [made] if made else []
    if not days and (sep == "/" or m["year"]):
        return _slashed_no_day(m, pairs, facts)
    if not days or m[0] == "24/7":
        return None
    if len({(d.month, d.day) for d in days}) > 1:
        reason = "order"
    return Piece(m.end(), days=tuple(days), reason=reason, weak=_weakness(m, sep))


def _slashed_no_day(m: Match, pairs: list[tuple[int, int]], facts: Facts) -> Piece | None:
    """`31/02`, `2/30`, `31.11.2026`: the order that names a month settles which one has no such day."""
    for month, day in pairs:
        year = full_year(int(m["year"])) if m["year"] else None
        found = dated(m.end(), year, month, day) if year else _no_day(m.end(), month, day, facts)
        if found:
            return replace(found, weak=_weakness(m, m["sep"]))
    return None


def _weakness(m: Match, sep: str) -> int:
    if m["year"]:
        return 2 if len(m["year"]) == 2 and sep != "/" else 0
    if sep != "/":
        return 2 if sep == "." and m["a"] != "0" else 3
    if len(m["a"]) == len(m["b"]) == 2:
        return 1
    score = m["b"] in {"5", "7", "10"} or m["a"] == m["b"] or len(m["a"] + m["b"]) < 3
    return 2 if score else 1


def _year_first(m: Match, facts: Facts) -> Piece | None:
    """`26/10/8`: two digits first, near enough to be a year."""
    year = full_year(int(m["short"]))
    return (
        _one(m.end(), make(year, int(m["month"]), int(m["day"])))
        if abs(year - facts.today.year) < 6
        else None
    )


def _compact(m: Match, facts: Facts) -> Piece | None:
    found = _iso(m, facts)
    return Piece(found.end, days=found.days, weak=2) if found and not found.reason else None


def _glued(m: Match, facts: Facts) -> Piece | None:
    """`12022026`: day and month as with slashes; never in a sentence."""
    found = _slashed(m, facts)
    return replace(found, weak=3) if found else None


def _clock_between(m: Match, facts: Facts) -> Piece | None:
    """`Dec 17 14:05:00 2026`, as programs print it."""
    day = make(int(m["year"]), month_number(m["mon"]), int(m["day"]))
    hour, minute, second = int(m["h"]), int(m["m"]), int(m["s"] or 0)
    if day is None or hour > 23 or minute > 59 or second > 59:
        return None
    return Piece(m.end(), days=(day,), clocks=(time(hour, minute, second),))


def _first_of_days(m: Match, facts: Facts) -> Piece | None:
    """`1-3 dec`, `from the 1st to the 3rd of december`: both ends."""
    month, year = month_number(m["mon"]), year_number(m["year"], facts)
    first, last = en_number(m["a"]), en_number(m["b"])
    if first >= last:
        return None
    days = (make(year, month, first),) if year else lean_year(month, first, facts)[0]
    start = days[0] if days else None
    end = make(start.year, month, last) if start else None
    return Piece(m.end(), days=(start, end), reason="range") if start and end else None


def _slashed_range(m: Match, facts: Facts) -> Piece | None:
    """`12/1-12/3`: both ends, month and day in the order of the locale."""
    found: list[date] = []
    for a, b in ((m["a"], m["b"]), (m["c"], m["d"])):
        month, day = (int(a), int(b)) if facts.order == "mdy" else (int(b), int(a))
        found += lean_year(month, day, facts)[0][:1]
    return (
        Piece(m.end(), days=tuple(found), reason="range", weak=2)
        if len(found) == 2 and found[0] < found[1]
        else None
    )


def _dotted_range(m: Match, facts: Facts) -> Piece | None:
    """`12.1-12.3`, 12.1到12.3: both ends, month first."""
    found = [lean_year(int(a), int(b), facts)[0][:1] for a, b in ((m["a"], m["b"]), (m["c"], m["d"]))]
    if not (found[0] and found[1] and found[0] < found[1] and facts.order == "mdy"):
        return None
    return Piece(m.end(), days=(*found[0], *found[1]), reason="range", weak=3)


def _which_year(m: Match, facts: Facts) -> Piece | None:
    """`next march 3rd`, `last dec 24`, `this june 1`: said shortly before one, next may be the one after."""
    month, day = month_number(m["mon"]), en_number(m["day"])
    dates = [d for n in range(-1, 3) if (d := make(facts.today.year + n, month, day))]
    which = m["which"].split(" ")[-1]
    if which == "this":
        return _one(m.end(), make(facts.today.year, month, day))
    if which in {"last", "past"}:
        return _one(m.end(), max((d for d in dates if d < facts.today), default=None))
    ahead = [d for d in dates if d > facts.today][:2]
    if which == "coming" or len(ahead) < 2 or ahead[0].year > facts.today.year:
        return _one(m.end(), ahead[0] if ahead else None)
    return Piece(m.end(), days=tuple(ahead), reason="next")


RULES: tuple[Rule, ...] = (
    (r"(?:the )?(?P<which>next|this|last|coming|this coming|this past) " + MONTH + r" (?:the )?" + _DAY, _which_year),
    (r"(?P<year>(?:next|this|last) year),? (?:on )?(?:the )?(?:" + MONTH + r" (?:the )?" + _DAY + r")", _named),
    (r"(?P<year>(?:next|this|last) year),? (?:on )?(?:the )?" + _DAY + r" (?:of )?" + MONTH, _named),
    (r"(?:from |between )?(?:the )?(?P<a>" + EN_ORDINAL + r"|[12]?\d) ?(?:-|~|to|until|till|through|thru|and|&) ?(?:the )?(?P<b>" + EN_ORDINAL + r"|[123]?\d) (?:of )?" + MONTH + _YEAR, _first_of_days),
    (r"(?P<a>\d{1,2})/(?P<b>\d{1,2}) ?(?:-|~|to) ?(?P<c>\d{1,2})/(?P<d>\d{1,2})(?![\d/])", _slashed_range),
    (r"(?P<a>1[0-2]|[1-9])\.(?P<b>[12]\d|3[01]|0?[1-9]) ?(?:-|~|to|到|至) ?(?P<c>1[0-2]|[1-9])\.(?P<d>[12]\d|3[01]|0?[1-9])(?![\d.])", _dotted_range),
    (MONTH + " (?:the )?" + _SPELLED + _YEAR, _named),
    (r"(?P<year>(?:19|20)\d\d) (?P<month>0?[1-9]|1[0-2]) (?P<day>[12]\d|3[01]|0?[1-9])(?![\d:])", _iso),
    (MONTH + r" (?P<day>\d{1,2}) (?P<h>\d\d):(?P<m>\d\d)(?::(?P<s>\d\d))? (?P<year>(?:19|20)\d\d)(?!\d)", _clock_between),
    (r"(?:the )?" + MONTH + r"[ /-]?,? ?(?:the )?" + _DAY + _YEAR, _named),
    (r"(?:the )?" + _DAY + r"(?: day)?[ ./,-]? ?(?:of )?" + MONTH + r"(?:[/-](?=\d{4}))?" + _YEAR, _named),
    (r"(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=sep)(?P<day>[12]\d|3[01]|0?[1-9])(?!\d)(?:t(?=\d)|[日号])?", _iso),
    (r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?[ -]?" + MONTH + r"[ -]?(?P<short>\d\d)(?![\w:/.%-])", _short_year),
    (YEAR + r",?[ -]" + MONTH + r"[ -]" + _DAY, lambda m, facts: _one(m.end(), make(year_number(m["year"], facts) or 0, month_number(m["mon"]), en_number(m["day"])))),
    (r"(?P<short>\d\d)(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=sep)(?P<day>[1-9])(?![\d.])", _year_first),
    (r"(?P<a>\d{1,2}) ?(?P<sep>[-/.]) ?(?P<b>\d{1,2})(?: ?(?P=sep) ?(?P<year>(?:19|20)\d\d|\d\d))?(?:(?<=\.\d\d)\.(?= \d)|(?<=\.\d)\.(?= \d))?(?![\d:%/]|[.,-]\d)", _slashed),
    (r"(?P<a>[0-3]\d)(?P<sep>)(?P<b>[0-3]\d)(?P<year>20[0-4]\d)(?!\d)", _glued),
    (r"(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)(?:t(?=\d))?", _compact),
)  # fmt: skip
