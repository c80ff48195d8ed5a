"""Home calendars: whose holidays they are, and what the company closes."""

from datetime import UTC, date, datetime

import holidays
import pytest

from rules.countries import COUNTRIES
from services.team.calendars import at_home_in, calendar_of
from storage.people import Off, Shut
from storage.tables import Person

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def somebody(country: str, zone: str = "Asia/Shanghai") -> Person:
    return Person(name="", calendar=country, home_tz=zone, created_at=NOW)


def test_every_country_of_the_library_is_a_calendar() -> None:
    assert {key.lower() for key in holidays.list_supported_countries(include_aliases=False)} == COUNTRIES


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Asia/Shanghai", "cn"), ("Asia/Urumqi", "cn"), ("Asia/Chongqing", "cn"), ("PRC", "cn"), ("US/Pacific", "us"),
        ("America/New_York", "us"), ("Europe/Berlin", "de"), ("Asia/Kathmandu", "np"), ("Pacific/Apia", "ws"),
        ("Europe/Kiev", "ua"), ("UTC", "us"), (None, "us"), ("", "us"),
    ],
)  # fmt: skip
def test_who_comes_from_a_zone_has_the_holidays_of_its_country(zone: str | None, country: str) -> None:
    assert at_home_in(zone) == country


@pytest.mark.parametrize(
    ("country", "day", "is_working"),
    [
        ("us", date(2026, 11, 26), False),  # Thanksgiving
        ("de", date(2026, 11, 26), True),
        ("de", date(2026, 12, 25), False),
        ("np", date(2027, 4, 14), False),  # its New Year
        ("il", date(2026, 11, 22), True),  # a Sunday
        ("il", date(2026, 11, 20), False),  # a Friday
        ("cn", date(2026, 2, 20), False),  # a day off for a Saturday that is worked
        ("cn", date(2026, 2, 28), True),  # that Saturday
        ("cn", date(2026, 10, 10), True),
        ("us", date(2026, 10, 10), False),
        ("cn", date(2027, 2, 5), False),  # New Year's Eve
        ("cn", date(2027, 2, 10), False),
        ("cn", date(2027, 2, 11), True),
    ],
)
def test_a_country_has_its_own_weekend_and_holidays(country: str, day: date, is_working: bool) -> None:
    assert calendar_of(somebody(country), [], [], day.year).is_working(day) is is_working


def test_closures_are_of_a_country_or_of_all_and_win_over_make_up_days() -> None:
    shut = [
        Shut(date(2026, 12, 31), "*", False),
        Shut(date(2026, 12, 30), "us", False),
        Shut(date(2026, 12, 26), "cn", True),  # a Saturday
        Shut(date(2026, 10, 10), "cn", False),
    ]
    china = calendar_of(somebody("cn"), shut, [Off(1, date(2026, 12, 24), date(2026, 12, 25))], 2026)
    days = [date(2026, 10, 10), *(date(2026, 12, d) for d in (24, 25, 26, 30, 31))]
    assert [china.is_working(day) for day in days] == [False, False, False, True, True, False]
