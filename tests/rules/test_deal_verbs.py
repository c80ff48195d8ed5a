"""Verbs in a typed `/deal`: first or last, in either language, a stage behind a move; anything else is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.deal_verbs import VERBS, Typed, read
from tests.rules.test_deal_query import PIPELINE


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("lost Acme", Typed("lost", "lost", "Acme")),
        ("Acme Corp not a lead", Typed("invalid", "not a lead", "Acme Corp")),
        ("Why this? Acme", Typed("why", "Why this?", "Acme")),
        ("恒达 丢单", Typed("lost", "丢单", "恒达")),
        ("推进 恒达 方案演示", Typed("move", "推进", "恒达", "proposal")),
        ("恒达 推到 到方案演示", Typed("move", "推到", "恒达", "proposal")),
        ("恒达丢单", Typed("lost", "丢单", "恒达")),
        ("恒达推进到方案演示", Typed("move", "推进到", "恒达", "proposal")),
        ("推进恒达到方案演示", Typed("move", "推进", "恒达", "proposal")),
        ("推进恒达", Typed("move", "推进", "恒达")),
        ("move Acme Corp to Negotiation", Typed("move", "move", "Acme Corp", "negotiation")),
        ("Acme Corp move to negotiation", Typed("move", "move", "Acme Corp", "negotiation")),
        ("move Acme", Typed("move", "move", "Acme")),
        ("lost", Typed("lost", "lost", "")),
        ("we lost Acme on price", Typed("lost", "lost", "Acme", "price")),
        ("恒达丢单，因为没预算。", Typed("lost", "丢单", "恒达", "no_budget")),
        ("恒达 丢了 竞品", Typed("lost", "丢了", "恒达", "competitor")),
        ("park Acme until Dec 3", Typed("park", "park", "Acme", "Dec 3")),
        ("恒达先放到12月3号再说", Typed("park", "先放到", "恒达", "12月3号")),
        ("恒达先放一放，12月3号再跟", Typed("park", "先放一放", "恒达", "12月3号")),
        ("Acme", None),
        ("we parked the car near Acme", None),
        ("Acme lost their CFO", None),
        ("恒达丢了一个客户", None),
        ("moved Acme to proposal", None),
        (
            "move Acme to proposal, they liked the demo",
            Typed("move", "move", "Acme to proposal, they liked the demo"),
        ),
        ("Lostcoast Acme", None),
        ("ask Acme @dana can you send it?", Typed("ask", "ask", "Acme @dana can you send it?")),
        ("找同事 博远物流 @dana 报价模板", Typed("ask", "找同事", "博远物流 @dana 报价模板")),
        ("ask for help Acme", Typed("ask_help", "ask for help", "Acme")),
        ("note Acme they like it\ncall Fri", Typed("note", "note", "Acme they like it\ncall Fri")),
        (
            f"ask Acme @dana {'send it ' * 50}".strip(),
            Typed("ask", "ask", f"Acme @dana {'send it ' * 50}".strip()),
        ),
        ("", None),
        (f"推进{'恒' * 300}", None),  # 10,000 of them took four seconds
    ],
)
def test_read(text: str, first: Typed | None) -> None:
    assert next(iter(read(text, PIPELINE)), None) == first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("把华东轴承推到方案", Typed("move", "推到", "华东轴承", "proposal")),
        ("把 恒达 推进到 谈判阶段吧", Typed("move", "推进到", "恒达", "negotiation")),
        ("please push Acme Corp to the proposal stage", Typed("move", "push", "Acme Corp", "proposal")),
        ("我们丢了恒达", Typed("lost", "丢了", "恒达")),
        ("把恒达先放到12月3号", Typed("park", "先放到", "恒达", "12月3号")),
    ],
)
def test_what_is_said_round_it_is_no_part_of_it(text: str, expected: Typed) -> None:
    assert expected in read(text, PIPELINE)


def test_a_day_is_looked_for_behind_as_many_words_as_a_name_may_have() -> None:
    """搁置 with 140 times 下周 behind it took two seconds and a half: each place was read as a day."""
    for text in (f"park {'a ' * 140}", f"搁置{'下周' * 140}"):
        assert 20 <= len(read(text, PIPELINE)) <= 62


def test_no_word_is_two_verbs() -> None:
    every = [word for words in VERBS.values() for word in words]
    assert len(every) == len(set(every))


@given(st.text(max_size=60))
def test_anything_at_all_is_read(text: str) -> None:
    for typed in read(text, PIPELINE):
        assert typed.verb in VERBS and typed.name in " ".join(text.split())
