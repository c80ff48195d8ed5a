"""Working time is exact to the minute, over clock changes too: compared with a walk through every minute."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.calendar import Calendar
from rules.hours import Hours
from tests.rules.minutes import Walk

OFFICE = Hours(time(9), time(18), ((time(12), time(13, 30)),))
NIGHT = Hours(time(0), time(5, 45), ((time(1, 20), time(1, 50)), (time(2, 15), time(2, 45))))
LATE = Hours(time(15, 10), time(23, 50), ((time(22, 55), time(23, 20)),))
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def changes(zone: str) -> tuple[datetime, ...]:
    """When the clocks of a zone change, to the hour before it."""
    tz, found, at = ZoneInfo(zone), [], FIRST
    offset = at.astimezone(tz).utcoffset()
    while at < LAST:
        now = (at + HOUR).astimezone(tz).utcoffset()
        if now != offset:
            found.append(at)
            offset = now
        at += HOUR
    return tuple(found)


# One change each, of the kinds that there are: an hour by night, half an hour, at midnight, in Ramadan, three hours.
CHANGES = [
    ("Europe/Berlin", datetime(2027, 3, 28, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2027, 10, 31, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2027, 3, 14, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2027, 11, 7, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2027, 4, 3, 15, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2027, 4, 29, 22, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2027, 10, 28, 21, tzinfo=UTC)),
    ("America/Havana", datetime(2027, 11, 7, 5, tzinfo=UTC)),
    ("America/Santiago", datetime(2027, 4, 4, 3, tzinfo=UTC)),
    ("America/Nuuk", datetime(2027, 10, 31, 1, tzinfo=UTC)),
    ("Africa/Casablanca", datetime(2027, 3, 14, 2, tzinfo=UTC)),
    ("Antarctica/Troll", datetime(2027, 3, 28, 1, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2027, 3, 28, 1, tzinfo=UTC)),
    ("Asia/Shanghai", datetime(2027, 2, 5, 1, tzinfo=UTC)),
]


def agrees(cal: Calendar, walk: Walk, at: datetime) -> None:
    """Every question about an instant has the walk's answer, where the walk goes as far."""
    assert cal.is_open(at) == walk.is_open(at)
    expected = walk.next_opening(at)
    assert expected is None or cal.next_opening(at) == expected
    for minutes in (1, 45, 300):
        expected = walk.add_wh(at, minutes)
        assert expected is None or cal.add_wh(at, timedelta(minutes=minutes)) == expected
    for n in (0, 1, 2):
        expected = walk.add_wd(at, n)
        assert expected is None or cal.add_wd(at, n) == expected
    end = at + timedelta(hours=31, minutes=7)
    if end < walk.minutes[-1].at:
        assert cal.wh_between(at, end) == walk.wh_between(at, end)
        assert cal.wd_between(at, end) == walk.wd_between(at, end)


@st.composite
def weeks(draw: st.DrawFn, around: date) -> dict[str, object]:
    """Hours of a week, and days near a date that differ."""
    near = st.frozensets(st.integers(-2, 3).map(lambda n: around + timedelta(days=n)), max_size=2)
    plain = draw(st.sampled_from([OFFICE, NIGHT, LATE]))
    other = draw(st.sampled_from([plain, OFFICE, None]))
    return {
        "week": (plain,) * 4 + (other, None, draw(st.sampled_from([None, NIGHT]))),
        "holidays": draw(near),
        "make_up": draw(near),
        "closures": draw(near),
        "days_off": draw(near),
    }


@settings(max_examples=20)
@given(st.data())
def test_working_time_is_what_walking_every_minute_finds(data: st.DataObject) -> None:
    zone, change = data.draw(st.sampled_from(CHANGES))
    cal = Calendar(zone, **data.draw(weeks(change.date())))  # type: ignore[arg-type]
    walk = Walk(cal, change - 3 * DAY, change + 4 * DAY)
    for _ in range(5):
        agrees(cal, walk, change - 2 * DAY + timedelta(minutes=data.draw(st.integers(0, 4 * 1440))))


@pytest.mark.parametrize(("zone", "change"), CHANGES)
@pytest.mark.parametrize("hours", [OFFICE, NIGHT, LATE], ids=["office", "night", "late"])
def test_round_a_change_of_the_clocks_no_minute_is_lost_or_counted_twice(
    zone: str, change: datetime, hours: Hours
) -> None:
    cal = Calendar(zone, (hours,) * 7)
    walk = Walk(cal, change - 2 * DAY, change + 2 * DAY)
    for n in range(-180, 181, 15):
        agrees(cal, walk, change + timedelta(minutes=n))


def kinds() -> Iterator[tuple[str, tuple[datetime, ...]]]:
    """A zone for each way in which clocks change from 2024 to 2035; zones with the same changes and offsets share it."""
    seen = set()
    for zone in sorted(available_timezones() - {"localtime", "Factory"}):
        found = changes(zone)
        tz = ZoneInfo(zone)
        what = tuple(
            (at, at.astimezone(tz).utcoffset(), (at + HOUR).astimezone(tz).utcoffset()) for at in found
        )
        key = (FIRST.astimezone(tz).utcoffset(), what)
        if key not in seen:
            seen.add(key)
            yield zone, found


@pytest.mark.proof
def test_every_change_of_every_zone_until_2035() -> None:
    """Each change of the clocks that the tz database foretells is walked by the minute: all open minutes round it, and
    of each kind of change (from which offset to which, at which hour) every question."""
    kinds_seen, walked = set(), 0
    for zone, found in kinds():
        for change in [*found, datetime(2030, 1, 20, 4, tzinfo=UTC)]:
            offsets = [(change + n * HOUR).astimezone(ZoneInfo(zone)).utcoffset() for n in (0, 1)]
            kind, is_new = (*offsets, change.time()), False
            if kind not in kinds_seen:
                kinds_seen.add(kind)
                is_new = True
            for hours in (OFFICE, NIGHT, LATE) if is_new else (NIGHT,):
                cal = Calendar(zone, (hours,) * 7, holidays=frozenset({change.date() + DAY}))
                walk = Walk(cal, change - 2 * DAY, change + 2 * DAY)
                first, last = walk.minutes[0].at, walk.minutes[-1].at
                assert cal.wh_between(first, last) == walk.wh_between(first, last)
                for n in range(-240, 241, 20) if is_new else ():
                    agrees(cal, walk, change + timedelta(minutes=n))
                walked += 1
    assert walked > 1000 and len(kinds_seen) > 80


@pytest.mark.proof
@pytest.mark.parametrize("hour", ["00:00", "02:30", "09:00", "23:30"])
def test_every_date_of_every_zone_has_its_hours_in_order(hour: str) -> None:
    """The wall shows what was asked for, or skips it; and a day's instants follow each other."""
    clock = time.fromisoformat(hour)
    for zone in sorted(available_timezones() - {"localtime", "Factory"}):
        cal, day, before = Calendar(zone, (OFFICE,) * 7), date(2024, 1, 1), FIRST - DAY
        while day < LAST.date():
            at = cal.at_local(day, clock)
            shown, asked = cal.local(at).replace(tzinfo=None), datetime.combine(day, clock)
            assert at > before and shown >= asked
            if shown > asked:  # skipped: an instant before, the wall had not come there
                assert cal.local(at - timedelta(microseconds=1)).replace(tzinfo=None) < asked
            day, before = day + DAY, at
