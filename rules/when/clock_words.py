"""Times of day spoken in English: `half past nine`, `quarter to noon`, `nine thirty`, parts of the day, `eod`."""

from datetime import time

from rules.patterns import late
from rules.when.clocks import AMPM, HOURS, options
from rules.when.days import shift_months
from rules.when.model import Facts, Match, Part, Piece, Rule
from rules.when.text import EN_NUMBER, en_number

_PARTS: dict[str, Part] = {
    "morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "night", "nite": "night", "am": "morning",
    "pm": "afternoon", "a.m.": "morning", "p.m.": "afternoon", "a.m": "morning", "p.m": "afternoon", "lunch": "noon",
    "lunchtime": "noon", "lunch time": "noon", "arvo": "afternoon", "aft": "afternoon", "eve": "evening", "breakfast": "morning",
    "dinner": "evening", "dinnertime": "evening", "overnight": "night", "after work": "evening", "after lunch": "afternoon", "after hours": "evening",
}  # fmt: skip
_MINUTES = late(r" min(?:ute)?s?$")
_HOUR = rf"(?P<h>\d{{1,2}}(?![\d:.])|(?:{HOURS}|noon|midday|midnight)(?!\w))"


def _hour(word: str, half: str | None) -> tuple[int, str | None]:
    if word in {"noon", "midday"}:
        return 12, "p"
    return (12, "a") if word == "midnight" else (en_number(word), half)


def _minus(t: time, minutes: int) -> time:
    total = (t.hour * 60 + t.minute - minutes) % 1440
    return time(total // 60, total % 60)


def _spoken(m: Match, facts: Facts) -> Piece | None:
    """`half past nine`, `quarter to 5`, `ten past 3`, `half nine`, `quarter to noon`."""
    word = m["part"]
    minutes = 30 if "half" in word else 15 if "quarter" in word else en_number(_MINUTES.sub("", word))
    hour, half = _hour(m["h"], m["ap"][0] if m["ap"] else None)
    if not 1 <= hour <= 12 or minutes > 59:
        return None
    if m["rel"] in {"to", "till", "til", "of", "before"}:
        if half:
            found = tuple(_minus(t, minutes) for t in options(hour, 0, half))
        else:
            found = options((hour - 2) % 12 + 1, 60 - minutes) if minutes else options(hour, 0)
    else:
        found = options(hour, minutes, half)
    named = "half" in word or "quarter" in word or "min" in word or not m["h"][0].isdigit()
    if not (named or half) and (minutes % 5 or (word[0].isdigit() and minutes > 30)):
        return None  # `2 to 4`, `12 to 3` are ranges
    if half and not named and m["rel"] in {"to", "till", "til"} and minutes != hour and minutes <= 12:
        return None  # `2 to 5pm` too
    counted = not ("half" in word or "quarter" in word or "min" in word or half) or not (m["rel"] or m["h"].isalpha())  # fmt: skip
    return Piece(m.end(), clocks=found, weak=3 if counted and m["rel"] != "past" else 0) if found else None


def _words(m: Match, facts: Facts) -> Piece | None:
    """`nine thirty`, `3 fifteen pm`."""
    minute = en_number(m["m"].removeprefix("oh ").removeprefix("o "))
    found = options(en_number(m["h"]), minute, m["ap"][0] if m["ap"] else None)
    return Piece(m.end(), clocks=found, weak=0 if m["ap"] else 2) if found else None


def _named(m: Match, facts: Facts) -> Piece:
    if "midnight" in m[0]:
        return Piece(m.end(), clocks=(time(0),), weak=1)
    return Piece(m.end(), clocks=(time(12),))


def _same_time(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), clocks=(facts.after(0).time(),), weak=2)


def _same_then(m: Match, facts: Facts) -> Piece:
    """`this time next week`, `same day last month`: as far from now."""
    sign = -1 if m["way"] == "last" else 1
    if m["span"] == "week":
        day = facts.day(7 * sign)
    else:
        day = shift_months(facts.today, sign * (1 if m["span"] == "month" else 12))
    clocks = (facts.after(0).time(),) if m["what"] == "time" else ()
    return Piece(m.end(), days=(day,), clocks=clocks)


def _week_on(m: Match, facts: Facts) -> Piece:
    """`today week`, `tomorrow fortnight`, `fortnight today`."""
    days = (1 if "tomorrow" in m[0] else 0) + (14 if "fortnight" in m[0] else 7)
    return Piece(m.end(), days=(facts.day(days),))


def _part(m: Match, facts: Facts) -> Piece:
    weak = 3 if m["part"] in {"eve", "aft", "breakfast", "dinner", "overnight"} else 2
    return Piece(m.end(), part=_PARTS[m["part"]], weak=0 if (m["pre"] or "")[:2] in {"in", "du"} else weak)


def _first_thing(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), part="morning")


def _close(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), by=True)


def now_piece(m: Match, facts: Facts) -> Piece:
    at = facts.after(0)
    return Piece(m.end(), days=(at.date(),), clocks=(at.time(),), weak=3)


_DAY_NEXT = (
    r"(?=today|tomorrow|tmrw|yesterday|(?:mon|tue|wed|thu|fri|sat|sun)|the \d|\d|(?:next|this|last) \w+day)"
)
RULES: tuple[Rule, ...] = (
    (r"(?:at )?(?:about )?(?:this same|this|the same|same) (?P<what>time|day),? (?P<way>next|last) (?P<span>week|month|year)(?!\w)", _same_then),
    (r"(?:today|tomorrow) (?:week|fortnight)(?!\w)|fortnight (?:today|tomorrow)(?!\w)|today next week(?!\w)", _week_on),
    (r"(?:at )?(?:this|the same|same|the very same) time(?!\w)", _same_time),
    (r"(?:a )?(?P<part>half|quarter|(?:" + EN_NUMBER + r")(?: minutes?| mins?)?)[ -](?P<rel>past|to|till|til|after|before|of)[ -]" + _HOUR + r"(?: ?o'?clock)?(?: ?" + AMPM + r")?", _spoken),
    (r"(?P<part>half)(?P<rel>) (?P<h>" + HOURS + r"|1[0-2]|[1-9])(?![\w:.%])(?: ?" + AMPM + r")?", _spoken),
    (r"(?P<h>" + HOURS + r"|1[0-2](?= )|[1-9](?= ))[ -](?P<m>fifteen|thirty|forty[- ]five|forty|twenty[- ]five|twenty|thirty[- ]five|fifty[- ]five|fifty|ten|oh five|o five)(?!\w)(?: ?" + AMPM + r")?", _words),
    (r"(?:(?:12|twelve) ?)?(?:noon(?:ish|time|tide)?|midday|midnight)(?!\w)", _named),
    (r"(?P<pre>in the |during the |at |over |around |early in the |late in the )?(?:very )?(?:early |late |mid[ -]?(?!night))?(?P<part>morning|afternoon|evening|night|nite|lunchtime|lunch time|lunch|arvo|breakfast|dinnertime|dinner|overnight|after (?:work|hours|lunch)|[ap]\.m\.?|am|pm|eve|aft)(?!\w)", _part),
    (r"(?:at )?first thing(?: in the morning)?(?!\w)", _first_thing),
    (r"(?:start|beginning|opening) of (?:business|day|the day|the working day|play)(?!\w)|(?:the )?(?:start|beginning) of " + _DAY_NEXT, _first_thing),
    (r"(?:the )?(?:very )?(?:end|close) of " + _DAY_NEXT, _close),
    (r"'s end(?!\w)", _close),
    (r"(?:eod|cob|eob|eop|cop|c\.o\.b\.?|e\.o\.d\.?|(?:the )?end[ -]of[ -](?:the |business |working |work )?(?:business |working |work )?day|day'?s end|close of (?:business|play)|close of day|end of play|end of business)(?!\w)", _close),
    (r"(?:right now|just now|just this minute|at (?:the|this) moment|this (?:very )?(?:moment|minute|second|instant)|now)(?!\w)", now_piece),
)  # fmt: skip
