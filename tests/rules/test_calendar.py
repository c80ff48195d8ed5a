"""Working time: tables, and properties over zones and clock changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import Calendar, preset
from rules.durations import Duration, read_duration
from rules.hours import Hours

CN = preset(
    "cn",
    holidays=frozenset(date(2026, 10, d) for d in range(1, 8)),
    make_up=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
)
US = preset("us", holidays=frozenset({date(2026, 11, 26)}))


def cn(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def ny(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-11-24T15:30", 2, "2026-11-26T15:30"),  # Tue 15:30 -> Thu 15:30
        ("2026-11-27T15:30", 1, "2026-11-30T15:30"),  # over a weekend
        ("2026-11-24T20:00", 1, "2026-11-26T09:00"),  # after hours: from the next opening
        ("2026-11-28T11:00", 1, "2026-12-01T09:00"),  # a Saturday
        ("2026-11-24T12:15", 1, "2026-11-25T12:15"),  # lunch lies inside the day
        ("2026-09-30T10:00", 1, "2026-10-08T10:00"),  # National Day week
        ("2026-10-09T10:00", 1, "2026-10-10T10:00"),  # a make-up Saturday is a working day
        ("2026-11-24T15:30", 0, "2026-11-24T15:30"),
        ("2026-11-24T08:00", 0, "2026-11-24T09:00"),
    ],
)
def test_working_days_keep_the_clock_time(start: str, n: int, end: str) -> None:
    assert CN.add_wd(cn(start), n) == cn(end)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-24T09:00", 4, "2026-11-24T14:30"),  # lunch is no working hour
        ("2026-11-24T15:30", 4, "2026-11-25T10:30"),
        ("2026-11-24T14:00", 4, "2026-11-24T18:00"),  # used up at closing time
        ("2026-11-27T17:00", 2, "2026-11-30T10:00"),
        ("2026-11-24T12:15", 1, "2026-11-24T14:30"),
    ],
)
def test_working_hours_leave_lunch_out(start: str, hours: int, end: str) -> None:
    assert CN.add_wh(cn(start), hours) == cn(end)


def test_thanksgiving_moves_a_limit() -> None:
    assert US.add_wd(ny("2026-11-24T15:30"), 2) == ny("2026-11-27T15:30")


def test_mornings_skip_days_off_and_the_company_closure() -> None:
    cal = Calendar("Asia/Shanghai", CN.week, closures=frozenset({date(2026, 11, 25)}))
    assert cal.next_morning(cn("2026-11-24T15:30"), time(8, 30)) == cn("2026-11-26T08:30")
    assert cal.next_morning(cn("2026-11-24T08:30"), time(8, 30)) == cn("2026-11-26T08:30")
    assert cal.morning_from(cn("2026-11-24T08:30"), time(8, 30)) == cn("2026-11-24T08:30")
    assert cal.previous_working_morning(cn("2026-11-26T08:30"), time(8, 30)) == cn("2026-11-24T08:30")


def test_nobody_is_spoken_to_at_lunch_at_night_or_on_sunday() -> None:
    assert CN.next_opening(cn("2026-11-24T12:00")) == cn("2026-11-24T13:30")
    assert CN.next_opening(cn("2026-11-24T18:00")) == cn("2026-11-25T09:00")
    assert CN.next_opening(cn("2026-11-29T10:00")) == cn("2026-11-30T09:00")
    assert not CN.is_open(cn("2026-11-24T12:00"))


def test_dwell_is_whole_working_days() -> None:
    assert CN.wd_between(cn("2026-11-16T10:00"), cn("2026-11-24T09:59")) == 5
    assert CN.wd_between(cn("2026-11-16T10:00"), cn("2026-11-24T10:00")) == 6
    assert CN.wd_between(cn("2026-11-24T10:00"), cn("2026-11-20T10:00")) == 0


def test_a_trip_moves_the_delivery_and_not_the_limit() -> None:
    there = CN.in_zone("Europe/Berlin")
    assert there.next_opening(cn("2026-11-24T09:00")) == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert CN.in_zone("Asia/Shanghai") is CN


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("7wd", "7wd"), ("48h", "2wd"), ("24h", "1wd"), ("12h", "4wh"), ("4wh", "4wh"), ("5h", "5wh"),
        ("60d", "60d"), ("1mo", "22wd"), ("1w", "5wd"), ("30min", "30min"), (" 2 WD ", "2wd"),
    ],
)  # fmt: skip
def test_durations_are_read_as_the_rules_mean_them(text: str, read: str) -> None:
    assert str(read_duration(text)) == read


@pytest.mark.parametrize("text", ["", "0wd", "-1d", "1.5h", "soon", "7", "wd", "9999999wd"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_duration(text)


# -- properties ----------------------------------------------------------------------------------------

ZONES = [
    "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe",
    "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia", "Asia/Gaza", "America/St_Johns",
]  # fmt: skip
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.frozensets(st.dates(date(2024, 1, 1), date(2035, 1, 1)), max_size=12)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    hours = draw(st.sampled_from([CN.week[0], US.week[0], Hours(time(8), time(16), ((time(11), time(12)),))]))
    working = draw(st.sets(st.integers(0, 6), min_size=2))
    week = tuple(hours if day in working else None for day in range(7))
    return Calendar(
        draw(st.sampled_from(ZONES)), week, holidays=draw(DAYS), make_up=draw(DAYS), days_off=draw(DAYS)
    )


def slow_shift(cal: Calendar, day: date, n: int) -> date:
    step = timedelta(days=1 if n > 0 else -1)
    while n:
        day += step
        n -= cal.is_working(day) * (1 if n > 0 else -1)
    return day


@given(calendars(), st.dates(date(2024, 6, 1), date(2034, 1, 1)), st.integers(-60, 60).filter(bool))
def test_counting_days_agrees_with_walking_them(cal: Calendar, day: date, n: int) -> None:
    assert cal.shift_day(day, n) == slow_shift(cal, day, n)


@given(calendars(), INSTANTS, st.integers(1, 40))
def test_working_days_keep_order_and_compose(cal: Calendar, start: datetime, n: int) -> None:
    end = cal.add_wd(start, n)
    assert end == cal.add_wd(cal.add_wd(start, 1), n - 1)
    assert cal.local(end).time() == cal.local(cal.start_of_count(start)).time()
    hours = cal.hours_on(cal.local(end).date())
    assert hours and hours.open <= cal.local(end).time() <= hours.close and end > start
    assert cal.add_wd(start + timedelta(minutes=7), n) >= end
    assert cal.wd_between(start, end) == n
    assert cal.wd_between(start, end - timedelta(microseconds=1)) == n - 1


@given(calendars(), INSTANTS, st.integers(1, 100), st.integers(1, 100))
def test_working_hours_add_up(cal: Calendar, start: datetime, a: int, b: int) -> None:
    end = cal.add_wh(start, timedelta(minutes=30 * a))
    assert cal.wh_between(start, end) == timedelta(minutes=30 * a)
    both = cal.add_wh(start, timedelta(minutes=30 * (a + b)))
    assert cal.add_wh(end, timedelta(minutes=30 * b)) == both
    assert cal.wh_between(start, both) == timedelta(minutes=30 * (a + b))


@given(calendars(), INSTANTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(cal: Calendar, at: datetime) -> None:
    found = cal.next_opening(at)
    assert found >= at and cal.is_open(found)
    assert cal.wh_between(at, found) == timedelta()
    assert cal.next_opening(found) == found


@given(calendars(), INSTANTS, st.sampled_from([time(8, 30), time(2, 30), time(0), time(23, 59)]))
def test_mornings_are_neighbours(cal: Calendar, at: datetime, clock: time) -> None:
    after = cal.next_morning(at, clock)
    assert after > at and cal.is_working(cal.local(after).date())
    assert cal.previous_working_morning(after, clock) <= at
    assert cal.next_morning(cal.previous_working_morning(at, clock), clock) >= at


def test_a_limit_names_its_unit() -> None:
    start = cn("2026-11-24T15:30")
    assert CN.add(start, Duration(60, "d")) == start + timedelta(days=60)
    assert CN.add(start, Duration(30, "min")) == start + timedelta(minutes=30)
    assert CN.add(start, Duration(4, "wh")) == cn("2026-11-25T10:30")


@pytest.mark.parametrize(
    ("hours", "comes"),
    [
        (Hours(time(9), time(18)), time(8, 30)),
        (Hours(time(11), time(20)), time(10, 30)),
        (Hours(time(7), time(18), ((time(8), time(10)),)), time(10)),  # a quiet time is quiet
        (Hours(time(7), time(18), ((time(7), time(8, 30)),)), time(8, 30)),
        (Hours(time(0), time(6)), time(0)),  # with the start of the day, not its end
        (Hours(time(3), time(8, 30), ((time(8), time(8, 30)),)), time(2, 30)),
    ],
)
def test_a_list_comes_while_one_may_be_spoken_to(hours: Hours, comes: time) -> None:
    assert hours.list_clock(time(8, 30)) == comes


def test_days_on_which_nobody_works_are_named_with_their_reason() -> None:
    def day(n: int) -> date:
        return date(2026, 10, n)

    cal = replace(CN, days_off=frozenset(map(day, (9, 12, 16, 19))), closures=frozenset({day(14), day(18)}))
    assert cal.shut(date(2026, 9, 30), day(20)) == (
        (day(1), day(7), "holiday"),
        (day(9), day(9), "off"),  # the Saturday after it is worked
        (day(12), day(12), "off"),
        (day(14), day(14), "closed"),
        (day(16), day(19), "off"),
    )
    assert cal.shut(day(3), day(5)) == ()  # a weekend
