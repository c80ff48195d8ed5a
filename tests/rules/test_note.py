"""Notes split into what was agreed and what is next; a try is told from a talk."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.note import NoteText, ime_slip, split_note
from rules.slack_text import clean
from tests.rules.note_lines import NOTES
from tests.rules.note_world import note


def _table() -> list[tuple[str, str]]:
    rows = NOTES.strip("\n").split("\n")
    return [
        (text.replace("\\n", "\n"), expected.removeprefix("  => "))
        for text, expected in zip(rows[::2], rows[1::2], strict=True)
    ]


def _shown(read: NoteText) -> str:
    day = "-" if read.when is None else str(read.when.day + (30 if read.when.month == 12 else 0))
    flags = [read.outcome or "-", day, "w" if read.waiting else "", "c" if read.contact else ""]
    return " | ".join([read.agreed or "-", read.next_text or "-", " ".join(f for f in flags if f)])


@pytest.mark.parametrize(("text", "expected"), _table())
def test_a_note_is_split(text: str, expected: str) -> None:
    assert _shown(note(text)) == expected


def test_bars_and_marks_split_at_the_first() -> None:
    assert (note("pilot ok | SOW fri").agreed, note("pilot ok | SOW fri").next_text) == (
        "pilot ok",
        "SOW fri",
    )
    assert note("A\nB；C").next_text == "B；C"


def test_without_any_date_finder_the_words_still_split() -> None:
    read = split_note("同意试点；周五发方案", find_dates=lambda _: [])
    assert (read.agreed, read.next_text, read.when) == ("同意试点", "周五发方案", None)


def test_an_attempt_is_never_a_contact() -> None:
    for text in ("恒达 张总没接", "空号", "left voicemail", "no answer", "asked me to call back thursday"):
        read = note(text)
        assert read.attempt
        assert not read.contact


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("、lead 恒达机械 张总", "lead", "恒达机械 张总"),
        ("/、lead 恒达", "lead", "恒达"),
        ("lead Umbrella, Mr. Ito, MES, 40k", "lead", "Umbrella, Mr. Ito, MES, 40k"),
        ("Followup: Initech signed; send final Thu", "followup", "Initech signed; send final Thu"),
        ("、、lead 恒达", "lead", "恒达"),
        ("／lead 恒达", "lead", "恒达"),
        ("、followup 恒达 没接", "followup", "恒达 没接"),
        ("、Lead恒达", "lead", "恒达"),
        ("、线索 恒达", "lead", "恒达"),
        ("线索 恒达机械 张总", "lead", "恒达机械 张总"),
        ("线索：恒达机械", "lead", "恒达机械"),
        ("跟进 恒达 没接", "followup", "恒达 没接"),
        ("跟进，恒达没接", "followup", "恒达没接"),
        ("记一笔 恒达 没接", "followup", "恒达 没接"),
        ("线索", "lead", ""),
        ("、deal 恒达", "deal", "恒达"),
    ],
)
def test_slips_of_the_input_method(text: str, command: str, rest: str) -> None:
    slip = ime_slip(text)
    assert slip is not None
    assert (slip.command, slip.rest) == (command, rest)


@pytest.mark.parametrize(
    "text",
    [
        "跟进了恒达",
        "线索不错",
        "lead with price",
        "lead",
        "lead is cold",
        "lead 的质量",
        "followups",
        "Lead time is long",
        "leadership 恒达",
        "、leader",
        "",
        "恒达 没接",
    ],
)
def test_plain_text_is_no_slip(text: str) -> None:
    assert ime_slip(text) is None


WORDS = st.lists(
    st.sampled_from(
        [
            "恒达",
            "张总",
            "没接",
            "同意",
            "周五",
            "发方案",
            "下一步",
            "后续",
            "我来",
            "等他们",
            "next",
            "I'll",
            "send",
            "fri",
        ]
        + [
            "call back",
            "https://a.b//c",
            "no answer",
            "yesterday",
            "；",
            ";",
            "，",
            ", ",
            ". ",
            "。",
            "\n",
            "//",
            "、、",
        ]
        + ["、", "|", "->", "→", "——", " ", "-", "：", "todo", "\ud800", "\u200b", "&lt;", "<@U1|x>"]
    ),
    max_size=14,
).map("".join)


@given(st.one_of(WORDS, st.text(alphabet=st.characters(), max_size=80)))
@settings(max_examples=150, deadline=None)
def test_nothing_raises_and_nothing_is_lost(text: str) -> None:
    read = note(text)
    assert read.text == clean(text)
    kept = Counter(c for c in read.agreed + read.next_text if c.isalnum())
    lost = Counter(c for c in read.text if c.isalnum()) - kept
    # Only the words of a label may go: 下一步, 后续, todo, next.
    assert not set(lost) - set("下一步后续接来待办就是todonextspai")
    ime_slip(text)


@pytest.mark.parametrize("seed", ["x", "不用等他", "等客户", "they'll ", "it's with "])
def test_of_a_long_note_without_sense_nothing_is_lost(seed: str) -> None:
    """How long it takes is told by `make bench`."""
    said = seed * (40_000 // len(seed))
    note = split_note(said, find_dates=lambda part: [])
    assert len(note.agreed) + len(note.next_text or "") >= len(said.strip()) - len(seed)
