"""Date phrases of both languages, read from several base dates."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from rules.when import Unclear, When, parse

SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 15, 30, tzinfo=SHANGHAI)


def shown(when: When) -> str:
    """A reading in one compact line: `2026-12-02 14:00 by`."""
    clock = f" {when.time:%H:%M}" if when.time else ""
    part = f" {when.part}" if when.part else ""
    return f"{when.date}{clock}{part} {when.kind}"


READ = """
明天 | 2026-11-25 on
下周三下午2点前 | 2026-12-02 14:00 by
三天后 | 2026-11-27 on
月底 | 2026-11-30 on
12月15日 | 2026-12-15 on
明早 | 2026-11-25 morning on
下下周一 | 2026-12-07 on
eom | 2026-11-30 by
in 2 business days | 2026-11-26 on
a week from friday | 2026-12-04 on
mid december | 2026-12-15 on
tomorrow at half past nine | 2026-11-25 09:30 at
"""


@pytest.mark.parametrize("line", READ.strip().splitlines())
def test_from_a_tuesday_afternoon(line: str) -> None:
    text, expected = line.split(" | ")
    found = parse(text, now=TUESDAY, tz=SHANGHAI, locale="en")
    assert isinstance(found, When)
    assert shown(found) == expected


def test_next_friday_is_asked() -> None:
    found = parse("next friday", now=TUESDAY, tz=SHANGHAI, locale="en")
    assert isinstance(found, Unclear)
    assert [shown(c) for c in found.candidates] == ["2026-12-04 on", "2026-11-27 on"]
