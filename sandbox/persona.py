"""A person of the driver: commands, messages, clicks, modals, and what they see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sandbox.fields import answer_of, field_of
from sandbox.render import Json, elements, text_of

T = TypeVar("T")


class Doors(Protocol):
    """What a person needs of the driver."""

    def get(self, path: str, **query: Any) -> Json: ...
    def post(self, path: str, http: str = "POST", **body: Any) -> Json: ...
    def send_file(self, user: str, name: str, data: bytes) -> Json: ...
    def wait_for(self, predicate: Callable[[], T]) -> T: ...


@dataclass
class Answer:
    """What came of a person's act; `messages` are those that only they were shown at once."""

    ok: bool
    error: str = ""
    messages: list[Json] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(text_of(one) for one in self.messages) or self.error

    @property
    def message(self) -> Json:
        """The last of the messages; raises IndexError when there is none."""
        return self.messages[-1]


class Persona:
    """Somebody of the team, by id or handle. Channels go by id, "#name" or "@handle"; "app" is the app's DM."""

    def __init__(self, sandbox: Doors, name: str) -> None:
        self._sandbox = sandbox
        self.name = name

    def _place(self, channel: str) -> str:
        if channel != "app":
            return channel
        rows = self.channels()
        return str(next(row["id"] for row in rows if row["kind"] == "app"))

    def _post(self, path: str, **body: Any) -> Json:
        return self._sandbox.post(f"/client/{path}", user=self.name, **body)

    def _get(self, path: str, **query: Any) -> Json:
        return self._sandbox.get(f"/client/{path}", user=self.name, **query)

    @property
    def opening(self) -> Opening:
        """The acts that open a modal, each answered by it: `form = dana.opening.click(card, "Edit")`."""
        return Opening(self, self._sandbox.wait_for)

    # -- doing -----------------------------------------------------------------------------------

    def command(self, channel: str, text: str) -> Answer:
        """A slash command; the answer holds what only this person was shown."""
        place = self._place(channel)
        before = {one["ts"] for one in self._whispers(place)}
        told = self._post("command", channel=place, text=text)
        new = [one for one in self._whispers(place) if one["ts"] not in before]
        return Answer(told["ok"], told.get("error", ""), new)

    def _whispers(self, channel: str) -> list[Json]:
        return [one for one in self.messages(channel) if one.get("ephemeral")]

    def say(
        self, channel: str, text: str, thread_ts: str | None = None, files: list[Json] | None = None
    ) -> Json:
        """Writes a message, with uploaded files under it, and returns it; raises RuntimeError when Slack would not
        take it."""
        place = self._place(channel)
        more: Json = {"thread_ts": thread_ts} if thread_ts else {}
        told = self._post(
            "message", channel=place, text=text, files=[file["id"] for file in files or []], **more
        )
        if not told["ok"]:
            raise RuntimeError(told["error"])
        shown = self.replies(place, thread_ts) if thread_ts else self.messages(place)
        return next(one for one in shown if one["ts"] == told["ts"])

    def edit(self, message: Json, text: str) -> Answer:
        """Other words in the place of one's own message."""
        return self._mine("message/edit", message, text=text)

    def delete(self, message: Json) -> Answer:
        """Takes one's own message away."""
        return self._mine("message/delete", message)

    def _mine(self, path: str, message: Json, **more: Any) -> Answer:
        told = self._post(path, channel=message["channel"], ts=message["ts"], **more)
        return Answer(told["ok"], told.get("error", ""))

    def shortcut(self, callback_id: str, message: Json | None = None) -> Answer:
        """A message shortcut on `message`, or a global one."""
        where = {"channel": message["channel"], "ts": message["ts"]} if message else {}
        told = self._post(
            "shortcut", type="message" if message else "global", callback_id=callback_id, **where
        )
        return Answer(told["ok"], told.get("error", ""))

    def click(
        self, thing: Json, which: str, *, values: Json | None = None, block_id: str = "", **answer: Any
    ) -> Answer:
        """Presses a button (by action_id or text), takes an entry of a ⋯ menu (by text), or answers an element
        (`selected_option="value"` …).

        `thing` is a message of this driver or a view; `values` are the inputs filled in there, as for submit.
        `block_id` says which of several with one action_id.
        """
        block, element, taken = _find(thing, which, block_id)
        answer |= {"selected_option": taken} if taken and not answer else {}
        body = {name: answer_of(element, name, value) for name, value in answer.items()}
        state = _values(thing, values or {})
        if "ts" in thing:
            container = {"type": "message", "channel": thing["channel"], "ts": thing["ts"]}
        else:
            container = {"type": "view", "view_id": thing["id"]}
        told = self._post(
            "action",
            container=container,
            block_id=block["block_id"],
            action_id=element["action_id"],
            state=state,
            **body,
        )
        return Answer(told["ok"], told.get("error", ""))

    def submit(self, view: Json, values: Json | None = None) -> Json:
        """Submits a modal. `values` by label or block_id: plain texts, numbers, dates, option texts, lists.

        Returns `{"result": closed | errors | updated | pushed | timeout, "errors": {block_id: text}}`.
        """
        return self._post("view/submit", view_id=view["id"], values=_values(view, values or {}))

    def close(self, view: Json, *, every: bool = False) -> Json:
        """Closes a modal, or with `every` the whole stack."""
        return self._post("view/close", view_id=view["id"], all=every)

    def read(self, channel: str, ts: str) -> None:
        self._post("read", channel=self._place(channel), ts=ts)

    def upload(self, name: str, data: bytes) -> Json:
        """Uploads a file, to be chosen in a modal: `values={"File": [file["id"]]}`."""
        return self._sandbox.send_file(self.name, name, data)

    # -- seeing ----------------------------------------------------------------------------------

    def home(self, tab: str = "home") -> Json | None:
        """Opens the app's Home (the app hears of it); returns the view that is there at this moment."""
        view: Json | None = self._post("home/open", tab=tab)["view"]
        return view

    def views(self) -> list[Json]:
        """The open modals, the top one last."""
        return list(self._get("views")["views"])

    def channels(self) -> list[Json]:
        return list(self._get("state")["channels"])

    def messages(self, channel: str, **query: Any) -> list[Json]:
        """What is read in a channel, oldest first, with the person's own ephemerals."""
        place = self._place(channel)
        told = self._get("messages", channel=place, **query)
        return [{**one, "channel": told["channel"]} for one in told["messages"]]

    def dm(self, **query: Any) -> list[Json]:
        """The direct messages with the app, oldest first."""
        return self.messages("app", **query)

    def replies(self, channel: str, thread_ts: str) -> list[Json]:
        told = self._get("replies", channel=self._place(channel), thread_ts=thread_ts)
        return [{**one, "channel": told["channel"]} for one in told["messages"]]


class Opening:
    """What opens a modal, done; the modal that comes of it, once it is there: a new one, or that in which was pressed, if it
    says something else; never what lay open before. Raises RuntimeError when the act was refused, TimeoutError when
    nothing opens."""

    def __init__(self, who: Persona, wait_for: Callable[[Callable[[], list[Json]]], list[Json]]) -> None:
        self._who, self._wait_for = who, wait_for

    def command(self, channel: str, text: str) -> Json:
        return self._window(lambda: self._who.command(channel, text))

    def shortcut(self, callback_id: str, message: Json | None = None) -> Json:
        return self._window(lambda: self._who.shortcut(callback_id, message))

    def click(self, thing: Json, which: str, **how: Any) -> Json:
        return self._window(lambda: self._who.click(thing, which, **how), pressed_in=thing.get("id", ""))

    def _window(self, act: Callable[[], Answer], pressed_in: str = "") -> Json:
        before = {view["id"]: view["hash"] for view in self._who.views()}
        if not (answer := act()).ok:
            raise RuntimeError(answer.error)

        def came() -> list[Json]:
            there = self._who.views()
            turned = [v for v in there if v["id"] == pressed_in and v["hash"] != before.get(pressed_in)]
            return [v for v in there if v["id"] not in before] or turned

        return self._wait_for(came)[-1]


def _find(thing: Json, which: str, block_id: str) -> tuple[Json, Json, str]:
    """The element with this action_id, or else with this text, or the menu with the value of its entry of this text;
    raises LookupError with what there is."""
    found = [(b, e) for b, e in elements(thing) if not block_id or b.get("block_id") == block_id]
    for block, element in found:
        if element["action_id"] == which:
            return block, element, ""
    for block, element in found:
        text = element.get("text")
        if isinstance(text, dict) and text.get("text") == which:
            return block, element, ""
    for block, element in found:
        for entry in element.get("options", ()) if element["type"] == "overflow" else ():
            if entry["text"]["text"] == which:
                return block, element, entry["value"]
    there = [(one["action_id"], (one.get("text") or {}).get("text")) for _, one in found]
    raise LookupError(f"no element {which!r} among {there}")


def _values(view: Json, given: Json) -> Json:
    """Values by label or block_id, in Slack's shape."""
    out: Json = {}
    for name, value in given.items():
        block, element = field_of(view, name)
        out[block["block_id"]] = {element["action_id"]: answer_of(element, "", value)}
    return out
