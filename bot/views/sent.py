"""What a form that was sent brings back beside its fields."""

import json
from datetime import date, time
from typing import Any

from rules.errors import Invalid


def kept(view: dict[str, Any]) -> dict[str, Any]:
    """What the form was given to keep; empty when that is none of ours. Its values are checked like any other input."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
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


def _edited(name: str) -> Invalid:
    return Invalid("verb.date_missing", faults={name: "verb.date_missing"})
