"""Which strings tell taken-out words, and that data without them keeps its shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.redaction import GONE, WORDS, phrases, tells, without

SAID = phrases(["their boss leaves in May\nsend terms", "ok", "老板五月走"])
CLAUSES = phrases(
    [
        "They will send price list to the CFO, and want a demo // send terms, no discount",
        "老板五月走，要看演示 预算两百万",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*sorted(WORDS), "kind", "code"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "does"),
    [
        ("their boss leaves in May", True),
        ("Globex: their boss leaves in May", True),  # as it was typed
        ("their boss leaves…", True),  # cut off
        ("send terms", True),
        ("老板五月走", True),
        ("恒达 老板五月走 下周再联系", True),
        ("ok", True),
        ("look again", False),  # "ok" is in half of all texts
        ("the", False),
        ("their boss stays", False),
        ("", False),
        (GONE, False),
    ],
)
def test_tells(value: str, does: bool) -> None:
    assert tells(value, SAID) is does


@pytest.mark.parametrize(
    ("value", "does"),
    [
        ("send price list", False),  # somebody else's words that stand in a clause as well
        ("demo", False),
        ("demo…", False),
        ("want a demo today", False),
        ("演示", False),
        ("and want a demo", True),
        ("no discount", True),
        ("They will send pri…", True),
        ("and want…", True),
        ("send terms, no discount", True),
        ("要看演示", True),
        ("预算两百万", True),
        ("老板五月走，要看演…", True),
        ("no discount, said Dana", False),  # one clause that both have
    ],
)
def test_whole_clauses_only(value: str, does: bool) -> None:
    assert tells(value, CLAUSES) is does


@pytest.mark.parametrize(
    ("value", "does"),
    [
        ("send terms", True),
        ("Globex: send terms, then call", True),
        ("send terms to Dana", False),
        ("please send terms", False),
        ("恒达：老板五月走，下周再联系", True),
        ("听说老板五月走", False),
    ],
)
def test_a_phrase_among_other_words(value: str, does: bool) -> None:
    assert tells(value, SAID) is does


def test_a_form_that_waits_goes_with_a_piece_too() -> None:
    assert without({"initial_value": "price list"}, CLAUSES, everywhere=True) == {"initial_value": GONE}
    assert without({"text": "price list"}, CLAUSES) == {"text": "price list"}


def test_only_where_words_stand() -> None:
    kept = {"kind": "ok", "head": {"code": "ok"}, "agreed": "ok", "lines": [{"words": "send terms", "n": 1}]}
    assert without(kept, SAID) == {**kept, "agreed": GONE, "lines": [{"words": GONE, "n": 1}]}
    assert without(kept, SAID, everywhere=True)["head"] == {"code": GONE}


@given(JSON, st.lists(st.text(min_size=1, max_size=6), max_size=3))
def test_nothing_is_left_and_the_shape_stays(data: object, said: list[str]) -> None:
    looked = phrases(said)
    before, after = _strings(data, ""), _strings(without(data, looked), "")
    assert not any(tells(value, looked) for name, value in after if name in WORDS)
    assert [name for name, _ in before] == [name for name, _ in after]
    assert all(
        was == now or (now == GONE and name in WORDS)
        for (name, was), (_, now) in zip(before, after, strict=True)
    )
    assert without(data, frozenset()) == data


def _strings(data: object, name: str) -> list[tuple[str, str]]:
    """Every string with the name that it stands under; in a list it stands under none."""
    if isinstance(data, dict):
        return [pair for key, value in data.items() for pair in _strings(value, key)]
    if isinstance(data, list):
        return [pair for value in data for pair in _strings(value, "")]
    return [(name, data)] if isinstance(data, str) else []
