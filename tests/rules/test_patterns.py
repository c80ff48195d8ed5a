"""A late pattern answers as its compiled twin does, and every pattern of the rules is one that compiles."""

import re

import pytest

import wiring
from rules import patterns
from rules.patterns import late


@pytest.mark.parametrize("source", [r"(?P<n>\d+)\s*([a-z])?", r"^x|b"])
@pytest.mark.parametrize("text", ["", "12 b", "a12b7", "X\nb"])
def test_it_answers_as_the_compiled_one(source: str, text: str) -> None:
    compiled = re.compile(source, re.I | re.M)
    for ask in ("search", "match", "fullmatch", "finditer"):
        mine, theirs = getattr(late(source, re.I | re.M), ask)(text), getattr(compiled, ask)(text)
        if ask == "finditer":
            assert [m.groups() for m in mine] == [m.groups() for m in theirs]
        else:
            assert (mine and (mine.span(), mine.groups())) == (theirs and (theirs.span(), theirs.groups()))
    assert late(source).split(text, 1) == re.compile(source).split(text, 1)
    assert late(source).sub("-", text) == re.compile(source).sub("-", text)
    assert late(source).findall(text) == re.compile(source).findall(text)
    assert late(source).pattern == source


def test_a_fault_in_a_pattern_is_told_by_warm() -> None:
    assert wiring.patterns is patterns  # every module of the rules is loaded: warm sees all of them
    patterns.warm()
    late("(")
    with pytest.raises(re.error):
        patterns.warm()
    patterns._ALL.pop()
