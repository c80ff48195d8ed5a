"""Feast days that people date things by, in both languages; `holidays` of a team's calendar are another matter."""

from datetime import date, timedelta
from re import escape, sub

from rules.when.days import lean_pick, make, shift_working
from rules.when.en_years import YEAR, year_number
from rules.when.feasts import EASTER, FIXED, FLOATING, LUNAR, ORTHODOX, SHY, SPELLED
from rules.when.lunar import TERMS, eve, lunar_day, term_day
from rules.when.model import Facts, Match, Piece, Rule
from rules.when.moving_feasts import JEWISH, MOVING, MUSLIM, moving_days
from rules.when.text import ZH_NUMBER, ZH_YEAR, zh_number, zh_year

_EVE = (12, 30)  # 除夕 is the 29th or the 30th: the last day of the Chinese year


def _easter(year: int) -> date:
    """Easter Sunday by the Gregorian rule (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _floating(year: int, name: str) -> date:
    month, weekday, which, later = FLOATING[name]
    days = [d for n in range(1, 32) if (d := make(year, month, n)) and d.weekday() == weekday]
    return days[which - 1 if which > 0 else which] + timedelta(days=later)


def _orthodox(year: int) -> date:
    """Easter Sunday by the Julian rule, as a day of our calendar (good to 2099)."""
    a = (19 * (year % 19) + 15) % 30
    b = (2 * (year % 4) + 4 * (year % 7) - a + 34) % 7
    month, day = divmod(a + b + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def _in_year(name: str, year: int) -> date | None:
    if name in FIXED:
        return make(year, *FIXED[name])
    if name in FLOATING:
        return _floating(year, name)
    if name in EASTER:
        return _easter(year) + timedelta(days=EASTER[name])
    if name in ORTHODOX:
        return _orthodox(year) + timedelta(days=ORTHODOX[name])
    if name in TERMS:
        return term_day(name, year)
    if LUNAR[name] == _EVE:
        return eve(year)
    # The twelfth month of the Chinese year lies in the next January.
    found = [d for y in (year - 1, year) if (d := lunar_day(y, *LUNAR[name])) and d.year == year]
    return found[0] if found else None


def dates_of(name: str, years: range) -> list[date]:
    """The dates a feast falls on in these years, as far as we know them."""
    if name in MOVING:
        return [d for y in years for d in moving_days(name, y)]
    return [d for y in years if (d := _in_year(name, y))]


def _plain_name(written: str) -> str:
    name = written.replace("'", "").replace(".", "").replace("-", " ")
    name = sub(r"^(?:saint|st) ", "st ", name)
    return SPELLED.get(name, name)


_STEPS = {"明年": 1, "后年": 2, "今年": 0, "本年": 0, "去年": -1, "前年": -2, "this": 0}


def _feast(m: Match, facts: Facts) -> Piece | None:
    said = m["name"].replace("'", "")
    name = _plain_name(said)
    year, which = facts.today.year, (m["which"] or "").strip("的 ")
    named = year_number(m["year"], facts) or (zh_year(m["before"]) if m["before"] else None)
    days: tuple[date, ...]
    reason = ""
    if which in _STEPS:
        named = year + _STEPS[which]
    if named:
        days = tuple(dates_of(name, range(named, named + 1)))
    elif which == "next":
        days, reason = _next(dates_of(name, range(year, year + 3)), facts)
    elif which == "last":
        days = tuple(d for d in dates_of(name, range(year - 1, year + 1)) if d < facts.today)[-1:]
    else:
        days, reason = lean_pick(dates_of(name, range(year - 2, year + 3)), facts)
    if days and not reason and name in JEWISH | MUSLIM:
        other = timedelta(days=1 if name in MUSLIM else -1)
        days, reason = (days[0], days[0] + other), "vague"
    if m["past"] or m["past2"]:
        return after(m.end(), name, days, facts)
    if m["stretch"]:
        return _stretch(m.end(), days, weekend=m["stretch"].endswith("end"))
    if m["eve"] or m["later"]:
        days = tuple(d - timedelta(days=1) for d in days)
    weak = 2 if {name, said} & SHY else 1 if name.isascii() else 0
    return Piece(m.end(), days=days, reason=reason, weak=weak) if days else None


# Feasts that China is off for: the days after which work begins again.
OFF = {"春节": 7, "过年": 7, "国庆": 7, "十一": 7, "劳动节": 5, "五一": 5}


def after(end: int, name: str, days: tuple[date, ...], facts: Facts) -> Piece | None:
    """`after thanksgiving`, 春节后: when exactly is asked, the first working day after it first."""
    if not days:
        return None
    over = days[0] + timedelta(days=OFF.get(name, 1) - 1)
    first = shift_working(over, 1, facts.is_working)
    return Piece(end, days=(first, first + timedelta(days=7)), reason="vague")


def back_at_work(name: str, day: date, facts: Facts) -> date:
    """The first working day after a feast: by the reader's calendar where it knows of its days off, else after the usual ones."""
    days = [day + timedelta(days=n) for n in range(OFF.get(name, 1))]
    is_known = any(d.weekday() < 5 and not facts.is_working(d) for d in days)
    return shift_working(day if is_known else days[-1], 1, facts.is_working)


def _stretch(end: int, days: tuple[date, ...], *, weekend: bool) -> Piece | None:
    """`christmas week`: its Monday to Friday; `labor day weekend`: the Saturday nearest to the feast."""
    if not days:
        return None
    if weekend:
        gap = 5 - days[0].weekday()
        return Piece(end, days=(days[0] + timedelta(days=gap - 7 if gap > 3 else gap),))
    first = days[0] - timedelta(days=days[0].weekday())
    return Piece(end, days=(first, first + timedelta(days=4)), reason="week", week=True)


def _next(dates: list[date], facts: Facts) -> tuple[tuple[date, ...], str]:
    """`next christmas`: said shortly before one, many mean the one after."""
    ahead = [d for d in dates if d > facts.today][:2]
    if len(ahead) < 2 or ahead[0].year > facts.today.year:
        return tuple(ahead[:1]), ""
    return (tuple(ahead[::-1]) if (ahead[0] - facts.today).days <= 60 else tuple(ahead)), "next"


_MONTHS = {"正": 1, "元": 1, "冬": 11, "腊": 12}


def _lunar_date(m: Match, facts: Facts) -> Piece | None:
    """农历八月十五, 正月初五, 腊月二十三, 大年初二."""
    month = 1 if m["big"] else _MONTHS.get(m["mon"]) or zh_number(m["mon"])
    day = zh_number(m["day"].removeprefix("初"))
    if facts.strict and not (m["big"] or m["called"] or m["mon"] in {"正", "腊"}):
        return None  # 三月初一定
    if not month or not day or (m["mon"] == "元" and not m["called"]):
        return None
    year, named = facts.today.year, None
    if m["which"]:
        named = year + _STEPS[m["which"]]
    elif m["before"]:
        named = zh_year(m["before"])
    years = range(named, named + 1) if named else range(year - 2, year + 3)
    dates = [d for y in years if (d := lunar_day(y, month, day))]
    days, reason = (tuple(dates), "") if named else lean_pick(dates, facts)
    return Piece(m.end(), days=days, reason=reason) if days else None


def _spelling(name: str) -> str:
    """Apostrophes and hyphens may stand or be left out: new year's, valentine's, fathers', mid-autumn."""
    if not name.isascii():
        return name
    return sub(r"s(?=\b)", "'?s'?", escape(name).replace(r"\ ", "[ -]")).replace(
        "st[ -]", r"(?:st\.?|saint)[ -]"
    )


_NAMES = "|".join(
    _spelling(n)
    for n in sorted(
        {*FIXED, *FLOATING, *EASTER, *ORTHODOX, *MOVING, *LUNAR, *TERMS, *SPELLED}, key=len, reverse=True
    )
)
_YEAR_BEFORE = (
    rf"(?:(?P<before>{ZH_YEAR})年的?|(?P<which>(?:今年|本年|明年|后年|去年|前年)(?:的)?|next |this |last ))?"
)
RULES: tuple[Rule, ...] = (
    (rf"(?P<past>(?:(?:right |just |shortly |soon |sometime )?after |过完|过了)(?:the )?)?(?P<eve>(?:the )?eve of )?{_YEAR_BEFORE}(?P<name>{_NAMES})(?P<later> eve(?!\w))?(?P<stretch> week(?:end)?(?!\w))?(?:(?:当天|当日|那天|假期|长假|小长假|黄金周|期间)|(?=节前|节后)节)?(?P<nth>节?的?(?:第一天|头一天|首日))?(?!月|[路街村巷集]|[a-z'])(?P<past2>(?:假期|长假)?(?:之后|以后|过后|后)(?![端面台]|的?(?:第|[\d一二两三四五六七八九十半几]|(?:最后|头|那)一?个|(?:周|星期|礼拜)[一二三四五六日天])))?(?:,?(?: of| in)? ?{YEAR})?", _feast),
    (rf"(?:(?P<before>{ZH_YEAR})年的?|(?P<which>今年|明年|后年|去年|前年)的?)?(?P<called>农历|阴历|旧历)?(?:(?P<big>大年|新年)|(?P<mon>正|腊|冬|元|(?<=历)(?:[一二三四五六七八九十]|十[一二])|(?:[一二三四五六七八九十]|十[一二])(?=月初[一二三四五六七八九十]))月)(?P<day>初?{ZH_NUMBER})(?:日|号)?(?![\d月])", _lunar_date),
)  # fmt: skip
