"""Times of day in digits: `3pm`, `15:30`, `at 9`, `1500h`, `2-4pm`; and which half of the day a clock face means."""

from datetime import time

from rules.patterns import late
from rules.when.model import Facts, Match, Part, Piece, Rule
from rules.when.text import en_number

HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
AMPM = r"(?P<ap>a\.?m\.?|p\.?m\.?|(?<=\d)[ap])(?!\w)"
_HOUR = rf"(?P<h>\d{{1,2}}|{HOURS})(?!\w)"


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
    """`15:30`, `3:30:15 pm`, `3pm`, `3.30pm`, `9a`."""
    half = m["ap"][0] if m["ap"] else None
    if not (half or m["m"]):
        return None
    minute, second = int(m["m"] or 0), int(m.groupdict().get("s") or 0)
    hour = en_number(m["h"])
    found = options(hour, minute, half)
    if half is None and len(m["h"]) == 2 and hour != 12:
        found = (time(hour, minute),) if minute < 60 and hour < 24 else found  # 03:30, 10:00: the 24 hours
    if second:
        found = tuple(t.replace(second=second) for t in found) if second < 60 else ()
    weak = 0 if m["m"] or len(m["ap"]) > 1 or not m["h"].isdigit() else 2
    part: Part | None = "evening" if hour == 24 else None  # 24:00 ends its day
    return Piece(m.end(), clocks=found, part=part, weak=weak) if found else None


def _dotted(m: Match, facts: Facts) -> Piece | None:
    found = options(int(m["h"]), int(m["m"]))
    return Piece(m.end(), clocks=found, weak=2) if found else None


def _bare(m: Match, facts: Facts) -> Piece | None:
    """`at 3`, `at nine thirty`, `@ 3`."""
    found = options(en_number(m["h"]), en_number(m["m"]) if m["m"] else 0)
    weak = 1 if m[0][0] in "@a" and m[0][:2] != "ab" and m[0][:2] != "ar" else 2
    return Piece(m.end(), clocks=found, weak=weak) if found else None


def _too_little(m: Match, facts: Facts) -> Piece | None:
    """`by 5`, `after 11`, `3ish`, `15h`: too little inside a sentence."""
    found = options(en_number(m["h"]), 0)
    return Piece(m.end(), clocks=found, by=bool(m["by"]), weak=3) if found else None


def _o_clock(m: Match, facts: Facts) -> Piece | None:
    found = options(en_number(m["h"]), 0, m["ap"][0] if m["ap"] else None)
    return Piece(m.end(), clocks=found) if found else None


def _first_of_range(m: Match, facts: Facts) -> Piece | None:
    """`2-4pm`, `from 11 to 1pm`, `between 9 and 10`: the start, on the half of the day that makes the range run forward."""
    led, half, half2 = m["led"], m["ap"], m["ap2"]
    first, minute = int(m["h"]), int(m["m"] or 0)
    noon = {"noon": 12, "midday": 12, "midnight": 12}
    last = noon[m["h2"]] if m["h2"] in noon else int(m["h2"])
    if m["and"] and led != "between" or (first == last and minute >= int(m["m2"] or 0) and half == half2):
        return None
    if (
        not (half or half2 or m["m"] or m["m2"] or m["h2"] in noon or led)
        and m.start() == 0
        and m.end() == len(m.string)
    ):
        return None  # `2 to 4` alone says neither times nor licences
    if first > 12 and first % 5 == 0 and last <= 12 and not (half or half2 or led or m["m"] or m["m2"]):
        return None  # 20 to 8: minutes
    if not half and m["h2"] in noon:
        half = "a" if m["h2"] != "midnight" else "p"
    if not half and half2 and 1 <= first <= 12 and 1 <= last <= 12:
        half = half2 if first % 12 <= last % 12 else "a" if half2[0] == "p" else "p"
    found = options(first, minute, half[0] if half else None)
    clear = half or m["m"]
    return Piece(m.end(), clocks=found, weak=0 if clear else 2 if led else 3) if found else None


def _military(m: Match, facts: Facts) -> Piece | None:
    found = options(int(m["h"]), int(m["m"]))
    second = int(m.groupdict().get("s") or 0)
    if not found or int(m["h"]) > 23 or second > 59:
        return None
    return Piece(m.end(), clocks=(found[0].replace(hour=int(m["h"]), second=second),))


def _behind_day(m: Match, facts: Facts) -> Piece:
    """`tomorrow 11`, `thursday 9ish`: an hour where a day stands before it and nothing behind it."""
    return Piece(m.end(), clocks=options(int(m["h"]), 0), weak=2)


def _hundred(m: Match, facts: Facts) -> Piece:
    """`17 hundred hours`."""
    return Piece(m.end(), clocks=(time(int(m["h"])),))


def _four_digits(m: Match, facts: Facts) -> Piece | None:
    if m["h"] in {"19", "20"} and (
        not m.start() or _OF_YEAR.search(m.string, max(0, m.start() - 6), m.start())
    ):
        return None  # a year
    return Piece(m.end(), clocks=(time(int(m["h"]), int(m["m"])),), weak=3)


_OF_YEAR = late(r"(?<![a-z])(?:of|in|year) $")
_AFTER_DAY = r"(?:(?<=mon )|(?<=tue )|(?<=tues )|(?<=wed )|(?<=weds )|(?<=thu )|(?<=thur )|(?<=thurs )|(?<=fri )|(?<=sat )|(?<=sun )|(?<=day )|(?<=tomorrow )|(?<=tmrw )|(?<=tmr ))"
_END = r"(?! (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)(?![\w%:/$€£¥]|[.,-]\d| ?(?:business|working|full|more|min|hour|hr|day|week|wk|month|year|quarter|to \d+ (?:day|week|month)))"
RULES: tuple[Rule, ...] = (
    (r"(?:(?P<led>from|between) )?(?P<h>\d{1,2})(?:[:.](?P<m>[0-5]\d))? ?(?P<ap>[ap]\.?m\.?|[ap](?!\w))? ?(?:-|~|/(?=\d{1,2} ?[ap])|to|(?P<and>and)|until|till) ?(?P<h2>\d{1,2}|noon|midday|midnight)(?:[:.](?P<m2>[0-5]\d))? ?(?P<ap2>[ap]\.?m\.?(?!\w)|[ap](?!\w))?(?![\w:/%]|[.,-]\d)", _first_of_range),
    (r"(?P<h>\d{1,2})(?::(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d{1,6})?)?)?(?: ?" + AMPM + r"|(?: ?h(?:rs?|ours)?(?!\w))?(?![\d:]))", _clock),
    (r"(?P<h>\d{1,2})[.h](?P<m>[0-5]\d) ?" + AMPM, _clock),
    (r"(?P<h>" + HOURS + r") (?P<m>(?!))?" + AMPM, _clock),
    (r"(?P<h>[01]?\d|2[0-3])[.h](?P<m>[0-5]\d)(?![\w.%])", _dotted),
    (r"(?:at|@|around|about) ?(?P<h>\d{1,2}|" + HOURS + r")(?: (?P<m>fifteen|thirty|forty-five|forty five|twenty|ten)|(?= o'? ?clock) o'? ?clock)?(?:-?ish)?" + _END, _bare),
    (r"(?P<by>by|before|until|till) (?P<h>\d{1,2}|" + HOURS + r")" + _END, _too_little),
    (r"(?P<by>(?!))?(?:after|from) (?P<h>\d{1,2}|" + HOURS + r")" + _END, _too_little),
    (r"(?P<h>\d{1,2}|" + HOURS + r")(?P<by>(?!))?(?:-?ish(?!\w)|h(?!\w)|(?= (?:tonight|tomorrow|today|tmrw|on |this |in the |at night)))", _too_little),
    (r"(?P<by>(?!))?(?:(?<=tomorrow )|(?<=today )|(?<=tonight )|(?<=tmrw )|(?<=tmr ))(?P<h>1[0-2]|[1-9])(?!\d)" + _END, _too_little),
    (_AFTER_DAY + r"(?P<h>1[0-2]|[1-9])(?:-?ish(?!\w)|(?= ?(?:$|[,;!?)]|\.(?!\d)|(?:and|w/|with|then)(?!\w))))", _behind_day),
    (r"at (?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?![\w.,%])", _military),
    (r"(?P<h>1[0-2]|[1-9])(?P<m>[0-5]\d) ?" + AMPM, _clock),
    (r"(?<=\dt)(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?P<s>\d\d)?(?!\d)", _military),
    (r"(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d) ?(?:hours|hrs|h)(?!\w)", _military),
    (r"(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?![\w.,:/%$€£¥-])", _four_digits),
    (r"(?P<h>1\d|2[0-3]|0?[1-9]) hundred(?: hours| hrs)(?P<m>(?!))?", _hundred),
    (_HOUR + r" o'? ?clock(?: ?" + AMPM + r")?", _o_clock),
)  # fmt: skip
