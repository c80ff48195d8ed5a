"""Names for the blocks of a view that is published again and again.

Slack names a nameless block anew each time, and a press on the Home of a moment ago would find no such button. So what a
block does is its name: it keeps it whatever its text says meanwhile, and whatever comes before it.
"""

import hashlib
import json
from typing import Any

_TOLD = ("value", "options", "url")  # what an element does, beside its action


def named(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks, each with an id; the same block twice in one view is ``ID.2``."""
    seen: dict[str, int] = {}
    return [
        block if "block_id" in block else {**block, "block_id": _unique(_id(block), seen)} for block in blocks
    ]


def _id(block: dict[str, Any]) -> str:
    elements = [block.get("accessory"), *(block.get("elements") or ())]
    acts = [
        [e["action_id"], *(_does(e.get(name)) for name in _TOLD)] for e in elements if e and "action_id" in e
    ]
    return hashlib.sha1(json.dumps(acts or block).encode(), usedforsecurity=False).hexdigest()[:12]


def _does(told: Any) -> Any:
    """Options do what their values say."""
    return [one["value"] for one in told] if isinstance(told, list) else told


def _unique(name: str, seen: dict[str, int]) -> str:
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name}.{seen[name]}"
