"""Which words answer nothing, and what is a link: one rule for every place that asks."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.words import is_link, is_unknown


def full_width(said: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in said)


MARKS = st.text(
    st.sampled_from(" .。…·!！?？,，、-—_~'\"“”‘’「」()（）[]【】/\u200b\ufe0f\u2800\u3164\t"), max_size=4
)
NO_ANSWER = (
    "tbd",
    "n/a",
    "none",
    "not sure",
    "don't know",
    "to be confirmed",
    "待定",
    "不知道",
    "还没定",
    "无",
    "",
)


@given(MARKS, st.sampled_from(NO_ANSWER), MARKS, st.sampled_from((str, str.upper, str.title, full_width)))
def test_marks_quotes_blanks_width_and_case_make_no_answer_of_none(
    before: str, said: str, after: str, written: Callable[[str], str]
) -> None:
    assert is_unknown(before + written(said) + after)


@pytest.mark.parametrize(
    "said",
    [
        "N.A.",
        "T.B.D",
        "N / A",
        "don’t know",
        "......",
        "__",
        "?!",
        "（待定）。",
        "“待定”",
        "TBD TBD",
        "待定待定",
        "xxx",
        "TODO",
    ],
)
def test_marks_within_make_no_answer_either(said: str) -> None:
    assert is_unknown(said)


@pytest.mark.parametrize(
    "said",
    [
        "张总",
        "0",
        "Ms. Chen",
        "no budget",
        0,
        3,
        "Nate",
        "Nana",
        "👍",
        "+1",
        "A",
        "无锡",
        "待定方案已定",
        "é",
        "C++",
    ],
)
def test_real_answers_are_known(said: object) -> None:
    assert not is_unknown(said)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://wiki.example/p", True),
        ("drive.example.com/d/1?x=2", True),
        ("www.example.com", True),
        (r"\\nas\报价 单.xlsx", True),
        (r"D:\报价\v2.xlsx", True),
        ("in my drawer", False),
        ("不是链接", False),
        ("v1.2", False),
        ("https://", False),
    ],
)
def test_what_is_a_link(text: str, is_one: bool) -> None:
    assert is_link(text) == is_one
