"""Two dates in one breath: `Wed or Thu`, `Dec 2-5`, 周三到周五. Both are kept, and the person is asked."""

import re
from dataclasses import replace
from datetime import timedelta

from rules.patterns import late
from rules.when.clocks import HOURS, options
from rules.when.model import Facts, Unclear, When
from rules.when.phrase import Phrase, phrase_at
from rules.when.resolve import resolve
from rules.when.text import en_number

_BETWEEN = late(
    r" ?(?:(?P<either>or|/|或者?是?|还是|和(?=[明后今周星礼下\d])|(?=周[一二三四五六日天]))|-|~|to|until|till|through|thru|and|到|至)(?:(?<=[a-z]) +|(?<![a-z]) ?)"
)
_BARE_HOUR = late(rf"(?:at )?(?P<h>1[0-2]|[1-9]|{HOURS})(?![\w:.,/-])")
_WHICH = late("下|上|本|这|this|next|last|coming")
_DAY_AFTER = late(r"the (?:day after|next day|following day)(?! \w)")
_SAME_MONTH = late(r"(?:the )?(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?:日|号)?(?![\w:/.%])")


def read_at(text: str, at: int, facts: Facts) -> tuple[Phrase, When | Unclear] | None:
    """The phrase that starts here and its reading; with a second date behind it, a question about both."""
    first = phrase_at(text, at, facts)
    if first is None:
        return None
    between = _BETWEEN.match(text, first.end)
    if between and first.days and first.week and not facts.strict:
        return _stretches(text, between, first, facts) or (first, resolve(first, facts))
    if not between or not first.days or first.week:
        return first, resolve(first, facts)
    whole = _second(text, between.end(), facts)
    second = _same_month(text, between, first, facts) or _day_after(text, between.end(), first) or whole
    if second and whole and whole.end > second.end and not (whole.clocks or whole.part):
        second = whole  # from 4 feb to 8 feb
    if second is None and between["either"]:
        second = _other_time(text, between.end(), first, facts)
    if second is None or (
        between[0].strip() == "and" and facts.strict and not text.startswith("between", first.start)
    ):
        return first, resolve(first, facts)
    if not (first.clocks or first.part):
        first = replace(first, clocks=second.clocks, part=second.part)
    if (
        second.weekday is not None
        and facts.lean == "future"
        and not _WHICH.search(text, between.end(), second.end)
    ):  # Mon-Wed, 下周一到周三: counted from the first
        gap = (second.weekday - first.days[0].weekday()) % 7 or 7
        second = replace(second, days=(first.days[0] + timedelta(days=gap),), reason="")
    asked = (*_candidates(resolve(first, facts)), *_candidates(resolve(second, facts)))
    whole = replace(first, end=second.end, by=second.by, led=first.led or second.led, pieces=first.pieces + 1)
    return whole, Unclear(tuple(dict.fromkeys(asked)), "range" if between["either"] is None else "either")


def _stretches(
    text: str, between: re.Match[str], first: Phrase, facts: Facts
) -> tuple[Phrase, When | Unclear] | None:
    """`march to may`, 三月到五月, `q1 or q2`: the start of the one, the end (or the start) of the other."""
    second = phrase_at(text, between.end(), facts) if between.end() < len(text) else None
    if second is None or not second.week or first.clocks or second.clocks:
        return None
    either = between["either"] is not None
    ends = _candidates(resolve(first, facts))[:1], _candidates(resolve(second, facts))
    asked = (*ends[0], *(ends[1][:1] if either else ends[1][-1:]))
    if len(asked) < 2 or asked[1].date < asked[0].date:
        return None
    whole = replace(first, end=second.end, led=first.led or second.led, pieces=first.pieces + 1)
    return whole, Unclear(tuple(dict.fromkeys(asked)), "either" if either else "range")


def _day_after(text: str, at: int, first: Phrase) -> Phrase | None:
    m = _DAY_AFTER.match(text, at)
    return replace(first, end=m.end(), days=tuple(d + timedelta(days=1) for d in first.days)) if m else None


def _second(text: str, at: int, facts: Facts) -> Phrase | None:
    second = phrase_at(text, at, facts) if at < len(text) else None
    return (
        second
        if second and second.days and not second.week and second.weak <= (1 if facts.strict else 3)
        else None
    )


def _other_time(text: str, at: int, first: Phrase, facts: Facts) -> Phrase | None:
    """The 4pm of `friday 3pm or 4pm`, 下午 of 明天上午或下午."""
    bare = _BARE_HOUR.match(text, at) if first.clocks and first.days else None
    if bare:
        hours = options(en_number(bare["h"]), 0)
        later = tuple(c for c in hours if c > first.clocks[0])[:1] or hours[:1]
        return replace(first, end=bare.end(), clocks=later) if later else None
    second = phrase_at(text, at, facts) if at < len(text) and (first.clocks or first.part) else None
    if second is None or second.days or not (second.clocks or second.part):
        return None
    if second.clocks and not second.part and first.clocks and len(second.clocks) > 1:
        second = replace(
            second, clocks=tuple(c for c in second.clocks if c > first.clocks[0])[:1] or second.clocks[:1]
        )
    return replace(second, days=first.days)


def _same_month(text: str, between: re.Match[str], first: Phrase, facts: Facts) -> Phrase | None:
    """The 5 of `Dec 2-5` and 12月2日到5日."""
    m = _SAME_MONTH.match(text, between.end())
    if not m or first.clocks or not any(c.isdigit() for c in text[first.start : first.end]):
        return None
    try:
        days = tuple(d.replace(day=int(m["day"])) for d in first.days)
    except ValueError:
        return None
    if days[0] <= first.days[0] or (between["either"] is not None and not m[0][-1].isalpha()):
        return None
    return replace(first, end=m.end(), days=days)


def _candidates(reading: When | Unclear) -> tuple[When, ...]:
    if isinstance(reading, Unclear):
        return reading.candidates
    return (replace(reading, candidates=()),)
