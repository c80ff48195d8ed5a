"""When a contact may have taken place, and from which instant the clocks count it."""

from datetime import UTC, date, datetime, time

import pytest

from rules import took_place
from rules.calendar import preset

CHINA = preset("cn")
NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)  # Tuesday, 15:30 there
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "on, at, fault",
    [
        (None, None, None),
        (TODAY, time(15, 30), None),
        (TODAY, time(15, 31), "note.fault_future"),
        (None, time(18), "note.fault_future"),
        (date(2026, 11, 25), None, "note.fault_future"),
        (date(2026, 11, 21), time(20), None),
        (date(2025, 11, 23), None, None),
        (date(2025, 11, 22), None, "note.fault_long_ago"),
        (date(1, 1, 1), None, "note.fault_long_ago"),
        (date(1, 1, 1), time(0), "note.fault_long_ago"),
    ],
)
def test_what_is_still_to_come_or_long_over_is_refused(
    on: date | None, at: time | None, fault: str | None
) -> None:
    assert took_place.fault(on, at, CHINA, NOW) == fault


@pytest.mark.parametrize(
    "on, at, instant",
    [
        (None, None, None),
        (TODAY, None, None),
        (None, time(9), datetime(2026, 11, 24, 1, tzinfo=UTC)),
        (date(2026, 11, 20), time(9), datetime(2026, 11, 20, 1, tzinfo=UTC)),
        (date(2026, 11, 20), None, datetime(2026, 11, 20, 10, tzinfo=UTC)),  # its closing
        (date(2026, 11, 22), None, datetime(2026, 11, 22, 10, tzinfo=UTC)),  # a Sunday
    ],
)
def test_a_day_without_a_time_counts_from_its_closing(
    on: date | None, at: time | None, instant: datetime | None
) -> None:
    assert took_place.instant(on, at, CHINA, NOW) == instant
