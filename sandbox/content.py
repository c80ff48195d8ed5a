"""What the app wants to say, checked as Slack checks it: text, blocks, attachments, metadata."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from sandbox.blocks import Fault, as_error, validate_blocks, validate_view
from sandbox.entities import Json
from sandbox.errors import SlackError
from sandbox.world import World

LONGEST_TEXT = 40_000  # https://docs.slack.dev/reference/methods/chat.postMessage#truncating
MOST_ATTACHMENTS = 100
LARGEST_METADATA = 16_000  # bytes; https://docs.slack.dev/messaging/message-metadata
LARGEST_VIEW = 250_000  # bytes; https://docs.slack.dev/reference/methods/views.open#errors


def refuse(faults: list[Fault]) -> None:
    """Raises Slack's answer to faulty blocks or a faulty view, when there is a fault."""
    if faults:
        body = as_error(faults)
        raise SlackError(str(body.pop("error")), **{k: v for k, v in body.items() if k != "ok"})


def checked_message(world: World, args: Json) -> Json:
    """The text, blocks, attachments and metadata of a post; raises SlackError."""
    text = args.get("text")
    text = "" if text is None else str(text)
    if len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    blocks = args.get("blocks") or []
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    refuse(validate_blocks(blocks, "message"))
    attachments = args.get("attachments") or []
    if not isinstance(attachments, list):
        raise SlackError("invalid_attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    if not (text.strip() or blocks or attachments):
        raise SlackError("no_text")
    return {
        "text": text,
        "blocks": finished(world, blocks),
        "attachments": [
            {"id": n, "fallback": "[no preview available]", **one} for n, one in enumerate(attachments, 1)
        ],
        "metadata": checked_metadata(args.get("metadata")),
    }


def checked_metadata(metadata: Any) -> Json | None:
    """An event_type and an object of event_payload, or nothing; raises SlackError."""
    if metadata is None or metadata == "":
        return None
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise SlackError("metadata_too_large")
    return {"event_type": kind, "event_payload": payload}


def checked_view(world: World, view: Any, kinds: tuple[str, ...]) -> Json:
    """A view of one of these types, finished; raises SlackError with Slack's pointers."""
    if len(json.dumps(view)) > LARGEST_VIEW:
        raise SlackError("view_too_large")
    faults = validate_view(view)
    if not faults and view["type"] not in kinds:
        faults = [Fault(f"must be {' or '.join(kinds)}", "/view/type", "view.type")]
    refuse(faults)
    done: Json = copy.deepcopy(view)
    done["blocks"] = finished(world, view["blocks"])
    return done


def finished(world: World, blocks: list[Json]) -> list[Json]:
    """A copy with the ids and defaults that Slack fills in."""
    done = copy.deepcopy(blocks)
    for block in done:
        block.setdefault("block_id", short_id(world))
        for element in elements_of(block):
            element.setdefault("action_id", short_id(world))
        _defaults(block)
    return done


def short_id(world: World) -> str:
    return "".join(world.rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789", k=5))


INTERACTIVE_NOT = {
    "image",
    "plain_text",
    "mrkdwn",
    "rich_text_section",
    "rich_text_list",
    "rich_text_quote",
    "rich_text_preformatted",
}


def elements_of(block: Json) -> Iterator[Json]:
    """The elements of a block that a person can use."""
    found = [block.get("element"), block.get("accessory")]
    if block.get("type") in ("actions", "context_actions"):
        found += block.get("elements", [])
    for element in found:
        if isinstance(element, dict) and element.get("type") not in INTERACTIVE_NOT:
            yield element


def _defaults(thing: Any) -> None:
    if isinstance(thing, list):
        for one in thing:
            _defaults(one)
    elif isinstance(thing, dict):
        if thing.get("type") == "plain_text" and isinstance(thing.get("text"), str):
            thing.setdefault("emoji", True)
        elif thing.get("type") == "mrkdwn" and isinstance(thing.get("text"), str):
            thing.setdefault("verbatim", False)
        elif thing.get("type") == "input":
            thing.setdefault("optional", False)
            thing.setdefault("dispatch_action", False)
        for name, one in thing.items():
            if name not in ("metadata", "value"):
                _defaults(one)
