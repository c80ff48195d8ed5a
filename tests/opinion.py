"""A second opinion on what Baton says: Slack's own Python classes read every message and view that crossed the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from sandbox.driver import Sandbox

Json = dict[str, Any]


def doubts(slack: Sandbox) -> list[str]:
    """What the classes of slack_sdk hold wrong, one line each; the wire log keeps the last 2,000 entries."""
    return [
        f"{entry['name']}: {doubt}"
        for entry in slack.wire()
        if entry["from"] == "app" or entry["kind"] == "http"
        for doubt in _doubts(entry)
    ]


def _doubts(entry: Json) -> Iterator[str]:
    said = entry["answer"] if entry["kind"] == "http" else entry["payload"]
    if isinstance(said, dict):
        body = said.get("payload", said) or {}
        yield from of_blocks(_read(body.get("blocks")) or [])
        if view := _read(body.get("view")):
            yield from of_view(view)


def _read(thing: Any) -> Any:
    return json.loads(thing) if isinstance(thing, str) and thing else thing


def of_view(view: Json) -> Iterator[str]:
    """Of a modal or a Home: its own fields, then its blocks."""
    try:
        yield from _faults(View(**view))
    except (SlackObjectFormationError, TypeError, AttributeError) as wrong:
        yield str(wrong)
    yield from of_blocks(view.get("blocks") or [])


def of_blocks(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        yield from _of_block(json.dumps(block, ensure_ascii=False))


@cache
def _of_block(text: str) -> tuple[str, ...]:
    """Of one block; most are said again and again."""
    block = json.loads(text)
    try:
        built = Block.parse(block)
        if built is None:
            return (f"no block is called {block.get('type')!r}",)
        lost = lacking(block, json.loads(json.dumps(built.to_dict())))
        return (*_faults(built), *([f"{block['type']} has no {', '.join(lost)}"] if lost else ()))
    except (SlackObjectFormationError, TypeError, ValueError, AttributeError) as wrong:
        return (f"{wrong}: {text[:300]}",)


def _faults(thing: Any) -> Iterator[str]:
    """Of an object and of everything in it: the classes look at what they are asked to, and not inside."""
    if isinstance(thing, JsonObject):
        try:
            thing.validate_json()
        except SlackObjectFormationError as wrong:
            yield f"{type(thing).__name__}: {wrong}"
        yield from (fault for one in vars(thing).values() for fault in _faults(one))
    elif isinstance(thing, list):
        yield from (fault for one in thing for fault in _faults(one))


def lacking(given: Any, known: Any, at: str = "") -> list[str]:
    """What the classes dropped, as they do with names they do not know."""
    if isinstance(given, dict) and isinstance(known, dict):
        return [
            lost
            for name, value in given.items()
            for lost in (
                [f"{at}{name}"] if name not in known else lacking(value, known[name], f"{at}{name}.")
            )
        ]
    if isinstance(given, list) and isinstance(known, list):
        if len(given) != len(known):
            return [f"{at}{len(given) - len(known)} entries"]
        return [lost for a, b in zip(given, known, strict=True) for lost in lacking(a, b, at)]
    return []
