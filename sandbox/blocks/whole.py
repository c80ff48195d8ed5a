"""What only shows when the whole payload is seen: unique ids, one focus, submit for inputs, sums, size."""

import json
from collections.abc import Iterator

from sandbox.blocks.fault import Faults, step
from sandbox.blocks.rules import HOME, MESSAGE, MODAL, RULES

Seen = Iterator[tuple[dict[str, object], str]]
_TABLES = ("table", "data_table")


def _objects(value: object, at: str) -> Seen:
    """The objects of a list, each with its pointer. No list that Slack would take is longer."""
    if isinstance(value, list):
        for i, one in enumerate(value[:101]):
            if isinstance(one, dict):
                yield one, step(at, i)


def every_block(blocks: object, at: str) -> Seen:
    """Each block, with those inside containers and carousels."""
    for block, here in _objects(blocks, at):
        yield block, here
        if block.get("type") == "container":
            yield from _objects(block.get("child_blocks"), step(here, "child_blocks"))
        elif block.get("type") == "carousel":
            yield from _objects(block.get("elements"), step(here, "elements"))


def elements_of(block: dict[str, object], at: str) -> Seen:
    """The elements of one block that a person can act on."""
    for name in ("accessory", "element"):
        if isinstance(one := block.get(name), dict):
            yield one, step(at, name)
    if block.get("type") in ("actions", "context_actions"):
        yield from _objects(block.get("elements"), step(at, "elements"))
    elif block.get("type") == "card":
        yield from _objects(block.get("actions"), step(at, "actions"))


def check(blocks: object, at: str, surface: str, out: Faults) -> None:
    """Everything between the blocks of one message or view."""
    all_blocks = list(every_block(blocks, at))
    _unique_ids(all_blocks, out)
    _focus_once(all_blocks, out)
    _response_urls(all_blocks, surface, out)
    if surface == MESSAGE:
        _message_sums(all_blocks, at, out)
    # Cells are counted only in blocks that are known to be shallow.
    if surface in (MESSAGE, HOME) and not out.list:
        _table_text(all_blocks, out)


def _unique_ids(all_blocks: list[tuple[dict[str, object], str]], out: Faults) -> None:
    blocks_seen: set[str] = set()
    for block, here in all_blocks:
        block_id = block.get("block_id")
        # A markdown block's id is not kept, so it cannot meet another.
        if isinstance(block_id, str) and block.get("type") != "markdown":
            if block_id in blocks_seen:
                out.add(
                    f'`block_id` "{block_id[:255]}" already exists', step(here, "block_id"), "unique.block_id"
                )
            blocks_seen.add(block_id)
        actions_seen: set[str] = set()
        for element, there in elements_of(block, here):
            action_id = element.get("action_id")
            if isinstance(action_id, str):
                if action_id in actions_seen:
                    out.add(
                        f'`action_id` "{action_id[:255]}" already exists',
                        step(there, "action_id"),
                        "unique.action_id",
                    )
                actions_seen.add(action_id)


def _focus_once(all_blocks: list[tuple[dict[str, object], str]], out: Faults) -> None:
    wants = [
        there
        for block, here in all_blocks
        for element, there in elements_of(block, here)
        if element.get("focus_on_load") is True
    ]
    for there in wants[1:]:
        out.add(
            "only one element can have `focus_on_load` set to true",
            step(there, "focus_on_load"),
            "focus_on_load",
        )


def _response_urls(all_blocks: list[tuple[dict[str, object], str]], surface: str, out: Faults) -> None:
    for block, here in all_blocks:
        for element, there in elements_of(block, here):
            if element.get("response_url_enabled") is True and (
                surface != MODAL or block.get("type") != "input"
            ):
                out.add(
                    "`response_url_enabled` is only allowed in input blocks of modals",
                    step(there, "response_url_enabled"),
                    "response_url_enabled",
                )


def _message_sums(all_blocks: list[tuple[dict[str, object], str]], at: str, out: Faults) -> None:
    tables = [here for block, here in all_blocks if block.get("type") in _TABLES]
    for here in tables[1:]:
        out.add("only_one_table_allowed", here, "table.one")
    charts = [here for block, here in all_blocks if block.get("type") == "data_visualization"]
    most = RULES["chart.per_message"].most or 0
    for here in charts[most:]:
        out.add(
            f"no more than {most} data_visualization blocks allowed",
            step(here, "type"),
            "chart.per_message",
        )
    texts = [block.get("text") for block, _ in all_blocks if block.get("type") == "markdown"]
    limit = RULES["markdown.text"].most or 0
    lengths = [len(text) for text in texts if isinstance(text, str)]
    if sum(lengths) > limit and max(lengths) <= limit:
        out.add(f"must be less than {limit + 1} characters", at, "markdown.text")


def _table_text(all_blocks: list[tuple[dict[str, object], str]], out: Faults) -> None:
    limit = RULES["table.text"].most or 0
    for block, here in all_blocks:
        if block.get("type") in _TABLES and _characters(block.get("rows")) > limit:
            out.add(f"must be less than {limit + 1} characters", step(here, "rows"), "table.text")


def _characters(value: object) -> int:
    """The characters of all `text` keys below, found without recursion."""
    total, rest = 0, [value]
    while rest:
        one = rest.pop()
        if isinstance(one, list):
            rest.extend(one)
        elif isinstance(one, dict):
            total += len(text) if isinstance(text := one.get("text"), str) else 0
            rest.extend(one.values())
    return total


def check_view(view: dict[str, object], at: str, out: Faults) -> None:
    """What a view says of its blocks: submit for inputs, and, when all else is right, its size."""
    if view.get("type") == MODAL and "submit" not in view:
        for block, here in _objects(view.get("blocks"), step(at, "blocks")):
            if block.get("type") == "input":
                out.add(
                    "must define `submit` to use an `input` block in modals",
                    step(here, "input"),
                    "modal.submit",
                )
    if not out.list:
        # Only a view without faults is known to be shallow enough to write out.
        size = len(json.dumps(view, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        limit = RULES["view.size"].most or 0
        if size > limit:
            out.add(
                f"must be less than {limit + 1} bytes",
                at,
                "view.size",
                type="max_length",
                expected=limit,
                got=size,
            )
