"""What a person reads in a message or a view, as plain lines, so that tests can assert on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def text_of(thing: Json) -> str:
    """All readable text of a message or a view, a line per block; blocks win over `text`, as in Slack."""
    lines: list[str] = []
    if isinstance(thing.get("title"), dict) and thing.get("type") != "home":
        lines.append(_text(thing["title"]))
    blocks = thing.get("blocks") or []
    if blocks:
        lines += [line for block in blocks for line in _block(block)]
    elif thing.get("text"):
        lines.append(str(thing["text"]))
    for attachment in thing.get("attachments") or []:
        lines.append(text_of(attachment))
    return "\n".join(line for line in lines if line)


def buttons_of(thing: Json) -> list[str]:
    """The texts of all buttons, and the placeholders or action ids of all other elements, in order."""
    return [_text(element.get("text")) or element.get("action_id", "") for _, element in elements(thing)]


def elements(thing: Json) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with the block it stands in."""
    for block in thing.get("blocks") or []:
        inside = [block.get("accessory"), block.get("element")]
        if block.get("type") in ("actions", "context_actions"):
            inside += block.get("elements", [])
        for element in inside:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def _text(thing: Any) -> str:
    if isinstance(thing, str):
        return thing
    return str(thing.get("text", "")) if isinstance(thing, dict) else ""


def _block(block: Json) -> Iterator[str]:
    kind = block.get("type")
    if kind == "input":
        yield _text(block.get("label"))
        yield _element(block.get("element") or {})
        yield _text(block.get("hint"))
    elif kind in ("rich_text", "rich_text_section"):
        yield "".join(_rich(block))
    elif kind == "table":
        for row in block.get("rows", []):
            yield " | ".join(_text(cell) or "".join(_rich(cell)) for cell in row)
    else:
        yield _text(block.get("text"))
        yield _text(block.get("title")) if kind != "image" else _text(block.get("alt_text"))
        yield from (_text(field) for field in block.get("fields") or [])
        shown = [_element(one) for one in [*(block.get("elements") or []), block.get("accessory")] if one]
        yield "  ".join(one for one in shown if one)


def _element(element: Json) -> str:
    kind = element.get("type", "")
    if kind in ("mrkdwn", "plain_text"):
        return _text(element)
    if kind == "button":
        return f"[{_text(element.get('text'))}]"
    if kind == "image":
        return _text(element.get("alt_text"))
    if kind == "overflow":
        return "[…]"
    initial = element.get("initial_option")
    chosen = _text(initial.get("text")) if isinstance(initial, dict) else ""
    return str(
        chosen
        or element.get("initial_value")
        or element.get("initial_date")
        or _text(element.get("placeholder"))
    )


def _rich(thing: Any) -> Iterator[str]:
    for element in thing.get("elements", []) if isinstance(thing, dict) else []:
        kind = element.get("type")
        if kind == "text":
            yield element.get("text", "")
        elif kind == "user":
            yield f"<@{element['user_id']}>"
        elif kind == "channel":
            yield f"<#{element['channel_id']}>"
        elif kind == "link":
            yield element.get("text") or element.get("url", "")
        elif kind == "emoji":
            yield f":{element.get('name')}:"
        else:
            yield "".join(_rich(element)) + "\n"
