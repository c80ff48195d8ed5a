"""Codes come back however they are typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.codes import Code, find_code, find_codes, format_code, parse_code

SOURCES = ("EXPO", "展会", "EXPO-CN", "WEB", "REF")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("EXPO-2026-001", ("EXPO", 2026, 1)),
        ("expo-2026-1", ("EXPO", 2026, 1)),
        ("Expo 2026 014", ("EXPO", 2026, 14)),
        ("expo2026-14", ("EXPO", 2026, 14)),
        ("expo2026014", ("EXPO", 2026, 14)),
        ("展会2026-14", ("展会", 2026, 14)),
        ("展会-2026-014", ("展会", 2026, 14)),
        ("展会 2026 14", ("展会", 2026, 14)),
        ("ＥＸＰＯ－２０２６－００１", ("EXPO", 2026, 1)),
        ("展会－２０２６－１２", ("展会", 2026, 12)),
        ("EXPO—2026—001", ("EXPO", 2026, 1)),
        ("expo_2026_7", ("EXPO", 2026, 7)),
        ("expo-cn-2026-7", ("EXPO-CN", 2026, 7)),
        ("EXPO-2026-12345", ("EXPO", 2026, 12345)),
        (" (web-2027-3) ", ("WEB", 2027, 3)),
        ("EXPO-2026-000", None),
        ("EXPO-2026", None),
        ("EXPO2026", None),
        ("EXPO202614", None),
        ("FAIR-2026-001", None),
        ("EXPO-26-001", None),
        ("MYEXPO-2026-001", None),
        ("EXPO-2026-001 and more", None),
        ("", None),
    ],
)
def test_a_code_is_read_in_any_spelling(typed: str, expected: tuple[str, int, int] | None) -> None:
    assert parse_code(typed, SOURCES) == (Code(*expected) if expected else None)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("expo-2026-1 张总同意了", "expo-2026-1"),
        ("看下展会2026-14吧", "展会2026-14"),
        ("about REF 2026-003: call", "REF 2026-003"),
        ("ＥＸＰＯ-2026-1、下一步", "ＥＸＰＯ-2026-1"),
    ],
)
def test_a_code_is_found_inside_a_line(text: str, span: str) -> None:
    found = find_code(text, SOURCES)
    assert found is not None
    assert text[found.start : found.end] == span


def test_all_codes_of_a_line_come_in_order() -> None:
    found = [str(f.code) for f in find_codes("web-2026-2 / expo-2026-9, EXPO-2026-9", SOURCES)]
    assert found == ["WEB-2026-002", "EXPO-2026-009", "EXPO-2026-009"]


@given(st.sampled_from(SOURCES), st.integers(2000, 2099), st.integers(1, 10**8))
@settings(deadline=None)
def test_what_is_written_is_read_again(source: str, year: int, seq: int) -> None:
    assert parse_code(format_code(source, year, seq), SOURCES) == Code(source, year, seq)


@given(st.text(alphabet=st.characters(), max_size=60))
@settings(max_examples=60, deadline=None)
def test_nothing_makes_it_raise(text: str) -> None:
    for found in find_codes(text, SOURCES):
        assert 0 <= found.start < found.end <= len(text)
