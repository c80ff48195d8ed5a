"""Chinese days: 明天, 下周三, 三天后, 12月15日, 月底 and their kin."""

from datetime import date, timedelta

from rules.when.dates import yearless
from rules.when.days import (
    full_year,
    lean_day,
    lean_weekday,
    make,
    monday,
    month_end,
    quarter_end,
    quarter_start,
    shift_months,
)
from rules.when.model import Facts, Match, Part, Piece, Rule
from rules.when.text import ZH_NUMBER, ZH_YEAR, zh_number

_DAYS = {
    "今天": 0, "今日": 0, "今儿": 0, "当天": 0, "明天": 1, "明日": 1, "明儿": 1, "后天": 2, "后日": 2, "大后天": 3,
    "大大后天": 4, "昨天": -1, "昨日": -1, "昨儿": -1, "前天": -2, "前日": -2, "大前天": -3,
    "隔天": 1, "次日": 1, "第二天": 1,
}  # fmt: skip
_AFTER_SUNDAY = "前上下早晚中之以的能可去来见发给打约再要会开交出回到有和或与至凌傍做定就才"
_WD = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5, "七": 6} | {
    str(n): n - 1 for n in range(1, 8)
}


def _relative(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), days=(facts.day(_DAYS[m[0]]),))


def _day_part(m: Match, facts: Facts) -> Piece:
    """今晚, 明早, 昨晚: a day and its part in two characters."""
    days = {"今": 0, "明": 1, "昨": -1, "后": 2, "当": 0, "次": 1, "前": -2}[m["d"]]
    part: Part = "evening" if m["p"][0] in "晚夜" else "noon" if m["p"][0] == "午" else "morning"
    return Piece(m.end(), days=(facts.day(days),), part=part)


def steps(word: str) -> int:
    """下 1, 下下 2, 上 -1, 本 or 这 0."""
    return word.count("下") - word.count("上")


def _weekday(m: Match, facts: Facts) -> Piece | None:
    which = m["which"] or ""
    number = _WD[m["wd"]]
    if which:
        day = monday(facts.today, steps(which)) + timedelta(days=number)
        if day < facts.today and facts.lean == "future" and not steps(which):
            return Piece(m.end(), days=(day, day + timedelta(days=7)), weekday=number, reason="passed")
        return Piece(m.end(), days=(day,), weekday=number)
    if m["wd"] == "末" and facts.today.weekday() >= 5 and facts.lean == "future":
        return Piece(m.end(), days=(facts.today, facts.day(12 - facts.today.weekday())), reason="today")
    days, reason = lean_weekday(number, facts)
    return Piece(
        m.end(), days=days, weekday=None if m["wd"] == "末" else number, reason=reason, weak=_like_a_name(m)
    )


def _like_a_name(m: Match) -> int:
    """周天成 and 周日华 are people: before most other characters 周日 needs company."""
    after = m.string[m.end() : m.end() + 1]
    named = m[0] in {"周日", "周天"} and "一" <= after <= "鿿" and after not in _AFTER_SUNDAY
    return 2 if named else 0


def _whole_week(m: Match, facts: Facts) -> Piece:
    """下周, 本周内, 下周初: the week without a day; 内 makes it a deadline on Friday."""
    first = monday(facts.today, steps(m["which"]))
    edge = m["edge"] or ""
    if edge:
        by = edge in {"内", "之内", "以内"}
        offset = 0 if edge in {"初", "头"} else 2 if edge in {"中", "中间"} else 4
        if by and first + timedelta(days=offset) < facts.today <= first + timedelta(days=6):
            offset = 6  # said on a Saturday or Sunday
        return Piece(m.end(), days=(first + timedelta(days=offset),), by=by)
    days = tuple(first + timedelta(days=n) for n in (0, 2, 4))
    if not steps(m["which"]) and facts.lean == "future":
        days = tuple(d for d in days if d > facts.today)[::-1] or days[-1:]
    return Piece(m.end(), days=days, reason="week", weak=1 if "下" not in m["which"] else 0, week=True)


def year_of(word: str | None, facts: Facts) -> int | None:
    if not word:
        return None
    named = {"今年": 0, "本年": 0, "明年": 1, "后年": 2, "去年": -1, "前年": -2}
    if word in named:
        return facts.today.year + named[word]
    number = zh_number(word.removesuffix("年"))
    return full_year(number) if number is not None else None


def month_of(m: Match, facts: Facts) -> tuple[int, int] | None:
    """Year and month of 12月, 明年3月, 下个月, 本月; None when there is no such month."""
    if m["rel"]:
        first = shift_months(facts.today.replace(day=1), steps(m["rel"]))
        return first.year, first.month
    month = zh_number(m["mon"])
    if month is None or not 1 <= month <= 12:
        return None
    year = year_of(m["year"], facts)
    if year is None:
        year = facts.today.year
        if facts.lean == "future" and month < facts.today.month:
            year += 1
        elif facts.lean == "past" and month > facts.today.month:
            year -= 1
    return year, month


def _date(m: Match, facts: Facts) -> Piece | None:
    """12月15日, 十二月十五号, 明年3月5日, 下个月5号."""
    day = zh_number(m["day"])
    if day is None:
        return None
    if m["rel"] or m["year"]:
        found = month_of(m, facts)
        made = make(*found, day) if found else None
        return Piece(m.end(), days=(made,)) if made else None
    month = zh_number(m["mon"])
    return yearless(m.end(), month, day, facts) if month else None


def _month_edge(m: Match, facts: Facts) -> Piece | None:
    """月底, 下月初, 12月中旬, 三月上旬."""
    if not (m["rel"] or m["mon"]):
        first = facts.today.replace(day=1)
    else:
        found = month_of(m, facts)
        if not found:
            return None
        first = date(*found, 1)
    edge = m["edge"]
    day = {"初": first, "头": first, "上": first.replace(day=10), "中": first.replace(day=15)}.get(edge[0])
    if edge == "下旬":
        day = first.replace(day=25)
    day = day or month_end(first)
    by = edge.endswith("内")
    if not m["rel"] and not m["year"] and day < facts.today and facts.lean == "future":
        later = shift_months(day, 12 if m["mon"] else 1)
        later = month_end(later) if day == month_end(day) else later
        return Piece(m.end(), days=(later, day), reason="passed")
    return Piece(m.end(), days=(day,), by=by)


def _whole_month(m: Match, facts: Facts) -> Piece | None:
    found = month_of(m, facts)
    if not found:
        return None
    first = date(*found, 1)
    days = tuple(
        d
        for d in (first, first.replace(day=15), month_end(first))
        if facts.lean == "past" or d >= facts.today
    )
    weak = 3 if not m["rel"] and not m["year"] else 1 if m["rel"] and "下" in m["rel"] else 2
    return Piece(m.end(), days=days or (month_end(first),), reason="month", weak=weak, week=True)


def _number_day(m: Match, facts: Facts) -> Piece | None:
    """5号, 十五号, 20日."""
    day = zh_number(m["day"])
    if day is None or not 1 <= day <= 31:
        return None
    if facts.strict and m.start() and m.string[m.start() - 1] in "月年a路街道弄巷村栋幢":
        return None  # 每月5号, A5号
    days, reason = lean_day(day, facts)
    return Piece(m.end(), days=days, reason=reason)


def _span_edge(m: Match, facts: Facts) -> Piece | None:
    """年底, 明年初, 季末, 下季度末, 一季度末, Q4末."""
    edge = m["edge"]
    by = edge in {"内", "之内", "以内"}
    if m["q"] or m["rel"] or m["season"]:
        number = "一二三四".find(m["q"]) + 1 or int(m["q"]) if m["q"] else 0
        year = year_of(m["year"], facts)
        first = date(year or facts.today.year, number * 3 - 2, 1) if number else shift_months(quarter_start(facts.today), 3 * steps(m["rel"] or ""))  # fmt: skip
        if number and year is None and quarter_end(first) < facts.today and facts.lean == "future":
            first = shift_months(first, 12)
        day = first if edge[0] in "初头" else shift_months(first, 1).replace(day=15) if edge[0] == "中" else quarter_end(first)  # fmt: skip
        return Piece(m.end(), days=(day,), by=by)
    year = year_of(m["year"], facts) or facts.today.year
    day = (
        date(year, 1, 1)
        if edge[0] in "初头"
        else date(year, 6, 30)
        if edge[0] == "中"
        else date(year, 12, 31)
    )
    if not m["year"] and day < facts.today and facts.lean == "future":
        return Piece(m.end(), days=(shift_months(day, 12), day), reason="passed")
    return Piece(m.end(), days=(day,), by=by)


_RELATIVE_MONTH = r"(?P<rel>下下个?|上上个?|下一?个?|上一?个?|本|这个?)月"
_YEAR = r"(?P<year>今年|本年|明年|后年|去年|前年|" + ZH_YEAR + r"年)"
MONTH = r"(?:" + _RELATIVE_MONTH + r"|(?:" + _YEAR + r"的? ?)?(?P<mon>" + ZH_NUMBER + r")月份?)"
_DAYNO = r"(?P<day>" + ZH_NUMBER + r")"
_NOT_THING = r"(?![线楼机门店院库厂仓位产品码方馆厅室桌车台间柜展柱井床院馆店]|会[议场])"
_EDGES = r"(?P<edge>底|末|中旬|上旬|下旬|中|初|头|之内|以内|内)"

RULES: tuple[Rule, ...] = (
    ("|".join(sorted(_DAYS, key=len, reverse=True)), _relative),
    (r"(?P<d>[今明昨后当次前])(?P<p>晚上?|夜里?|早上?|晨|午(?!后))", _day_part),
    (r"(?P<which>(?:下+|上+|本|这)一?个?)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天末]|[1-7](?![\d.个天]))(?![期个]|分之)", _weekday),
    (r"(?P<which>(?:下+|上+|本|这)一?个?)(?:周|星期|礼拜)(?![一二三四五六日天末])(?P<edge>之内|以内|内|初|头|中间|中|尾|底)?", _whole_week),
    (MONTH + " ?的? ?" + _DAYNO + r" ?(?:日|号|(?![\d个]))", _date),
    (r"(?:" + MONTH + "的?|月)" + _EDGES, _month_edge),
    (MONTH, _whole_month),
    (_DAYNO + r"(?:号(?!\d)" + _NOT_THING + r"|日(?![元本]))", _number_day),
    (r"(?P<season>(?P<rel>下下个?|下一?个?|本|这个?|上一?个?)?季度?)(?P<q>(?!))?(?P<year>(?!))?" + _EDGES, _span_edge),
    (r"(?:" + _YEAR + r"的? ?)?(?:第|q(?=[1-4]))?(?P<q>[一二三四1-4]) ?(?:(?<=q[1-4])|(?<=q[1-4] )|季度)(?P<rel>(?!))?(?P<season>(?!))?" + _EDGES, _span_edge),
    (r"(?:" + _YEAR + r"的?年?|年)(?P<q>(?!))?(?P<rel>(?!))?(?P<season>(?!))?" + _EDGES, _span_edge),
)  # fmt: skip
