"""Stories as they are written: what is read, what is refused and where, times and lengths."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sandbox.play.story import StoryError, read_story
from sandbox.play.times import length, moment

HERE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)  # Tuesday, 15:30 in Shanghai


def told(folder: Path, text: str) -> list[tuple[int, str]]:
    path = folder / "story.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StoryError) as wrong:
        read_story(path)
    assert str(wrong.value).startswith(f"{path}:")
    return wrong.value.faults


def test_a_story_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(
        "story: S1\nzone: Asia/Shanghai\nstarts: 2026-11-24T15:30\nsteps:\n"
        "  - {as: mia, in: '#sales', types: /lead 007}\n  - reads: [saved, 12:30]\n  - as: tom\n"
        "  - submits: {Amount: 052, When: 2026-12-01}\n",
        encoding="utf-8",
    )
    story = read_story(path)
    assert (story.title, story.starts, story.zone) == ("S1", "2026-11-24T15:30", HERE)
    assert [(step.line, step.verb, step.value) for step in story.steps] == [
        (5, "types", "/lead 007"),
        (6, "reads", ["saved", "12:30"]),
        (7, "", None),
        (8, "submits", {"Amount": "052", "When": "2026-12-01"}),
    ]
    assert story.steps[0].beside == {"as": "mia", "in": "#sales"}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "starts with `story:`"),
        ("- a", 1, "starts with `story:`"),
        ("story: x", 1, "`steps:` is missing"),
        ("story: x\nsteps: y", 2, "holds a list"),
        ("story: x\nsteps:\n  - type: /lead", 3, "is `types` meant?"),
        ("story: x\nsteps:\n  - as: a\n    zzz: /lead", 4, "`zzz` is no word of a story; there are"),
        ("story: x\nsteps:\n  - {types: a, reads: b}", 3, "does one thing, this does types and reads"),
        ("story: x\nsteps:\n  - types: a\n    types: b", 4, "stands here twice"),
        ("story: x\nsteps:\n  - types: [a]", 3, "`types` wants a text"),
        ("story: x\nsteps:\n  - reads: []", 3, "`reads` wants a text or a list of texts"),
        ("story: x\nsteps:\n  - closes: false", 3, "`closes` wants true"),
        ("story: x\nsteps:\n  - {reads: a, on: b}", 3, "`on` goes with presses"),
        ("story: x\nsteps:\n  - {types: a, under: b}", 3, "`under` goes with presses, picks"),
        ("story: x\nsteps:\n  - {reads: a, refused: b}", 3, "`refused` goes with types"),
        ("story: x\nsteps:\n  - just words", 3, "a step is a word and what it is about"),
        ("story: x\nzone: Mars/Base\nsteps:\n  - as: a", 2, "no time zone"),
        ("story: x\nsteps:\n  - types: 'a", 3, "is no YAML"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    assert [(at, said in words) for at, words in told(tmp_path, text)] == [(line, True)]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    faults = told(tmp_path, "story: x\nsteps:\n  - tpyes: a\n  - closes: 1\n  - red: a\n")
    assert [line for line, _ in faults] == [3, 4, 5]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-26T08:40", "2026-11-26T08:40+08:00"),
        ("2026-11-26T08:40+00:00", "2026-11-26T08:40+00:00"),
        ("15:31", "2026-11-24T15:31+08:00"),
        ("15:30", "2026-11-25T15:30+08:00"),
        ("8:40", "2026-11-25T08:40+08:00"),
        ("Thu 08:40", "2026-11-26T08:40+08:00"),
        ("tuesday 08:40", "2026-12-01T08:40+08:00"),
    ],
)
def test_times(text: str, meant: str) -> None:
    assert moment(text, NOW, HERE) == datetime.fromisoformat(meant)


@pytest.mark.parametrize("text", ["soon", "25:00", "8:61", "Xyz 08:40", "2026-13-01T00:00", ""])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="is no time"):
        moment(text, NOW, HERE)


def test_lengths() -> None:
    assert length("1d 2h 30m") == timedelta(days=1, hours=2, minutes=30)
    assert length("1.5h") == timedelta(minutes=90)
    for text in ("", "2", "2 weeks", "h", "2h or so"):
        with pytest.raises(ValueError, match="is no length"):
            length(text)
