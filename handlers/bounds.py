"""What no button and no form of Slack's can hold: longer values, signs that no database keeps. Only an edited request
has them; it gets its sentence before anything is looked up."""

from collections.abc import Iterator, Mapping
from typing import Any

from rules.errors import Invalid, NotFound
from rules.patterns import late

MOST = 3_000  # characters, as Slack takes them, of any one value
_UNKEPT = late("[\0\ud800-\udfff]")


def check(body: Mapping[str, Any]) -> None:
    """Raises NotFound for a button or a form that was edited, Invalid by field for words too long for it."""
    view = body.get("view") or {}
    for value in (*_values(body.get("actions")), *_values(view.get("private_metadata"))):
        if len(value) > MOST or _UNKEPT.search(value):
            raise NotFound("err.stale")
    if body.get("type") == "view_submission":
        _check_form(view)


def _check_form(view: Mapping[str, Any]) -> None:
    room = {block.get("block_id"): _room(block.get("element") or {}) for block in view.get("blocks") or ()}
    filled = (view.get("state") or {}).get("values") or {}
    over = {
        name: room.get(name, MOST)
        for name, field in filled.items()
        if any(len(value) > room.get(name, MOST) for value in _values(field))
    }
    if over:
        raise Invalid("cell.too_long", dict.fromkeys(over, "cell.too_long"), most=min(over.values()))


def _room(element: Mapping[str, Any]) -> int:
    """How much may be typed into it; of what is chosen, any value."""
    most = element.get("max_length")
    return most if isinstance(most, int) and element.get("type") == "plain_text_input" else MOST


def _values(told: Any) -> Iterator[str]:
    """Every text in it, however deep."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        for one in told.values():
            yield from _values(one)
    elif isinstance(told, list):
        for one in told:
            yield from _values(one)
