"""Block Kit as strict as Slack's: faults in messages, modals and Home tabs, in Slack's own words.

Standard library only. `rules.py` is the table of limits with the page of each.
"""

from typing import Literal

from sandbox.blocks import whole
from sandbox.blocks.answer import as_error, as_validation, messages
from sandbox.blocks.fault import Fault, Faults
from sandbox.blocks.rules import RULES, SURFACES, Rule
from sandbox.blocks.shapes import BLOCKS, VIEWS

__all__ = [
    "RULES",
    "SURFACES",
    "Fault",
    "Rule",
    "as_error",
    "as_validation",
    "messages",
    "validate_blocks",
    "validate_view",
]

Surface = Literal["message", "modal", "home"]


def validate_blocks(blocks: object, surface: Surface = "message", at: str = "/blocks") -> list[Fault]:
    """All faults of a list of blocks on a surface, empty when Slack would take it. Never raises.

    `at` is where the list stands in the request: `/blocks` in chat.postMessage, `` in blocks.validate.
    An empty list has no fault: a message may fall back on its text.
    """
    out = Faults()
    BLOCKS[surface].check(blocks, at, out)
    whole.check(blocks, at, surface, out)
    return out.list


def validate_view(view: object, at: str = "/view") -> list[Fault]:
    """All faults of a modal or Home view (views.open, push, update, publish). Never raises."""
    out = Faults()
    VIEWS.check(view, at, out)
    if isinstance(view, dict):
        kind = view.get("type")
        if kind in ("modal", "home") and isinstance(kind, str):
            whole.check(view.get("blocks"), f"{at}/blocks", kind, out)
            whole.check_view(view, at, out)
    return out.list
