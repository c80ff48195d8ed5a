"""Days counted from another day: `a week from friday`, `the monday after christmas`, 月底前三天, 春节后第一周."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from rules.patterns import late
from rules.when import zh_counts
from rules.when.amounts import Amount, amount_at, scaled
from rules.when.days import monday
from rules.when.en_days import WEEKDAY, weekday_number
from rules.when.model import Facts, Match, Part, Piece
from rules.when.text import EN_ORDINAL, en_number, zh_number

Look = Callable[[int], list[Piece]]
_WAY = late(
    r" (?:(?P<way>from|after|following|past|before|prior to|ahead of|on|to|until|till) )?(?:the (?!next|last|following))?(?=\w)"
)
_ONE = late(
    r"(?:the )?(?P<unit>day|night|week|fortnight|month|year)(?= (?:after|before|following|from|on|prior) )"
)
_AGO = late(r" ago,? (?:on |last )?(?=\w)")
_NAMED = late(
    rf"(?:the )?(?:(?P<nth>next|last|{EN_ORDINAL}) )?(?:(?P<kind>weekend|week|(?:business|working|work) day)|{WEEKDAY}) "
    r"(?P<way>after|following|before|prior to) (?:the )?(?=\w)"
)
_WEEK_OF = late(
    r"(?:the )?(?P<kind>weekend|week) (?:of|commencing|beginning|starting|ending|with) (?:on )?(?:the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?=\d))?(?=\w)|(?:w/c|wc) (?=\w)"
)
_BACK = {"before", "prior to", "ahead of", "to", "until", "till"}


def anchored(text: str, at: int, facts: Facts, look: Look) -> list[Piece]:
    """What starts here and counts from a day named behind it. `look` recognises pieces at a place."""
    found = (
        _amount_from(text, at, facts, look),
        _named_from(text, at, facts, look),
        _week_of(text, at, look),
    )
    return [piece for piece in found if piece]


def _day_at(place: int, look: Look) -> Piece | None:
    return next((p for p in look(place) if p.days and not p.week and p.reason != "duration"), None)


def _amount_from(text: str, at: int, facts: Facts, look: Look) -> Piece | None:
    """`two days after the 15th`, `the day before dec 3`, `a week tomorrow`, `a week ago tuesday`, `2 hours before 3pm`."""
    one = _ONE.match(text, at)
    amount = (
        scaled(1, "day" if one["unit"] == "night" else one["unit"], one.end()) if one else amount_at(text, at)
    )
    if amount is None:
        return None
    ago = _AGO.match(text, amount.end)
    if ago:
        return _ago(amount, _day_at(ago.end(), look), facts)
    m = _WAY.match(text, amount.end)
    if not m or (not m["way"] and amount.unit not in {"week", "fortnight"}) or (one and not m["way"]):
        return None
    sign = -1 if m["way"] in _BACK else 1
    if amount.fine and not amount.months + amount.working:
        clock = next((p for p in map(_noon, look(m.end())) if p.clocks), None)
        return _clock_from(clock, amount, sign) if clock and m["way"] else None
    inner = _day_at(m.end(), look)
    if inner is None or inner.clocks:
        return None
    if one and one["unit"] == "week" and m["way"] in {"after", "before", "following", "prior to"}:
        return _next_week(inner, sign)
    moved = tuple(amount.day(d, sign, facts) for d in inner.days)
    part = "night" if one and one["unit"] == "night" else inner.part
    return Piece(inner.end, days=moved, reason=inner.reason, part=part)


def _noon(piece: Piece) -> Piece:
    return replace(piece, clocks=(time(12),)) if piece.part == "noon" and not piece.clocks else piece


def _ago(amount: Amount, inner: Piece | None, facts: Facts) -> Piece | None:
    """`two weeks ago tuesday`: back from the last Tuesday; `a year ago today`."""
    if inner is None or amount.fine or inner.clocks:
        return None
    if inner.weekday is not None:
        base = facts.day(-((facts.today.weekday() - inner.weekday) % 7))
    else:
        base = inner.days[0]
    return Piece(inner.end, days=(amount.day(base, -1, facts),))


def _clock_from(inner: Piece, amount: Amount, sign: int) -> Piece:
    day = inner.days[0] if inner.days else date(2000, 1, 2)
    moved = [
        datetime.combine(day, c) + timedelta(days=sign * amount.days, seconds=sign * amount.seconds)
        for c in inner.clocks
    ]
    days = (moved[0].date(),) if inner.days else ()
    return Piece(inner.end, days=days, clocks=tuple(w.time() for w in moved), reason=inner.reason)


def _next_week(inner: Piece, sign: int) -> Piece:
    """`the week after christmas`: its Monday to Friday are offered. Before a weekend's feast, that very week."""
    day = inner.days[0]
    first = monday(day, sign + 1 if sign < 0 and day.weekday() > 4 else sign)
    return Piece(inner.end, days=(first, first + timedelta(days=4)), reason="week", week=True)


def _named_from(text: str, at: int, facts: Facts, look: Look) -> Piece | None:
    """`the monday after christmas`, `first friday after dec 10`, `the weekend before the 15th`."""
    m = _NAMED.match(text, at)
    inner = (_day_at(m.end(), look) or _edge_of_week(m, look)) if m else None
    if m is None or inner is None or inner.clocks:
        return None
    sign = -1 if m["way"] in _BACK else 1
    nth = 1 if m["nth"] in {None, "next", "last"} else en_number(m["nth"])
    if m["kind"] and m["kind"].endswith("day"):
        moved = replace(scaled(0, "working", 0), working=nth)
        return Piece(
            inner.end, days=tuple(moved.day(d, sign, facts) for d in inner.days), reason=inner.reason
        )
    if m["kind"] == "week":
        return _next_week(inner, sign * nth)
    number = 5 if m["kind"] else weekday_number(m["wd"])
    days = tuple(_nearest(d, number, sign) + timedelta(days=7 * sign * (nth - 1)) for d in inner.days)
    return Piece(inner.end, days=days, reason=inner.reason)


def _edge_of_week(m: Match, look: Look) -> Piece | None:
    """The last day of the week in `monday after next week`, its first in `friday before next week`."""
    week = next((p for p in look(m.end()) if p.week and p.reason == "week"), None)
    if week is None or not m["wd"]:
        return None
    first = monday(week.days[0])
    return replace(
        week, days=(first if m["way"] in _BACK else first + timedelta(days=6),), reason="", week=False
    )


def _nearest(day: date, weekday: int, sign: int) -> date:
    """The first such weekday strictly after (or before) a day."""
    gap = (weekday - day.weekday()) % 7 if sign > 0 else (day.weekday() - weekday) % 7
    return day + timedelta(days=sign * (gap or 7))


def _week_of(text: str, at: int, look: Look) -> Piece | None:
    """`the week of dec 7`, `w/c 7 dec`, `weekend of the 12th`: the ends of it are offered."""
    m = _WEEK_OF.match(text, at)
    inner = next((p for p in look(m.end()) if p.days and not p.week), None) if m else None
    if m is None or inner is None:
        return None
    first = monday(inner.days[0])
    if m["kind"] == "weekend":
        return Piece(inner.end, days=(first + timedelta(days=5),))
    days = (first, first + timedelta(days=4))
    return Piece(inner.end, days=days[::-1] if " ending " in m[0] else days, reason="week", week=True)


_AFTERWARDS = late(
    r"(?:的)?(?P<way>之前|以前|前|之后|以后|后)的?(?P<nth>第)?(?=[\d一二两三四五六七八九十半几]|(?:最后|头|那)一?个|(?:周|星期|礼拜)[一二三四五六日天])"
)
_NTH_KIND = late(
    r"(?:(?P<n>[一二两三四五六七八九十\d]{1,2})|(?:最后|头|那)一?个?|(?=周|星期|礼拜))(?:个?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])|个?(?P<kind>工作日|周末|周|星期|礼拜|天))"
)
_BESIDE = late(r"的?(?P<which>前夕|前夜|前一晚|次日|翌日|第二天|隔天)")


_COUNTS = "一二两三四五六七八九十半几"


def turned(text: str, piece: Piece, facts: Facts) -> Piece | None:
    """月底前三天, 春节后第一周, 国庆后第一个工作日, 圣诞前夕: counted from the day just read."""
    if not piece.days or piece.clocks or piece.week or piece.by or piece.reason == "duration":
        return None
    beside = _BESIDE.match(text, piece.end)
    if beside:
        step = -1 if beside["which"].startswith("前") else 1
        days = tuple(d + timedelta(days=step) for d in piece.days)
        part: Part | None = "evening" if beside["which"] in {"前夜", "前一晚"} else None
        return Piece(beside.end(), days=days, reason=piece.reason, part=part)
    m = _AFTERWARDS.match(text, piece.end)
    if not m:
        return None
    sign = -1 if m["way"].endswith("前") else 1
    if (
        m["nth"]
        or _NTH_KIND.match(text, m.end())
        and not text[m.end()].isdigit()
        and text[m.end()] not in _COUNTS
    ):
        return _nth_from(text, m.end(), piece, sign, facts)
    amount = zh_counts.amount_at(text, m.end())
    if amount is None or amount.fine:
        return None
    return Piece(
        amount.end,
        days=tuple(amount.day(d, sign, facts) for d in piece.days),
        reason="vague" if amount.vague else piece.reason,
    )


def _nth_from(text: str, at: int, piece: Piece, sign: int, facts: Facts) -> Piece | None:
    m = _NTH_KIND.match(text, at)
    n = (zh_number(m["n"]) if m["n"] else 1) if m else None
    if m is None or not n:
        return None
    if m["wd"] or m["kind"] == "周末":
        number = 5 if m["kind"] else "一二三四五六日".index("日" if m["wd"] == "天" else m["wd"])
        days = tuple(_nearest(d, number, sign) + timedelta(days=7 * sign * (n - 1)) for d in piece.days)
        return Piece(m.end(), days=days, reason=piece.reason)
    if m["kind"] == "工作日":
        amount = replace(scaled(0, "working", 0), working=n)
        return Piece(m.end(), days=tuple(amount.day(d, sign, facts) for d in piece.days), reason=piece.reason)
    if m["kind"] == "天":
        return Piece(
            m.end(), days=tuple(d + timedelta(days=sign * n) for d in piece.days), reason=piece.reason
        )
    found = _next_week(piece, sign * n)
    return replace(found, end=m.end())
