"""Word lists as patterns: the same words are found as by trying one after the other, the longest first."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.wordlists import any_of

WORD = st.text(alphabet="ab.展会", min_size=1, max_size=4)


@given(st.lists(WORD, max_size=8), st.text(alphabet="ab.展会 ", max_size=20))
def test_it_finds_what_a_plain_list_finds(listed: list[str], text: str) -> None:
    plain = "|".join(re.escape(w) for w in sorted(listed, key=len, reverse=True))
    assert re.findall(any_of(listed), text) == re.findall(plain, text)


@pytest.mark.parametrize(
    ("listed", "pattern"),
    [
        (["a"], "a"),
        (["ab", "a"], "a(?:b)?"),
        (["ab", "ac"], "a(?:b|c)"),
        (["a.", "b"], r"(?:a\.|b)"),
        ([], ""),
    ],
)
def test_the_beginning_is_written_once(listed: list[str], pattern: str) -> None:
    assert any_of(listed) == pattern
