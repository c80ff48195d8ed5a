"""What a person fills into inputs: the values of a view's state, and Slack's own checks before the app hears of it."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox import shapes
from sandbox.content import elements_of
from sandbox.entities import Json
from sandbox.fields import KEY_OF
from sandbox.world import World

REQUIRED = "Please complete this required field."
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def filled(world: World, blocks: list[Json], given: Json, known: Json) -> Json:
    """`state.values` of a view: what was given, else what was there, else the initial value, else empty."""
    out: Json = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] not in KEY_OF or element["type"] == "overflow":
                continue
            row = _row(given, block, element) or _row(known, block, element) or _initial(element)
            out.setdefault(block["block_id"], {})[element["action_id"]] = _complete(world, element, row)
    return out


def _row(values: Json, block: Json, element: Json) -> Json | None:
    row = values.get(block["block_id"])
    answer = row.get(element["action_id"]) if isinstance(row, dict) else None
    return answer if isinstance(answer, dict) else None


def _initial(element: Json) -> Json:
    key = KEY_OF[element["type"]]
    initial = element.get("initial_value" if key == "value" else key.replace("selected", "initial"))
    empty: Any = [] if key.endswith("s") else None
    return {key: empty if initial is None else initial}


def _complete(world: World, element: Json, row: Json) -> Json:
    key = KEY_OF[element["type"]]
    value = row.get(key)
    if key == "files":
        ids = [one.get("id") if isinstance(one, dict) else one for one in value or []]
        value = [shapes.file(world, world.state.files[one]) for one in ids if one in world.state.files]
    if value == "" and key == "value":
        value = None
    return {"type": element["type"], key: value}


def faults_of(blocks: list[Json], values: Json) -> Json:
    """What Slack's own client refuses to send: a text per block_id."""
    out: Json = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        answer = values[block["block_id"]][element["action_id"]]
        value = answer.get(KEY_OF[element["type"]])
        if value in (None, "", []):
            if not block.get("optional"):
                out[block["block_id"]] = REQUIRED
        elif fault := _fault(element, value):
            out[block["block_id"]] = fault
    return out


def _fault(element: Json, value: Any) -> str:
    match element["type"]:
        case "plain_text_input":
            least, most = element.get("min_length", 0), element.get("max_length", 3000)
            if len(str(value)) < least:
                return f"Please enter at least {least} characters."
            return f"Please enter at most {most} characters." if len(str(value)) > most else ""
        case "email_text_input":
            return "" if MAIL.fullmatch(str(value)) else "Please enter a valid email address."
        case "url_text_input":
            return "" if re.match(r"https?://\S+$", str(value)) else "Please enter a valid URL."
        case "number_input":
            return _number_fault(element, str(value))
    return ""


def _number_fault(element: Json, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite() or (number % 1 and not element.get("is_decimal_allowed")):
        return "Please enter a whole number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and number < Decimal(low):
        return f"Please enter a number of {low} or more."
    return f"Please enter a number of {high} or less." if high is not None and number > Decimal(high) else ""
