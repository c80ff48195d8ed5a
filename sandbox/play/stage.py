"""What one person has before them while a story runs: the form, Home, or what was said to them since the last act."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sandbox.driver import Sandbox
from sandbox.fields import KEY_OF
from sandbox.persona import Persona
from sandbox.render import Json, elements, text_of

MARKS = str.maketrans("", "", "*_~`")


def says(shown: str, wanted: str) -> bool:
    """`wanted` stands in what is shown, markup and line breaks apart; after "~ " it is a regular expression."""
    if wanted.startswith("~ "):
        return re.search(wanted[2:], shown) is not None
    return wanted in shown or _plain(wanted) in _plain(shown)


def _plain(text: str) -> str:
    return " ".join(text.translate(MARKS).split())


@dataclass
class Stage:
    """`mark`: how much of the sink was there before the last act; `place` is `home`, `app` or a channel."""

    slack: Sandbox
    me: Persona
    place: str
    mark: int

    @property
    def form(self) -> Json | None:
        """The modal on top."""
        views = self.me.views()
        return views[-1] if views else None

    def home(self) -> Json | None:
        return self.me.home()

    @property
    def channel(self) -> str:
        """The id of the place where messages are; raises LookupError with the places there are."""
        there, wanted = self.me.channels(), self.place.lstrip("#")
        for row in there:
            if wanted in (row["id"], row["name"]) or (self.place in ("app", "home") and row["kind"] == "app"):
                return str(row["id"])
        names = ", ".join(sorted(f"#{row['name']}" for row in there if row["name"]))
        raise LookupError(f"{self.me.name} knows no place {self.place!r}; there are: app, home, {names}")

    def news(self) -> list[Json]:
        """Messages that came, or changed, since the last act, oldest first; also in threads."""
        channel = self.channel
        touched = [one for one in self.slack.sink(self.mark) if one.get("channel") == channel]
        mine = [one for one in touched if one["user"] in ("", None) or one["user"] == self._id()]
        wanted = {one["ts"] for one in mine}
        shown = {one["ts"]: one for one in self.me.messages(channel, limit=1000)}
        for thread in {one["thread_ts"] for one in mine if one["thread_ts"]}:
            shown |= {one["ts"]: one for one in self.me.replies(channel, thread)}
        return [shown[ts] for ts in sorted(wanted) if ts in shown]

    def _id(self) -> str:
        users = self.slack.get("/client/boot")["users"]
        return next(str(one["id"]) for one in users if self.me.name in (one["id"], one["name"]))

    def read(self) -> list[Json]:
        """What they look at now."""
        if form := self.form:
            return [form]
        if self.place == "home":
            home = self.home()
            return [home] if home else []
        return self.news()

    def reach(self, on: str) -> Iterator[Json]:
        """All that could be pressed, the nearest first: the form, Home, or the messages here from the newest up."""
        if form := self.form:
            yield form
        elif self.place == "home":
            if home := self.home():
                yield home
        else:
            seen = {one["ts"]: one for one in (*self.me.messages(self.channel, limit=1000), *self.news())}
            for ts in sorted(seen, reverse=True):
                if not on or says(text_of(seen[ts]), on):
                    yield seen[ts]

    def message(self, on: str) -> Json:
        """The newest message that says this; raises LookupError."""
        for message in reversed(self.me.messages(self.channel, limit=1000)):
            if says(text_of(message), on):
                return message
        raise LookupError(f"no message here says {on!r}")

    def button(self, text: str, on: str, under: str) -> Found:
        """A button, by its text or action_id; raises LookupError with the buttons there are."""

        def fits(element: Json) -> bool:
            return element.get("type") == "button" and text in (element["action_id"], _label(element))

        return self._find(on, under, text, fits, lambda element: [_label(element)])

    def option(self, text: str, on: str, under: str) -> Found:
        """A menu with this entry; raises LookupError with the entries there are."""

        def entries(element: Json) -> list[str]:
            return [str(one["text"]["text"]) for one in options_of(element)]

        return self._find(on, under, text, lambda element: text in entries(element), entries)

    def _find(
        self,
        on: str,
        under: str,
        text: str,
        fits: Callable[[Json], bool],
        labels: Callable[[Json], list[str]],
    ) -> Found:
        there: list[str] = []
        for thing in self.reach(on):
            blocks = thing.get("blocks") or []
            if under:
                first = next(
                    (n for n, one in enumerate(blocks) if says(text_of({"blocks": [one]}), under)),
                    len(blocks),
                )
                blocks = blocks[first:]
            for block, element in elements({"blocks": blocks}):
                if fits(element):
                    return Found(thing, block, element)
                there += labels(element)
        listed = " · ".join(dict.fromkeys(one for one in there if one)) or "nothing"
        raise LookupError(f"there is no {text!r} to choose here; there is: {listed}")


@dataclass
class Found:
    """An element, the block it stands in, and the message or view around both."""

    thing: Json
    block: Json
    element: Json


def options_of(element: Json) -> list[Json]:
    found = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        found += group["options"]
    return found if element.get("type") in KEY_OF else []


def _label(element: Json) -> str:
    text = element.get("text")
    return str(text.get("text", "")) if isinstance(text, dict) else ""
