"""What Slack gives out for a short time: trigger ids (3 s, once), response urls (5 times, 30 minutes), socket tickets."""

from __future__ import annotations

import random
from dataclasses import dataclass

from sandbox.process import ProcessClock

TRIGGER_SECONDS = 3.0  # https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses
RESPONSE_SECONDS = (
    30 * 60.0
)  # https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
RESPONSE_USES = 5
TICKET_SECONDS = 30.0


class RefusedError(Exception):
    """A token that is unknown, too old or used up; the message is Slack's word for it."""


@dataclass
class Trigger:
    user: str
    born: float
    view: str = ""
    used: bool = False


@dataclass
class Responder:
    """Where a response_url answers to; `ts` is the message it was pressed in, if any."""

    user: str
    channel: str
    born: float
    ts: str = ""
    ephemeral: bool = False
    thread_ts: str = ""
    uses: int = 0


class Tokens:
    """All that is out at the moment; measured in process time."""

    def __init__(self, process: ProcessClock, rng: random.Random) -> None:
        self._process = process
        self._rng = rng
        self._triggers: dict[str, Trigger] = {}
        self._responders: dict[str, Responder] = {}
        self._tickets: dict[str, float] = {}

    def _secret(self, digits: int) -> str:
        return f"{self._rng.getrandbits(digits * 4):0{digits}x}"

    def trigger(self, user: str, view: str = "") -> str:
        name = f"{self._rng.randrange(10**12)}.{self._rng.randrange(10**12)}.{self._secret(32)}"
        self._triggers[name] = Trigger(user, self._process.now(), view)
        return name

    def exchange(self, name: object) -> Trigger:
        """The trigger, once; raises RefusedError."""
        trigger = self._triggers.get(name) if isinstance(name, str) else None
        if trigger is None:
            raise RefusedError("invalid_trigger_id")
        if trigger.used:
            raise RefusedError("exchanged_trigger_id")
        if self._process.now() - trigger.born > TRIGGER_SECONDS:
            raise RefusedError("expired_trigger_id")
        trigger.used = True
        return trigger

    def responder(
        self, user: str, channel: str, *, ts: str = "", ephemeral: bool = False, thread_ts: str = ""
    ) -> str:
        """The secret last part of a new response_url."""
        name = self._secret(40)
        self._responders[name] = Responder(user, channel, self._process.now(), ts, ephemeral, thread_ts)
        return name

    def use_responder(self, name: str) -> Responder:
        """Counts one use; raises RefusedError with expired_url or used_url."""
        responder = self._responders.get(name)
        if responder is None or self._process.now() - responder.born > RESPONSE_SECONDS:
            raise RefusedError("expired_url")
        if responder.uses >= RESPONSE_USES:
            raise RefusedError("used_url")
        responder.uses += 1
        return responder

    def ticket(self) -> str:
        name = self._secret(32)
        self._tickets[name] = self._process.now()
        return name

    def use_ticket(self, name: str) -> bool:
        born = self._tickets.pop(name, None)
        return born is not None and self._process.now() - born <= TICKET_SECONDS
