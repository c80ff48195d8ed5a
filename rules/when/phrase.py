"""Joining recognised bits into one phrase: preposition, day, part of the day, clock time, 前 or `at the latest`."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from rules.patterns import late
from rules.when import zones
from rules.when.days import make, shift_months
from rules.when.model import Facts, Part, Piece
from rules.when.pieces import ends_here, pieces_at

_BY = (
    r"due(?: date)?(?: is| on| by|:)?|(?:valid |open )?until|expir(?:es|ing|y)(?: date)?(?: on|:)?|deadline(?: is|:)?|(?:no|not) later than|on or before|latest(?: by)?|at the latest by|as late as|at most|by|(?:right |just |shortly )?before|until|till"
    r"|up to|prior to|截止日期(?:是|为)?|截止时间(?:是|为)?|截止到?|截至|最晚|最迟|至迟|不晚于|不迟于|最多|顶多|不超过|赶在|到期日?|交期|直到|直至"
)
_ON = (
    r"on or (?:about|around)|on|at|for|from|starting(?: on| from)?|beginning(?: on)?|effective|as of|as from|as early as|(?:no|not) (?:earlier|sooner) than|not before|earliest|since|(?:right |just |shortly |soon |any ?time |sometime )?after|around|about|approximately|approx\.?|circa|ca?\."
    r"|roughly|almost|nearly|more than|at least|just (?:over|under)|well over|all day|(?:the )?whole(?: of)?|all of|exactly|precisely|sometime|some time|between|either|early on|late on|early|late|later|earlier|during|over|in|the|probably|any ?(?:time|day)(?: in| on)?|(?:the )?day of|eta:?|(?:date|time|when|day):"
    r"|在|于|到|约在|定在|定于|约好|约|大概|大约|差不多|从|自|自从|将于|最早|最快|不早于|至少|起码|预计|预计在|估计|估计在|计划|计划在"
)
_SINCE = frozenset({"since", "自从"})  # what began is past
_LEAD = late(rf"(?:(?P<by>{_BY})|(?P<on>{_ON})|@)(?:(?<=[a-z:.]) +|(?<![a-z]) *):? *")
_SECOND = late(r"(?:in|on|at|by|before|within|until|due|for) ")
_PAUSE = late(r"(?: (?:sharp|prompt|exactly|on the dot)(?!\w))? ?(?:[,(的] ?|- )?")
_LINK = late(
    r" ?[,(]? ?(?:(?P<by>by|before|until|till|no later than|截止到?|最晚|最迟)|on|at|in the|in|the|of|(?:just |right |any ?time |sometime )?after|from|since|around|about|for|from|@|在|从|的|于|约|大概|大约)(?:(?<=[a-z]) +|(?<![a-z]) *)(?:the )?"
)
_AFTER = late(
    r" ?\)? ?(?:(?P<by>之前|以前|前(?![台端面期提后])|为止|截止|截至|之内|以内|内(?![部容])|(?:at )?the (?:very )?latest|latest|or (?:before|earlier|sooner)|deadline)"
    r"|左右|上下|(?<=末)两天|前后|之后|以后|后(?![端面台续期])|当天|当日|那天|全天|一整天|整天|晚些时候|早些时候|开始|起(?![来因])|(?:sharp|prompt|exactly|onwards?|sometime|on the dot|at the earliest|and (?:later|after)|(?:local|my|our) time)(?!\w)|or so(?!\w)|-?ish(?!\w)|\))"
)
_RANGE = late(r" ?(?:-|~|to|until|till|through|到|至) ?")
_BARE_HOUR = late(r"(?:1[0-2]|[1-9])(?![\w:.,/%-])")
_CLOCK_ENDS = "0123456789apmk.n点半分刻"  # a zone belongs to a clock time, not to `2 hours ago`
_PART_HOURS = {
    "morning": (0, 12), "noon": (11, 14), "afternoon": (12, 19), "evening": (16, 24), "night": (17, 24),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase found in the normalised text, before it is read."""

    start: int
    end: int
    by: bool = False
    led: bool = False
    days: tuple[date, ...] = ()
    weekday: int | None = None
    clocks: tuple[time, ...] = ()
    part: Part | None = None
    reason: str = ""
    weak: int = 0
    pieces: int = 0
    week: bool = False
    loose: bool = False
    closes: bool = False
    zone: str = ""
    begun: bool = False  # since: it is past


def join(a: Phrase, b: Piece, facts: Facts) -> Phrase | None:
    """The phrase with one more bit, or None where the two do not go together."""
    days, weekday, reason, week = a.days, a.weekday, a.reason, a.week
    if b.days and a.days:
        met = _same_day(a, b, facts)
        if met is None or (b.clocks and met[1]):
            return None
        days, reason = met
        weekday, week = None, False
    elif b.days:
        days, weekday, reason, week = b.days, b.weekday, b.reason, b.week
    if a.clocks and b.clocks or (a.part and b.part and a.part != b.part):
        return None
    times, part = a.clocks or b.clocks, a.part or b.part
    if (times or part) and week and reason != "week":
        return None
    if times and part:
        fit = fitting(times, part)
        if not fit and (weekday is None and not days or reason):
            return None
        times, reason = fit or tuple(reversed(times)), reason if fit else "half"
    loose = b.loose if b.days else a.loose
    closes = not (b.days or b.clocks or b.part)
    if a.closes and closes:
        return None
    return replace(
        a, end=b.end, days=days, weekday=weekday, clocks=times, part=part, by=a.by or b.by, reason=reason, week=week,
        weak=min(a.weak, b.weak) if a.pieces else b.weak, pieces=a.pieces + 1, closes=a.closes or closes, loose=loose and not (a.days and b.days),
    )  # fmt: skip


def fitting(times: tuple[time, ...], part: Part) -> tuple[time, ...]:
    """The times that fall into a part of the day (凌晨2点, 晚上12点 included)."""
    first, last = _PART_HOURS[part]
    fit = tuple(t for t in times if first <= t.hour < last)
    if not fit and part in {"evening", "night"}:
        fit = tuple(t for t in times if t.hour < 5)
    if part == "morning" and len(fit) == 1 and fit[0].hour == 0 and time(12, fit[0].minute) in times:
        return (time(12, fit[0].minute),) if len(times) > 2 else fit
    return fit


def _weeks_away(a: Phrase, b: Piece, facts: Facts) -> tuple[tuple[date, ...], str]:
    """`monday in two weeks`, `in two weeks on monday`: that Monday, counted from the next one or by weeks."""
    named, far = (a, b) if b.loose else (b, a)
    day, number = far.days[0], named.weekday or 0
    by_week = day + timedelta(days=number - day.weekday())
    counted = named.days[0] + (day - facts.today)
    if named.reason or by_week == counted or (day - facts.today).days % 7:
        return (by_week,), ""
    return ((counted, by_week) if named is a else (by_week, counted)), "weekday"


def _coming_both(day: date, facts: Facts) -> tuple[date, ...]:
    """The next date with this day of the month on this weekday, within fourteen months."""
    months = (shift_months(facts.today.replace(day=1), n) for n in range(15))
    dates = (d for m in months if (d := make(m.year, m.month, day.day)))
    return tuple(d for d in dates if d >= facts.today and d.weekday() == day.weekday())[:1]


def _same_day(a: Phrase, b: Piece, facts: Facts) -> tuple[tuple[date, ...], str] | None:
    """A weekday beside a date confirms it, chooses among its readings, or contradicts it."""
    if (a.loose and b.weekday is not None and not b.loose) or (b.loose and a.weekday is not None):
        return _weeks_away(a, b, facts)
    if a.week and b.weekday is not None and a.reason == "week":
        start = a.days[0] - timedelta(days=a.days[0].weekday())
        return (start + timedelta(days=b.weekday),), ""
    if (a.weekday is None) == (b.weekday is None) or a.week or b.week:
        return None
    number = a.weekday if a.weekday is not None else b.weekday
    named, dated = (a, b) if a.weekday is not None else (b, a)
    if dated.reason == "no_day":
        return dated.days, dated.reason
    agreeing = tuple(d for d in dated.days if d.weekday() == number)
    if agreeing and agreeing[0] < facts.today <= dated.days[0]:
        return (
            *_coming_both(agreeing[0], facts),
            agreeing[0],
        ), "passed"  # friday the 13th, where the last one was
    if agreeing:
        return agreeing[:1], ""
    return (*dated.days[:1], *named.days[:1]), "weekday"


def phrase_at(text: str, at: int, facts: Facts) -> Phrase | None:
    """The longest phrase that starts at this place, or None."""
    start = Phrase(at, at)
    zone = zones.BEFORE.match(text, at)
    grown = _grow(
        text, replace(start, zone=zone["zone"]) if zone else start, zone.end() if zone else at, facts
    )
    if grown:
        return grown
    lead = _LEAD.match(text, at)
    steps = 0
    by = led = begun = False
    while lead and steps < 3:
        by = by or bool(lead["by"])
        led = led or lead[0].strip() != "the"
        if facts.strict and not by and _SECOND.match(text, lead.end()):
            return None  # `acted on in two weeks`: the first word belongs to the sentence
        at, steps = lead.end(), steps + 1
        if lead[0].strip() in _SINCE and facts.lean == "future":
            facts, begun = replace(facts, lean="past", seen={}), True
        grown = _grow(text, replace(start, by=by, led=led, begun=begun), at, facts)
        if grown and facts.strict and lead[0].strip() == "in" and grown.days and not grown.week:
            return replace(grown, start=at)  # `check in Mon`
        if grown:
            return grown
        lead = _LEAD.match(text, at)
    return None


def _grow(text: str, phrase: Phrase, at: int, facts: Facts) -> Phrase | None:
    best: Phrase | None = None
    for piece in pieces_at(text, at, facts)[:4]:
        grown = join(phrase, piece, facts)
        if grown is None:
            continue
        whole = _tail(text, _more(text, grown, facts), facts)
        if best is None or whole.end > best.end:
            best = whole
    return best


def _more(text: str, phrase: Phrase, facts: Facts) -> Phrase:
    for _ in range(4):
        step = _next(text, phrase, facts)
        if step is None:
            return phrase
        phrase = step
    return phrase


def _next(text: str, phrase: Phrase, facts: Facts) -> Phrase | None:
    pause = _PAUSE.match(text, phrase.end)
    link = _LINK.match(text, phrase.end)
    after = _AFTER.match(text, phrase.end)
    places = [(pause.end() if pause else phrase.end, False)]
    zone = zones.BEFORE.match(text, places[0][0]) or (
        zones.AFTER.match(text, phrase.end) if phrase.clocks else None
    )
    if zone and not phrase.zone:
        placed = _next(text, replace(phrase, end=zone.end(), zone=zone["zone"]), facts)
        if placed:
            return placed
    if link:
        places.append((link.end(), bool(link["by"])))
    if after and after["by"] is None and after[0].strip() == ")":
        places.append((after.end() + (text[after.end() : after.end() + 1] == " "), False))
    for at, by in places:
        steps = [s for piece in pieces_at(text, at, facts)[:4] if (s := join(phrase, piece, facts))]
        if steps:  # 周三10.30 is a time where the date would contradict the weekday
            agreed = [s for s in steps if s.end == steps[0].end and s.reason != "weekday"]
            step = (agreed or steps)[0]
            return replace(step, by=step.by or by)
    return None


def _time_at(text: str, at: int, facts: Facts) -> int | None:
    """Where the time of day that starts here ends (下午五点 in 上午九点到下午五点)."""
    found = [p for p in pieces_at(text, at, facts) if not p.days]
    bare = None if facts.strict else _BARE_HOUR.match(text, at)
    if not found and bare:
        return bare.end()  # noon to 2
    for piece in found:
        if piece.clocks:
            return piece.end
        if piece.part:
            after = next((p for p in pieces_at(text, piece.end, facts) if p.clocks and not p.days), None)
            return after.end if after else None
    return None


def _tail(text: str, phrase: Phrase, facts: Facts) -> Phrase:
    """A time range keeps its start; 前 and its kin make a deadline."""
    zone = (
        zones.AFTER.match(text, phrase.end)
        if phrase.clocks and not phrase.zone and text[phrase.end - 1] in _CLOCK_ENDS
        else None
    )
    if zone:
        phrase = replace(phrase, end=zone.end(), zone=zone["zone"])
    between = _RANGE.match(text, phrase.end) if phrase.clocks else None
    if between:
        later = _time_at(text, between.end(), facts)
        if later:
            phrase = replace(phrase, end=later + (2 if text.startswith("之间", later) else 0))
    for _ in range(2):
        after = _AFTER.match(text, phrase.end)
        if not after or (after[0].strip() == ")" and "(" not in text[phrase.start : phrase.end]):
            break
        if not ends_here(text, after.end()):
            break
        phrase = replace(
            phrase,
            end=after.end(),
            by=phrase.by or bool(after["by"]),
            led=phrase.led or after[0].strip() != ")",
        )
    return phrase
