"""Notes split with the real reader of dates, wired as a caller would."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from rules.note import split_note
from rules.when import When, find

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


def _find(locale: str, text: str) -> list[tuple[int, int, date]]:
    zone = ZoneInfo("Asia/Shanghai")
    found = find(text, now=NOW, tz=zone, locale=locale)
    return [(f.start, f.end, f.when.date) for f in found if isinstance(f.when, When)]


@pytest.mark.parametrize(
    ("locale", "text", "agreed", "step", "when"),
    [
        ("zh", "同意出方案，周三下午两点前发对比", "同意出方案", "周三下午两点前发对比", date(2026, 11, 25)),
        ("zh", "恒达 没接，三天后再打", "恒达 没接", "三天后再打", date(2026, 11, 27)),
        (
            "zh",
            "同意出方案；12月2日下午两点前发方案对比",
            "同意出方案",
            "12月2日下午两点前发方案对比",
            date(2026, 12, 2),
        ),
        (
            "en",
            "Acme likes the pilot; send SOW by Fri",
            "Acme likes the pilot",
            "send SOW by Fri",
            date(2026, 11, 27),
        ),
        (
            "en",
            "acme ravi likes the pilot plan security is still looking i need to send the sow by friday",
            "acme ravi likes the pilot plan security is still looking",
            "i need to send the sow by friday",
            date(2026, 11, 27),
        ),
    ],
)
def test_the_step_and_its_date(locale: str, text: str, agreed: str, step: str, when: date) -> None:
    note = split_note(text, find_dates=lambda part: _find(locale, part), today=date(2026, 11, 24))
    assert (note.agreed, note.next_text, note.when) == (agreed, step, when)
