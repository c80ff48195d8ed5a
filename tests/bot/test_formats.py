"""Money, dates and names as people read them, in both languages."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import formats

TODAY = dt.date(2026, 11, 24)
DEC_2 = dt.date(2026, 12, 2)


@pytest.mark.parametrize(
    ("minor", "currency", "how", "en", "zh"),
    [
        (8_000_000, "USD", {"short": True, "approx": True}, "about $80K", "约 8 万美元"),
        (80_000_000, "CNY", {"short": True, "approx": True}, "about CN¥800K", "约 80 万"),
        (80_345_600, "CNY", {"short": True}, "CN¥803,456", "¥803,456"),  # no rounding unless it says so
        (80_345_600, "CNY", {"short": True, "approx": True}, "about CN¥803.5K", "约 80.3 万"),
        (24_000_000, "CNY", {"short": True}, "CN¥240K", "24 万"),
        (2_400_000, "USD", {}, "$24,000", "US$24,000"),
        (123_456, "USD", {}, "$1,234.56", "US$1,234.56"),
        (150, "JPY", {}, "¥150", "JP¥150"),
        (1_000_000, "RSD", {}, "RSD10,000", "RSD10,000"),  # by ISO it has hundredths, Babel has none
        (-2_400_000, "USD", {}, "-$24,000", "-US$24,000"),
        (0, "USD", {"short": True}, "$0", "US$0"),
        (12_000_000_000, "CNY", {"short": True}, "CN¥120M", "1.2 亿"),
    ],
)
def test_money(minor: int, currency: str, how: dict[str, bool], en: str, zh: str) -> None:
    assert (formats.money(minor, currency, "en", **how), formats.money(minor, currency, "zh", **how)) == (
        en,
        zh,
    )


def test_days_and_clocks() -> None:
    assert formats.day(DEC_2, "en", TODAY) == "Wed, Dec 2"
    assert formats.day(DEC_2, "zh", TODAY) == "12月2日（周三）"
    assert formats.day(dt.date(2027, 1, 4), "en", TODAY) == "Mon, Jan 4, 2027"
    assert formats.day(dt.date(2027, 1, 4), "zh", TODAY) == "2027年1月4日（周一）"
    assert [formats.clock(dt.time(14), locale) for locale in ("en", "zh")] == ["2:00 PM", "14:00"]
    assert formats.by(DEC_2, dt.time(14), "en", TODAY) == "by Wed, Dec 2, 2:00 PM"
    assert formats.by(DEC_2, dt.time(14), "zh", TODAY) == "12月2日（周三）14:00 前"
    assert formats.by(DEC_2, None, "en", TODAY) == "by Wed, Dec 2"
    assert formats.by(DEC_2, None, "zh", TODAY) == "12月2日（周三）前"


@pytest.mark.parametrize(
    ("days", "clock", "en", "zh"),
    [
        (0, None, "due today", "今天之内"),
        (1, None, "due tomorrow", "明天之内"),
        (8, None, "by Wed, Dec 2", "12月2日（周三）前"),
        (0, dt.time(17), "by 5:00 PM today", "今天 17:00 前"),
        (1, dt.time(17), "by 5:00 PM tomorrow", "明天 17:00 前"),
        (8, dt.time(14), "by Wed, Dec 2, 2:00 PM", "12月2日（周三）14:00 前"),
    ],
)
def test_a_deadline_in_words_for_days_close_by(days: int, clock: dt.time | None, en: str, zh: str) -> None:
    on = TODAY + dt.timedelta(days)
    told = [formats.deadline(on, clock, locale, TODAY) for locale in ("en", "zh")]
    assert told == [en, zh]


def test_a_moment_is_told_in_the_readers_zone() -> None:
    now = dt.datetime(2026, 11, 24, 7, 30, tzinfo=dt.UTC)
    instant = dt.datetime(2026, 12, 1, 17, 0, tzinfo=dt.UTC)
    assert formats.moment(instant, ZoneInfo("Asia/Shanghai"), "zh", now) == "12月2日（周三）01:00"
    assert formats.moment(instant, ZoneInfo("America/New_York"), "en", now) == "Tue, Dec 1, 12:00 PM"


@pytest.mark.parametrize(
    ("days", "en", "zh"),
    [
        (8, "in 8 days", "还有 8 天"),
        (1, "tomorrow", "明天"),
        (0, "today", "今天"),
        (-1, "yesterday", "昨天"),
        (-3, "3 days ago", "3 天前"),
    ],
)
def test_in_days(days: int, en: str, zh: str) -> None:
    assert (formats.in_days(days, "en"), formats.in_days(days, "zh")) == (en, zh)


@pytest.mark.parametrize(
    ("number", "en", "zh"),
    [
        ("+8613800138000", "+86 138 0013 8000", "138 0013 8000"),
        ("+12125550143", "(212) 555-0143", "+1 212-555-0143"),
        ("ask reception", "ask reception", "ask reception"),
    ],
)
def test_phones(number: str, en: str, zh: str) -> None:
    assert (formats.phone(number, "en"), formats.phone(number, "zh")) == (en, zh)


@given(
    st.sampled_from(["+1", "+86", "+86179", "+8613", "+44"]),
    st.text("0123456789", min_size=6, max_size=12),
    st.sampled_from(["en", "zh"]),
)
def test_a_usual_number_is_written_as_the_library_writes_it(start: str, rest: str, locale: str) -> None:
    home = {"en": "US", "zh": "CN"}[locale]
    number = phonenumbers.parse(start + rest, home)
    here = number.country_code == {"US": 1, "CN": 86}[home]
    form = phonenumbers.PhoneNumberFormat.NATIONAL if here else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    possible = phonenumbers.is_possible_number(number)
    expected = phonenumbers.format_number(number, form) if possible else start + rest
    assert formats.phone(start + rest, locale) == expected


def test_names() -> None:
    people = ["Dana", "Liam", "Maya"]
    assert formats.names(people, "en") == "Dana, Liam, and Maya"
    assert formats.names(people, "zh") == "Dana、Liam和Maya"
    assert formats.names([], "en") == ""
    assert formats.working_days(1, "en") == "1 working day"
    assert formats.working_days(7, "zh") == "7 个工作日"
