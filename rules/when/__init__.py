"""Reads what people write for a date or time in English and Chinese, and finds it inside a sentence.

Weeks begin on Monday. What is ambiguous comes back as a question with candidates, never as a guess.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from rules.patterns import late
from rules.when.elsewhere import read_elsewhere
from rules.when.model import BY_HOUR, ON_HOUR, PART_HOURS, Facts, Found, Kind, Lean, Part, Unclear, When
from rules.when.noise import FILLER, TRAILER, is_epithet, says_more
from rules.when.pairs import read_at
from rules.when.phrase import Phrase
from rules.when.pieces import starts_here
from rules.when.spelling import mended
from rules.when.text import LIMIT, normalise

__all__ = [
    "BY_HOUR",
    "ON_HOUR",
    "PART_HOURS",
    "Found",
    "Kind",
    "Lean",
    "Part",
    "Unclear",
    "When",
    "find",
    "parse",
]

_DAY_FIRST = {"gb", "au", "nz", "ie", "za", "in", "sg", "hk", "mo", "my"}
_HAN = late("[一-鿿]")
_EVERY = late(
    r"(?:每逢|每|逢)(?:个?月的?|年的?)?|(?<![a-z])(?:every(?: other)?|each(?! (?:by|before|until|till) )) "
)
# not Thursday but Friday, 不是周四是周五
_DENIED, _BUT = late(r"(?:(?<![a-z])not (?:on )?|不是)$"), late(r",? (?:but|it's) |[,，]?(?:而?是|改)")
_CLAUSE_END = late(r" ?(?:$|[,.;:!?)(\"|/\n]| (?:(?:and|or|to|about|for|with|re|if|so|then|but)(?!\w)|w/)|-)")

_GOES_ON = late(
    "(?<=[^ -~])(?:再|先|前|开始|之前|以前|左右)?(?:再[看说聊谈联跟打约问启定推议]|[聊谈约](?!过|了)|签[^到名收]?|启动|上线|开工|交付|付款?|回款|定标|招标|开标|验收|续约|落地)"
)
# 3/12发合同, visit 3/4: two numbers beside what is to be done may be a day, and a part of something as well.
_PAIR = late(r"\d{1,2}/\d{1,2}$")
_TO_DO = late(
    r" ?(?:发(?!货|票|现)|寄|签(?!名|到)|交(?![叉通])|付|送|打电|打给|约|见面?|谈|聊|去|拜访|回访|走访|上门|开会|演示|报价|回复|回电|联系|跟进|催|验收|"
    r"启动|安装|培训|提交|汇报|出(?:方案|报价|图)|给(?:客户|对方|他|她|报价|方案|(?= ?(?:$|[,，。;；!！]))))(?![^,，。;；]{0,6}[了过完])|"
    r" (?:demo|call|meeting|visit|kick-?off|onsite|workshop|training|review|signing|delivery|go-?live)(?![\w'])(?! (?:was|went|done|happened))"
)
_PLANNED = late(
    r"(?<![a-z])(?:(?:re)?visit|meet(?:ing)?|call|demo|kick-?off|onsite|on-site|appointment|lunch|dinner|workshop|go-?live|due|delivery|sign(?:ing)?|follow up|"
    r"(?:call|meet|visit|see) (?:him|her|them|back|again)) $"
)
_SHARE = late(r"(?:[付款金例占成剩约近超了第每半达过收降涨的完共到]|百分|no\.|phase|part|step) ?$")
_SOON = timedelta(days=180)


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5


def _facts(
    text: str,
    now: datetime,
    tz: tzinfo,
    locale: str,
    lean: Lean,
    is_working: Callable[[date], bool] | None,
    strict: bool,
) -> Facts:
    language, _, region = locale.replace("_", "-").lower().partition("-")
    region = region.rpartition("-")[2]
    if _HAN.search(text):
        language = "zh"  # whoever writes Chinese puts the month first
    order_sure = language == "zh" and region not in _DAY_FIRST
    day_first = region in _DAY_FIRST or language not in {"en", "zh", "ja", "ko", ""}
    return Facts(
        now=now.astimezone(tz).replace(tzinfo=None, fold=0),
        utc=now.astimezone(UTC),
        home=tz,
        lean=lean,
        order="dmy" if day_first else "mdy",
        order_sure=order_sure,
        is_working=is_working or _is_weekday,
        strict=strict,
    )


def parse(
    text: str,
    *,
    now: datetime,
    tz: tzinfo,
    locale: str,
    lean: Lean = "future",
    is_working: Callable[[date], bool] | None = None,
) -> When | Unclear:
    """Read a whole text as one date phrase.

    `now` is aware; readings are local dates and times in `tz`. `locale` ("en", "en-GB", "zh") settles the
    order of day and month. `is_working` tells working days (default Monday to Friday). Anything that is
    no date, and anything past 200 characters, is `Unclear` without candidates. Never raises.
    """
    text = " ".join(text[: 10 * LIMIT].split())
    if len(text) > LIMIT or now.tzinfo is None:
        return Unclear()
    facts = _facts(text[:LIMIT], now, tz, locale, lean, is_working, strict=False)
    plain, _ = normalise(text)
    read = _whole(plain, facts)
    if read is not None:
        return read
    right = mended(plain)
    read = _whole(right, replace(facts, seen={})) if right != plain else None
    if read is not None:
        return (
            read
            if isinstance(read, Unclear)
            else Unclear((replace(read, candidates=()), *read.candidates), "spelling")
        )
    foreign = read_elsewhere(plain, facts)
    return foreign if foreign.candidates else _inside(plain, replace(facts, strict=True, seen={}))


def _whole(plain: str, facts: Facts) -> When | Unclear | None:
    """The reading of a text that is one phrase between fillers, or None."""
    lead = FILLER.match(plain)
    at = lead.end() if lead else 0
    for start in dict.fromkeys((at, 0)):
        read = read_at(plain, start, facts) if start < len(plain) else None
        if read and TRAILER.match(plain, read[0].end):
            return read[1]
    return None


def find(
    text: str,
    *,
    now: datetime,
    tz: tzinfo,
    locale: str,
    lean: Lean = "future",
    is_working: Callable[[date], bool] | None = None,
) -> list[Found]:
    """Date phrases inside a sentence (its first 200 characters), left to right, longest first at each place.

    Words that are only sometimes dates (`may`, `sun`, `the 2nd`, `3点`) count in company alone: after a
    preposition, beside another date or time, or at the end of a clause.
    """
    if now.tzinfo is None:
        return []
    facts = _facts(text[:LIMIT], now, tz, locale, lean, is_working, strict=True)
    plain, places = normalise(text)
    out: list[Found] = []
    for start, end, when in _scan(plain, facts):
        if isinstance(when, When) or when.candidates:
            end -= plain[end - 1] == "." and plain[end - 2] != "m"
            out.append(Found(places[start], places[end - 1] + 1, when))
    return out


def _scan(plain: str, facts: Facts) -> list[tuple[int, int, When | Unclear]]:
    """Every sure phrase of a normalised text: where it starts, where it ends, its reading."""
    out: list[tuple[int, int, When | Unclear]] = []
    at = 0
    while at < len(plain):
        every = _EVERY.match(plain, at)
        if every:
            at = _past_repeated(plain, every, facts)
            continue
        read = read_at(plain, at, facts) if starts_here(plain, at) else None
        if read is None or not (_is_sure(plain, read[0]) or (read := _beside_deed(plain, read, facts))):
            at += 1
            continue
        phrase, when = read
        if not (_BUT.match(plain, phrase.end) and _DENIED.search(plain[: phrase.start])):
            out.append((phrase.start, phrase.end, when))
        at = phrase.end
    return out


def _beside_deed(
    plain: str, read: tuple[Phrase, When | Unclear], facts: Facts
) -> tuple[Phrase, Unclear] | None:
    """3/12发合同, visit 3/4: to be asked about, where it is a day to come and none that was."""
    phrase, when = read
    days = when.candidates if isinstance(when, Unclear) else (replace(when, candidates=()), *when.candidates)
    if not _PAIR.match(plain[phrase.start : phrase.end]) or _SHARE.search(plain[: phrase.start]):
        return None
    if not any(facts.today <= day.date <= facts.today + _SOON for day in days):
        return None
    is_led = _PLANNED.search(plain[: phrase.start]) and _CLAUSE_END.match(plain, phrase.end)
    if not (is_led or _TO_DO.match(plain, phrase.end)):
        return None
    return phrase, when if isinstance(when, Unclear) else Unclear(days, "inside")


def _inside(plain: str, facts: Facts) -> Unclear:
    """The one date inside a text that is more than a date: offered, never taken."""
    found = _scan(plain, facts)
    if len(found) != 1:
        return Unclear()
    start, end, when = found[0]
    if says_more(plain[:start], plain[end:]) or is_epithet(plain[:start], plain[start:end]):
        return Unclear()
    if isinstance(when, Unclear):
        return when
    return Unclear((replace(when, candidates=()), *when.candidates), "inside")


def _past_repeated(plain: str, every: re.Match[str], facts: Facts) -> int:
    """The end of 每周一上午 or `every friday at 9`: what repeats is no date."""
    for at in (every.start() + 1, every.end()):
        read = read_at(plain, at, facts) if 0 <= at < len(plain) else None
        if read:
            return read[0].end
    return every.end()


def _is_sure(plain: str, phrase: Phrase) -> bool:
    if phrase.weak == 0:
        return True
    if phrase.led or phrase.pieces > 1:
        return phrase.weak <= 2
    if _GOES_ON.match(plain, phrase.end):  # 下个月再看, 明年一季度签: what is to be done then
        return phrase.weak <= 2
    return phrase.weak == 1 and bool(_CLAUSE_END.match(plain, phrase.end))
