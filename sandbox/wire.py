"""The wire log: all that crossed between app and sandbox, secrets masked."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sandbox.entities import Json
from sandbox.feed import Feed

SECRET_KEYS = {"token", "response_url", "trigger_id", "upload_url", "url_private", "url_private_download"}
SECRET_TEXT = re.compile(r"(xox[a-z]-|xapp-)[\w-]+|(ticket=)[^&\s\"]+|(/(?:response|upload)/)[\w-]+")
KEPT = 2000


def masked(thing: Any) -> Any:
    """The same with tokens, tickets, triggers and secret addresses starred out."""
    if isinstance(thing, dict):
        return {k: "***" if k in SECRET_KEYS and v else masked(v) for k, v in thing.items()}
    if isinstance(thing, list):
        return [masked(one) for one in thing]
    if isinstance(thing, str):
        return SECRET_TEXT.sub(lambda m: next(g for g in m.groups() if g) + "***", thing)
    return thing


class Wire:
    """The last entries, numbered from 1."""

    def __init__(self, feed: Feed, epoch: Callable[[], float]) -> None:
        self._feed = feed
        self._epoch = epoch
        self._last = 0
        self.entries: deque[Json] = deque(maxlen=KEPT)

    def note(
        self, sender: str, kind: str, name: str, payload: Any, *, status: str = "", answer: Any = None
    ) -> None:
        self._last += 1
        entry: Json = {
            "n": self._last,
            "at": datetime.fromtimestamp(self._epoch(), UTC).isoformat(),
            "from": sender,
            "to": "sandbox" if sender == "app" else "app",
            "kind": kind,
            "name": name,
            "status": status,
            "payload": masked(payload),
            "answer": masked(answer),
        }
        self.entries.append(entry)
        self._feed.tell({"type": "wire", "entry": entry})

    def after(self, number: int) -> list[Json]:
        return [entry for entry in self.entries if entry["n"] > number]
