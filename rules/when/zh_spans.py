"""Chinese stretches of time: 月底, 下周初, 明年上半年, 2027年第一季度; their ends, and the question when no day was said."""

from datetime import date, timedelta

from rules.patterns import late
from rules.when.days import monday, month_end, quarter_start, shift_months
from rules.when.en_spans import Span
from rules.when.model import Facts, Match, Piece, Rule
from rules.when.text import ZH_NUMBER, zh_number
from rules.when.zh_days import MONTH, YEAR, month_of, steps, year_of

_AGAIN = late("再[看说聊谈联跟打约问启定推议]")  # 三月份再看; the month alone may have been
_WEEK = "(?:周|星期|礼拜)"
_EDGES = r"(?P<edge>底|末尾|末|尾|中下旬|上中旬|中旬|上旬|下旬|中间|中|初|开头|头|之内|以内|内|结束|终|上半段|前半段|下半段|后半段|的?前半周|的?上半周|的?后半周|的?下半周)"
_TENS = {"上旬": 10, "上中旬": 10, "中下旬": 20, "下旬": 25}
_WITHIN = {"内", "之内", "以内", "结束"}
_REL = r"(?P<rel>[再大]?下{1,4}一?个?|大?上{1,4}一?个?|本|当|这一?个?)"


def _quarter(m: Match, facts: Facts) -> Span | None:
    year = year_of(m["year"], facts)
    if m["q"]:
        number = "一二三四".find(m["q"]) + 1 or int(m["q"])
        first = date(year or facts.today.year, number * 3 - 2, 1)
        if year is None and shift_months(first, 3) <= facts.today and facts.lean == "future":
            first = shift_months(first, 12)
    else:
        first = shift_months(quarter_start(facts.today), 3 * steps(m["rel"] or ""))
    return Span(first, month_end(shift_months(first, 2)), "quarter", True)


def _half(m: Match, facts: Facts) -> Span:
    year = year_of(m["year"], facts)
    first = date(year or facts.today.year, 1 if m["half"] in {"上", "前", "h1"} else 7, 1)
    return Span(first, month_end(shift_months(first, 5)), "half", year is not None, every=12)


def _month(m: Match, facts: Facts) -> Span | None:
    if not (m["rel"] or m["mon"]):
        first = facts.today.replace(day=1)
        return Span(first, month_end(first), "month", False, every=1)
    found = month_of(m, facts)
    first = date(*found, 1) if found else facts.today
    return Span(first, month_end(first), "month", bool(m["rel"] or m["year"]), every=12) if found else None


def _at(end: int, span: Span, edge: str, facts: Facts) -> Piece:
    """A stretch's start, middle or end; 内 makes a deadline of the end."""
    edge = edge.removeprefix("的")
    by = edge in _WITHIN
    if span.kind == "month" and edge in _TENS:
        day = span.first.replace(day=_TENS[edge])
    else:
        day = span.at(_place(edge))
    if span.every and not span.named and day < facts.today and facts.lean == "future":
        again, last = shift_months(span.first, span.every), month_end(shift_months(span.last, span.every))
        later = _at(end, Span(again, last, span.kind, True), edge, facts)
        return Piece(end, days=(*later.days, day), reason="passed", by=by)
    return Piece(end, days=(day,), by=by)


def _place(edge: str) -> str:
    if edge[0] in "初头开上前":
        return "start"
    return "mid" if edge[0] == "中" else "end"


def _month_edge(m: Match, facts: Facts) -> Piece | None:
    """月底, 下月初, 12月中旬, 三月上旬."""
    span = _month(m, facts)
    return _at(m.end(), span, m["edge"], facts) if span else None


def _quarter_edge(m: Match, facts: Facts) -> Piece | None:
    """季末, 下季度末, 明年一季度末, Q4末."""
    span = _quarter(m, facts)
    return _at(m.end(), span, m["edge"], facts) if span else None


def _half_edge(m: Match, facts: Facts) -> Piece:
    return _at(m.end(), _half(m, facts), m["edge"], facts)


def _year_edge(m: Match, facts: Facts) -> Piece | None:
    """年底, 明年初, 2027年中, 岁末."""
    year = year_of(m["year"], facts) or facts.today.year
    span = Span(date(year, 1, 1), date(year, 12, 31), "year", bool(m["year"]))
    found = _at(m.end(), span, m["edge"], facts)
    if not m["year"] and found.days[0] < facts.today and facts.lean == "future":
        return Piece(m.end(), days=(shift_months(found.days[0], 12), found.days[0]), reason="passed")
    return found


def _week_edge(m: Match, facts: Facts) -> Piece:
    """下周初, 本周内, 周中: within this week on its weekend means Sunday."""
    first = monday(facts.today, steps(m["rel"] or ""))
    piece = _at(m.end(), Span(first, first + timedelta(days=6), "week", True), m["edge"], facts)
    day = piece.days[0]
    if day < facts.today <= first + timedelta(days=6) and facts.lean == "future":
        if piece.by:
            return Piece(m.end(), days=(first + timedelta(days=6),), by=True)
        if not m["rel"]:
            return Piece(m.end(), days=(day + timedelta(days=7), day), reason="passed")
    return Piece(m.end(), days=piece.days, by=piece.by, weak=0 if m["rel"] else 2)


def _open(
    end: int, days: tuple[date, ...], reason: str, weak: int, facts: Facts, *, running: bool = False
) -> Piece:
    """No day was said: those still ahead are offered."""
    if facts.lean == "future" and running:
        days = tuple(d for d in days if d > facts.today)[::-1] or days[-1:]
    elif facts.lean == "future" and days[-1] >= facts.today:
        days = tuple(d for d in days if d >= facts.today)
    return Piece(end, days=days, reason=reason, weak=weak, week=True)


def _whole_week(m: Match, facts: Facts) -> Piece:
    """下周, 本周: the week without a day."""
    first = monday(facts.today, steps(m["rel"]))
    days = tuple(first + timedelta(days=n) for n in (0, 2, 4))
    weak = 1 if "下" not in m["rel"] else 0
    return _open(m.end(), days, "week", weak, facts, running=not steps(m["rel"]))


def _whole_month(m: Match, facts: Facts) -> Piece | None:
    span = _month(m, facts)
    if span is None or not (m["rel"] or m["mon"]):
        return None
    is_bare = not m["rel"] and not m["year"]
    weak = (
        (2 if _AGAIN.match(m.string, m.end()) else 3)
        if is_bare
        else 1
        if m["rel"] and "下" in m["rel"]
        else 2
    )
    return _open(m.end(), (span.first, span.first.replace(day=15), span.last), "month", weak, facts)


def _whole_quarter(m: Match, facts: Facts) -> Piece | None:
    """下季度, 明年Q1, 2027年第一季度, 四季度."""
    span = _quarter(m, facts)
    if span is None:
        return None
    running = not m["q"] and not steps(m["rel"] or "")
    named = bool(m["year"]) or "下" in (m["rel"] or "")
    return _open(m.end(), (span.first, span.last), "quarter", 1 if named else 2, facts, running=running)


def _whole_half(m: Match, facts: Facts) -> Piece:
    span = _half(m, facts)
    if not span.named and span.last < facts.today and facts.lean == "future":
        span = Span(shift_months(span.first, 12), month_end(shift_months(span.last, 12)), "half", True)
    return _open(m.end(), (span.first, span.last), "quarter", 1 if m["year"] else 2, facts)


def _half_month(m: Match, facts: Facts) -> Piece | None:
    """上半月, 12月下半月: its ends are offered."""
    span = _month(m, facts)
    if span is None:
        return None
    middle = span.first.replace(day=15)
    days: tuple[date, ...] = (
        (span.first, middle) if m["half"] in "上前" else (middle + timedelta(days=1), span.last)
    )
    if not span.named and days[-1] < facts.today and facts.lean == "future":
        days = tuple(shift_months(d, span.every) for d in days)
    return _open(m.end(), days, "month", 2, facts)


def _whole_year(m: Match, facts: Facts) -> Piece | None:
    year = year_of(m["year"], facts)
    if year is None:
        return None
    weak = 2 if m["year"] in {"明年", "后年"} else 3
    return _open(m.end(), (date(year, 1, 1), date(year, 12, 31)), "year", weak, facts)


_SEASONS = {"春": (3, 20), "夏": (6, 21), "秋": (9, 22), "冬": (12, 21)}


def _season(m: Match, facts: Facts) -> Piece | None:
    """明年春天, 夏季: asked, from its first day by the sun or by the calendar of months."""
    year = year_of(m["year"], facts)
    month, day = _SEASONS[m["season"]]
    if year is None:
        year = facts.today.year
        if facts.lean == "future" and (facts.today.month > month + 2 if month < 12 else False):
            year += 1
    first = date(year, month, day)
    return Piece(
        m.end(),
        days=(first, date(year, month, 1), first + timedelta(days=91)),
        reason="vague",
        weak=3,
        week=True,
    )


_WEEKDAYS = "一二三四五六日"


def _nth(m: Match, facts: Facts) -> Piece | None:
    """下个月第一个周一, 12月最后一天, 本季度最后一个工作日, 今年第一天."""
    span = _spanned(m, facts)
    if span is None:
        return None
    days = [span.first + timedelta(days=k) for k in range((span.last - span.first).days + 1)]
    if m["wd"]:
        days = [d for d in days if d.weekday() == _WEEKDAYS.index("日" if m["wd"] == "天" else m["wd"])]
    elif m["kind"] == "工作日":
        days = [d for d in days if facts.is_working(d)]
    elif m["kind"] == "周末":
        days = [d for d in days if d.weekday() == 5]
    n = _rank(m["nth"])
    return Piece(m.end(), days=(days[n],)) if -len(days) <= n < len(days) else None


def _rank(word: str) -> int:
    if "最后" in word or word.startswith("末"):
        return -1
    if "倒数" in word:
        return -(zh_number(word.removeprefix("倒数第")) or 99)
    return (zh_number(word.removeprefix("第").removeprefix("头")) or 1 if word != "首" else 1) - 1


def _spanned(m: Match, facts: Facts) -> Span | None:
    if m["week"]:
        first = monday(facts.today, steps(m["week"]))
        return Span(first, first + timedelta(days=6), "week", True)
    if m["q"] or m["season"]:
        number = "一二三四".find(m["q"]) + 1 or int(m["q"]) if m["q"] else 0
        year = year_of(m["inyear"], facts) or facts.today.year
        first = (
            date(year, number * 3 - 2, 1)
            if number
            else shift_months(quarter_start(facts.today), 3 * steps(m["season"]))
        )
        return Span(first, month_end(shift_months(first, 2)), "quarter", True)
    if m["only"]:
        year = year_of(m["only"], facts) or facts.today.year
        return Span(date(year, 1, 1), date(year, 12, 31), "year", True)
    return _month(m, facts)


def _week_of_month(m: Match, facts: Facts) -> Piece | None:
    """12月第一周: Monday to Friday; week one holds the month's first working day."""
    span = _month(m, facts)
    if span is None:
        return None
    n = _rank(m["nth"])
    start = (
        monday(span.last, n + 1) if n < 0 else monday(span.first, (1 if span.first.weekday() > 4 else 0) + n)
    )
    days = tuple(d for k in range(5) if (d := start + timedelta(days=k)).month == span.first.month)
    return Piece(m.end(), days=(days[0], days[-1]), reason="week", week=True) if days else None


def _same_day(m: Match, facts: Facts) -> Piece | None:
    """去年今天, 下个月今天, 下周今天."""
    word, clocks = m["far"], (facts.after(0).time(),) if m["time"] else ()
    if "年" in word:
        years = (year_of(word, facts) or facts.today.year) - facts.today.year
        return Piece(m.end(), days=(shift_months(facts.today, 12 * years),), clocks=clocks)
    if "月" in word:
        return Piece(m.end(), days=(shift_months(facts.today, steps(word)),), clocks=clocks)
    return Piece(m.end(), days=(facts.day(7 * steps(word)),), clocks=clocks)


_Q = r"(?:第|q(?=[1-4]))?(?P<q>[一二三四1-4]) ?(?:(?<=q[1-4])|(?<=q[1-4] )|季度)"
_NO = "(?P<rel>(?!))?"
_NTH = r"(?P<nth>第" + ZH_NUMBER + r"|头" + ZH_NUMBER + r"|倒数第" + ZH_NUMBER + r"|首|最后|末)"
_ONLY = YEAR.replace("?P<year>", "?P<only>")
_INYEAR = YEAR.replace("?P<year>", "?P<inyear>")
_IN = rf"(?:{MONTH}|月底|{_ONLY}|(?P<week>(?:下{{1,4}}|上{{1,4}}|本|这)一?个?)(?:周|星期|礼拜)|(?P<season>(?:下{{1,4}}|上{{1,4}}|本|这)一?个?)季度?|(?:{_INYEAR}的?)?{_Q})"
RULES: tuple[Rule, ...] = (
    (rf"(?:{MONTH}的?|月|(?=[上中下]旬)){_EDGES}", _month_edge),
    (rf"(?P<year>(?!))?{_REL}?季度?(?P<q>(?!))?{_EDGES}", _quarter_edge),
    (rf"(?:{YEAR}的? ?)?{_Q}{_NO}的?{_EDGES}", _quarter_edge),
    (rf"(?:{YEAR}的?)?(?P<half>[上下前后](?=半年)|h[12])(?:半年)?{_EDGES}", _half_edge),
    (rf"(?:{YEAR}的?年?|(?<!财)年|岁(?=末)){_EDGES}", _year_edge),
    (rf"(?:{_REL}{_WEEK}|周)(?![一二三四五六日天末]){_EDGES}", _week_edge),
    (rf"{_REL}{_WEEK}(?![一二三四五六日天末])", _whole_week),
    (MONTH, _whole_month),
    (rf"(?P<year>(?!))?{_REL}季度?(?P<q>(?!))?", _whole_quarter),
    (rf"(?:{YEAR}的? ?)?{_Q}{_NO}", _whole_quarter),
    (rf"(?:{YEAR}的?)?(?P<half>[上下])半年", _whole_half),
    (rf"(?:{MONTH}的?)?(?P<half>[上下前后])半个?月(?!后|前|之|以|内)", _half_month),
    (YEAR, _whole_year),
    (rf"(?:{YEAR}的?)?(?:这个?)?(?P<season>[春夏秋冬])(?:天|季)", _season),
    (rf"{_IN}的?{_NTH}(?:一?个?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])|一?个?(?P<kind>工作日|周末)|一?天)", _nth),
    (rf"{MONTH}的?{_NTH}一?个?{_WEEK}(?![一二三四五六日天末])", _week_of_month),
    (r"(?P<far>今年|明年|后年|去年|前年|[上下]个?月|[上下]个?(?:周|星期|礼拜))的?(?:今天|今日|(?P<time>这个?时候|这时候?|同一时间|同一时刻|此时))", _same_day),
)  # fmt: skip
