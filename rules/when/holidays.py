"""Feast days that people date things by, in both languages; `holidays` of a team's calendar are another matter."""

import re
from datetime import date, timedelta

from rules.when.days import lean_pick, make
from rules.when.model import Facts, Match, Piece, Rule

_FIXED = {
    "christmas eve": (12, 24), "xmas eve": (12, 24), "christmas": (12, 25), "christmas day": (12, 25),
    "xmas": (12, 25), "xmas day": (12, 25), "boxing day": (12, 26), "new year": (1, 1), "new years": (1, 1),
    "new year day": (1, 1), "new years day": (1, 1), "new year eve": (12, 31), "new years eve": (12, 31),
    "nye": (12, 31), "valentines": (2, 14), "valentine day": (2, 14), "valentines day": (2, 14),
    "halloween": (10, 31), "independence day": (7, 4), "veterans day": (11, 11), "labour day": (5, 1),
    "st patricks day": (3, 17), "april fools": (4, 1), "april fools day": (4, 1),
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "劳动节": (5, 1), "五一": (5, 1), "六一": (6, 1), "儿童节": (6, 1),
    "国庆节": (10, 1), "国庆": (10, 1), "十一": (10, 1), "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12),
    "双12": (12, 12), "平安夜": (12, 24), "圣诞节": (12, 25), "圣诞": (12, 25), "跨年": (12, 31),
}  # fmt: skip
# Month, weekday (Monday 0), which one (-1 the last), days after it.
_FLOATING = {
    "thanksgiving": (11, 3, 4, 0), "thanksgiving day": (11, 3, 4, 0), "black friday": (11, 3, 4, 1),
    "cyber monday": (11, 3, 4, 4), "labor day": (9, 0, 1, 0), "memorial day": (5, 0, -1, 0),
    "mothers day": (5, 6, 2, 0), "fathers day": (6, 6, 3, 0), "mlk day": (1, 0, 3, 0), "presidents day": (2, 0, 3, 0),
    "columbus day": (10, 0, 2, 0), "感恩节": (11, 3, 4, 0), "黑五": (11, 3, 4, 1), "母亲节": (5, 6, 2, 0), "父亲节": (6, 6, 3, 0),
}  # fmt: skip
# By the Chinese calendar; the test compares these with the `holidays` library.
_SPRING = "2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08"  # fmt: skip
_BOAT = "2024-06-10 2025-05-31 2026-06-19 2027-06-09 2028-05-28 2029-06-16 2030-06-05 2031-06-24 2032-06-12 2033-06-01 2034-06-20 2035-06-10"  # fmt: skip
_MOON = "2024-09-17 2025-10-06 2026-09-25 2027-09-15 2028-10-03 2029-09-22 2030-09-12 2031-10-01 2032-09-19 2033-09-08 2034-09-27 2035-09-16"  # fmt: skip
_LUNAR = {
    "春节": (_SPRING, 0), "过年": (_SPRING, 0), "大年初一": (_SPRING, 0), "除夕": (_SPRING, -1), "除夕夜": (_SPRING, -1), "大年三十": (_SPRING, -1),
    "chinese new year": (_SPRING, 0), "lunar new year": (_SPRING, 0), "cny": (_SPRING, 0), "spring festival": (_SPRING, 0),
    "端午节": (_BOAT, 0), "端午": (_BOAT, 0), "中秋节": (_MOON, 0), "中秋": (_MOON, 0),
}  # fmt: skip
_SHY = {"十一", "六一", "过年", "跨年", "new year", "new years", "cny", "nye"}


def _floating(year: int, name: str) -> date:
    month, weekday, which, later = _FLOATING[name]
    days = [d for n in range(1, 32) if (d := make(year, month, n)) and d.weekday() == weekday]
    return days[which - 1 if which > 0 else which] + timedelta(days=later)


def dates_of(name: str, years: range) -> list[date]:
    """The dates a feast falls on in these years, as far as we know them."""
    if name in _FIXED:
        return [d for y in years if (d := make(y, *_FIXED[name]))]
    if name in _FLOATING:
        return [_floating(y, name) for y in years]
    listed, shift = _LUNAR[name]
    dates = (date.fromisoformat(d) + timedelta(days=shift) for d in listed.split())
    return [d for d in dates if d.year in years]


def _feast(m: Match, facts: Facts) -> Piece | None:
    name = m["name"].replace("'", "").replace(".", "")
    year = facts.today.year
    step = {"明年": 1, "next ": 1, "今年": 0, "this ": 0, "去年": -1, "last ": -1}.get(m["which"] or "")
    if step is not None:
        days, reason = tuple(dates_of(name, range(year + step, year + step + 1))), ""
    elif m["year"] or m["before"]:
        named = int(m["year"] or m["before"])
        days, reason = tuple(dates_of(name, range(named, named + 1))), ""
    else:
        days, reason = lean_pick(dates_of(name, range(year - 2, year + 3)), facts)
    return (
        Piece(m.end(), days=days, reason=reason, weak=2 if name in _SHY else 1 if name.isascii() else 0)
        if days
        else None
    )


def _spelling(name: str) -> str:
    """Apostrophes may stand or be left out: new year's, valentine's, fathers'."""
    return re.sub(r"s(?=\b)", "'?s'?", re.escape(name).replace(r"\ ", " ")) if name.isascii() else name


_NAMES = "|".join(_spelling(n) for n in sorted([*_FIXED, *_FLOATING, *_LUNAR], key=len, reverse=True))
RULES: tuple[Rule, ...] = (
    (rf"(?:(?P<before>20\d\d)年|(?P<which>明年|今年|去年|next |this |last ))?(?P<name>{_NAMES})(?!月|[路街村巷集]|[a-z'])(?: (?P<year>20\d\d)(?!\d))?", _feast),
)  # fmt: skip
