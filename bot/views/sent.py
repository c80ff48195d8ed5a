"""What a form that was sent brings back: what it kept, what was picked in its fields, and files."""

import json
from datetime import date, time
from typing import Any, NamedTuple

from rules.errors import Invalid
from rules.slack_text import clean


def kept(view: dict[str, Any]) -> dict[str, Any]:
    """What the form was given to keep; empty when that is none of ours. Its values are checked like any other input."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def day(values: dict[str, Any], name: str) -> date | None:
    """The day picked in a field, None when it was left empty. Raises Invalid for what no picker sends."""
    said = values.get(name, {}).get(name, {}).get("selected_date")
    try:
        return date.fromisoformat(said) if said else None
    except (TypeError, ValueError):
        raise _edited(name) from None


def hour(values: dict[str, Any], name: str) -> time | None:
    """The time picked in a field, as `day`."""
    said = values.get(name, {}).get(name, {}).get("selected_time")
    try:
        return time.fromisoformat(said) if said else None
    except (TypeError, ValueError):
        raise _edited(name) from None


def chosen(view: dict[str, Any], name: str) -> str:
    """What was chosen from the list of a field; "" where nothing was."""
    said = view["state"]["values"].get(name, {}).get(name, {}).get("selected_option") or {}
    return str(said.get("value") or "")


def channel(view: dict[str, Any], name: str) -> str:
    """The channel that was picked in a field; "" where none was."""
    return str(view["state"]["values"].get(name, {}).get(name, {}).get("selected_channel") or "")


def ticked(view: dict[str, Any], name: str) -> tuple[str, ...]:
    """Which boxes of a field are ticked."""
    chosen = (view["state"]["values"].get(name, {}).get(name) or {}).get("selected_options") or []
    return tuple(str(one["value"]) for one in chosen)


class SlackFile(NamedTuple):
    """A file as Slack names it; without an address where it lies elsewhere."""

    id: str
    name: str
    size: int
    url: str
    media_type: str


def files(found: Any) -> list[SlackFile]:
    """The files of a message, or of a field."""
    rows = found if isinstance(found, list) else []
    return [
        SlackFile(
            str(row["id"]),
            clean(str(row.get("name") or row.get("title") or "")),
            int(row.get("size") or 0),
            "" if row.get("is_external") else str(row.get("url_private_download") or ""),
            str(row.get("mimetype") or ""),
        )
        for row in rows
        if isinstance(row, dict) and row.get("id")
    ]


def _edited(name: str) -> Invalid:
    return Invalid("verb.date_missing", faults={name: "verb.date_missing"})


def as_text(answer: dict[str, Any]) -> str:
    """What one field brings back, as text."""
    files = answer.get("files") or []
    chosen = answer.get("selected_option") or {}
    if files:
        return "files:" + ",".join(str(f.get("id")) for f in files)
    return clean(str(answer.get("value") or chosen.get("value") or answer.get("selected_date") or ""))
