"""What goes into a file comes back as it was: formulas made harmless, notes in one cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.exchange import actions
from rules.exchange.actions import Action
from rules.exchange.escape import neutral, original
from tests.rules.test_sheets import wall

WORDS = st.text(
    alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\ue000\ue001\ue002")
)


@given(WORDS)
def test_a_formula_is_neutralised_and_comes_back(said: str) -> None:
    out = neutral(said)
    assert original(out) == said and out[:1] not in tuple("=+-@\t\r\n＝＋－＠")


LINE = st.text(alphabet="ab→› ·2026-1:\n同意", max_size=30).map(
    lambda s: "\n".join(line.strip() for line in s.splitlines() if line.strip())
)


@given(st.lists(st.tuples(st.sampled_from(["talked", "no_answer", "internal"]), LINE, LINE), max_size=4))
def test_notes_come_back_as_they_went(notes: list[tuple[str, str, str]]) -> None:
    went = [
        Action(wall(2026, 1, n + 1, 9, 5), kind, "李明", *words) for n, (kind, *words) in enumerate(notes)
    ]
    assert (
        actions.read(
            actions.cell_of(went, {"talked": "Talked", "no_answer": "没打通", "internal": "内部"}.__getitem__)
        )
        == went
    )


def test_a_text_without_headings_is_one_note() -> None:
    assert actions.read("来过一次\n2026-01-01 · 电话") == [
        Action(None, "internal", "", "来过一次\n2026-01-01 · 电话")
    ]
