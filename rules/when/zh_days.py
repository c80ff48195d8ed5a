"""Chinese days: 明天, 下周三, 三天后, 12月15日, 月底 and their kin."""

from datetime import date, timedelta

from rules.when.dates import dated, yearless
from rules.when.days import (
    lean_day,
    lean_weekday,
    monday,
    month_end,
    shift_months,
)
from rules.when.model import Facts, Match, Part, Piece, Rule
from rules.when.text import ZH_NUMBER, ZH_YEAR, zh_number, zh_year

_DAYS = {
    "今天": 0, "今日": 0, "今儿": 0, "今儿个": 0, "当天": 0, "当日": 0, "本日": 0, "明儿个": 1, "翌日": 1, "后儿": 2, "昨儿个": -1, "大大前天": -4, "明天": 1, "明日": 1, "明儿": 1, "后天": 2, "后日": 2, "大后天": 3,
    "大大后天": 4, "昨天": -1, "昨日": -1, "昨儿": -1, "前天": -2, "前日": -2, "大前天": -3,
    "隔天": 1, "次日": 1, "第二天": 1,
}  # fmt: skip
_AFTER_SUNDAY = "前上下早晚中之以的能可去来见发给打约再要会开交出回到有和或与至凌傍做定就才"
_WD = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5, "七": 6} | {
    str(n): n - 1 for n in range(1, 8)
}


def _relative(m: Match, facts: Facts) -> Piece | None:
    if m[0] in {"当天", "当日"} and m.start() and m.string[m.start() - 1] != " ":
        return None  # 周五当天
    return Piece(m.end(), days=(facts.day(_DAYS[m[0]]),))


def _day_part(m: Match, facts: Facts) -> Piece:
    """今晚, 明早, 昨晚: a day and its part in two characters."""
    days = {"今": 0, "明": 1, "昨": -1, "后": 2, "当": 0, "次": 1, "前": -2}[m["d"]]
    part: Part = "evening" if m["p"][0] in "晚夜" else "noon" if m["p"][0] == "午" else "morning"
    return Piece(m.end(), days=(facts.day(days),), part=part)


def steps(word: str) -> int:
    """下 1, 下下 2, 再下 2, 大下 2, 上 -1, 本 or 这 0."""
    if "大" in word:
        return 2 if "下" in word else -2
    one = sum(word.count(c) for c in "次来再下")
    return one + 2 * word.count("隔") - word.count("上")


def _weekday(m: Match, facts: Facts) -> Piece | None:
    which = m["which"] or ""
    number = _WD[m["wd"]]
    if which.startswith("隔"):
        return Piece(m.end(), days=(monday(facts.today, 2) + timedelta(days=number),), reason="vague")
    if which == "下一个" and m["wd"] != "末":
        near = facts.day((number - facts.today.weekday() - 1) % 7 + 1)
        week = monday(facts.today, 1) + timedelta(days=number)
        return Piece(
            m.end(),
            days=tuple(dict.fromkeys((near, week))),
            weekday=number,
            reason="" if near == week else "next",
        )
    if which:
        day = monday(facts.today, steps(which)) + timedelta(days=number)
        if m["wd"] == "末" and day == facts.day(-1) and facts.lean == "future":
            return Piece(m.end(), days=(facts.today,))  # 这周末, said on its Sunday
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


_YEARS = {
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "明年": 1,
    "来年": 1,
    "次年": 1,
    "翌年": 1,
    "后年": 2,
    "大后年": 3,
    "去年": -1,
    "上年": -1,
    "前年": -2,
    "大前年": -3,
}


def year_of(word: str | None, facts: Facts) -> int | None:
    if not word:
        return None
    return facts.today.year + _YEARS[word] if word in _YEARS else zh_year(word.removesuffix("年"))


def month_of(m: Match, facts: Facts) -> tuple[int, int] | None:
    """Year and month of 12月, 明年3月, 下个月, 本月; None when there is no such month."""
    if m["rel"]:
        first = shift_months(facts.today.replace(day=1), steps(m["rel"]))
        return first.year, first.month
    month = 1 if m["mon"] == "元" else zh_number(m["mon"])
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


def _both_days(m: Match, facts: Facts) -> Piece:
    """周六日, 双休日: the coming Saturday."""
    gap = (5 - facts.today.weekday()) % 7
    return Piece(m.end(), days=(facts.day(gap if facts.lean == "future" else gap - 7),))


def _date(m: Match, facts: Facts) -> Piece | None:
    """12月15日, 十二月十五号, 明年3月5日, 下个月5号."""
    day = zh_number(m["day"])
    if day is None:
        return None
    if day > 31:
        return _past_its_end(m, day, facts)
    if m["rel"] or m["year"]:
        found = month_of(m, facts)
        return dated(m.end(), *found, day) if found else None
    month = 1 if m["mon"] == "元" else zh_number(m["mon"])
    return yearless(m.end(), month, day, facts) if month else None


def _past_its_end(m: Match, day: int, facts: Facts) -> Piece | None:
    """12月32日: no month has it, so its last day and the one after are asked about; 12月35万 is none."""
    found = month_of(m, facts) if day < 40 and m[0][-1] in "日号" else None
    if found is None:
        return None
    last = month_end(date(*found, 1))
    return Piece(m.end(), days=(last, last + timedelta(days=1)), reason="no_day")


def _number_day(m: Match, facts: Facts) -> Piece | None:
    """5号, 十五号, 20日."""
    day = zh_number(m["day"])
    if day is None or not 1 <= day <= 31:
        return None
    if facts.strict and m.start() and m.string[m.start() - 1] in "月年a路街道弄巷村栋幢":
        return None  # 每月5号, A5号
    days, reason = lean_day(day, facts)
    return Piece(m.end(), days=days, reason=reason)


_RELATIVE_MONTH = r"(?P<rel>次|来|[再大]?下{1,4}一?个?|大?上{1,4}一?个?|本|当|这个?)月(?!亮|台|饼)"
YEAR = (
    r"(?P<year>20\d\d(?= ?[qh][1-4])|次年|翌年|今年|本年|当年|明年|来年|大后年|后年|去年|上年|大前年|前年|"
    + ZH_YEAR
    + r"年)"
)
MONTH = r"(?:" + _RELATIVE_MONTH + r"|(?:" + YEAR + r"的? ?)?(?P<mon>" + ZH_NUMBER + r"|元)月份?(?!旦))"
_DAYNO = r"(?P<day>" + ZH_NUMBER + r")"
_NOT_THING = r"(?![线楼机门店院库厂仓位产品码方馆厅室桌车台间柜展柱井床院馆店]|会[议场])"


def _nearest_named(m: Match, facts: Facts) -> Piece:
    """刚过去的周五, 即将到来的周末, 最近的一个周一."""
    number = _WD[m["wd"]]
    if m["gone"]:
        return Piece(m.end(), days=(facts.day(-((facts.today.weekday() - number - 1) % 7 + 1)),))
    return Piece(m.end(), days=(facts.day((number - facts.today.weekday() - 1) % 7 + 1),))


RULES: tuple[Rule, ...] = (
    (r"(?:(?P<gone>刚刚?过去?的?|过去的)|即将到来的|接下来的|最近的?|下一个最近的)(?:那?一?个)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天末])", _nearest_named),
    (r"周六日|双休日|周末两天", _both_days),
    ("|".join(sorted(_DAYS, key=len, reverse=True)), _relative),
    (r"(?P<d>[今明昨后当次前])(?P<p>晚上?|夜里?|早上?|晨|午(?!后))", _day_part),
    (r"(?P<which>(?:[再大]?下{1,4}|大?上{1,4}|本|这|当|隔周?)一?个?)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天末]|[1-7](?![\d.个天]))(?![期个]|分之)", _weekday),
    (MONTH + " ?的? ?" + _DAYNO + r" ?(?:日|号|(?![\d个]))", _date),
    (_DAYNO + r"(?:号(?!\d)" + _NOT_THING + r"|日(?![元本]))", _number_day),
)  # fmt: skip
