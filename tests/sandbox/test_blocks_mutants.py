"""Good blocks bent at Slack's limits: what slack_sdk's classes refuse, the sandbox refuses on every surface."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.blocks import validate_blocks, validate_view
from tests.opinion import of_blocks, of_view
from tests.sandbox.block_samples import BLOCKS, ELEMENTS, modal, plain

LENGTHS = (0, 1, 24, 25, 75, 76, 150, 151, 200, 201, 255, 256, 2000, 2001, 3000, 3001)
COUNTS = (0, 1, 2, 5, 6, 10, 11, 25, 26, 100, 101)
LAGS = ("has no", "no block is called")  # what the classes do not know yet
GOOD: list[dict[str, Any]] = [
    *BLOCKS.values(),
    *({"type": "actions", "elements": [one]} for one in ELEMENTS.values()),
    *({"type": "input", "label": plain(), "element": one} for one in ELEMENTS.values()),
    *({"type": "section", "text": plain(), "accessory": one} for one in ELEMENTS.values()),
]


def places(thing: Any) -> Iterator[tuple[Any, Any]]:
    """Everything in it, as (parent, key)."""
    for key in thing if isinstance(thing, dict) else range(len(thing)):
        yield thing, key
        if isinstance(thing[key], dict | list):
            yield from places(thing[key])


def bent(good: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """The same with a text or a list of another length, or without one of its parts."""
    thing = copy.deepcopy(good)
    for _ in range(dice.choice([1, 1, 2])):
        parent, key = dice.choice(list(places(thing)))
        value = parent[key]
        if key == "type":
            continue
        if isinstance(value, str):
            parent[key] = "x" * dice.choice(LENGTHS)
        elif isinstance(value, list) and value:
            parent[key] = [copy.deepcopy(value[n % len(value)]) for n in range(dice.choice(COUNTS))]
        elif isinstance(parent, dict):
            del parent[key]
    return thing


def doubted(found: Iterator[str]) -> list[str]:
    return [one for one in found if not any(lag in one for lag in LAGS)]


@pytest.mark.parametrize(
    "seed", [pytest.param(n, marks=pytest.mark.proof if n > 2 else ()) for n in range(60)]
)
def test_the_sandbox_is_no_kinder_than_the_sdk(seed: int) -> None:
    dice, hits = random.Random(seed), 0
    for _ in range(200):
        block = bent(dice.choice(GOOD), dice)
        if doubts := doubted(of_blocks([block])):
            hits += 1
            assert validate_blocks([block], "message") and validate_blocks([block], "home"), doubts
            assert validate_view(modal(block)), doubts
    assert hits > 10


def test_a_view_bent_at_its_limits() -> None:
    dice, hits = random.Random(7), 0
    good = {
        **modal(BLOCKS["section"]),
        "submit": plain(),
        "close": plain(),
        "callback_id": "c",
        "private_metadata": "m",
    }
    for _ in range(100):
        view = bent(good, dice)
        if doubts := doubted(of_view(view)):
            hits += 1
            assert validate_view(view), doubts
    assert hits > 10
