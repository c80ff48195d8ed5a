"""Counted distances in English: `in 3 days`, `an hour and a half ago`, `next 2 weeks`, `two fridays ago`."""

from datetime import timedelta

from rules.patterns import late
from rules.when.amounts import FEW, ONE, UNIT, Amount, amount_at, scaled, unit_name
from rules.when.days import make, monday, shift_months, shift_working
from rules.when.en_days import WEEKDAYS, weekday_number
from rules.when.model import Facts, Match, Piece, Rule
from rules.when.text import EN_NUMBER, EN_ORDINAL, en_number

_POST = late(
    r"(?:'s?(?= time))?'?(?: (?P<post>ago|back|earlier|prior|before (?:now|today)|from (?:now|today|the day|this moment)|hence"
    r"|later|out|time|away|after (?:now|today)|on(?= ?$)|in the past|in the future)(?!\w))?"
)
_PRE = (
    r"(?P<pre>in (?:the )?(?:next|coming|following)|in (?:about|around|roughly|approximately|just|exactly|another|under|less than|around)"
    r"|\+(?=\d)|in|within(?: the)?(?: next)?|after|no more than|less than|another|over the (?:next|coming|following)|for the next|during the next"
    r"|(?:the )?(?:next|coming|following|upcoming)|(?:in |over |for |during )?the (?:last|past|previous)|last|past|previous|back)"
)
_BACK = ("ago", "back", "earlier", "prior", "before", "in the past")
_DEADLINE = ("within", "no more", "in the next", "in under", "in less", "less", "in the coming", "in the following")  # fmt: skip


def counted(amount: Amount, end: int, *, back: bool, by: bool, reason: str, weak: int, facts: Facts) -> Piece:
    """The piece that lies an amount from now."""
    day, clock = amount.moment(-1 if back else 1, facts)
    loose = amount.unit in {"week", "fortnight", "month"} and not (amount.days % 7 or clock)
    return Piece(
        end, days=(day,), clocks=(clock,) if clock else (), by=by, reason=reason, weak=weak, loose=loose
    )


def _counted(m: Match, facts: Facts) -> Piece | None:
    """`in 3 days`, `2 weeks from now`, `3 days ago`, `within 2 weeks`, `in a few minutes`."""
    amount = amount_at(m.string, m.start("a"))
    if amount is None:
        return None
    after = _POST.match(m.string, amount.end)
    post, pre = (after["post"] if after else None) or "", m["pre"] or ""
    end = after.end() if after else amount.end
    if amount.alone and amount.fine and (facts.strict or (amount.exact and not post)):
        return None  # `hold on a minute`, `in a second`
    back = post.startswith(_BACK) or pre.endswith(("last", "past", "previous", "back"))
    reason = "vague" if amount.vague else ""
    if not (pre or post):
        return (
            None
            if amount.fine
            else counted(
                amount,
                amount.end,
                back=False,
                by=False,
                reason=reason or "duration",
                weak=3,
                facts=facts,
            )
        )
    if pre and back and not post and pre != "back":
        reason = reason or "range"
    if (
        pre.removeprefix("the ") in {"next", "coming", "following", "upcoming"}
        and not post
        and not amount.fine
        and not amount.vague
    ):
        return _stretch(amount, end, facts)
    by = pre.startswith(_DEADLINE) and not back and not amount.vague
    weak = 0 if post or pre.startswith(("in", "within")) else 1
    return counted(amount, end, back=back, by=by, reason=reason, weak=weak, facts=facts)


def _stretch(amount: Amount, end: int, facts: Facts) -> Piece:
    """`the next 3 days`: from tomorrow to the last of them, and which is meant is asked."""
    last = amount.day(facts.today, 1, facts)
    return Piece(end, days=tuple(dict.fromkeys((facts.day(1), last))), reason="range", weak=1)


def _about(m: Match, facts: Facts) -> Piece:
    """`in 2-3 days`, `a week or two`: both ends are offered."""
    unit = unit_name(m["one"] or m["unit"])
    ends = (1, 2) if m["one"] else (en_number(m["n"]), en_number(m["n2"]))
    back = (m["post"] or "") in {"ago", "back"}
    found = [scaled(n, unit, m.end()).moment(-1 if back else 1, facts) for n in ends]
    days = tuple(day for day, _ in found)
    clocks = tuple(clock for _, clock in found if clock)
    if m["n3"] == "so" or clocks:
        days, clocks = days[:1], clocks[:1]
    weak = 0 if m[0].startswith(("in ", "within ")) or back else 3
    by = m[0].startswith("within")
    return Piece(m.end(), days=days, clocks=clocks, reason="vague", weak=weak, by=by and not clocks)


def _coming(m: Match, facts: Facts) -> Piece:
    """`in the coming days`, `in the next weeks`: nobody counted."""
    return counted(
        scaled(FEW, unit_name(m["unit"]), m.end()),
        m.end(),
        back=False,
        by=False,
        reason="vague",
        weak=0,
        facts=facts,
    )


def _day_after_months(m: Match, facts: Facts) -> Piece | None:
    """`in 2 months on the 5th`."""
    first = shift_months(facts.today.replace(day=1), en_number(m["n"]))
    day = make(first.year, first.month, en_number(m["day"]))
    return Piece(m.end(), days=(day,)) if day else None


def _within_one(m: Match, facts: Facts) -> Piece:
    """`within the next month`: a month from now, not by the end of the next."""
    amount = scaled(1, unit_name(m["unit"]), m.end())
    return counted(amount, m.end(), back=False, by=True, reason="", weak=0, facts=facts)


def _within_unit(m: Match, facts: Facts) -> Piece:
    at = facts.after(3600)
    return Piece(m.end(), days=(at.date(),), clocks=(at.time(),), by=True)


def _next_working(m: Match, facts: Facts) -> Piece:
    back = m["which"] in {"last", "previous"}
    return Piece(m.end(), days=(shift_working(facts.today, -1 if back else 1, facts.is_working),))


def _weekdays_away(m: Match, facts: Facts) -> Piece:
    """`two fridays ago`, `3 mondays from now`, `in two tuesdays`, `two weekends ago`."""
    n, back = en_number(m["n"]), m["post"] in {"ago", "back"}
    number = 5 if m["wd"].startswith("weekend") else weekday_number(m["wd"])
    gap = (facts.today.weekday() - number) % 7 if back else (number - facts.today.weekday()) % 7
    days = (gap or 7) + 7 * (n - 1)
    return Piece(m.end(), days=(facts.day(-days if back else days),))


def _before_last(m: Match, facts: Facts) -> Piece:
    """`the friday before last`, `the week before last`, `the night before last`."""
    word = m["wd"]
    if word == "weekend":
        return Piece(m.end(), days=(monday(facts.today, -2) + timedelta(days=5),))
    if word == "week":
        first = monday(facts.today, -2)
        return Piece(m.end(), days=tuple(first + timedelta(days=n) for n in (0, 2, 4)), reason="week", week=True)  # fmt: skip
    if word == "night":
        return Piece(m.end(), days=(facts.day(-2),), part="night")
    number = weekday_number(word)
    near = facts.day(-((facts.today.weekday() - number - 1) % 7 + 1)) - timedelta(days=7)
    week = monday(facts.today, -2) + timedelta(days=number)
    return Piece(m.end(), days=tuple(dict.fromkeys((near, week))), reason="" if near == week else "last")


RULES: tuple[Rule, ...] = (
    (rf"(?:{_PRE}(?:(?<=\+)| ))?(?P<a>{ONE})", _counted),
    (r"(?:(?:in|within|after|over) )?(?:(?P<n>" + EN_NUMBER + r")(?: ?- ?| to | or )(?P<n2>" + EN_NUMBER + r")[ -]?" + UNIT + r"'?|an? (?P<one>hour|day|week|month|year) or (?P<n3>two|so))(?: (?P<post>ago|back|from now|later|out|time))?(?!\w)", _about),
    (r"(?:in|over|within|during) the (?:next|coming) (?P<unit>hours|days|weeks|months|years)(?!\w)", _coming),
    (r"(?P<unit>hours|days|weeks|months) from now(?!\w)", _coming),
    (rf"in (?P<n>{EN_NUMBER}) months?,? on the (?P<day>{EN_ORDINAL})", _day_after_months),
    (r"within the (?:next|coming|following) (?P<unit>hour|day|week|fortnight|month|quarter|year)(?!\w)", _within_one),
    (r"in the next (?P<unit>hour)(?!\w)", _within_one),
    (r"within the hour(?!\w)", _within_unit),
    (r"(?:the )?(?P<which>next|following|last|previous) (?:(?:business|working|work) day|weekday)(?!\w)", _next_working),
    (r"(?:in )?(?P<n>" + EN_NUMBER + r") (?P<wd>" + WEEKDAYS + r"|weekends)(?: (?P<post>ago|back|from (?:now|today)|hence|away|out))(?!\w)", _weekdays_away),
    (r"in (?P<n>" + EN_NUMBER + r") (?P<wd>" + WEEKDAYS + r"|weekends)(?P<post>(?!))?(?!\w)", _weekdays_away),
    (r"(?:the )?(?P<wd>" + WEEKDAYS + r"|weekend|week|night) before last(?!\w)", _before_last),
)  # fmt: skip
