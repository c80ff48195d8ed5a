"""A late pattern answers as its compiled twin does, and every pattern of the rules is one that compiles."""

import re
from typing import Any

import pytest

import wiring
from rules import patterns
from rules.patterns import late, late_han


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


def _wants_han(items: Any) -> bool:
    """Has every match of these parts of a pattern, as `re` reads it, a character beyond Latin? Told when in doubt: no."""
    return any(_one_wants_han(str(name), about) for name, about in items)


def _one_wants_han(name: str, about: Any) -> bool:
    if name == "LITERAL":
        return bool(about >= 0x2E80)
    if name == "IN":
        return all(_one_wants_han(str(kind), each) for kind, each in about)
    if name == "RANGE":
        return bool(about[0] >= 0x2E80)
    if name == "BRANCH":
        return all(_wants_han(each) for each in about[1])
    if name == "SUBPATTERN":
        return _wants_han(about[-1])
    return name in ("MAX_REPEAT", "MIN_REPEAT") and about[0] > 0 and _wants_han(about[2])


def test_what_is_called_han_has_a_han_character_in_every_match() -> None:
    assert wiring.patterns is patterns
    called = [each for each in patterns._ALL if isinstance(each, patterns._LateHan)]
    assert called
    for each in called:
        assert _wants_han(re._parser.parse(each._source, each._flags)), each._source  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["", "Acme", "某某 Acme", "Acme，某"])
def test_a_pattern_of_han_characters_answers_as_the_compiled_one(text: str) -> None:
    mine, theirs = late_han("[某各]+"), re.compile("[某各]+")
    assert [m.span() for m in mine.finditer(text)] == [m.span() for m in theirs.finditer(text)]
    assert bool(mine.search(text)) is bool(theirs.search(text))
    assert bool(mine.match(text, 5)) is bool(theirs.match(text, 5))
    assert bool(mine.fullmatch(text)) is bool(theirs.fullmatch(text))
    assert mine.sub("-", text) == theirs.sub("-", text)


def test_no_quantifier_was_eaten_by_an_f_string() -> None:
    """Single braces in an f-string are filled in: what should be `{1,2}` became `(1, 2)`."""
    assert wiring.patterns is patterns
    eaten = [each._source for each in patterns._ALL if re.search(r"\(\d+, \d+\)", each._source)]
    assert eaten == []


def test_a_fault_in_a_pattern_is_told_by_warm() -> None:
    assert wiring.patterns is patterns  # every module of the rules is loaded: warm sees all of them
    patterns.warm()
    late("(")
    with pytest.raises(re.error):
        patterns.warm()
    patterns._ALL.pop()
