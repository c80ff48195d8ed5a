"""From a phrase to a reading: which day, which time, deadline or appointment, and what must be asked."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from rules.when.days import shift_months
from rules.when.model import PART_HOURS, Facts, Kind, Unclear, When
from rules.when.phrase import Phrase
from rules.when.zones import carry, today_in

YEARS_BACK, YEARS_AHEAD = 2, 5
# Further off a date is asked about, unless it is so far that it is a slip.
FAR_BACK, FAR_AHEAD = 50, 30


def resolve(phrase: Phrase, facts: Facts) -> When | Unclear:
    """The reading of a phrase, or the question it raises. Implausible dates are dropped last."""
    if phrase.begun:
        facts = replace(facts, lean="past")
    if phrase.zone and phrase.clocks:
        readings, reason = _elsewhere(phrase, facts)
    else:
        readings, reason = _days_given(phrase, facts) if phrase.days else _days_missing(phrase, facts)
    kept = [
        r
        for n, r in enumerate(readings)
        if _is_near(r, YEARS_BACK, YEARS_AHEAD, facts) and r not in readings[:n]
    ]
    if not kept or (reason and kept[0] != readings[0]):
        far = [
            r
            for n, r in enumerate(readings)
            if _is_near(r, FAR_BACK, FAR_AHEAD, facts) and r not in readings[:n]
        ]
        return Unclear(tuple(kept if facts.strict else far), "implausible" if not kept else reason)
    if (
        reason == "passed"
        and phrase.by
        and not (phrase.clocks or phrase.part)
        and facts.lean == "future"
        and kept[0].date > facts.today
    ):
        reason = ""  # `by the 11th`: nobody promises a day that is over
    if reason:
        return Unclear(tuple(kept), reason)
    return replace(kept[0], candidates=tuple(kept[1:]))


def _is_near(reading: When, back: int, ahead: int, facts: Facts) -> bool:
    return shift_months(facts.today, -12 * back) <= reading.date <= shift_months(facts.today, 12 * ahead)


def _elsewhere(phrase: Phrase, facts: Facts) -> tuple[list[When], str]:
    """A time in another zone: the day counts there too (`tomorrow 3pm ET`), the reading is local."""
    days = phrase.days or tuple(facts.day(n) for n in (-2, -1, 0, 1, 2))
    walls = [
        datetime.combine(w.date, w.time or phrase.clocks[0])
        for d in days
        for w in [_make(phrase, d, phrase.clocks[0])]
    ]
    local = [carry(wall, phrase.zone, facts.home) for wall in walls]
    reason = phrase.reason
    if not phrase.days:
        there = today_in(phrase.zone, facts.utc)
        local, over = _coming(local, [w.date() == there for w in walls], facts)
        reason = reason or ("passed" if over else "")
    kind: Kind = "by" if phrase.by else "at"
    return [When(w.date(), w.time(), kind) for w in local], reason


def _coming(local: list[datetime], today: list[bool], facts: Facts) -> tuple[list[datetime], bool]:
    """The next of the moments (leaning to the past: the last), and behind it the one of today there, if that is over."""
    ahead = facts.lean == "future"
    near = [w for w in local if (w > facts.now) == ahead]
    other = [w for w, is_today in zip(local, today, strict=True) if is_today and (w > facts.now) != ahead]
    return [*(near[:1] if ahead else near[-1:]), *other], bool(other)


def _make(phrase: Phrase, day: date, at: time | None) -> When:
    if at is not None and phrase.part in {"evening", "night"} and at.hour < 5:
        day += timedelta(days=1)  # 晚上12点 and `friday night at 1` lie after midnight
    part = phrase.part if at is None else None
    if part == "noon":
        at, part = time(12), None
    kind: Kind = "by" if phrase.by else "at" if at is not None else "on"
    return When(day, at, kind, part)


def _moment(reading: When) -> datetime:
    return datetime.combine(reading.date, reading.local_time(by=time(23, 59), on=time(23, 59)))


def _days_given(phrase: Phrase, facts: Facts) -> tuple[list[When], str]:
    clocks = phrase.clocks or (None,)
    readings = [_make(phrase, d, clocks[0]) for d in phrase.days]
    reason = phrase.reason
    if reason == "half":
        said = [_make(replace(phrase, part=None), phrase.days[0], clock) for clock in clocks]
        return [*said, _make(phrase, phrase.days[0], None)], reason
    if reason == "today" and phrase.clocks and facts.lean == "future":
        ahead = [r for r in readings if _moment(r) > facts.now]
        readings, reason = ahead, "today" if len(ahead) > 1 else ""
    if reason == "week" and phrase.by:
        readings = readings[::-1] if readings[0].date < readings[-1].date else readings
    if (
        not reason
        and clocks == (time(0),)
        and phrase.days == (facts.today,)
        and facts.lean == "future"
        and not phrase.part
    ):
        return [_make(phrase, facts.day(1), clocks[0])], ""  # midnight today is the coming one
    if not reason and len(clocks) > 1:
        other = _make(phrase, phrase.days[0], clocks[1])
        on_today = phrase.days[0] == facts.today
        if on_today and facts.lean == "future" and _moment(readings[0]) <= facts.now < _moment(other):
            return [other, readings[0]], "passed"
        readings += _sensible([other], facts)
    return readings, reason


def _sensible(others: list[When], facts: Facts) -> list[When]:
    """The other half of the clock face, where somebody could mean it: awake, and not already over."""
    awake = [w for w in others if w.time and w.time.hour >= 6]
    return [w for w in awake if facts.lean == "past" or _moment(w) > facts.now]


def _days_missing(phrase: Phrase, facts: Facts) -> tuple[list[When], str]:
    """A bare time: today while it lies ahead, else it is asked (leaning to the past: the reverse)."""
    if not (phrase.clocks or phrase.part):
        return [_make(phrase, facts.today, None)], phrase.reason
    ahead = facts.lean == "future"
    clock = phrase.clocks[0] if phrase.clocks else None
    today = _make(phrase, facts.today, clock)
    other = _make(phrase, facts.day(1 if ahead else -1), clock)
    moment = _moment(today)
    if today.part:
        moment = datetime.combine(facts.today, PART_HOURS[today.part][1])
    if ahead and clock is not None and clock.hour < 6 and len(phrase.clocks) == 1 and moment <= facts.now:
        return [other], ""  # midnight and 00:30 are always those of the coming night
    if (moment > facts.now) == ahead or moment == facts.now:
        later = [_make(phrase, facts.today, c) for c in phrase.clocks[1:]]
        return [today, *_sensible(later, facts)], ""
    if phrase.part and not phrase.clocks and ahead:
        return [other, today], "passed"
    spare = [_make(phrase, facts.today, c) for c in phrase.clocks[1:]]
    spare = [s for s in spare if (_moment(s) > facts.now) == ahead]
    return [other, *spare, today], "passed"
