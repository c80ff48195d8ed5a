"""Chinese days counted inside a month, two days in one word, and stretches that name no day."""

from datetime import date, timedelta

from rules.when.days import (
    coming_week,
    lean_day,
    make,
    monday,
    quarter_start,
    shift_months,
)
from rules.when.holidays import OFF, after, back_at_work, dates_of
from rules.when.model import Facts, Match, Piece, Rule
from rules.when.text import ZH_NUMBER, zh_number
from rules.when.zh_days import YEAR, steps, year_of

LONG = ("春节", "五一", "国庆")
NEAR = 30  # days
_WEEKDAYS = "一二三四五六日"


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


def _around_new_year(m: Match, facts: Facts) -> Piece | None:
    """年前 and 年后 mean before and after the Spring Festival; which day exactly is asked."""
    if (spring := _spring(m, facts)) is None:
        return None
    if m[0] == "年后":
        days = tuple(_weekday_from(spring + timedelta(days=7 * n)) for n in (1, 2))
        return Piece(m.end(), days=days, reason="vague")
    return Piece(
        m.end(), days=(spring - timedelta(days=2), date(spring.year - 1, 12, 31)), by=True, reason="vague"
    )


def _spring(m: Match, facts: Facts) -> date | None:
    """The Spring Festival that is meant; none in 半年后."""
    before = m.string[m.start() - 1 : m.start()]
    if before.isdigit() or (before and before in "一二两三四五六七八九十百今明后去前几半多"):
        return None
    years = range(facts.today.year, facts.today.year + 3)
    return next((d for d in dates_of("春节", years) if d >= facts.today), None)


def _after_the_feast(m: Match, facts: Facts) -> Piece | None:
    """节后, while one of the long holidays is on or not far: after that one. At any other time it names no day."""
    near = _near(facts)
    return after(m.end(), near[1], (near[0],), facts) if near else None


def _near(facts: Facts) -> tuple[date, str] | None:
    years = range(facts.today.year - 1, facts.today.year + 2)
    every = ((first, name) for name in LONG for first in dates_of(name, years))
    return next((x for x in every if -OFF[x[1]] < (x[0] - facts.today).days <= NEAR), None)


def _first_day_back(m: Match, facts: Facts) -> Piece | None:
    """年后第一天, 节后上班第一天: the day on which work begins again."""
    spring = _spring(m, facts) if m["of"] == "年" else None
    feast = (spring, "春节") if spring else _near(facts) if m["of"] != "年" else None
    return Piece(m.end(), days=(back_at_work(feast[1], feast[0], facts),)) if feast else None


def _weekday_from(on: date) -> date:
    """It, or the Monday after it: nobody starts on a weekend."""
    return on + timedelta(days=7 - on.weekday() if on.weekday() > 4 else 0)


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


def _numbered_week(m: Match, facts: Facts) -> Piece | None:
    """第35周, 2027年第3周: as ISO 8601 counts them; the coming one without a year."""
    first = coming_week(zh_number(m["w"]) or 0, year_of(m["year"], facts), facts)
    days = (first, first + timedelta(days=4)) if first else ()
    return Piece(m.end(), days=days, reason="week", weak=3, week=True) if days else None


_NTH = r"(?P<nth>第" + ZH_NUMBER + r"|最后)"
RULES: tuple[Rule, ...] = (
    (r"明后(?:两天|天)|今明(?:两天)?", _two_days),
    (r"(?P<a>" + ZH_NUMBER + r") ?(?:号|日)? ?(?:[-~到至/和或]|或者) ?(?P<b>" + ZH_NUMBER + r")(?:号|日)", _numbered_range),
    (r"(?P<rel>下{1,4}一?个?)(?P<span>周|星期|礼拜|月|季度?)(?:之前|以前|前(?![台端面期提后]))", _before_span),
    (rf"(?:{YEAR}的?)?第(?P<w>{ZH_NUMBER})个?(?:周|星期)(?![一二三四五六日天末])", _numbered_week),
    (r"(?P<of>年|(?<![\u3400-\u9fff])(?:节|假期))(?:之|过)?后(?:的?(?:上班|开工|复工))?的?(?:第一天|头一天|首日|(?:第一|头一|首)个?(?:工作|上班)日)", _first_day_back),
    (r"年[前后](?![景台端])", _around_new_year),
    (r"(?<![\u3400-\u9fff])(?:节|假期)(?:之|过)?后(?![\u3400-\u9fff]?[一二三四五六七八九十\d])", _after_the_feast),
)  # fmt: skip
