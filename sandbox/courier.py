"""How a delivery fared, whichever way it went: over a socket (socket.py) or to a request URL (http.py)."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any, Protocol

from sandbox.entities import Json

# What a person is told when a command, a button or a shortcut was not taken; 4xx and 5xx by name,
# https://docs.slack.dev/interactivity/implementing-slash-commands#responding_to_commands
REFUSALS = {"nobody": "dispatch_failed", "refused": "dispatch_failed"}


@dataclass
class Ack:
    """`status` is ok (with the payload), timeout, dead (connection lost), nobody, or refused (with `code`).

    `retry` is false when the app asked not to be sent this again; `reason` overrules the courier's own word for
    a failed event.
    """

    status: str
    payload: Any = None
    code: str = ""
    retry: bool = True
    reason: str = ""

    @property
    def refusal(self) -> str:
        """Slack's word for what a person sees; nothing when all is well."""
        if self.status == "ok":
            return ""
        return self.code or REFUSALS.get(self.status, "operation_timeout")


class Courier(Protocol):
    """One way to the app."""

    sent: deque[Json]
    reasons: dict[str, str]  # how a failed attempt is called in the next one, by status

    @property
    def is_ready(self) -> bool:
        """Is there somebody who listens?"""

    @property
    def unacked(self) -> int: ...

    async def send(self, envelope: Json) -> asyncio.Future[Ack]:
        """Sends an envelope; the future tells how it fared."""

    def give_up(self, envelope_id: str) -> None:
        """Nobody waits for this answer any more."""
