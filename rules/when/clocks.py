"""Times of day in English and in digits: `3pm`, `15:30`, `half past nine`, `noon`, `eod`, `in 2 hours`."""

from datetime import time

from rules.when.model import Facts, Match, Part, Piece, Rule
from rules.when.text import EN_NUMBER, en_number

_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_HOUR = rf"(?P<h>\d{{1,2}}|{_HOURS})(?!\w)"
_AMPM = r"(?P<ap>a\.?m\.?|p\.?m\.?|(?<=\d)[ap])(?!\w)"
_PARTS: dict[str, Part] = {
    "morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "night", "am": "morning",
    "pm": "afternoon", "lunch": "noon", "lunchtime": "noon", "lunch time": "noon",
}  # fmt: skip


def options(hour: int, minute: int, half: str | None = None) -> tuple[time, ...]:
    """The times a clock face may mean, the business one first: 7 to 12 before one o'clock, 1 to 6 after."""
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return ()
    if half:
        if not 1 <= hour <= 12:
            return (time(hour, minute),) if half == "p" and 12 < hour < 24 else ()
        return (time(hour % 12 + (12 if half == "p" else 0), minute),)
    if hour == 0 or hour > 12:
        return (time(hour % 24, minute),)
    early, late = time(hour % 12, minute), time(hour % 12 + 12, minute)
    return (early, late) if 7 <= hour <= 11 else (late, early)


def _clock(m: Match, facts: Facts) -> Piece | None:
    """`15:30`, `3:30 pm`, `3pm`, `3.30pm`, `9a`."""
    half = m["ap"][0] if m["ap"] else None
    if not (half or m["m"]):
        return None
    minute = int(m["m"] or 0)
    hour = en_number(m["h"])
    found = options(hour, minute, half)
    if half is None and len(m["h"]) == 2 and hour != 12:
        found = (time(hour, minute),) if minute < 60 and hour < 24 else found  # 03:30, 10:00: the 24 hours
    return (
        Piece(m.end(), clocks=found, weak=0 if m["m"] or len(m["ap"]) > 1 or not m["h"].isdigit() else 2)
        if found
        else None
    )


def _dotted(m: Match, facts: Facts) -> Piece | None:
    found = options(int(m["h"]), int(m["m"]))
    return Piece(m.end(), clocks=found, weak=2) if found else None


def _bare(m: Match, facts: Facts) -> Piece | None:
    """`at 3`, `at nine thirty`, `@ 3`."""
    minute = en_number(m["m"]) if m["m"] else 0
    found = options(en_number(m["h"]), minute)
    return (
        Piece(
            m.end(), clocks=found, weak=1 if m[0][0] in "@a" and m[0][:2] != "ab" and m[0][:2] != "ar" else 2
        )
        if found
        else None
    )


def _by_bare(m: Match, facts: Facts) -> Piece | None:
    """`by 5`, `before 11`, `3ish`, `15h`: too little inside a sentence."""
    found = options(en_number(m["h"]), 0)
    return Piece(m.end(), clocks=found, by=bool(m["by"]), weak=3) if found else None


def _o_clock(m: Match, facts: Facts) -> Piece | None:
    found = options(en_number(m["h"]), 0, m["ap"][0] if m["ap"] else None)
    return Piece(m.end(), clocks=found) if found else None


def _spoken(m: Match, facts: Facts) -> Piece | None:
    """`half past nine`, `quarter to 5`, `ten past 3`, `half nine`."""
    word = m["part"]
    minutes = 30 if "half" in word else 15 if "quarter" in word else en_number(word.split()[0])
    hour = en_number(m["h"])
    if not 1 <= hour <= 12 or minutes > 59:
        return None
    half = m["ap"][0] if m["ap"] else None
    if m["rel"] in {"to", "till", "til", "of", "before"}:
        if half:
            found = tuple(_minus(t, minutes) for t in options(hour, 0, half))
        else:
            found = options((hour - 2) % 12 + 1, 60 - minutes) if minutes else options(hour, 0)
    else:
        found = options(hour, minutes, half)
    counted = not ("half" in word or "quarter" in word or "min" in word or half)
    if counted and (minutes % 5 or (word[0].isdigit() and minutes > 30)):
        return None  # `2 to 4`, `12 to 3` are ranges
    counted = counted or not (m["rel"] or m["h"].isalpha())
    return Piece(m.end(), clocks=found, weak=3 if counted and m["rel"] != "past" else 0) if found else None


def _first_of_range(m: Match, facts: Facts) -> Piece | None:
    """`2-4pm`, `from 11 to 1pm`: the start, on the half of the day that makes the range run forward."""
    first, last = int(m["h"]), int(m["h2"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    half = m["ap"][0]
    if first % 12 > last % 12:
        half = "a" if half == "p" else "p"
    found = options(first, int(m["m"] or 0), half)
    return Piece(m.end(), clocks=found) if found else None


def _minus(t: time, minutes: int) -> time:
    total = (t.hour * 60 + t.minute - minutes) % 1440
    return time(total // 60, total % 60)


def _words(m: Match, facts: Facts) -> Piece | None:
    """`nine thirty`, `nine thirty pm`."""
    minute = en_number(m["m"].removeprefix("oh ").removeprefix("o "))
    found = options(en_number(m["h"]), minute, m["ap"][0] if m["ap"] else None)
    return Piece(m.end(), clocks=found, weak=0 if m["ap"] else 2) if found else None


def _named(m: Match, facts: Facts) -> Piece:
    if "midnight" in m[0]:
        return Piece(m.end(), clocks=(time(0),), weak=1)
    return Piece(m.end(), clocks=(time(12),))


def _military(m: Match, facts: Facts) -> Piece | None:
    found = options(int(m["h"]), int(m["m"]))
    return Piece(m.end(), clocks=found[:1]) if found and int(m["h"]) < 24 else None


def _same_time(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), clocks=(facts.after(0).time(),), weak=2)


def _part(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), part=_PARTS[m["part"]], weak=0 if (m["pre"] or "")[:2] in {"in", "du"} else 2)


def _first_thing(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), part="morning")


def _close(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), by=True)


def _now(m: Match, facts: Facts) -> Piece:
    at = facts.after(0)
    return Piece(m.end(), days=(at.date(),), clocks=(at.time(),), weak=3)


def _in_hours(m: Match, facts: Facts) -> Piece | None:
    """`in 2 hours`, `45 minutes from now`, `half an hour ago`, `in an hour and a half`."""
    if not (m["pre"] or m["post"]) or (m["n"] == "a" and facts.strict):
        return None
    unit = 60 if m["unit"].startswith("h") else 1
    minutes = (
        unit // 2 if m["half"] else int(float(m["n"]) * unit) if "." in m["n"] else en_number(m["n"]) * unit
    )
    if m["plus"]:
        minutes += 30
    if m["min"]:
        minutes += int(m["min"])
    back = bool(m["post"]) and m["post"].startswith(("ago", "back"))
    at = facts.after(-minutes if back else minutes)
    by = bool(m["pre"]) and m["pre"].startswith("within")
    return Piece(m.end(), days=(at.date(),), clocks=(at.time(),), by=by)


RULES: tuple[Rule, ...] = (
    (r"(?:from |between )?(?P<h>\d{1,2})(?::(?P<m>\d\d))? ?(?:-|~|to|and|until|till) ?(?P<h2>\d{1,2})(?::\d\d)? ?" + _AMPM, _first_of_range),
    (r"(?P<h>\d{1,2})(?::(?P<m>\d\d)(?::\d\d(?:[.,]\d{1,6})?)?)?(?: ?" + _AMPM + r"|(?![\d:]))", _clock),
    (r"(?P<h>\d{1,2})[.h](?P<m>[0-5]\d) ?" + _AMPM, _clock),
    (r"(?P<h>" + _HOURS + r") (?P<m>(?!))?" + _AMPM, _clock),
    (r"(?P<h>[01]?\d|2[0-3])[.h](?P<m>[0-5]\d)(?![\w.%])", _dotted),
    (r"(?:at|@|around|about) ?(?P<h>\d{1,2}|" + _HOURS + r")(?: (?P<m>fifteen|thirty|forty-five|forty five|twenty|ten))?(?:-?ish)?(?![\w%:/$€£¥]|[.,-]\d)", _bare),
    (r"(?P<by>by|before|until|till) (?P<h>\d{1,2}|" + _HOURS + r")(?![\w%:/$€£¥]|[.,-]\d)", _by_bare),
    (r"(?P<h>\d{1,2}|" + _HOURS + r")(?P<by>(?!))?(?:-?ish(?!\w)|h(?!\w)|(?= (?:tonight|tomorrow|today|tmrw|on |this |in the )))", _by_bare),
    (r"at (?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?![\w.,%])", _military),
    (r"(?P<h>1[0-2]|[1-9])(?P<m>[0-5]\d) ?" + _AMPM, _clock),
    (r"(?<=\dt)(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?:\d\d)?(?!\d)", _military),
    (r"(?:at )?(?:this|the same|same) time(?!\w)", _same_time),
    (_HOUR + r" o'? ?clock(?: ?" + _AMPM + r")?", _o_clock),
    (r"(?:a )?(?P<part>half|quarter|(?:" + EN_NUMBER + r")(?: minutes?| mins?)?) (?P<rel>past|to|till|til|after|before|of) " + _HOUR + r"(?: ?o'?clock)?(?: ?" + _AMPM + r")?", _spoken),
    (r"(?P<part>half)(?P<rel>) (?P<h>" + _HOURS + r"|1[0-2]|[1-9])(?![\w:.%])(?: ?" + _AMPM + r")?", _spoken),
    (r"(?P<h>" + _HOURS + r")[ -](?P<m>fifteen|thirty|forty[- ]five|forty|twenty|fifty|ten|oh five|o five)(?!\w)(?: ?" + _AMPM + r")?", _words),
    (r"(?:12 ?)?(?:noon|midday|midnight)(?!\w)", _named),
    (r"(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d) ?(?:hours|hrs|h)(?!\w)", _military),
    (r"(?P<pre>in the |during the |at |over |around |early in the |late in the )?(?:early |late |mid-?)?(?P<part>morning|afternoon|evening|night|lunchtime|lunch time|lunch|am|pm)(?!\w)", _part),
    (r"(?:at )?first thing(?: in the morning)?(?!\w)", _first_thing),
    (r"(?:eod|cob|eob|c\.o\.b\.?|(?:the )?end[ -]of[ -](?:the |business |working |work )?(?:business |working )?day|day'?s end|close of (?:business|play)|close of day|end of play|end of business)(?!\w)", _close),
    (r"(?:(?P<pre>in about|in|within(?: the)?(?: next)?|in the next|after) )?(?:(?P<half>half an?)|(?P<n>\d{1,2}\.\d|" + EN_NUMBER + r")) ?(?P<unit>hours?|hrs?|h|minutes?|mins?)(?!\w)(?P<plus> and a half)?(?: and (?P<min>\d{1,2}) min(?:ute)?s?)?(?: (?P<post>ago|back|from now|later|out|time)(?!\w))?", _in_hours),
    (r"(?:right now|just now|now|现在|此刻|刚才|刚刚)(?!\w)", _now),
)  # fmt: skip
