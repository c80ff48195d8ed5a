"""Reads a stretch of days as people type it: one day, from one to another, a week or a month; with what it is for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from rules import when
from rules.patterns import late
from rules.when import Unclear, When
from rules.when.text import normalise

MOST = 366  # days: longer is a leave, which is handed over
_BETWEEN = late(r"\s*(?:到|至|—|–|－|~|～|-|\b(?:to|till|until|through|thru)\b)\s*", re.I)
_LEAD = late(r"^\s*(?:from\b|从|自)\s*", re.I)
_WHOLE = ("week", "month")  # what is asked about elsewhere ("next week") is taken whole here
_DAY_OF_NOW = late(
    r"(?:the )?(?:today|2day|tdy|tom+or+ow|to?mr?r?w|tmr|(?:day after|over)[ ]?(?:tom+or+ow|tmr?w?|morrow))|(?:[今明]|大*后)[天日]"
)
_OF_NOW = late(r"(?:下+|这|本)一?个?(?:周|星期|礼拜|月)|(?:next|this) (?!day)")
_DAY_AFTER = late(r"(?:the )?day after")
_NO_NAME = late(
    r"\d|[一二三四五六七八九十]|^(?:到|至|—|–|-|~|to\b|till\b|until\b|through\b|and\b|和|,)", re.I
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both ends included, and what was said behind them."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class NoPeriod:
    """Why it is none: `unread`, `hours` (a part of a day), `order` (it ends before it begins), `long`."""

    reason: str = "unread"


class _Reader:
    def __init__(self, now: datetime, tz: tzinfo, locale: str) -> None:
        self._now, self._tz, self._locale = now, tz, locale

    def read(self, text: str) -> Period | NoPeriod:
        text = _LEAD.sub("", text, count=1)
        found = self._days(text, self._now)
        if isinstance(found, Period):
            return found
        for left, right in _halves(text):
            first = self._days(left, self._now)
            if not isinstance(first, Period):
                found = first if first.reason == "hours" else found
                continue
            last = self._end(right, first.first)
            if isinstance(last, Period):
                return _checked(first.first, last.last)
            found = self._why_no_end(right, last, first.first)
        return found

    def _end(self, text: str, first: date) -> Period | NoPeriod:
        """后天 and 下周三 are counted from today, 周三 and 第二天 from the beginning."""
        said, _ = normalise(text.strip())
        if _DAY_AFTER.fullmatch(said):
            return Period(first + timedelta(days=1), first + timedelta(days=1))
        if _DAY_OF_NOW.fullmatch(said):
            return self._days(text, self._now)
        if _OF_NOW.match(said):
            read = self._days(text, self._now)
            if isinstance(read, Period) and read.last >= first:
                return read
        return self._days(self._with_month(text, first), self._at(first))

    def _why_no_end(self, text: str, last: NoPeriod, first: date) -> NoPeriod:
        """An end that is a day only when it is read from today on lies before the beginning."""
        today = self._days(text, self._now) if last.reason != "hours" else last
        return NoPeriod("order") if isinstance(today, Period) and today.last < first else last

    def _days(self, text: str, now: datetime) -> Period | NoPeriod:
        read = when.parse(text, now=now, tz=self._tz, locale=self._locale)
        if isinstance(read, When):
            return NoPeriod("hours") if read.time or read.part else Period(read.date, read.date)
        if isinstance(read, Unclear) and read.candidates:
            days = [one.date for one in read.candidates]
            if read.reason in _WHOLE:
                return Period(min(days), max(days))
        return NoPeriod()

    def _with_month(self, text: str, first: date) -> str:
        """`28`, `28日` behind a day of December is of December."""
        bare = re.fullmatch(r"\s*(\d{1,2})\s*(?:日|号|th|st|nd|rd)?\s*", text)
        if bare is None:
            return text
        month = first.month if int(bare[1]) >= first.day else first.month % 12 + 1
        return f"{first.year + (month < first.month)}-{month:02}-{int(bare[1]):02}"

    def _at(self, day: date) -> datetime:
        """What is said behind a day, as a rule, is read from there on."""
        return datetime.combine(day, time(), self._tz)


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Before and behind each word or stroke that may stand between two days."""
    for found in _BETWEEN.finditer(text):
        yield text[: found.start()], text[found.end() :]


def _checked(first: date, last: date) -> Period | NoPeriod:
    if last < first:
        return NoPeriod("order")
    return NoPeriod("long") if (last - first).days > MOST else Period(first, last)


def read(text: str, *, now: datetime, tz: tzinfo, locale: str) -> Period | NoPeriod:
    """The days of a line, and the name behind them where one is: "Dec 24 - Dec 28 Christmas"."""
    reader, words = _Reader(now, tz, locale), text.split()
    whole = reader.read(" ".join(words))
    if isinstance(whole, Period) or whole.reason != "unread":
        return whole
    for n in range(len(words) - 1, 0, -1):
        name = " ".join(words[n:])
        if _NO_NAME.search(name):
            break
        found = reader.read(" ".join(words[:n]))
        if isinstance(found, Period):
            return Period(found.first, found.last, name.strip(" ,，:：-"))
    return whole
