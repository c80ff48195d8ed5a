"""Counted distances in Chinese: 三天后, 过两周, 5个工作日内, 一年零两个月前, 半小时后, 两周后的周五."""

from dataclasses import replace
from datetime import date, timedelta

from rules.patterns import late
from rules.when.amounts import FEW, Amount, add, scaled
from rules.when.days import make, monday, shift_months, shift_working
from rules.when.model import Facts, Match, Piece, Rule
from rules.when.text import ZH_NUMBER, zh_number

_UNITS = {
    "工作日": "working", "自然日": "day", "日历日": "day", "天": "day", "日": "day", "晚": "day", "夜": "day", "星期": "week", "礼拜": "week", "周": "week", "周末": "week",
    "月": "month", "季度": "quarter", "季": "quarter", "年": "year", "小时": "hour", "钟头": "hour", "分钟": "minute", "分": "minute",
    "刻钟": "quarter hour", "秒": "second", "秒钟": "second",
}  # fmt: skip
_ORDER = ("year", "quarter", "month", "week", "working", "day", "hour", "quarter hour", "minute", "second")
_ONE = (
    r"(?:(?P<half>半)个?|(?P<n>\d{1,3}\.\d{1,2}|几十?|好几|数|若干|[二三四五六七八九]?十几|十来|仨|[一二两三四五六七八九][两二三四五六七八九](?=个?(?:[天周月年日]|工作|星期|礼拜|小时|分钟))|"
    + ZH_NUMBER
    + r") ?(?P<over>多)?个?(?P<over2>多)?(?P<and>半)?)(?P<unit>工作日|自然日|日历日|天|日(?!本)|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|周(?![一二三四五六日天末])|(?<=个)季度|年(?![初底末中])|(?<=[个半仨两多])月(?![初底末中份])|小时|钟头|分钟|分(?!之)|刻钟|秒钟?)"
    r"(?P<after>半(?![天年月个]))?(?P<over3>多(?=[后前以之]))?"
)
_HERE = late(_ONE)
_AND = late(r"(?:零|又|加|, ?| )?")
_POST = late(
    r" ?(?:的?时间|左右|上下)?(?:(?P<post>之后|以后|过后|后|开外|之内|以内|内|之前|以前|前)(?![端面台]))?(?:的(?:今天|今日|同一天))?"
)
_PRE = r"(?:(?P<pre>(?:从|自)?今天(?:起|开始|算起?)|再过|再等|再有|过|等|隔|未来|接下来|今后|往后|过去|最近|近)的? ?)?"
_DIGITS = "一二两三四五六七八九"
_WITHIN = {"内", "之内", "以内"}
_AHEAD = {"未来", "接下来", "今后", "往后"}
_STRETCH = _AHEAD | {"过去", "最近", "近"}
_BACK = {"前", "之前", "以前"}


def amount_at(text: str, at: int) -> Amount | None:
    """The amount that starts here: 一小时二十分, 两年半, 1年2个月, 两三天 (its smaller end, not sure)."""
    total: Amount | None = None
    rank = -1
    for _ in range(4):
        m = _HERE.match(text, at)
        unit = _UNITS[m["unit"]] if m else ""
        if not m or _ORDER.index(unit) <= rank:
            return total
        rank = _ORDER.index(unit)
        one = _one(m, unit)
        if one is None:
            return total
        total = add(total, one) if total else one
        joint = _AND.match(text, m.end())
        at = joint.end() if joint else m.end()
    return total


def _one(m: Match, unit: str) -> Amount | None:
    q, vague = (0.5, False) if m["half"] else _quantity(m["n"])
    if q is None or (unit == "year" and q > 99):
        return None
    vague = vague or bool(m["over"] or m["over2"] or m["over3"])
    q += 0.5 if m["and"] or m["after"] else 0
    made = scaled(q * 0.25, "hour", m.end()) if unit == "quarter hour" else scaled(q, unit, m.end())
    if unit == "month" and q == 0.5:
        made = replace(made, days=15)
    return replace(made, unit=unit, vague=made.vague or vague, alone=m["unit"] == "日" and m["n"] is not None)


def _quantity(word: str) -> tuple[float | None, bool]:
    if word in {"几", "好几", "数", "若干"}:
        return FEW, True
    if word.endswith("十几"):
        return 5 + (zh_number(word.removesuffix("几")) or 10), True
    if word in {"十来", "几十"}:
        return {"十来": 10, "几十": 30}[word], True
    if word == "仨":
        return 3, False
    if len(word) == 2 and word[0] in _DIGITS and word[1] in _DIGITS:  # 两三天; 三五天 is read elsewhere
        first, last = zh_number(word[0]), zh_number(word[1])
        return (first if first and last == first + 1 else None), True
    return (float(word) if "." in word else zh_number(word)), False


def _counted(m: Match, facts: Facts) -> Piece | None:
    """三天后, 过两周, 5个工作日内, 两个月前, 一个半小时后."""
    amount = amount_at(m.string, m.start("a"))
    if amount is None or amount.working > 400:
        return None
    tail = _POST.match(m.string, amount.end)
    post, pre = (tail["post"] if tail else None) or "", m["pre"] or ""
    end = tail.end() if tail and post else amount.end
    if (amount.alone and not post) or (not (pre or post) and amount.fine):
        return None
    if (
        m.start()
        and m.string[m.start() - 1] in ("第每" if pre or post else "第每末")
        or (post in _BACK and amount.unit == "week" and m["a"][0] == "周")
    ):
        return None
    back = (post in _BACK and not pre) or pre in {"过去", "最近", "近"}
    return _piece(amount, end, pre, post, back=back, facts=facts, said=m["a"])


def _piece(
    amount: Amount, end: int, pre: str, post: str, *, back: bool, facts: Facts, said: str
) -> Piece | None:
    if pre in {"过", "再过"} and not post and amount.unit == "year":
        return None
    reason = "vague" if amount.vague else ""
    if not (pre or post):
        reason = reason or "duration"
    elif (pre in {"过", "再过"} and said.startswith("两天")) or pre == "隔":
        reason = "vague"
    elif pre in _STRETCH and not post:
        reason = "range" if back else reason or "range"
    day, clock = amount.moment(-1 if back else 1, facts)
    if pre in _AHEAD and reason == "range" and not clock:
        days = tuple(dict.fromkeys((facts.day(1), day)))
        return Piece(end, days=days, reason=reason)
    days = (day,) if clock or pre != "隔" else (day, day + timedelta(days=1))
    if amount.vague and not clock and said[0] in _DIGITS and said[1:2] and said[1] in _DIGITS:
        days = (day, amount_after(amount, said[1], facts, back=back))
    by = post in _WITHIN
    return Piece(
        end, days=days, clocks=(clock,) if clock else (), by=by, reason=reason, weak=0 if pre or post else 3
    )


def amount_after(amount: Amount, digit: str, facts: Facts, *, back: bool) -> date:
    """The later end of 两三天后."""
    larger = scaled(zh_number(digit) or 0, amount.unit, amount.end)
    return larger.day(facts.today, -1 if back else 1, facts)


def _vague(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), days=(facts.day(3), facts.day(7)), reason="vague")


def _about(m: Match, facts: Facts) -> Piece | None:
    """2-3天后: both ends are offered."""
    ends, unit = [zh_number(m["n"]), zh_number(m["n2"])], _UNITS[m["unit"]]
    back = m["post"] in _BACK
    found = [scaled(n, unit, m.end()).moment(-1 if back else 1, facts) for n in ends if n and n <= 400]
    if len(found) != 2:
        return None
    (day, clock), (later, _) = found
    return Piece(m.end(), days=(day,) if clock else (day, later), clocks=(clock,) if clock else (), by=m["post"] in _WITHIN, reason="vague", weak=0 if m["post"] else 3)  # fmt: skip


def _these_days(m: Match, facts: Facts) -> Piece:
    if m[0][0] == "前" or m[0].startswith("上"):
        return Piece(m.end(), days=(facts.day(-2), facts.day(-3)), reason="vague", weak=3)
    return Piece(m.end(), days=(facts.day(1), facts.day(2)), reason="vague", weak=2)


def _next_working(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), days=(shift_working(facts.today, -1 if m[0][0] == "上" else 1, facts.is_working),))


_WEEKDAYS = "一二三四五六日"


def _weekday_after(m: Match, facts: Facts) -> Piece | None:
    """两周后的周五, 三个星期前的周一: that day of the week so far away."""
    n = zh_number(m["n"])
    if n is None:
        return None
    weeks = -n if m["post"] in _BACK else n
    number = _WEEKDAYS.index("日" if m["wd"] == "天" else m["wd"])
    return Piece(m.end(), days=(monday(facts.today, weeks) + timedelta(days=number),))


def _day_after_months(m: Match, facts: Facts) -> Piece | None:
    """两个月后的15号."""
    n, day = zh_number(m["n"]), zh_number(m["day"])
    if n is None or day is None:
        return None
    first = shift_months(facts.today.replace(day=1), -n if m["post"] in _BACK else n)
    made = make(first.year, first.month, day)
    return Piece(m.end(), days=(made,)) if made else None


_TURNED = r"(?P<post>之后|以后|后|之前|以前|前)的?"
RULES: tuple[Rule, ...] = (
    (r"(?:再?过几天|几天(?:之后|以后|后)|过些天|过些日子|过一?阵子?|三[两五]天(?:之后|以后|后|内)?)", _vague),
    (rf"{_PRE}(?P<a>{_ONE})", _counted),
    (r"(?P<n>" + ZH_NUMBER + r")个?(?:周|星期|礼拜)" + _TURNED + r"(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])", _weekday_after),
    (r"(?P<n>" + ZH_NUMBER + r")个?月" + _TURNED + r"(?P<day>" + ZH_NUMBER + r")[号日]", _day_after_months),
    (r"(?P<n>" + ZH_NUMBER + r") ?[-~到至] ?(?P<n2>" + ZH_NUMBER + ") ?个?(?P<unit>工作日|自然日|天|日|星期|礼拜|周|月|季度|年|小时|分钟)(?P<post>之后|以后|过后|后|之内|以内|内|之前|以前|前)?", _about),
    (r"(?:这|近|最近)[两几]天|前几天|前两天", _these_days),
    (r"(?:下一?个?|上一?个?)工作日", _next_working),
)  # fmt: skip
