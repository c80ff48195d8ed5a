"""Notes read with the real reader of dates, wired as a caller would: lines as reps of both languages type them.

Below each line: agreed | next | outcome, the date of the step (`?` where it is asked), w(aiting), c(ontact).
"""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rules.note import split_note
from rules.note_steps import FindDates
from rules.when import Unclear, When, find

LINES = Path(__file__).parent / "lines"
NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)
ZONE = ZoneInfo("Asia/Shanghai")


def shown(text: str) -> str:
    """A note as these tables write it."""
    note = split_note(text, find_dates=dates_of(text), today=TODAY)
    hits = find(note.next_text, now=NOW, tz=ZONE, locale=_locale(text))
    day = "-" if not hits else f"{_day(hits[0].when)}{'?' if isinstance(hits[0].when, Unclear) else ''}"
    flags = [note.outcome or "-", day, "w" if note.waiting else "", "c" if note.contact else ""]
    parts = (note.agreed or "-", note.next_text or "-", " ".join(f for f in flags if f))
    return " | ".join(parts).replace("\n", "\\n")


def _locale(text: str) -> str:
    return "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"


def dates_of(text: str) -> FindDates:
    """The reader of dates, for a note in the language of this text."""

    def dates(part: str) -> list[tuple[int, int, date]]:
        return [(f.start, f.end, _day(f.when)) for f in find(part, now=NOW, tz=ZONE, locale=_locale(text))]

    return dates


def _day(when: When | Unclear) -> date:
    if isinstance(when, When):
        return when.date
    return when.candidates[0].date if when.candidates else TODAY


@pytest.mark.parametrize("table", sorted(LINES.glob("note*.txt")), ids=lambda table: table.stem)
def test_a_note_as_reps_type_it(table: Path) -> None:
    rows = [row for row in table.read_text("utf-8").splitlines() if not row.startswith("#")]
    pairs = list(zip(rows[::2], rows[1::2], strict=True))
    assert len(pairs) > 20
    got = [(line, "  => " + shown(line.replace("\\n", "\n"))) for line, _ in pairs]
    assert [(one, want) for one, want in zip(got, pairs, strict=True) if one != want] == []
