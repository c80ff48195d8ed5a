"""Chinese days counted inside a month, two days in one word, and stretches that name no day."""

from datetime import date, timedelta

from rules.when.days import (
    full_year,
    lean_day,
    make,
    monday,
    month_end,
    quarter_end,
    quarter_start,
    shift_months,
)
from rules.when.holidays import dates_of
from rules.when.model import Facts, Match, Piece, Rule
from rules.when.text import ZH_NUMBER, zh_number
from rules.when.zh_days import MONTH, month_of, steps, year_of

_WEEKDAYS = "一二三四五六日"


def _nth(m: Match, facts: Facts) -> Piece | None:
    """下个月第一个周一, 12月最后一天, 本月最后一个工作日."""
    found = month_of(m, facts)
    if not found:
        return None
    days = [d for n in range(1, 32) if (d := make(*found, n))]
    if m["wd"]:
        days = [d for d in days if d.weekday() == _WEEKDAYS.index("日" if m["wd"] == "天" else m["wd"])]
    elif m["kind"] == "工作日":
        days = [d for d in days if facts.is_working(d)]
    n = 0 if m["nth"] == "最后" else (zh_number(m["nth"][1:]) or 99)
    return Piece(m.end(), days=(days[n - 1],)) if n <= len(days) else None


def _week_of_month(m: Match, facts: Facts) -> Piece | None:
    """12月第一周: Monday to Friday; week one holds the month's first working day."""
    found = month_of(m, facts)
    if not found:
        return None
    first = date(*found, 1)
    n = zh_number(m["nth"][1:]) if m["nth"] != "最后" else None
    start = (
        monday(month_end(first)) if n is None else monday(first, (1 if first.weekday() > 4 else 0) + n - 1)
    )
    days = tuple(d for k in range(5) if (d := start + timedelta(days=k)).month == first.month)
    return Piece(m.end(), days=(days[0], days[-1]), reason="week", week=True) if days else None


def _two_days(m: Match, facts: Facts) -> Piece:
    first = 1 if m[0][0] == "明" else 0
    return Piece(m.end(), days=(facts.day(first), facts.day(first + 1)), reason="either")


def _numbered_range(m: Match, facts: Facts) -> Piece | None:
    """25-27号."""
    first, last = zh_number(m["a"]), zh_number(m["b"])
    if not first or not last or not first < last <= 31:
        return None
    days, _ = lean_day(first, facts)
    end = make(days[0].year, days[0].month, last) if days else None
    return Piece(m.end(), days=(days[0], end), reason="range") if end else None


def _year_whole(m: Match, facts: Facts) -> Piece | None:
    """明年, 下半年, 下季度, 明年Q1: no day was said."""
    year = year_of(m["year"], facts)
    if m["half"]:
        base = date(year or facts.today.year, 1 if m["half"] == "上" else 7, 1)
        days = (base, month_end(shift_months(base, 5)))
    elif m["q"]:
        base = date(year or facts.today.year, ("一二三四".find(m["q"]) + 1 or int(m["q"])) * 3 - 2, 1)
        days = (base, quarter_end(base))
    elif m["rel"]:
        base = shift_months(quarter_start(facts.today), 3 * steps(m["rel"]))
        days = (base, quarter_end(base))
    else:
        year = full_year(year or facts.today.year)
        days = (date(year, 1, 1), date(year, 12, 31))
    ahead = tuple(d for d in days if facts.lean == "past" or d >= facts.today)
    reason = "year" if not (m["half"] or m["q"] or m["rel"]) else "quarter"
    return Piece(m.end(), days=ahead or days, reason=reason, weak=3, week=True)


def _around_new_year(m: Match, facts: Facts) -> Piece | None:
    """年前 and 年后 mean before and after the Spring Festival; which day exactly is asked."""
    before = m.string[m.start() - 1 : m.start()]
    spring = next(
        (d for d in dates_of("春节", range(facts.today.year, facts.today.year + 3)) if d >= facts.today), None
    )
    if (
        spring is None
        or before.isdigit()
        or (before and before in "一二两三四五六七八九十百今明后去前几半多")
    ):
        return None
    if m[0] == "年后":
        return Piece(m.end(), days=(spring + timedelta(days=7), spring + timedelta(days=14)), reason="vague")
    return Piece(
        m.end(), days=(spring - timedelta(days=2), date(spring.year - 1, 12, 31)), by=True, reason="vague"
    )


def _before_span(m: Match, facts: Facts) -> Piece:
    """下周前, 下个月前: the last day before it, a Friday for weeks."""
    n = steps(m["rel"])
    if m["span"] in {"周", "星期", "礼拜"}:
        day = monday(facts.today, n) - timedelta(days=3)
    elif m["span"] == "月":
        day = shift_months(facts.today.replace(day=1), n) - timedelta(days=1)
    else:
        day = shift_months(quarter_start(facts.today), 3 * n) - timedelta(days=1)
    return Piece(m.end(), days=(max(day, facts.today),), by=True)


_NTH = r"(?P<nth>第" + ZH_NUMBER + r"|最后)"
RULES: tuple[Rule, ...] = (
    (MONTH + r"的?" + _NTH + r"(?:个(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])|一?个?(?P<kind>工作日)|一?天)", _nth),
    (MONTH + r"的?" + _NTH + r"一?个?(?:周|星期|礼拜)(?![一二三四五六日天])", _week_of_month),
    (r"明后(?:两天|天)|今明(?:两天)?", _two_days),
    (r"(?P<a>" + ZH_NUMBER + r") ?(?:号|日)? ?[-~到至] ?(?P<b>" + ZH_NUMBER + r")(?:号|日)", _numbered_range),
    (r"(?:(?P<year>今年|明年|后年|去年)的?)?(?:(?P<half>[上下])半年|q(?P<q>[1-4])|(?P<rel>下一?个?|本|这个?|上一?个?)季度?)", _year_whole),
    (r"(?P<year>今年|明年|后年|去年)(?P<half>(?!))?(?P<q>(?!))?(?P<rel>(?!))?", _year_whole),
    (r"(?P<rel>下+一?个?)(?P<span>周|星期|礼拜|月|季度?)(?:之前|以前|前(?![台端面期提后]))", _before_span),
    (r"年[前后](?![景台端])", _around_new_year),
)  # fmt: skip
