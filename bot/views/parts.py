"""The parts of every message, modal and Home: the only file that spells block types.

Whatever text goes in, what comes out is within Slack's limits: escaped, cut, counted (invalid_blocks and
msg_too_long cannot happen). A part that would be empty is None, and None is dropped from every list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.views.block_ids import named
from bot.views.fit import HOME, MESSAGE, MODAL, fit
from bot.views.markup import bold, clip, escape, link, mention, one_line, storable

__all__ = [
    "actions", "bold", "button", "confirm", "context", "divider", "fields", "header", "home", "input_checkboxes",
    "input_date", "input_file", "input_select", "input_text", "input_time", "link", "mention", "message", "modal",
    "option", "overflow", "section", "select", "HERE",
]  # fmt: skip

Part = dict[str, Any]
Blocks = Iterable[Part | None]
HERE = "here"  # behind what a form is about: the message is about it alone, and says what comes of the form
NOTHING = "–"  # Slack refuses an empty text


def _mrkdwn(text: str, most: int = 3000) -> Part:
    # verbatim: Slack links nothing by itself, so an account called booking.com or @channel stays a name
    return {
        "type": "mrkdwn",
        "text": clip(escape(text[: 4 * most]).strip() or NOTHING, most),
        "verbatim": True,
    }


def _plain(text: str, most: int) -> Part:
    return {
        "type": "plain_text",
        "text": clip(escape(one_line(text[:20_000])) or NOTHING, most),
        "emoji": True,
    }


def _id(value: str, most: int = 255) -> str:
    """Ids and values are ours and mean something: too long is a fault of the code, never cut."""
    if not 0 < len(value) <= most:
        raise ValueError(f"an id or value of 1 to {most} characters, not {len(value)}")
    return value


def _some(**pairs: object) -> Part:
    return {key: value for key, value in pairs.items() if value is not None and value != ""}


# -- blocks ----------------------------------------------------------------------------------------


def section(text: str, accessory: Part | None = None, block_id: str | None = None) -> Part:
    """A paragraph of mrkdwn (3,000), with one element at its side."""
    return _some(type="section", text=_mrkdwn(text), accessory=accessory, block_id=block_id and _id(block_id))


def fields(*texts: str) -> Part | None:
    """Up to ten short texts (2,000 each) in two columns."""
    return {"type": "section", "fields": [_mrkdwn(t, 2000) for t in texts[:10]]} if texts else None


def header(text: str) -> Part:
    return {"type": "header", "text": _plain(text, 150)}


def context(*texts: str) -> Part | None:
    """Grey small print: up to ten texts."""
    return {"type": "context", "elements": [_mrkdwn(t) for t in texts[:10]]} if texts else None


def divider() -> Part:
    return {"type": "divider"}


def actions(*elements: Part | None, block_id: str | None = None) -> Part | None:
    """A row of buttons and selects (25). The same action twice in a row becomes `name#2`: see action_name."""
    row = [dict(e) for e in elements if e is not None][:25]
    seen: dict[str, int] = {}
    for element in row:
        name = element["action_id"]
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            element["action_id"] = f"{name}#{seen[name]}"
    return _some(type="actions", elements=row, block_id=block_id and _id(block_id)) if row else None


def action_name(action_id: str) -> str:
    """The action's name without the `#2` that keeps equal buttons of one row apart."""
    return action_id.partition("#")[0]


# -- elements --------------------------------------------------------------------------------------


def button(
    text: str,
    action_id: str,
    value: str | None = None,
    style: str | None = None,
    confirm: Part | None = None,
    url: str | None = None,
) -> Part:
    """A button (75). style "primary" or "danger"; value at most 2,000, url at most 3,000 characters."""
    return _some(
        type="button",
        text=_plain(text, 75),
        action_id=_id(action_id, 250),
        value=value and _id(value, 2000),
        style=style,
        confirm=confirm,
        url=url and _id(url, 3000),
    )


def confirm(title: str, text: str, yes: str, no: str, danger: bool = False) -> Part:
    """ "Are you sure?" before a button acts."""
    return _some(
        title=_plain(title, 100),
        text=_mrkdwn(text, 300),
        confirm=_plain(yes, 30),
        deny=_plain(no, 30),
        style="danger" if danger else None,
    )


def option(text: str, value: str, description: str | None = None) -> Part:
    """One choice: text 75, value 150, description 75."""
    return _some(
        text=_plain(text, 75), value=_id(value, 150), description=description and _plain(description, 75)
    )


def overflow(action_id: str, options: Sequence[Part], confirm: Part | None = None) -> Part | None:
    """The ⋯ menu: up to five options."""
    if not options:
        return None
    return _some(type="overflow", action_id=_id(action_id, 250), options=list(options)[:5], confirm=confirm)


def select(
    action_id: str, options: Sequence[Part], placeholder: str | None = None, initial: str | None = None
) -> Part | None:
    """A menu of up to 100 options; `initial` is a value and is ignored when no option has it."""
    kept = list(options)[:100]
    if not kept:
        return None
    return _some(
        type="static_select",
        action_id=_id(action_id, 250),
        options=kept,
        placeholder=placeholder and _plain(placeholder, 150),
        initial_option=next((o for o in kept if o["value"] == initial), None),
    )


# -- inputs of a modal -----------------------------------------------------------------------------


def _input(
    label: str, name: str, element: Part | None, optional: bool, hint: str | None, dispatch: bool = False
) -> Part | None:
    if element is None:
        return None
    return _some(
        type="input",
        block_id=_id(name),
        label=_plain(label, 2000),
        element={**element, "action_id": _id(name)},
        optional=optional,
        hint=hint and _plain(hint, 2000),
        dispatch_action=True if dispatch else None,
    )


def input_text(
    label: str,
    name: str,
    initial: str | None = None,
    *,
    placeholder: str | None = None,
    multiline: bool = False,
    most: int = 3000,
    optional: bool = False,
    hint: str | None = None,
    focus: bool = False,
) -> Part:
    """Words. block_id and action_id are both `name`; what stood there before is kept whole, so that it comes back whole."""
    before = storable(initial) if initial else ""
    most = min(max(most, len(before)), 3000)
    element = _some(
        type="plain_text_input",
        multiline=multiline,
        max_length=most,
        initial_value=clip(before, most) or None,
        placeholder=placeholder and _plain(placeholder, 150),
        focus_on_load=True if focus else None,
    )
    return _input(label, name, element, optional, hint) or {}


def input_select(
    label: str,
    name: str,
    options: Sequence[Part],
    initial: str | None = None,
    *,
    placeholder: str | None = None,
    optional: bool = False,
    hint: str | None = None,
    dispatch: bool = False,
) -> Part | None:
    """One of a list; None when there is nothing to choose from. dispatch: tells Baton at each change."""
    return _input(label, name, select(name, options, placeholder, initial), optional, hint, dispatch)


def input_date(
    label: str, name: str, initial: str | None = None, *, optional: bool = False, hint: str | None = None
) -> Part:
    """A day; `initial` as YYYY-MM-DD."""
    return _input(label, name, _some(type="datepicker", initial_date=initial), optional, hint) or {}


def input_time(
    label: str, name: str, initial: str | None = None, *, optional: bool = False, hint: str | None = None
) -> Part:
    """A clock time in the reader's zone; `initial` as HH:MM."""
    return _input(label, name, _some(type="timepicker", initial_time=initial), optional, hint) or {}


def input_checkboxes(
    label: str, name: str, options: Sequence[Part], initial: Iterable[str] = (), *, optional: bool = True
) -> Part | None:
    """Up to ten boxes; `initial` are values."""
    kept, ticked = list(options)[:10], set(initial)
    if not kept:
        return None
    chosen = [o for o in kept if o["value"] in ticked] or None
    return _input(label, name, _some(type="checkboxes", options=kept, initial_options=chosen), optional, None)


def input_file(
    label: str,
    name: str,
    filetypes: Sequence[str] = (),
    most: int = 5,
    *,
    optional: bool = False,
    hint: str | None = None,
) -> Part:
    """Files, at most ten; filetypes without dots."""
    element = _some(type="file_input", filetypes=list(filetypes) or None, max_files=min(max(most, 1), 10))
    return _input(label, name, element, optional, hint) or {}


# -- surfaces --------------------------------------------------------------------------------------


def _more(hidden: int) -> Part | None:
    return context("…")


def message(text: str, blocks: Blocks = (), more: Callable[[int], Part | None] = _more) -> Part:
    """A message: `text` is what notifications show; what does not fit gives way to more(how many sections)."""
    return {"text": _mrkdwn(text)["text"], "blocks": fit(blocks, MESSAGE, more)}


def modal(
    title: str,
    blocks: Blocks,
    submit: str | None = None,
    close: str | None = None,
    callback_id: str = "",
    private_metadata: str = "",
    more: Callable[[int], Part | None] = _more,
) -> Part:
    """A modal; with an input it needs `submit` (ValueError). private_metadata: ids of ours, at most 3,000."""
    kept = fit(blocks, MODAL, more)
    if submit is None and any(block["type"] == "input" for block in kept):
        raise ValueError("a modal with an input needs a submit button")
    return _some(
        type="modal",
        title=_plain(title, 24),
        blocks=kept,
        submit=None if submit is None else _plain(submit, 24),
        close=None if close is None else _plain(close, 24),
        callback_id=_id(callback_id) if callback_id else None,
        private_metadata=_id(private_metadata, 3000) if private_metadata else None,
    )


def home(blocks: Blocks, more: Callable[[int], Part | None] = _more) -> Part:
    """The Home tab; its blocks keep their ids from one publication to the next."""
    return {"type": "home", "blocks": named(fit(blocks, HOME, more))}
