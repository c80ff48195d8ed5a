"""A small finder of dates for the note tests: enough words to tell future from past, on a fixed Tuesday."""

import re
from datetime import date, timedelta

from rules.note import NoteText, split_note

TODAY = date(2026, 11, 24)
_DAYS = {
    "昨天": -1,
    "yesterday": -1,
    "今天": 0,
    "today": 0,
    "明天": 1,
    "tomorrow": 1,
    "周三": 1,
    "wed": 1,
    "周四": 2,
    "thursday": 2,
    "周五": 3,
    "friday": 3,
    "fri": 3,
    "下周一": 6,
    "下周": 6,
    "next week": 6,
    "monday": 6,
    "月底": 6,
    "12月2日": 8,
}
_WORDS = re.compile("|".join(sorted(_DAYS, key=len, reverse=True)), re.I)


def find_dates(text: str) -> list[tuple[int, int, date]]:
    return [(m.start(), m.end(), TODAY + timedelta(days=_DAYS[m[0].lower()])) for m in _WORDS.finditer(text)]


def note(text: str) -> NoteText:
    return split_note(text, find_dates=find_dates, today=TODAY)
