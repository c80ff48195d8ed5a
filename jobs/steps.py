"""Business time from the sandbox: on each step Baton ticks, takes the slots, delivers, and reports it done.

The address and its shapes: docs/design/sandbox.md, /control/clock. Only in try mode and in tests.
"""

from __future__ import annotations

import json
import logging
import threading
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol, runtime_checkable
from urllib.parse import urlencode

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
LISTENER = "baton"
POLL = 20.0  # seconds that a look at the clock may wait for the next step
LOG = logging.getLogger("baton.steps")


class StepClock:
    """Business time that is set from outside; it never goes back."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        self._now = max(self._now, now)


@runtime_checkable
class Movable(Protocol):
    """A business clock that can be set: `StepClock`, or a test's own."""

    def now(self) -> datetime: ...
    def set(self, now: datetime) -> None: ...


def step_clock(control_url: str) -> StepClock:
    """A clock that stands where the sandbox's stands. Raises OSError when there is no sandbox."""
    return StepClock(Steps(control_url).now())


class Steps:
    """What the sandbox's clock is asked and told, by one listener of this name."""

    def __init__(self, control_url: str, name: str = LISTENER) -> None:
        self._url, self._name = f"{control_url.rstrip('/')}/control/clock", name

    def now(self) -> datetime:
        return _instant(self._call("")["now"])

    def listen(self) -> tuple[int, datetime]:
        """Registers with the sandbox; the last step made, and its time."""
        told = self._call("/listen", listener=self._name)
        return int(told["step"]), _instant(told["now"])

    def leave(self) -> None:
        self._call("/leave", listener=self._name)

    def after(self, step: int, wait: float = POLL) -> tuple[int, datetime]:
        """The clock's step and time, as soon as there is a later step, or when the wait is over."""
        told = self._call(f"?{urlencode({'after': step, 'wait': wait})}")
        return int(told["step"]), _instant(told["now"])

    def done(self, step: int, next_at: datetime | None) -> None:
        """Reports a step done, and when Baton wants to be asked again."""
        at = next_at.isoformat() if next_at else None
        self._call("/done", listener=self._name, step=step, next_at=at)

    def _call(self, path: str, **body: Any) -> dict[str, Any]:
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(self._url + path, data, {"Content-Type": "application/json"})
        with OPENER.open(request, timeout=POLL + 10) as answer:
            told: dict[str, Any] = json.load(answer)
        return told


class Stepper:
    """Follows the sandbox's clock on a thread of its own: `work` does all that is due, and says what comes next."""

    def __init__(self, clock: Movable, steps: Steps, work: Callable[[], datetime | None]) -> None:
        self._clock, self._steps, self._work = clock, steps, work
        self._step = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="steps", daemon=True)

    def start(self) -> None:
        """Registers, and returns; the first work is what became due while Baton was down."""
        self._step, now = self._steps.listen()
        self._clock.set(now)
        self._thread.start()

    def stop(self) -> None:
        """Leaves; a long poll under way ends with the process, or with the next step."""
        self._stop.set()
        try:
            self._steps.leave()
        except OSError:
            LOG.info("the sandbox is gone already")

    def _follow(self) -> None:
        is_done = False
        while not self._stop.is_set():
            try:
                if not is_done:
                    self._steps.done(self._step, self._work())
                    is_done = True
                step, now = self._steps.after(self._step)
                if step > self._step:
                    self._clock.set(now)
                    self._step, is_done = step, False
            except OSError:
                if not self._stop.wait(1.0):
                    LOG.warning("the sandbox's clock does not answer")


def _instant(told: str) -> datetime:
    return datetime.fromisoformat(told).astimezone(UTC)
