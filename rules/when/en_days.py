"""English days: names, weekdays, counted distances, ordinals."""

from datetime import date, timedelta

from rules.when.days import lean_day, lean_weekday, make, monday, shift_months, shift_working
from rules.when.model import Facts, Match, Part, Piece, Rule
from rules.when.text import EN_NUMBER, EN_ORDINAL, compiled, en_number

WEEKDAY = (
    r"(?P<wd>wendesday|wensday|wednesay|wedensday|thrusday|thurday|thursady|tuesdy|teusday|tusday|friady|firday|monady|mon(?:days?)?|tue(?:s(?:days?)?)?|wed(?:s|nesdays?)?|thu(?:r(?:s(?:days?)?)?)?|fri(?:days?)?"
    r"|sat(?:urdays?)?|sun(?:days?)?)(?!\w)\.?"
)
_SLIPS = {"wen": "wed", "thr": "thu", "teu": "tue", "tus": "tue", "fir": "fri"}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHY = {"mon", "wed", "sat", "sun", "weds"}


def weekday_number(word: str) -> int:
    return _WEEKDAYS.index(_SLIPS.get(word[:3], word[:3]))


_RELATIVE = {
    "today": 0, "tdy": 0, "tomorrow": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1, "tmrw": 1, "tmr": 1,
    "tmw": 1, "tmrrw": 1, "2moro": 1, "2morrow": 1, "2mrw": 1, "yesterday": -1, "yday": -1,
}  # fmt: skip


def _relative(m: Match, facts: Facts) -> Piece:
    word = m["rel"]
    if word.startswith("day after"):
        days = 2
    elif word.startswith("day before"):
        days = -2
    else:
        days = _RELATIVE[word]
    return Piece(m.end(), days=(facts.day(days),))


def _tonight(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), days=(facts.day(-1 if m[0].startswith("last") else 0),), part="evening")


def _this_part(m: Match, facts: Facts) -> Piece:
    part: Part = {"morning": "morning", "afternoon": "afternoon"}.get(m["part"], "evening")  # type: ignore[assignment]
    return Piece(m.end(), days=(facts.today,), part=part)


def _weekday(m: Match, facts: Facts) -> Piece | None:
    """`friday`, `this friday`, `next friday`, `last friday`, `friday week`, `friday next week`."""
    number = weekday_number(m["wd"])
    if m["wd"].endswith("days"):
        return None
    before, after = " ".join((m["pre"] or "").split()), " ".join((m["post"] or "").split())
    if after:
        return _with_week(m, number, after, facts)
    near, reason = lean_weekday(number, facts)
    if not before:
        return Piece(m.end(), days=near, weekday=number, reason=reason, weak=_shyness(m["wd"]))
    if before in {"coming", "this coming", "upcoming", "following"}:
        return Piece(m.end(), days=(_after(number, facts),), weekday=number)
    if before == "this":
        return _this(m.end(), number, facts)
    if before in {"past", "this past", "previous"}:
        return Piece(m.end(), days=(_before(number, facts),), weekday=number)
    ahead = before in {"next", "nxt"}
    week = monday(facts.today, 1 if ahead else -1) + timedelta(days=number)
    nearest = _after(number, facts) if ahead else _before(number, facts)
    if week == nearest:
        return Piece(m.end(), days=(week,), weekday=number)
    order = (week, nearest) if ahead else (nearest, week)
    return Piece(m.end(), days=order, weekday=number, reason="next" if ahead else "last")


def _after(number: int, facts: Facts) -> date:
    return facts.day((number - facts.today.weekday() - 1) % 7 + 1)


def _before(number: int, facts: Facts) -> date:
    return facts.day(-((facts.today.weekday() - number - 1) % 7 + 1))


def _this(end: int, number: int, facts: Facts) -> Piece:
    of_week = monday(facts.today) + timedelta(days=number)
    if facts.lean == "future" and of_week < facts.today:
        return Piece(end, days=(of_week + timedelta(days=7), of_week), weekday=number, reason="passed")
    return Piece(end, days=(of_week,), weekday=number)


def _with_week(m: Match, number: int, after: str, facts: Facts) -> Piece:
    if after.endswith("after next"):
        week, later = (
            monday(facts.today, 2) + timedelta(days=number),
            _after(number, facts) + timedelta(days=7),
        )
        return Piece(
            m.end(), days=tuple(dict.fromkeys((later, week))), reason="" if week == later else "next"
        )
    if after == "week":
        return Piece(m.end(), days=(_after(number, facts) + timedelta(days=7),))
    weeks = 1 if "next" in after else -1 if "last" in after else 0
    return Piece(m.end(), days=(monday(facts.today, weeks) + timedelta(days=number),))


def _shyness(word: str) -> int:
    return 2 if word in {"sat", "sun"} else 1 if word in _SHY else 0


def _week_then_day(m: Match, facts: Facts) -> Piece:
    weeks = {"this": 0, "next": 1, "last": -1}[m["which"]] + (1 if m["afternext"] else 0)
    return Piece(m.end(), days=(monday(facts.today, weeks) + timedelta(days=weekday_number(m["wd"])),))


UNIT = (
    r"(?P<unit>(?:business|working|work|week)[ -]?days?|bus\.? days?|bdays?|bd|days?|weeks?|wks?|fortnights?|months?|mos?|"
    r"quarters?|years?|yrs?)(?!\w)"
)


def shift(base: date, n: int, unit: str, facts: Facts) -> date:
    """`base` moved by n of a unit's English word."""
    if unit.startswith(("bus", "work", "bd", "weekday", "week day", "week-day")):
        return shift_working(base, n, facts.is_working)
    if unit.startswith("d"):
        return base + timedelta(days=n)
    if unit.startswith("w"):
        return base + timedelta(days=7 * n)
    if unit.startswith("f"):
        return base + timedelta(days=14 * n)
    months = {"m": 1, "q": 3, "y": 12}[unit[0]]
    return shift_months(base, n * months)


def _counted(m: Match, facts: Facts) -> Piece:
    """`in 3 days`, `2 weeks from now`, `3 days ago`, `within 2 weeks`."""
    n = en_number(m["n"])
    back = bool(m["post"]) and m["post"].split()[0] in {"ago", "back", "before", "earlier"}
    day = shift(facts.today, -n if back else n, m["unit"], facts)
    pre = m["pre"] or ""
    by = pre.startswith(("within", "no more", "in the next", "in under", "less"))
    if not m["post"] and not pre:
        return Piece(m.end(), days=(day,), reason="duration", weak=3)
    return Piece(m.end(), days=(day,), by=by)


def _next_working(m: Match, facts: Facts) -> Piece:
    back = m["which"] in {"last", "previous"}
    return Piece(m.end(), days=(shift_working(facts.today, -1 if back else 1, facts.is_working),))


def _vague(m: Match, facts: Facts) -> Piece:
    back = bool(m["post"]) and m["post"].startswith("ago")
    n = -3 if back else 3
    return Piece(m.end(), days=(shift(facts.today, n, m["unit"], facts),), reason="vague", weak=3 if not m["pre"] and not m["post"] else 0)  # fmt: skip


def _about(m: Match, facts: Facts) -> Piece:
    """`in 2-3 days`, `a week or two`: both ends are offered."""
    unit = m["one"] or m["unit"]
    ends = (1, 2) if m["one"] else (en_number(m["n"]), en_number(m["n2"]))
    weak = 0 if m[0].startswith(("in ", "within ")) else 3
    days = tuple(shift(facts.today, n, unit, facts) for n in ends)
    return Piece(m.end(), days=days[:1] if m["n3"] == "so" else days, reason="vague", weak=weak)


def _weekday_number(m: Match, facts: Facts) -> Piece | None:
    """`fri 27`, only where the two agree."""
    days, reason = lean_day(int(m["day"]), facts)
    agreeing = tuple(d for d in days if d.weekday() == weekday_number(m["wd"]))
    return Piece(m.end(), days=agreeing[:1], weak=2) if agreeing else None


def _half(m: Match, facts: Facts) -> Piece:
    n = 6 if m["unit"].startswith("y") else 15
    n = -n if m["post"] == "ago" else n
    day = shift_months(facts.today, n) if abs(n) == 6 else facts.day(n)
    return Piece(m.end(), days=(day,))


# In a sentence `the 2nd` before a noun is no date: only these words may follow.
_NOUN = (
    r" (?!(?:at|by|of|for|about|to|with|and|or|from|in|on|before|after|around|if|so|then|but|is|was|works|is"
    r"|next|this|last|please|pls|noon|morning|afternoon|evening)(?!\w))[a-z]"
)


def _ordinal(m: Match, facts: Facts) -> Piece | None:
    """`the 15th`, `the 15th of next month`."""
    number = en_number(m["ord"])
    which = m["which"]
    if which:
        first = shift_months(facts.today.replace(day=1), {"this": 0, "the": 0, "next": 1, "last": -1}[which])
        day = make(first.year, first.month, number)
        return Piece(m.end(), days=(day,)) if day else None
    if not 1 <= number <= 31:
        return None
    if facts.strict and compiled(_NOUN).match(m.string, m.end()):
        return None
    days, reason = lean_day(number, facts)
    spelled = not m["ord"][0].isdigit()
    return Piece(m.end(), days=days, reason=reason, weak=3 if spelled or not m["the"] else 2)


_AGO = r"(?P<post>ago|back|earlier|from now|from today|from the day|hence|later|out|time|after today|before today|before now)"
_IN = r"(?P<pre>in (?:the )?next|within(?: the)?(?: next)?|in under|in about|in around|in|after|no more than|less than|next|over the next)"

RULES: tuple[Rule, ...] = (
    (r"(?:the )?(?P<rel>day after tomorrow|day before yesterday|" + "|".join(_RELATIVE) + r")(?:'s)?(?!\w)", _relative),
    (r"(?:tonight|tonite|this evening|last night|later tonight)(?!\w)", _tonight),
    (r"(?:later )?this (?P<part>morning|afternoon|evening|night)(?!\w)", _this_part),
    (r"(?:(?:the )?(?P<pre>this coming|this past|this|next|nxt|last|past|previous|coming|upcoming|following) +)?" + WEEKDAY
        + r"(?:(?: of)? (?P<post>(?:of )?(?:this|next|last|the) week(?: after next)?|(?:the )?(?:week )?after next|week(?!\w)))?", _weekday),
    (r"(?P<which>this|next|last) week(?P<afternext>\b after next)?,?(?: on)? " + WEEKDAY, _week_then_day),
    (r"(?:" + _IN + r" )?(?P<n>" + EN_NUMBER + r"|couple of)(?: more)?[ -]?" + UNIT + r"(?:'s?(?= time))?'?(?: " + _AGO + r"(?!\w))?", _counted),
    (r"(?:(?:in|within) )?(?:(?P<n>" + EN_NUMBER + r")(?: ?- ?| to | or )(?P<n2>" + EN_NUMBER + r")[ -]?" + UNIT + r"|a (?P<one>day|week|month) or (?P<n3>two|so))(?: (?:from now|out|time))?", _about),
    (WEEKDAY + r",? (?P<day>[12]\d|3[01]|[1-9])(?![\w:/.%-])", _weekday_number),
    (r"(?:" + _IN + r" )?(?:a few|few|several|some) (?:more )?" + UNIT + r"'?(?: " + _AGO + r"(?!\w))?", _vague),
    (r"(?:in |after )?half an? (?P<unit>month|year)(?: (?P<post>from now|ago|later))?", _half),
    (r"(?P<the>the )?(?P<ord>" + EN_ORDINAL + r")(?: day)?(?: of (?P<which>this|next|last|the) month)?", _ordinal),
    (r"(?:the )?(?P<which>next|following|last|previous) (?:business|working|work) day(?!\w)", _next_working),
)  # fmt: skip
