"""How much fits on a surface: blocks, text and bytes, with a last part that says how much is left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.views.markup import width


@dataclass(frozen=True)
class Surface:
    """Slack's limits: number of blocks, all text together, bytes of JSON."""

    blocks: int
    text: int
    size: int


# A message's blocks are refused (msg_blocks_too_long) somewhere between 11,000 and 13,300 characters of text,
# at no documented figure (bolt-js #2509, #2867); a view may be 250 kB (reference/views).
MESSAGE = Surface(blocks=50, text=9_000, size=60_000)
# A modal also travels in an ack, and slack_sdk's Socket Mode client sends no frame above 65,535 bytes.
MODAL = Surface(blocks=100, text=200_000, size=60_000)
HOME = Surface(blocks=100, text=200_000, size=230_000)
_RESERVE = 300  # for the last line


def fit(
    blocks: Iterable[dict[str, Any] | None], surface: Surface, more: Callable[[int], dict[str, Any] | None]
) -> list[dict[str, Any]]:
    """The blocks that fit, in order, None dropped; the rest counted by its sections and told by more(n).

    Two blocks of one id raise ValueError (a fault of the code); only the first focus_on_load stays.
    """
    given = [block for block in blocks if block is not None]
    kept = _within(given, surface.blocks, surface.text, surface.size)
    if len(kept) < len(given):
        kept = _within(given, surface.blocks - 1, surface.text - _RESERVE, surface.size - 4 * _RESERVE)
        hidden = sum(b["type"] in ("section", "input") for b in given[len(kept) :])
        last = more(max(hidden, 1))
        kept = [*kept, last] if last else kept
    ids = [b["block_id"] for b in kept if "block_id" in b]
    if len(ids) != len(set(ids)):
        raise ValueError(f"a block_id twice in one view: {sorted(ids)}")
    return _one_focus(kept)


def _within(blocks: list[dict[str, Any]], most: int, text: int, size: int) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    # Nearly always. JSON in ASCII is never shorter than the text in it.
    if len(blocks) <= most and len(json.dumps(blocks)) <= min(text, size):
        return blocks
    for block in blocks:
        text -= sum(map(width, _texts(block)))
        size -= len(json.dumps(block)) + 2
        if len(kept) == most or text < 0 or size < 0:
            break
        kept.append(block)
    return kept


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(node, list):
        for item in node:
            yield from _texts(item)


def _one_focus(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    focused, result = False, []
    for block in blocks:
        element = block.get("element", {})
        if element.get("focus_on_load") and focused:
            block = {**block, "element": {k: v for k, v in element.items() if k != "focus_on_load"}}
        focused = focused or bool(element.get("focus_on_load"))
        result.append(block)
    return result
