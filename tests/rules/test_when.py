"""What surrounds a reading: order of day and month, working days, instants across clock changes, bad input."""

import sys
import time as clock
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from holidays.calendars.chinese import _ChineseLunisolar
from holidays.calendars.hebrew import _HebrewLunisolar
from holidays.calendars.islamic import _IslamicLunar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.when import Unclear, When, find, parse
from rules.when.holidays import dates_of
from tests.rules.when_table import SHANGHAI, at, one, shown

TUESDAY = at("2026-11-24T15:30")
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("12/02", "en", "?order 2026-12-02 on ; 2027-02-12 on"),
        ("12/02", "en-US", "?order 2026-12-02 on ; 2027-02-12 on"),
        ("12/02", "en-GB", "?order 2027-02-12 on ; 2026-12-02 on"),
        ("12/02", "zh", "2026-12-02 on"),
        ("12/02", "zh-CN", "2026-12-02 on"),
        ("25/12", "en", "2026-12-25 on"),
        ("25/12", "en-GB", "2026-12-25 on"),
        ("12/12", "en", "2026-12-12 on"),
        ("03/04", "en", "?order 2027-03-04 on ; 2027-04-03 on"),
        ("03/04/2027", "en-GB", "?order 2027-04-03 on ; 2027-03-04 on"),
        ("wed 12/02", "en-GB", "2026-12-02 on"),
        ("1/12前", "en", "2027-01-12 by"),
    ],
)
def test_day_and_month_in_the_order_of_the_reader(text: str, locale: str, expected: str) -> None:
    assert shown(parse(text, now=TUESDAY, tz=SHANGHAI, locale=locale)) == expected


@pytest.mark.parametrize("text", ["2 business days from now", "两个工作日后"])
def test_working_days_skip_what_the_calendar_says(text: str) -> None:
    closed = {date(2026, 11, 26), date(2026, 11, 27)}
    found = parse(
        text, now=TUESDAY, tz=SHANGHAI, locale="en", is_working=lambda d: d.weekday() < 5 and d not in closed
    )
    assert shown(found) == "2026-11-30 on"


def test_a_calendar_without_working_days_ends_too() -> None:
    found = parse("in 3 business days", now=TUESDAY, tz=SHANGHAI, locale="en", is_working=lambda d: False)
    assert isinstance(found, When)


def test_now_counts_in_the_zone_of_the_reader() -> None:
    late = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    assert shown(parse("tomorrow", now=late, tz=SHANGHAI, locale="en")) == "2026-11-26 on"
    assert shown(parse("tomorrow", now=late, tz=NEW_YORK, locale="en")) == "2026-11-25 on"


def test_an_instant_takes_the_hour_by_kind() -> None:
    day = date(2026, 12, 2)
    assert When(day, kind="by").instant(SHANGHAI) == datetime(2026, 12, 2, 10, 0, tzinfo=UTC)
    assert When(day, kind="on").instant(SHANGHAI) == datetime(2026, 12, 2, 1, 0, tzinfo=UTC)
    assert When(day, kind="by").instant(SHANGHAI, by=time(17)) == datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    assert When(day, kind="by", part="morning").instant(SHANGHAI) == datetime(2026, 12, 2, 4, 0, tzinfo=UTC)
    assert When(day, time(14), "at").instant(SHANGHAI) == datetime(2026, 12, 2, 6, 0, tzinfo=UTC)


def test_an_instant_in_a_clock_change() -> None:
    skipped = When(date(2027, 3, 14), time(2, 30), "at").instant(NEW_YORK)
    assert skipped.astimezone(NEW_YORK).time() == time(3, 30)
    twice = When(date(2026, 11, 1), time(1, 30), "at").instant(NEW_YORK)
    assert twice == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_days_and_clock_times_pass_over_a_clock_change() -> None:
    eve = at("2027-03-13T15:30", NEW_YORK)
    assert shown(parse("tomorrow 3pm", now=eve, tz=NEW_YORK, locale="en")) == "2027-03-14 15:00 at"
    assert shown(parse("in 2 days", now=eve, tz=NEW_YORK, locale="en")) == "2027-03-15 on"
    assert shown(parse("in 24 hours", now=eve, tz=NEW_YORK, locale="en")) == "2027-03-14 16:30 at"
    assert shown(parse("24小时后", now=eve, tz=NEW_YORK, locale="zh")) == "2027-03-14 16:30 at"


def test_feasts_of_the_chinese_calendar() -> None:
    years = range(2001, 2051)
    chinese = _ChineseLunisolar()
    for name, day_of in (
        ("春节", chinese.lunar_new_year_date),
        ("端午", chinese.dragon_boat_date),
        ("中秋", chinese.mid_autumn_date),
        ("重阳", chinese.double_ninth_date),
        ("清明", chinese.qingming_date),
        ("冬至", chinese.winter_solstice_date),
    ):
        known = [found[0] for y in years if (found := day_of(y))]
        assert dates_of(name, years) == known


def test_feasts_of_other_calendars() -> None:
    years, muslim = range(2006, 2036), _IslamicLunar()
    for name, days_in in (
        ("eid al fitr", lambda y: [d for d, _ in muslim.eid_al_fitr_dates(y)]),
        ("eid al adha", lambda y: [d for d, _ in muslim.eid_al_adha_dates(y)]),
        ("passover", lambda y: [_HebrewLunisolar().passover_date(y)]),
        ("yom kippur", lambda y: [_HebrewLunisolar().yom_kippur_date(y)]),
    ):
        assert dates_of(name, years) == [d for y in years for d in days_in(y) if d and d.year == y], name
    eastern = [date(2024, 5, 5), date(2025, 4, 20), date(2026, 4, 12), date(2027, 5, 2)]
    assert dates_of("orthodox easter", range(2024, 2028)) == eastern


NONSENSE = [
    "", " ", "a", "no", "10k", "80万", "800k", "25:00", "13:75", "32号", "13月5日",
    "asdf", "。。。", "😀", "0", "3", "2099-12-31", "1926-01-01", "in 400 years", "in 999 months", "第二", "每周五",
    "every friday", "fridays", "v2.3.11", "1/2/3/4", "monday tuesday", "下下下", "点", "周", "月", "号", "前", "by",
    "at", "next", "13800138000", "EXPO-2026-001", "8800", "3pm 5pm 7pm", "\x00", "²", "明天昨天",
    "tomorrow " + "please " * 40, "明天" + "，" * 3000 + "不对",
]  # fmt: skip


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_refused(text: str) -> None:
    found = parse(text, now=TUESDAY, tz=SHANGHAI, locale="en")
    assert isinstance(found, Unclear)
    assert found.candidates == ()


WORDS = """
next last this by before at on from in the a week weeks month day days business fri friday sat mon march may dec
2 12 15th 3pm 14:00 half past quarter to noon eod eom end of mid first two tomorrow ago now - / . , ( ) 't z ET
下 上 本 周 三 五 月 底 初 号 日 年 12 十 二 半 点 前 后 内 天 个 工作日 下午 明 今 晚 早 过 再 之 到 或 的 季度 末
"""
ZONES = st.sampled_from([SHANGHAI, NEW_YORK, ZoneInfo("Europe/London"), ZoneInfo("Asia/Kolkata"), UTC])
NOWS = st.integers(0, 20 * 365 * 1440).map(lambda n: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
TEXTS = st.one_of(
    st.text(max_size=210),
    st.lists(st.sampled_from(WORDS.split()), max_size=60).map(" ".join),
    st.lists(st.sampled_from(WORDS.split()), max_size=60).map("".join),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=TEXTS,
    now=NOWS,
    tz=ZONES,
    locale=st.sampled_from(["en", "en-GB", "zh-CN", "", "xx"]),
    lean=st.sampled_from(["future", "past"]),
)
def test_whatever_is_typed(text: str, now: datetime, tz: tzinfo, locale: str, lean: str) -> None:
    read = parse(text, now=now, tz=tz, locale=locale, lean="past" if lean == "past" else "future")
    found = find(text, now=now, tz=tz, locale=locale, lean="past" if lean == "past" else "future")
    for reading in (read, *(f.when for f in found)):
        options = reading.candidates if isinstance(reading, Unclear) else (reading, *reading.candidates)
        assert isinstance(reading, Unclear) or abs(reading.date - now.date()) < timedelta(days=366 * 5 + 3)
        assert all(abs(o.date - now.date()) < timedelta(days=366 * 50 + 3) for o in options)
        assert all(o.instant(tz).tzinfo is UTC for o in options)
        assert len(set(map(one, options))) == len(options)
    ends = [0]
    for f in found:
        assert ends[-1] <= f.start < f.end <= len(text)
        assert text[f.start : f.end].strip()
        ends.append(f.end)


SLOW = ["next " * 40, "the " * 50, "3 days after " * 15, "by " * 66, "two " * 50, "下" * 200, "一" * 200, "12/" * 66,
        "1 " * 100, "mid " * 50, "a week from " * 16, "end of the " * 18, "十二月" * 66, "周三或" * 66, "fri or " * 28,
        "3:00 " * 40, "-" * 200, " " * 200, "9" * 200, "的" * 200, "三天后" * 66, "half past " * 20,
        "the day before " * 13, "in 2 weeks and 3 days and " * 8, "2h30m" * 40, "月底前三天" * 40, "上个月的" * 50]  # fmt: skip


@pytest.mark.parametrize("text", SLOW)
def test_no_text_takes_long(text: str) -> None:
    parse("warm 12/2", now=TUESDAY, tz=SHANGHAI, locale="en")
    spent = []
    for _ in range(3):
        start = clock.process_time()
        parse(text, now=TUESDAY, tz=SHANGHAI, locale="en")
        find(text, now=TUESDAY, tz=SHANGHAI, locale="en")
        spent.append(clock.process_time() - start)
    assert min(spent) < 0.1  # both together; 50 ms each


def _calls(text: str) -> int:
    """How many C functions a reading calls, pattern matches among them: the same on every machine."""
    counted = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event == "c_call"

    sys.setprofile(count)
    try:
        find(text, now=TUESDAY, tz=SHANGHAI, locale="en")
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("text", SLOW)
def test_the_work_grows_with_the_length_and_no_faster(text: str) -> None:
    _calls(text[:200])
    assert _calls(text[:200]) < 2.7 * _calls(text[:100]) + 500
