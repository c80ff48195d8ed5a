"""Chinese distances: 三天后, 过两周, 5个工作日内, 半小时后, 2-3天后."""

from datetime import date, timedelta

from rules.when.days import shift_months, shift_working
from rules.when.model import Facts, Match, Piece, Rule
from rules.when.text import ZH_NUMBER, zh_number

_UNIT = (
    r"(?P<unit>个?工作日|天|日|个?星期|个?礼拜|周|个月|个?季度|年|个半月|个半小时|个?小时|个?钟头|分钟|刻钟)"
)


def _shift(base: date, n: int, unit: str, facts: Facts) -> date | None:
    if "工作日" in unit:
        return shift_working(base, n, facts.is_working) if abs(n) <= 400 else None
    if unit in {"天", "日"}:
        return base + timedelta(days=n)
    if unit.endswith(("星期", "礼拜", "周")):
        return base + timedelta(days=7 * n)
    if unit == "个半月":
        return shift_months(base, n) + timedelta(days=15 if n > 0 else -15)
    months = 12 if unit == "年" else 3 if unit.endswith("季度") else 1
    return shift_months(base, n * months)


def _counted(m: Match, facts: Facts) -> Piece | None:
    """三天后, 过两周, 5个工作日内, 两个月前, 一个半小时后."""
    n = zh_number(m["n"])
    post, pre = m["post"] or "", m["pre"] or ""
    unit = m["unit"]
    if n is None or (unit == "日" and not post):
        return None
    bare = not (post or pre)
    back = post in {"前", "之前", "以前"} and not pre
    if "时" in unit or "钟" in unit:
        minutes = (
            n * 60 + 30
            if unit == "个半小时"
            else n * (60 if unit[-1] in "时头" else 15 if "刻" in unit else 1)
        )
        return None if bare else _moment(m.end(), -minutes if back else minutes, post, facts)
    day = _shift(facts.today, -n if back else n, unit, facts)
    if day is None:
        return None
    if pre in {"过", "再过"} and not post and unit == "年":
        return None
    vague = pre in {"过", "再过"} and m["n"] == "两" and unit == "天"
    return Piece(
        m.end(),
        days=(day,),
        by=post in {"内", "之内", "以内"},
        reason="duration" if bare else "vague" if vague else "",
        weak=3 if bare else 0,
    )


def _moment(end: int, minutes: int, post: str, facts: Facts) -> Piece:
    at = facts.after(minutes * 60)
    return Piece(end, days=(at.date(),), clocks=(at.time(),), by=post in {"内", "之内", "以内"})


def _half(m: Match, facts: Facts) -> Piece | None:
    """半个月后, 半年后, 半小时后, 半天后."""
    post, pre = m["post"] or "", m["pre"] or ""
    if not (post or pre):
        return None
    sign = -1 if post in {"前", "之前", "以前"} else 1
    if "时" in m["unit"] or "钟" in m["unit"]:
        return _moment(m.end(), 30 * sign, post, facts)
    day = shift_months(facts.today, 6 * sign) if m["unit"] == "年" else facts.day(15 * sign)
    return Piece(m.end(), days=(day,), by=post in {"内", "之内", "以内"})


def _vague(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), days=(facts.day(3), facts.day(7)), reason="vague")


def _about(m: Match, facts: Facts) -> Piece | None:
    """2-3天后: both ends are offered."""
    ends = [zh_number(m["n"]), zh_number(m["n2"])]
    days = tuple(d for n in ends if n and "时" not in m["unit"] and "钟" not in m["unit"] and (d := _shift(facts.today, n, m["unit"], facts)))  # fmt: skip
    return Piece(m.end(), days=days, by="内" in m["post"], reason="vague") if len(days) == 2 else None


def _these_days(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), days=(facts.day(1), facts.day(2)), reason="vague", weak=2)


def _next_working(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), days=(shift_working(facts.today, -1 if m[0][0] == "上" else 1, facts.is_working),))


_N = r"(?P<n>" + ZH_NUMBER + r")"
_POST = r"(?P<post>之后|以后|过后|后|之内|以内|内|之前|以前|前)"
RULES: tuple[Rule, ...] = (
    (r"(?P<pre>再过|过|未来|接下来)? ?" + _N + " ?" + _UNIT + r" ?(?:的?时间)?" + _POST + "?", _counted),
    (r"(?P<pre>再过|过)?半(?P<unit>个月|年|个?小时|个?钟头)" + _POST + "?", _half),
    (r"(?:再?过几天|几天(?:之后|以后|后)|过些天|过一?阵子?|[三两][两五]天(?:之后|以后|后|内)?)", _vague),
    (r"(?P<n>" + ZH_NUMBER + r") ?[-~到至] ?(?P<n2>" + ZH_NUMBER + ") ?" + _UNIT + _POST, _about),
    (r"(?:这|近|最近)[两几]天", _these_days),
    (r"(?:下一?个?|上一?个?)工作日", _next_working),
)  # fmt: skip
