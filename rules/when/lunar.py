"""The Chinese calendar: 农历八月十五, 正月初五, 除夕, the solar terms, for the years 2000 to 2060.

Month lengths were worked out once with the lunardate package; the tests compare feasts with the `holidays` library.
"""

from datetime import date, timedelta
from functools import cache

_FIRST = date(2000, 2, 5)  # 春节 of 2000
# Per year: the leap month in the last hexadecimal digit, above it one bit a month, set for 30 days, else 29.
_YEARS = (
    "06930 152b4 052b0 0a5b0 155a2 056a0 1b557 0ba40 0b490 1a935 0a950 052d0 0aad4 0ab50 15aa9 05d20 0da50 1d4a6 0d4a0 0c950 "
    "152e4 05560 0ab50 15b22 06d20 0ea56 07250 064b0 0c975 0cab0 055a0 0ad63 0b690 1752b 0b520 0b250 1a4b6 0a4b0 04ab0 055b5 "
    "05ad0 0b6a0 1b522 0d920 1d257 0d250 0a550 14ad5 04b60 05b50 0daa3 0ec90 1e928 0e920 0d260 0a566 0a570 05560 06d54 07550 07490"
)  # fmt: skip


@cache
def _months() -> dict[int, tuple[date, int, tuple[int, ...]]]:
    """Of each year: 春节, its leap month or 0, and the lengths of its twelve or thirteen months."""
    years, first = {}, _FIRST
    for year, code in enumerate(_YEARS.split(), start=2000):
        value = int(code, 16)
        leap = value & 15
        lengths = tuple(29 + (value >> (4 + n) & 1) for n in range(13 if leap else 12))
        years[year] = (first, leap, lengths)
        first += timedelta(days=sum(lengths))
    return years


def lunar_day(year: int, month: int, day: int) -> date | None:
    """The day of a month (the ordinary one, not its leap twin) in the Chinese year that begins in `year`."""
    if year not in _months() or not 1 <= month <= 12:
        return None
    first, leap, lengths = _months()[year]
    before = month - 1 + (1 if leap and month > leap else 0)
    if not 1 <= day <= lengths[before]:
        return None
    return first + timedelta(days=sum(lengths[:before]) + day - 1)


def eve(year: int) -> date | None:
    """除夕 in the calendar year `year`, the day before its 春节."""
    return _months()[year][0] - timedelta(days=1) if year in _months() else None


# Of each solar term: its month, and the constant of the rule day = [0.2422 y + c] - [y / 4] for 2000 to 2099.
_TERMS = {
    "立春": (2, 3.87), "雨水": (2, 18.73), "惊蛰": (3, 5.63), "春分": (3, 20.646), "清明": (4, 4.81), "谷雨": (4, 20.1), "立夏": (5, 5.52),
    "小满": (5, 21.04), "芒种": (6, 5.678), "夏至": (6, 21.37), "小暑": (7, 7.108), "大暑": (7, 22.83), "立秋": (8, 7.5), "处暑": (8, 23.13),
    "白露": (9, 7.646), "秋分": (9, 23.042), "寒露": (10, 8.318), "霜降": (10, 23.438), "立冬": (11, 7.438), "小雪": (11, 22.36),
    "大雪": (12, 7.18), "冬至": (12, 21.94), "小寒": (1, 5.4055), "大寒": (1, 20.12),
}  # fmt: skip
_ODD = {
    ("雨水", 2026): -1,
    ("小满", 2008): 1,
    ("小暑", 2016): 1,
    ("立秋", 2002): 1,
    ("冬至", 2021): -1,
    ("小寒", 2019): -1,
}


def term_day(name: str, year: int) -> date | None:
    """The day of a solar term; its rule holds for this century."""
    if not 2000 <= year <= 2099:
        return None
    month, constant = _TERMS[name]
    y = year - 2000
    day = int(0.2422 * y + constant) - (y - 1 if month < 3 else y) // 4
    return date(year, month, day + _ODD.get((name, year), 0))


TERMS = tuple(_TERMS)
