"""Every kind of answer, filled with anything, is a message or Home that Slack takes, in the sandbox's and in slack_sdk's opinion."""

from __future__ import annotations

import random
import re
import types
import typing
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views import audiences, deals, notes, step_words, tasks, waiving
from bot.views.answers import VIEWS, render
from bot.views.reader import Reader
from rules import worked
from rules.answers.base import Answer
from sandbox.blocks import validate_blocks, validate_view
from sandbox.render import text_of
from tests.opinion import of_blocks, of_view

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
TEXTS = (
    "Acme",
    "恒达机械 & <Sons>",
    "x" * 700,
    "恒" * 500,
    "*b* _i_ `c` ~s~ <!channel> <@U1> >q",
    "\u202e\u200b\x00 \n\n\n- a",
    "👩‍👩‍👧‍👦" * 40,
    " ",
    "",
)
# Texts that are words of ours, by the name of their field; everything else may be anything.
KEYS: dict[str, typing.Collection[str]] = {
    "key": ["deal.no_step"],
    "value": ["our_quote"],
    "light": deals.LIGHTS,
    "audience": audiences.AUDIENCES,
    "why_ask": ["", *step_words.ASKS],
    "state": notes.CLOSED,
    "language": ["en", "zh"],
    "verb": tasks.SAID,
    "how": waiving.SAID,
    "why": ["file.elsewhere"],
    "act": {*worked.ACTS.values(), worked.TASK, worked.OTHER},
    "stage": ["proposal", ""],
    "channel": ["C0SALES"],
}
ROUNDS = 4
# A sign of bold counts only where words end, and to Slack all Chinese is one word.
STUCK = re.compile(r"\w\*\w")


class Dice(random.Random):
    """Chooses what is filled in; `texts` stand wherever a person's own words may."""

    texts = TEXTS


class Plain(Dice):
    texts = ("金麦",)


def anything(kind: Any, name: str, dice: Dice, depth: int = 0) -> Any:
    """A value of this type; short rows deep inside."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    simple = {
        str: lambda: dice.choice(sorted(KEYS.get(name, dice.texts))),
        Any: lambda: dice.choice(dice.texts),
        int: lambda: dice.choice([0, 2, 6] if name == "days" else [1, 2, 5, 999, 10**6]),
        bool: lambda: dice.random() < 0.5,
        float: lambda: dice.random() * 100,
        datetime: lambda: dice.choice([NOW, NOW - timedelta(days=400), NOW + timedelta(days=3)]),
        date: lambda: dice.choice([NOW.date(), date(2027, 2, 1), date(2020, 1, 1)]),
        time: lambda: dice.choice([time(9), time(14, 30)]),
        type(None): lambda: None,
    }
    if kind in simple:
        return simple[kind]()
    if origin in (typing.Union, types.UnionType):
        return anything(dice.choice(inside), name, dice, depth)
    if origin is typing.Literal:
        return dice.choice(inside)
    if origin is tuple and inside[-1] is Ellipsis:
        count = dice.randrange(8 if depth < 2 else 3 if depth < 5 else 1)  # a part may hold its like
        return tuple(anything(inside[0], name, dice, depth + 1) for _ in range(count))
    if origin is tuple:
        return tuple(anything(one, name, dice, depth) for one in inside)
    if origin is dict:
        return {anything(inside[0], "", dice): anything(inside[1], name, dice, depth + 1) for _ in range(2)}
    return filled(kind, dice, depth + 1)


def filled(kind: Any, dice: Dice, depth: int = 0) -> Any:
    """A part of an answer, or what a rule found."""
    if is_dataclass(kind):
        fields: dict[str, Any] = typing.get_type_hints(kind)
    else:
        fields = {name: field.annotation for name, field in kind.model_fields.items()}
    return kind(**{name: anything(said, name, dice, depth) for name, said in fields.items()})


@pytest.mark.parametrize("kind", sorted(VIEWS))
def test_whatever_is_in_it_slack_takes_it(kind: str) -> None:
    dice = Dice(kind)
    for turn in range(ROUNDS):
        answer = filled(Answer.known[kind], dice)
        reader = Reader(("en", "zh")[turn % 2], ZoneInfo("Asia/Shanghai"), NOW, "U0LIAM")
        view = render(answer, reader)
        if view.get("type") == "home":
            assert validate_view(view) == [] and list(of_view(view)) == []
        else:
            assert validate_blocks(view["blocks"]) == [] and list(of_blocks(view["blocks"])) == []
            assert view["text"].strip() and len(view["text"]) <= 3000
        assert "<!channel>" not in text_of(view) and "<@U1>" not in text_of(view)


@pytest.mark.parametrize("kind", sorted(VIEWS))
def test_bold_stands_free_of_the_chinese_around_it(kind: str) -> None:
    dice, reader = Plain(kind), Reader("zh", ZoneInfo("Asia/Shanghai"), NOW, "U0LIAM")
    said = "\n".join(text_of(render(filled(Answer.known[kind], dice), reader)) for _ in range(ROUNDS))
    assert [line for line in re.sub(r"`[^`]*`", "`", said).split("\n") if STUCK.search(line)] == []
