"""From a plain value to the answer that an element of Block Kit gives, for the driver."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sandbox.render import Json, elements

# Which key carries the answer: https://docs.slack.dev/reference/block-kit/block-elements
KEY_OF = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "file_input": "files",
    "rich_text_input": "rich_text_value",
}


def field_of(view: Json, name: str) -> tuple[Json, Json]:
    """The input with this block_id, action_id or label; raises LookupError with what there is."""
    found = list(elements(view))
    for block, element in found:
        label = block.get("label")
        shown = label.get("text") if isinstance(label, dict) else None
        if name in (block.get("block_id"), element["action_id"], shown):
            return block, element
    there = [(block.get("block_id"), (block.get("label") or {}).get("text")) for block, _ in found]
    raise LookupError(f"no field {name!r} among {there}")


def answer_of(element: Json, key: str, value: Any) -> Any:
    """The value in Slack's shape; with `key` the bare part under it, else the whole answer with its type."""
    kind = element["type"]
    name = key or KEY_OF.get(kind, "value")
    part = _part(element, name, value)
    return part if key else {"type": kind, name: part}


def _part(element: Json, name: str, value: Any) -> Any:
    if value is None or isinstance(value, dict):
        return value
    if name == "selected_option":
        return _option(element, value)
    if name == "selected_options":
        return [_option(element, one) for one in value]
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if name == "value":
        return str(value)
    return value


def _option(element: Json, wanted: Any) -> Json:
    """By value or by text; raises LookupError with what there is."""
    if isinstance(wanted, dict):
        return wanted
    options = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        options += group["options"]
    for option in options:
        if wanted in (option["value"], option["text"]["text"]):
            found: Json = option
            return found
    raise LookupError(f"no option {wanted!r} among {[one['value'] for one in options]}")
