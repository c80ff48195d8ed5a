"""Whatever comes in, the validator answers: no exception, no flood, no slowness."""

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sandbox.blocks import RULES, as_error, as_validation, validate_blocks, validate_view
from sandbox.blocks.fault import MOST
from tests.sandbox.block_samples import BLOCKS, ELEMENTS, modal

SURFACES: tuple[Any, ...] = ("message", "modal", "home")
KEYS = st.sampled_from(
    sorted({key for sample in (*BLOCKS.values(), *ELEMENTS.values()) for key in sample} | {"blocks", "title"})
)
NAMES = st.sampled_from([*BLOCKS, *ELEMENTS, "modal", "home", "file", "pie"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | NAMES
JUNK = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=30,
)


def _judge(value: object) -> None:
    for surface in SURFACES:
        faults = validate_blocks(value, surface)
        assert len(faults) <= MOST
        for fault in faults:
            assert fault.rule in RULES
        json.dumps([as_error(faults), as_validation(faults)])
    json.dumps(as_error(validate_view(value)))


@given(JUNK)
def test_junk(value: object) -> None:
    _judge(value)
    _judge([value])
    assert validate_view({"type": "modal", "junk": value})


@given(st.sampled_from(sorted(BLOCKS)), JUNK, st.data())
def test_a_good_block_with_junk_in_it(name: str, junk: object, data: st.DataObject) -> None:
    block = copy.deepcopy(BLOCKS[name])
    place: Any = block
    for _ in range(6):
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
            place = place[key]
        else:
            place[key] = junk
            break
    _judge([block])
    validate_view(modal(block))


def test_deep_nesting() -> None:
    deep: Any = "x"
    for i in range(50_000):
        deep = {"type": "section", "text": deep} if i % 2 else [deep]
    _judge(deep)
    _judge([deep])
    for block in BLOCKS.values():
        for key in block:
            _judge([{**block, key: deep}])
    for element in ELEMENTS.values():
        for key in element:
            _judge([{"type": "actions", "elements": [{**element, key: deep}]}])
            validate_view(modal({"type": "input", "element": {**element, key: deep}, "label": deep}))


def test_great_size_is_refused_fast_and_shortly() -> None:
    many: Any = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 100_000}}] * 100_000
    keys = {f"k{i}": i for i in range(100_000)}
    for value in (many, [keys], [{**BLOCKS["section"], **keys}], [{"type": "x" * 10**6}], 10**5000):
        _judge(value)
        told = json.dumps(as_error(validate_blocks(value)))
        assert len(told) < 100_000


def test_strange_keys_and_numbers() -> None:
    assert validate_blocks([{1: 2, None: 3, "type": "divider"}])
    assert validate_blocks([{"type": "divider", 1: 2}])[0].message == "invalid additional property: int"
    cell = {"type": "raw_number", "value": 10**5000}
    assert validate_blocks([{"type": "table", "rows": [[cell]]}])[0].message == "must provide a number"
    assert validate_blocks([{"type": "header", "text": {"type": "plain_text", "text": "\ud800"}}]) == []
    view = modal({"type": "header", "text": {"type": "plain_text", "text": "\ud800\x00"}})
    assert validate_view(view) == []
