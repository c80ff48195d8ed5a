"""What a form that was sent brings back beside its fields."""

import json
from typing import Any


def kept(view: dict[str, Any]) -> dict[str, Any]:
    """What the form was given to keep; empty when that is none of ours. Its values are checked like any other input."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
