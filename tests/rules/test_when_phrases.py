"""Phrases as people write them, in files of `text | reading` under a line of now, zone, locale and lean."""

import calendar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.when import Lean, Unclear, When, parse
from tests.rules.when_table import SHANGHAI, at, shown, wrong

PHRASES = Path(__file__).parent / "phrases"
REFUSED = "refused.txt"
FILES = sorted(p.name for p in PHRASES.glob("*.txt") if p.name != REFUSED)


def sections(name: str) -> list[tuple[str, str]]:
    """Each head of a file with the table below it."""
    parts = (PHRASES / name).read_text(encoding="utf-8").lstrip("# ").split("\n# ")
    return [(head, table) for head, _, table in (part.partition("\n") for part in parts)]


@pytest.mark.parametrize("name", FILES)
def test_phrases_are_read_as_written_down(name: str) -> None:
    found = []
    for head, table in sections(name):
        now, zone, locale, lean = head.split(" ")
        leaning: Lean = "past" if lean == "past" else "future"
        found += [f"{head}: {row}" for row in wrong(table, at(now, ZoneInfo(zone)), locale, leaning)]
    assert found == []


def test_what_names_no_day_is_refused() -> None:
    now = at("2026-11-24T15:30")
    lines = (PHRASES / REFUSED).read_text(encoding="utf-8").splitlines()
    assert [
        (t, r) for t in lines[1:] if (r := shown(parse(t, now=now, tz=SHANGHAI, locale="en"))) != "?nonsense"
    ] == []


BASES = st.dates(date(2015, 1, 1), date(2045, 12, 31))
NUMBERS = st.integers(1, 60)


def first(text: str, base: date, locale: str = "en") -> date | None:
    """The day read first, said at ten in the morning."""
    now = datetime(base.year, base.month, base.day, 2, 0, tzinfo=UTC)
    read = parse(text, now=now, tz=SHANGHAI, locale=locale)
    if isinstance(read, When):
        return read.date
    return read.candidates[0].date if read.candidates else None


def later(base: date, months: int) -> date:
    year, month = divmod(base.year * 12 + base.month - 1 + months, 12)
    return date(year, month + 1, min(base.day, calendar.monthrange(year, month + 1)[1]))


@settings(max_examples=25)
@given(base=BASES, n=NUMBERS)
def test_counted_days_weeks_and_months_from_any_day(base: date, n: int) -> None:
    for text in (
        f"in {n} days",
        f"{n} days from now",
        f"{n} days later",
        f"{n}天后",
        f"再过{n}天",
        f"{n} 天之后",
    ):
        assert first(text, base) == base + timedelta(days=n), text
    for text in (f"{n} days ago", f"{n}天前", f"{n} days back"):
        assert first(text, base) == base - timedelta(days=n), text
    for text in (f"in {n} weeks", f"{n}周后", f"{n}个星期之后", f"within {n} weeks"):
        assert first(text, base) == base + timedelta(days=7 * n), text
    for text in (f"in {n} months", f"{n}个月后", f"{n} months from today"):
        assert first(text, base) == later(base, n), text


@settings(max_examples=25)
@given(base=BASES, number=st.integers(0, 6))
def test_weekdays_from_any_day(base: date, number: int) -> None:
    monday = base - timedelta(days=base.weekday())
    name, han = calendar.day_name[number], "一二三四五六日"[number]
    for text, weeks in ((f"{name} next week", 1), (f"下周{han}", 1), (f"上周{han}", -1), (f"下下周{han}", 2)):
        assert first(text, base) == monday + timedelta(days=7 * weeks + number), text
    gap = (number - base.weekday() - 1) % 7 + 1
    for text in (f"coming {name}", f"即将到来的周{han}"):
        assert first(text, base) == base + timedelta(days=gap), text
    assert first(f"a week from {name}", base) == base + timedelta(days=gap + 7)
    back = (base.weekday() - number - 1) % 7 + 1
    for text in (f"this past {name}", f"刚过去的周{han}"):
        assert first(text, base) == base - timedelta(days=back), text


@settings(max_examples=25)
@given(base=BASES, day=st.dates(date(2015, 1, 1), date(2044, 12, 31)))
def test_written_dates_in_every_order(base: date, day: date) -> None:
    month, short = calendar.month_name[day.month], calendar.month_abbr[day.month]
    y, m, d = day.year, day.month, day.day
    texts = (
        day.isoformat(), f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{y} 年 {m} 月 {d} 号", f"{month} {d}, {y}",
        f"{d} {short} {y}", f"{short}. {d} {y}", f"{d}-{short}-{y}", f"the {d} of {month} {y}", f"{day:%A}, {month} {d}, {y}",
    )  # fmt: skip
    for text in texts:
        assert first(text, base) == day, text


@settings(max_examples=25)
@given(base=BASES)
def test_ends_of_stretches_from_any_day(base: date) -> None:
    end = date(base.year, base.month, calendar.monthrange(base.year, base.month)[1])
    assert {
        first(t, base) for t in ("end of the month", "eom", "月底", "本月底", "last day of the month")
    } == {end}
    following = later(date(base.year, base.month, 1), 1)
    assert {
        first(t, base) for t in ("first of next month", "下个月1号", "下月初", "start of next month")
    } == {following}
    quarter = later(date(base.year, (base.month - 1) // 3 * 3 + 1, 1), 3) - timedelta(days=1)
    assert {first(t, base) for t in ("end of the quarter", "eoq", "季末", "本季度末")} == {quarter}
    assert {first(t, base) for t in ("eoy", "end of year", "年底", "今年年底")} == {date(base.year, 12, 31)}


def test_a_noted_word_round_a_date_is_offered_and_not_taken() -> None:
    now = at("2026-11-24T15:30")
    for text in ("call them on friday about pricing", "周五之前给王总"):
        read = parse(text, now=now, tz=SHANGHAI, locale="en")
        assert isinstance(read, Unclear) and [w.date for w in read.candidates] == [date(2026, 11, 27)]
    for text in ("fat friday", "three doors down from friday's", "not on friday", "周五除外"):
        read = parse(text, now=now, tz=SHANGHAI, locale="en")
        assert isinstance(read, Unclear) and read.candidates == ()
