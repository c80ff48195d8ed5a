"""English days: names, weekdays, counted distances, ordinals."""

from datetime import date, timedelta

from rules.patterns import late
from rules.when.days import lean_day, lean_weekday, make, monday, shift_months
from rules.when.model import Facts, Match, Part, Piece, Rule
from rules.when.text import EN_ORDINAL, en_number

WEEKDAYS = (
    r"(?:wendesday|wensday|wednesay|wedensday|thrusday|thurday|thursady|tuesdy|teusday|tusday|friady|firday|monady|mon(?:days?)?|tue(?:s(?:days?)?)?|wed(?:s|nesdays?)?|thu(?:r(?:s(?:days?)?)?)?|fri(?:days?)?"
    r"|sat(?:urdays?)?|sun(?:days?)?)"
)
WEEKDAY = rf"(?P<wd>{WEEKDAYS})(?!\w)\.?"
_SLIPS = {"wen": "wed", "thr": "thu", "teu": "tue", "tus": "tue", "fir": "fri"}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHY = {"mon", "wed", "sat", "sun", "weds"}


def weekday_number(word: str) -> int:
    return _WEEKDAYS.index(_SLIPS.get(word[:3], word[:3]))


_RELATIVE = {
    "today": 0, "tdy": 0, "tomorrow": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1, "tmrw": 1, "tmr": 1,
    "tmw": 1, "tmrrw": 1, "2moro": 1, "2morrow": 1, "2mrw": 1, "2moz": 1, "tomoz": 1, "tmoro": 1, "tomorro": 1, "tom": 1, "tomo": 1,
    "2day": 0, "yesterday": -1, "yday": -1, "yest": -1, "ystd": -1, "overmorrow": 2,
}  # fmt: skip
_SHORTENED = {"tom", "tomo", "yest", "next day", "following day", "previous day"}


def _relative(m: Match, facts: Facts) -> Piece:
    word = m["rel"]
    if word.startswith(("day after", "morrow after")):
        days = 2
    elif word.startswith("day before"):
        days = -2
    elif word in {"next day", "following day"}:
        days = 1
    elif word == "previous day":
        days = -1
    else:
        days = _RELATIVE[word]
    return Piece(m.end(), days=(facts.day(days),), weak=3 if word in _SHORTENED else 0)


def _tonight(m: Match, facts: Facts) -> Piece:
    late, over = m[0].startswith("late "), "last " in m[0]
    return Piece(m.end(), days=(facts.day(-over),), part="night" if late else "evening")


def _this_part(m: Match, facts: Facts) -> Piece:
    part: Part = {
        "morning": "morning",
        "afternoon": "afternoon",
        "arvo": "afternoon",
        "aft": "afternoon",
    }.get(m["part"], "evening")  # type: ignore[assignment]
    return Piece(m.end(), days=(facts.day(0 if m["which"] == "this" else 1),), part=part)


def _weekday(m: Match, facts: Facts) -> Piece | None:
    """`friday`, `this friday`, `next friday`, `last friday`, `friday week`, `friday next week`."""
    number = weekday_number(m["wd"])
    if m["wd"].endswith("days"):
        return None
    before, after = " ".join((m["pre"] or "").split()), " ".join((m["post"] or "").split())
    if after in _AFTERWARDS:
        before, after = _AFTERWARDS[after], ""
    if after:
        return _with_week(m, number, after, facts)
    near, reason = lean_weekday(number, facts)
    if not before:
        weak = 1 if _DONE_THEN.search(m.string, max(0, m.start() - 12), m.start()) else 2
        return Piece(m.end(), days=near, weekday=number, reason=reason, weak=min(weak, _shyness(m["wd"])))
    if before in {"coming", "this coming", "upcoming", "following", "next following"}:
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


_AFTERWARDS = {"coming": "coming", "gone": "past", "past": "past", "last": "last", "next": "next"}


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
    if after.endswith("week after next"):
        return Piece(m.end(), days=(monday(facts.today, 2) + timedelta(days=number),))
    if after.endswith("after next"):
        week, later = (
            monday(facts.today, 2) + timedelta(days=number),
            _after(number, facts) + timedelta(days=7),
        )
        return Piece(
            m.end(), days=tuple(dict.fromkeys((later, week))), reason="" if week == later else "next"
        )
    if after in {"week", "fortnight"}:
        return Piece(m.end(), days=(_after(number, facts) + timedelta(days=7 if after == "week" else 14),))
    weeks = 1 if "next" in after or "nxt" in after else -1 if "last" in after else 0
    return Piece(m.end(), days=(monday(facts.today, weeks) + timedelta(days=number),))


# call them sat: what is done on it makes a day of it.
_DONE_THEN = late(
    r"(?<![a-z])(?:call|meet|visit|ping|email|text|ring|dial|chase|try|again|back|him|her|them|due) $"
)


def _shyness(word: str) -> int:
    return 2 if word in {"sat", "sun"} else 1 if word in _SHY else 0


def _closest(m: Match, facts: Facts) -> Piece:
    """`the nearest monday`: the one fewest days away, and the other."""
    number = weekday_number(m["wd"])
    both = sorted((_after(number, facts), _before(number, facts)), key=lambda d: abs(d - facts.today))
    return Piece(m.end(), days=tuple(both), reason="either")


def _week_then_day(m: Match, facts: Facts) -> Piece:
    weeks = {"this": 0, "next": 1, "nxt": 1, "last": -1}[m["which"]] + (1 if m["afternext"] else 0)
    return Piece(m.end(), days=(monday(facts.today, weeks) + timedelta(days=weekday_number(m["wd"])),))


def _weekday_number(m: Match, facts: Facts) -> Piece | None:
    """`fri 27`, only where the two agree."""
    days, reason = lean_day(int(m["day"]), facts)
    agreeing = tuple(d for d in days if d.weekday() == weekday_number(m["wd"]))
    if facts.strict and facts.lean == "future":
        agreeing = tuple(d for d in agreeing if d >= facts.today)  # monday 9: the hour
    return Piece(m.end(), days=agreeing[:1], weak=1) if agreeing else None


# In a sentence `the 2nd` before a noun is no date: only these words may follow.
_NOUN = late(
    r" (?!(?:at|by|of|for|about|to|with|and|or|from|in|on|before|after|around|if|so|then|but|is|was|works|is"
    r"|next|this|last|please|pls|noon|morning|afternoon|evening)(?!\w))[a-z]"
)


def _coming(day: date, facts: Facts) -> tuple[date, ...]:
    """This month's, unless that is over and what is meant lies ahead."""
    later = shift_months(day, 1)
    return (later,) if facts.lean == "future" and day < facts.today and later.day == day.day else (day,)


def _ordinal(m: Match, facts: Facts) -> Piece | None:
    """`the 15th`, `the 15th of next month`."""
    number = en_number(m["ord"])
    which = m["which"]
    if which:
        first = shift_months(facts.today.replace(day=1), {"this": 0, "the": 0, "next": 1, "last": -1}[which])
        day = make(first.year, first.month, number)
        if day and which == "the":  # the 1st of the month, said on the 24th
            return Piece(m.end(), days=_coming(day, facts), reason="")
        return Piece(m.end(), days=(day,)) if day else None
    if not 1 <= number <= 31:
        return None
    if facts.strict and _NOUN.match(m.string, m.end()):
        return None
    days, reason = lean_day(number, facts)
    spelled = not m["ord"][0].isdigit()
    return Piece(m.end(), days=days, reason=reason, weak=3 if spelled or not m["the"] else 2)


RULES: tuple[Rule, ...] = (
    (r"(?:the )?(?P<rel>day after tom+or+ow|day after tmr?w?|day before yesterday|(?:next|following|previous) day|" + "|".join(sorted(_RELATIVE, key=len, reverse=True)) + r")(?:'s)?(?!\w)", _relative),
    (r"(?:(?:late |later |early )?(?:tonight|tonite|2nite|this evening|this night)|(?:late )?last (?:night|evening))(?!\w)", _tonight),
    (r"(?:later |early |late |the )?(?P<which>this|next|following) (?P<part>morning|afternoon|arvo|aft|evening|night)(?!\w)", _this_part),
    (r"(?:(?:the )?(?P<pre>this coming|this past|this|next|nxt|last|past|previous|coming|upcoming|following) +)?" + WEEKDAY
        + r"(?:(?: of| in| from)? (?P<post>(?:this|next|nxt|last|the) week(?: after next)?(?!\w)|(?:the )?(?:week )?after next(?!\w)|week(?!\w)|fortnight(?!\w)|coming(?!\w)|gone(?!\w)|last(?! \w)|next(?! \w)|past(?! \w)))?", _weekday),
    (r"(?P<which>this|next|nxt|last) week(?:'s)?(?P<afternext>\b after next)?,?(?: on)? " + WEEKDAY, _week_then_day),
    (r"(?:the )?(?:closest|nearest) " + WEEKDAY, _closest),
    (WEEKDAY + r",? (?P<day>[12]\d|3[01]|[1-9])(?![\w:/.%-])", _weekday_number),
    (r"the (?P<ord>3[01]|[12]\d|[1-9])(?![\w:/.,%-]| \w)(?P<the>(?!))?(?P<which>(?!))?", _ordinal),
    (r"(?P<the>the )?(?P<ord>" + EN_ORDINAL + r")(?: day)?(?: of (?P<which>this|next|last|the) month)?", _ordinal),
)  # fmt: skip
