"""Dates written out in other languages: asked about, never taken."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from rules.when import Unclear, parse

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12. Dezember", date(2026, 12, 12)),
        ("3 décembre 2026", date(2026, 12, 3)),
        ("le 3 janvier", date(2027, 1, 3)),
        ("12 de diciembre de 2026", date(2026, 12, 12)),
        ("Freitag, 4. Dezember um 15 Uhr", date(2026, 12, 4)),
    ],
)
def test_a_whole_date_is_offered_and_not_taken(text: str, day: date) -> None:
    read = parse(text, now=NOW, tz=ZoneInfo("Asia/Shanghai"), locale="en")
    assert isinstance(read, Unclear) and [w.date for w in read.candidates] == [day]


@pytest.mark.parametrize(
    "text", ["room 12 at the hotel", "12 angry men", "may 35", "page 12 sec 3", "第12条 合同"]
)
def test_what_only_looks_like_one_is_not(text: str) -> None:
    read = parse(text, now=NOW, tz=ZoneInfo("Asia/Shanghai"), locale="en")
    assert isinstance(read, Unclear) and not read.candidates
