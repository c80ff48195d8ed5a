"""What no button and no form of Slack's can hold: longer values, signs that no database keeps. Only an edited request
has them; it gets its sentence before anything is looked up."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.views.sent import kept
from rules.errors import Invalid, NotFound
from rules.patterns import late

MOST = 3_000  # characters, as Slack takes them, of any one value
Is = Callable[[Any], bool]
_UNKEPT = late("[\0\ud800-\udfff]")


def check(body: Mapping[str, Any]) -> None:
    """Raises NotFound for a button or a form that was edited, Invalid by field for words too long for it."""
    view = body.get("view") or {}
    for value in (
        *_values(body.get("actions")),
        *_values(view.get("private_metadata")),
        *_values(kept(view)),
    ):
        if len(value) > MOST or _UNKEPT.search(value):
            raise NotFound("err.stale")
    if body.get("type") == "view_submission":
        _check_form(view)


def _check_form(view: Mapping[str, Any]) -> None:
    if not _is_filled_in(view.get("state")):
        raise NotFound("err.stale")
    room = {block.get("block_id"): _room(block.get("element") or {}) for block in view.get("blocks") or ()}
    filled = view["state"]["values"]
    over = {
        name: room.get(name, MOST)
        for name, field in filled.items()
        if any(len(value) > room.get(name, MOST) for value in _values(field))
    }
    if over:
        raise Invalid("cell.too_long", dict.fromkeys(over, "cell.too_long"), most=min(over.values()))


def _is_filled_in(state: Any) -> bool:
    """Is that what a form brings back: of each block its field, and of the field what its kind brings?"""
    blocks = state.get("values") if isinstance(state, Mapping) else None
    if not isinstance(blocks, Mapping) or not all(block and _is_map(block) for block in blocks.values()):
        return False
    fields = [field for block in blocks.values() for field in block.values()]
    return all(map(_is_map, fields)) and all(
        field.get(name) is None or is_one(field[name]) for field in fields for name, is_one in KINDS.items()
    )


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and not _UNKEPT.search(value)


def _is_choice(value: Any) -> bool:
    return isinstance(value, Mapping) and _is_id(value.get("value"))


def _are(is_one: Is) -> Is:
    return lambda value: isinstance(value, list) and all(map(is_one, value))


KINDS: Mapping[str, Is] = {  # what Slack sends of a field, if anything
    "value": _is_text,
    "selected_option": _is_choice,
    "selected_options": _are(_is_choice),
    "selected_date": _is_id,
    "selected_time": _is_id,
    "selected_user": _is_id,
    "selected_users": _are(_is_id),
    "selected_channel": _is_id,
    "files": _are(_is_map),
}


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
