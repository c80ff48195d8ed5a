"""Money, dates, durations, phones and lists of names as a person reads them, in either language.

Babel knows the languages, phonenumbers the numbers; this says which of their forms Baton uses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

import phonenumbers
from babel.core import Locale as Territories
from babel.dates import format_date, format_time, get_day_names
from babel.lists import format_list
from babel.numbers import format_compact_currency, format_currency, get_currency_name

from bot.words import Locale, locale_of, text
from rules.money import minor_digits
from rules.patterns import late

_BABEL = {"en": "en_US", "zh": "zh_CN"}
_DAY = {"en": ("EEE, MMM d", "EEE, MMM d, y"), "zh": ("M月d日（EEE）", "y年M月d日（EEE）")}
_CLOCK = {"en": "h:mm a", "zh": "HH:mm"}
PARTS = {
    "morning": "when.morning",
    "afternoon": "when.afternoon",
    "evening": "when.evening",
    "night": "when.night",
}
_REGION = {"en": "US", "zh": "CN"}
# The numbers that are met every day at home, as phonenumbers would write them, at a fiftieth of its time.
_USUAL = {
    "US": (late(r"\+1([2-9][0-9]{2})([0-9]{3})([0-9]{4})"), "({}) {}-{}"),
    "CN": (late(r"\+86(1[3-9][0-9])([0-9]{4})([0-9]{4})"), "{} {} {}"),
}
_IN_FIELD = late(r"(?P<about>≈?)(?P<figure>[0-9][0-9,]*(?:\.[0-9]+)?) (?P<currency>[A-Z]{3})")
# Babel works 20 to 40 us on each of these, and the same days, hours and round sums come again and again.
_KEPT = lru_cache(maxsize=1024)
_WAN, _YI = Decimal(10_000), Decimal(100_000_000)


@_KEPT
def money(minor: int, currency: str, locale: str, *, approx: bool = False, short: bool = False) -> str:
    """An amount in minor units: "$80,000", "¥240,000"; short "$80K", "80 万".

    Short is used only where one decimal says it exactly (or approx says that it is not exact);
    otherwise the full figure, so that nobody reads a rounded sum as the sum.
    """
    lang = locale_of(locale)
    amount = Decimal(minor).scaleb(-minor_digits(currency))  # as rules.money counted them
    figure = (_short(amount, currency, lang, approx) if short else None) or _full(amount, currency, lang)
    return text(lang, "money.about", amount=figure) if approx else figure


def typed(said: str, locale: str) -> str:
    """A sum in a field, as the reader would type it, from how the record puts it there: "about 120,000 USD", "约 30 万元";
    other words as they are."""
    found, lang = _IN_FIELD.fullmatch(said), locale_of(locale)
    if found is None:
        return said
    figure, currency = found["figure"], found["currency"]
    whole = Decimal(figure.replace(",", ""))
    if lang == "zh" and (short := _short(whole, "CNY", lang, approx=False)):
        figure = short
    told = f"{figure}元" if figure.endswith(("万", "亿")) and currency == "CNY" else f"{figure} {currency}"
    return text(lang, "money.about", amount=told) if found["about"] else told


def _full(amount: Decimal, currency: str, lang: Locale) -> str:
    whole = amount == amount.to_integral_value()
    pattern = "¤#,##0" if whole else None
    return str(format_currency(amount, currency, pattern, locale=_BABEL[lang], currency_digits=not whole))


def _short(amount: Decimal, currency: str, lang: Locale, approx: bool) -> str | None:
    size = abs(amount)
    units = (
        ((_YI, "亿"), (_WAN, "万"))
        if lang == "zh"
        else ((Decimal(10**9), ""), (Decimal(10**6), ""), (Decimal(1000), ""))
    )
    unit = next((u for u in units if size >= u[0]), None)
    if unit is None:
        return None
    tenths = amount / unit[0] * 10
    if not approx and tenths != tenths.to_integral_value():
        return None
    if lang == "en":
        return str(format_compact_currency(amount, currency, locale="en_US", fraction_digits=1))
    figure = f"{tenths.to_integral_value() / 10:,f}".removesuffix(".0")
    name = "" if currency == "CNY" else str(get_currency_name(currency, locale="zh_CN"))
    return f"{figure} {unit[1]}{name}"


@_KEPT
def day(date: dt.date, locale: str, now_date: dt.date) -> str:
    """ "Wed, Dec 2" or "12月2日（周三）"; the year is told when it is not the year of `now_date`."""
    lang = locale_of(locale)
    return str(format_date(date, _DAY[lang][date.year != now_date.year], locale=_BABEL[lang]))


@_KEPT
def currency(code: str, locale: str) -> str:
    """ "USD · US Dollar" or "USD · 美元"."""
    return f"{code} · {get_currency_name(code, locale=_BABEL[locale_of(locale)])}"


@_KEPT
def month(date: dt.date, locale: str) -> str:
    """ "February 2027" or "2027年2月"."""
    lang = locale_of(locale)
    return str(format_date(date, {"en": "MMMM y", "zh": "y年M月"}[lang], locale=_BABEL[lang]))


@_KEPT
def clock(time: dt.time, locale: str) -> str:
    """A local clock time: "2:00 PM" or "14:00"."""
    lang = locale_of(locale)
    return str(format_time(time.replace(tzinfo=None), _CLOCK[lang], locale=_BABEL[lang]))


def day_and_clock(
    date: dt.date, time: dt.time | None, locale: str, now_date: dt.date, part: str | None = None
) -> str:
    """A local date with its optional time or part: "Wed, Dec 2, 2:00 PM", "12月2日（周三）14:00", "12月2日（周三）下午"."""
    lang = locale_of(locale)
    if time is None:
        return _part(day(date, lang, now_date), part, lang)
    return text(lang, "when.day_clock", day=day(date, lang, now_date), clock=clock(time, lang))


def moment(instant: dt.datetime, tz: dt.tzinfo, locale: str, now: dt.datetime) -> str:
    """An aware instant as the reader's local day and clock in zone `tz`; `now` (aware) tells the year."""
    local = instant.astimezone(tz)
    return day_and_clock(local.date(), local.time(), locale, now.astimezone(tz).date())


def near_day(date: dt.date, locale: str, now_date: dt.date) -> str:
    """A day close by in words: "today", "明天"; else as `day`."""
    key = {-1: "when.yesterday", 0: "when.today", 1: "when.tomorrow"}.get((date - now_date).days)
    return text(locale, key) if key else day(date, locale, now_date)


def _part(said: str, part: str | None, lang: Locale) -> str:
    return text(lang, "when.day_part", day=said, part=text(lang, PARTS[part])) if part in PARTS else said


def near(date: dt.date, time: dt.time | None, locale: str, now_date: dt.date, part: str | None = None) -> str:
    """As `day_and_clock`, with words for days close by: "tomorrow, 10:00 AM", "明天 10:00"."""
    said = near_day(date, locale, now_date)
    if abs((date - now_date).days) > 1:
        return day_and_clock(date, time, locale, now_date, part)
    if time is None:
        return _part(said, part, locale_of(locale))
    return text(locale, "when.near_clock", day=said, clock=clock(time, locale))


def soon(instant: dt.datetime, tz: dt.tzinfo, locale: str, now: dt.datetime) -> str:
    """As `moment`, with words for days close by."""
    local = instant.astimezone(tz)
    return near(local.date(), local.time(), locale, now.astimezone(tz).date())


def from_to(
    since: dt.datetime,
    until: dt.datetime,
    tz: dt.tzinfo,
    locale: str,
    now: dt.datetime,
    *,
    is_near: bool = True,
) -> tuple[str, str]:
    """Both as `soon`, or as `moment`; on one day the second is its clock alone."""
    said = soon if is_near else moment
    first, last = since.astimezone(tz), until.astimezone(tz)
    end = clock(last.time(), locale) if first.date() == last.date() else said(until, tz, locale, now)
    return said(since, tz, locale, now), end


def by(date: dt.date, time: dt.time | None, locale: str, now_date: dt.date, part: str | None = None) -> str:
    """A deadline: "by Wed, Dec 2, 2:00 PM" or "12月2日（周三）14:00 前"."""
    return until(day_and_clock(date, time, locale, now_date, part), time, locale)


def until(when: str, time: dt.time | None, locale: str) -> str:
    """The same of what is said already; a day without a clock ends in a bracket, after which Chinese has no space."""
    return text(locale, "when.by_day" if time is None else "when.by", when=when)


def near_by(
    date: dt.date, time: dt.time | None, locale: str, now_date: dt.date, part: str | None = None
) -> str:
    """As `by`, with words for days close by: "by 5:00 PM today", "今天 17:00 前"; without a clock the day alone, "today",
    since "by today" and 今天前 say another thing than is meant."""
    if abs((date - now_date).days) > 1:
        return by(date, time, locale, now_date, part)
    said = near_day(date, locale, now_date)
    if time is None:
        return _part(said, part, locale_of(locale))
    return text(locale, "when.near_by", day=said, clock=clock(time, locale))


def deadline(
    date: dt.date, time: dt.time | None, locale: str, now_date: dt.date, part: str | None = None
) -> str:
    """The same of what is still to be done, whole: "due today", "今天之内"."""
    said = near_by(date, time, locale, now_date, part)
    is_close = time is None and abs((date - now_date).days) <= 1
    return text(locale, "when.within", when=said) if is_close else said


def in_days(days: int, locale: str) -> str:
    """Calendar days from today, negative in the past: "in 8 days", "tomorrow", "3 days ago"."""
    near = {-1: "when.yesterday", 0: "when.today", 1: "when.tomorrow"}.get(days)
    if near:
        return text(locale, near)
    return text(locale, "when.in_days" if days > 0 else "when.days_ago", count=abs(days))


def working_days(days: int, locale: str) -> str:
    """ "7 working days" or "7 个工作日"."""
    return text(locale, "when.working_days", count=days)


def phone(e164: str, locale: str, region: str | None = None) -> str:
    """A phone number as dialled from `region` (default: US for English, CN for Chinese); as said if it is none."""
    home = region or _REGION[locale_of(locale)]
    if usual := _USUAL[home][0].fullmatch(e164) if home in _USUAL else None:
        return _USUAL[home][1].format(*usual.groups())
    try:
        number = phonenumbers.parse(e164, home)
    except phonenumbers.NumberParseException:
        return e164
    if not phonenumbers.is_possible_number(number):
        return e164
    here = number.country_code == phonenumbers.country_code_for_region(home)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if here else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, style))


def names(people: Sequence[str], locale: str) -> str:
    """ "Dana, Liam, and Maya" or "李娜、李明和王芳"."""
    return str(format_list(list(people), locale=_BABEL[locale_of(locale)]))


@_KEPT
def country(key: str, locale: str) -> str:
    """What the country of a home calendar is called; empty for none."""
    return str(Territories.parse(_BABEL[locale_of(locale)]).territories.get(key.upper(), ""))


@_KEPT
def weekday(day: int, locale: str) -> str:
    """What a day of the week is called, 0 being Monday: "Mon", "周一"."""
    return str(get_day_names("abbreviated", locale=_BABEL[locale_of(locale)])[day])
